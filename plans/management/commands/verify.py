"""`manage.py verify`: check that nothing was tampered with and nothing has drifted apart."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plans import verification
from plans.backups import Manifest, Refused


class Command(BaseCommand):
    """Walk every hash chain, and hold every record against its row."""

    help = "Check the history and gate logs, and that every record is the parse of its row."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a backup's manifest to compare with."""
        parser.add_argument(
            "--manifest",
            type=Path,
            metavar="FILE",
            help="also find the records of this backup's manifest; shows a log that was cut off",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the heads to compare elsewhere; exit 1 and say what is wrong, if anything is."""
        manifest = read(options["manifest"]) if options["manifest"] else None
        with verification.snapshot():
            found = self.tell(verification.trigger_problems())
            found += self.tell(verification.baseline_problems())
            for checked in verification.check():
                self.stdout.write(str(checked.head))
                found += self.tell(checked.problems)
            if manifest:
                self.stdout.write(f"Compared with the backup of {manifest.at:%Y-%m-%d %H:%M} UTC")
                found += self.tell(verification.lost(manifest.contents.heads))
        self.stdout.write(f"{found} problems" if found else "All is as it was written.")
        if found:
            sys.exit(1)

    def tell(self, problems: Iterable[str]) -> int:
        """Print the problems; give their number."""
        number = 0
        for number, problem in enumerate(problems, start=1):  # noqa: B007 (the last one is it)
            self.stdout.write(f"  {problem}")
        return number


def read(path: Path) -> Manifest:
    """Read a manifest, or end with what is wrong with it."""
    try:
        return Manifest.read(path)
    except Refused as refusal:
        raise CommandError(str(refusal)) from refusal
