"""`manage.py restore`: a copy back into an empty database, or only to see that it could be."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from plans import backups
from plans.management import progress


class Command(BaseCommand):
    """Hold a copy against its manifest, restore it, and hold the result against it again."""

    help = "Restore a backup into an empty database, whole or not at all."
    requires_system_checks = ()  # they would connect to a database that is not there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the copy, and whether only to try it."""
        parser.add_argument(
            "file",
            type=Path,
            nargs="?",
            help="the copy, its manifest beside it; with --test, the newest if none is named",
        )
        parser.add_argument(
            "--test",
            action="store_true",
            help="restore into a scratch database, verify, drop it, and note the outcome",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was restored; a refusal is an error message and exit code 1."""
        copy = options["file"] or newest(may_choose=options["test"])
        try:
            with progress.waiting(f"Restoring {copy}", progress.LONG):
                manifest = backups.test(copy) if options["test"] else backups.restore(copy)
        except (backups.Refused, DatabaseError, OSError) as error:
            raise CommandError(f"{copy}: {error}") from error
        done = "can be restored" if options["test"] else "restored"
        self.stdout.write(
            f"{copy} of {manifest.at:%Y-%m-%d %H:%M:%S} UTC: {done}. {manifest.contents}; counts, "
            "texts, histories and gates are those of its manifest."
        )


def newest(*, may_choose: bool) -> Path:
    """Give the newest verified copy, to be tried; what is restored in earnest is named."""
    verified = [copy.path for copy in backups.known() if copy.verified]
    if not may_choose:
        raise CommandError("Which copy? Name its file.")
    if not verified:
        raise CommandError(f"There is no verified copy in {settings.BACKUP_DIR}.")
    return verified[0]
