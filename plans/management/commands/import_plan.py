"""`manage.py import_plan`: read a Markdown file into a new or an existing plan."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.editing import Imported
from plans.enums import Position
from plans.management import importing, reports
from plans.management.encodings import refusal
from plans.management.progress import waiting


class Command(BaseCommand):
    """Read a document in, whole or not at all, and say what was recognised in it."""

    help = "Read a Markdown file into a new or an existing plan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the plan's address and who acts."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--company", required=True, metavar="SLUG")
        parser.add_argument("--position", required=True, type=str.upper, choices=Position.values)
        importing.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import in one transaction; a refusal is an error message and exit code 1."""
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        try:
            with waiting(f"Reading {options['file']}", len(data), quiet=options["json"]):
                imported = self.read_in(data, options)
        except importing.REFUSALS as error:
            raise CommandError(f"{options['file']}: {refusal(error)}") from error
        self.report(imported, options)

    def read_in(self, data: bytes, options: dict[str, Any]) -> Imported:
        """Create or replace the plan; a dry run is rolled back."""
        company = importing.company(options["company"])
        by = importing.actor(options["user"], "import_plan")
        position, encoding = Position(options["position"]), options["encoding"]
        with transaction.atomic():
            imported = importing.read_in(company, position, data, encoding=encoding, by=by)
            transaction.set_rollback(options["dry_run"])
        return imported

    def report(self, imported: Imported, options: dict[str, Any]) -> None:
        """Say what was recognised, flagged and changed."""
        dry_run = options["dry_run"]
        if options["json"]:
            facts = reports.facts(imported) | {"dry_run": dry_run}
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2))
            return
        for line in reports.lines(options["file"], imported, dry_run=dry_run):
            self.stdout.write(line)
