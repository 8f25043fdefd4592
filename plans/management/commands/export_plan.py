"""`manage.py export_plan`: a plan's bytes."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gates.actors import Actor
from plans import computing, printing
from plans.address import Address, Gone, visible_plan
from plans.document.decode import encode
from plans.enums import Position
from plans.management.output import write_bytes


class Command(BaseCommand):
    """Print a plan as Markdown, with its live facts."""

    help = "Print a plan as Markdown, to standard output or a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the plan's address and where to write."""
        parser.add_argument("--company", required=True, metavar="SLUG")
        parser.add_argument("--position", required=True, type=str.upper, choices=Position.values)
        parser.add_argument(
            "--computed", action="store_true", help="fill in what is computed, where nothing stands"
        )
        parser.add_argument("--format", default="md", choices=["md"])
        parser.add_argument("--output", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the bytes, to the file or to standard output."""
        address = Address(options["company"], options["position"])
        try:
            plan = visible_plan(address, Actor.operator("export_plan"))
        except Gone as gone:
            raise CommandError(str(gone)) from gone
        facts = printing.facts(plan, printing.gate_state(plan))
        if options["computed"]:
            text = computing.text(plan, timezone.now(), facts)
        else:
            text = printing.text(plan, facts)
        data = encode(text, plan.encoding)
        if options["output"]:
            save(options["output"], data)
        else:
            write_bytes(self.stdout, data)


def save(path: Path, data: bytes) -> None:
    """Write a file."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CommandError(str(error)) from error
