"""`manage.py backup`: a consistent copy of the database, while it is in use."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from plans import backups
from plans.management import progress


class Command(BaseCommand):
    """Copy the database, open the copy, verify it, and only then call it a backup."""

    help = "Copy the database while it is in use, and verify the copy."
    requires_system_checks = ()  # they would make a database file where there is none

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where copies go and how many stay."""
        parser.add_argument("--directory", type=Path, metavar="DIR", default=settings.BACKUP_DIR)
        parser.add_argument(
            "--keep",
            type=at_least_one,
            metavar="N",
            help="remove the oldest verified copies until N are left",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say where the copy is and what is in it; exit 1 if it is not right."""
        try:
            with progress.waiting("Copying the database", progress.LONG, quiet=options["json"]):
                path, manifest = backups.make(options["directory"])
                removed = [] if manifest.problems else self.prune(path, options["keep"])
        except (backups.Refused, DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.print_json(path, manifest, removed)
        else:
            self.print_words(path, manifest, removed)
        if manifest.problems:
            sys.exit(1)

    def prune(self, newest: Path, keep: int | None) -> list[Path]:
        """Remove the oldest copies, if told to."""
        return backups.prune(newest.parent, keep, newest) if keep else []

    def print_json(self, path: Path, manifest: backups.Manifest, removed: list[Path]) -> None:
        """Print the manifest, with where the copy is and what was removed."""
        data = {"path": str(path), "verified": not manifest.problems} | manifest.as_json()
        self.stdout.write(json.dumps(data | {"removed": [str(each) for each in removed]}))

    def print_words(self, path: Path, manifest: backups.Manifest, removed: list[Path]) -> None:
        """Say it to a person."""
        if manifest.problems:
            self.stdout.write(f"The copy is not right, and is no backup. It is kept as {path}")
            for problem in manifest.problems:
                self.stdout.write(f"  {problem}")
            return
        self.stdout.write(f"{path}: {manifest.contents}, {manifest.size:,} bytes, verified")
        for each in removed:
            self.stdout.write(f"Removed {each}")


def at_least_one(text: str) -> int:
    """Read a number; the newest copy always stays."""
    if not text.isdecimal() or not int(text):
        raise ArgumentTypeError("a whole number from 1 on is wanted: the newest copy stays")
    return int(text)
