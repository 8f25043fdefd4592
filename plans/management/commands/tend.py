"""`manage.py tend`: have expiries recorded and e-mails sent; for cron, or a terminal of its own."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from gates.tasks import COUNTED, tend
from plans.weekly import write_weekly


class Command(BaseCommand):
    """Leave the work for a worker, or do it here."""

    help = "Record expiries, send notices and the weekly e-mail: leaves the work for db_worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to work here."""
        parser.add_argument(
            "--work", action="store_true", help="do what waits here and now, then exit"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Enqueue the job; with --work, run all jobs that wait."""
        gates, weekly = tend.enqueue(), write_weekly.enqueue()
        if not options["work"]:
            self.stdout.write("Left for the worker (manage.py db_worker).")
            return
        call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
        for result in (gates, weekly):
            result.refresh()
        done, letters = gates.return_value, weekly.return_value
        said = [f"{done[what]} {what}" for what in COUNTED]
        said += [f"{letters['written']} weekly", f"{letters['failed']} weekly failed"]
        self.stdout.write(", ".join(said))
