"""`manage.py import_plan`: read a Markdown file into a new or an existing plan."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gates.actors import Actor, ActorKind
from gates.lock import GateClosed
from gates.models import User
from plans import editing
from plans.address import Address, Gone
from plans.document.decode import Unreadable, decode
from plans.editing import Imported, Invalid
from plans.enums import Encoding, Position
from plans.management.encodings import add_encoding, refusal
from plans.models import Company, Plan


class Command(BaseCommand):
    """Read a document in, whole or not at all, and say what was recognised in it."""

    help = "Read a Markdown file into a new or an existing plan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the plan's address and who acts."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--company", required=True, metavar="SLUG")
        parser.add_argument("--position", required=True, type=str.upper, choices=Position.values)
        add_encoding(parser, Encoding.UTF_8, "it has to be UTF-8")
        parser.add_argument("--as", dest="user", metavar="USER", help="act as this user")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import in one transaction; a refusal is an error message and exit code 1."""
        try:
            imported = self.import_file(options)
        except (Unreadable, Invalid, Gone, GateClosed, PermissionDenied) as error:
            raise CommandError(f"{options['file']}: {refusal(error)}") from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.report(imported, options)

    def import_file(self, options: dict[str, Any]) -> Imported:
        """Create or replace the plan; a dry run is rolled back."""
        encoding = options["encoding"]
        text = decode(options["file"].read_bytes(), encoding)
        company = Company.objects.filter(slug=options["company"]).first()
        if company is None:
            message = f"There is no company “{options['company']}”."
            raise Gone(message)
        position, by = Position(options["position"]), self.actor(options["user"])
        with transaction.atomic():
            if Plan.objects.filter(company=company, position=position).exists():
                address = Address(company.slug, position)
                imported = editing.replace_document(address, text, by=by, encoding=encoding)
            else:
                imported = editing.create_plan(company, position, text, by=by, encoding=encoding)
            transaction.set_rollback(options["dry_run"])
        return imported

    def actor(self, username: str | None) -> Actor:
        """Give the user named by --as, acting by import, or else the operator."""
        if username is None:
            return Actor.operator("import_plan")
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            message = f"There is no active user “{username}”."
            raise CommandError(message)
        return Actor(user, ActorKind.IMPORT, user.display_name)

    def report(self, imported: Imported, options: dict[str, Any]) -> None:
        """Say what was recognised and flagged, by line and column."""
        reading = asdict(imported.reading) | {"dry_run": options["dry_run"]}
        if options["json"]:
            self.stdout.write(json.dumps(reading, ensure_ascii=False, indent=2))
            return
        done = "Would read" if options["dry_run"] else "Read"
        self.stdout.write(
            f"{done} {options['file']} into {imported.plan}: {reading['sections']} sections, "
            f"{len(reading['registers'])} registers, {reading['generic_tables']} other tables, "
            f"{reading['rows']} rows, {reading['to_fill']} cells to fill."
        )
        for claim in reading["claims"]:
            self.stdout.write(f"Not believed: the file says {claim}. Only the gate decides.")
        for flag in imported.reading.flags:
            self.stdout.write(f"Line {flag.line}, {flag.column}: {flag.problem}")
