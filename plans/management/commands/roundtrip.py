"""`manage.py roundtrip`: show that a file comes back as the same bytes, edits apart."""

import json
import sys
from argparse import ArgumentParser
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gates.actors import Actor, ActorKind
from plans import editing, printing
from plans.address import Address, Gone
from plans.document.decode import decode
from plans.enums import BlockKind
from plans.management.output import write_bytes
from plans.models import Block, Company, Plan, Row

BY = Actor(None, ActorKind.IMPORT, "manage.py roundtrip")


class Command(BaseCommand):
    """Read files into the database and print them again, in a transaction that is rolled back."""

    help = "Read Markdown files in, apply edits through the one door, and compare the output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files, edits and where the result goes."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--edits", type=Path, metavar="OPS.json")
        parser.add_argument("--print", action="store_true", help="write the result's bytes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say `identical` or the first differing line for each file; exit 1 if any differs."""
        differing = 0
        for file in options["files"]:
            data, result = self.round(file, options["edits"])
            if options["print"]:
                write_bytes(self.stdout, result)
                continue
            difference = first_difference(data, result)
            differing += bool(difference)
            self.stdout.write(f"{file}: {difference or 'identical'}")
        if differing:
            sys.exit(1)

    def round(self, file: Path, edits: Path | None) -> tuple[bytes, bytes]:
        """Give a file's bytes and what comes back of them."""
        try:
            data = file.read_bytes()
            operations = json.loads(edits.read_text())["edits"] if edits else []
            with transaction.atomic():
                plan = scratch_plan(decode(data))
                for operation in operations:
                    apply(plan, operation)
                result = printing.text(Plan.objects.get(pk=plan.pk)).encode()
                transaction.set_rollback(True)
        except KeyError as error:
            message = f"{edits}: an edit lacks {error}."
            raise CommandError(message) from error
        except (Gone, OSError, ValueError) as error:
            message = f"{file}: {error}"
            raise CommandError(message) from error
        return data, result


def scratch_plan(text: str) -> Plan:
    """Read a text into a plan of a company of its own, without a gate."""
    company = Company.objects.create(name="Round trip", slug="round-trip-scratch")
    return editing.scratch(company, text).plan


def apply(plan: Plan, operation: dict[str, Any]) -> None:
    """Apply one edit through the door; tables, rows and columns count from 0."""
    address = Address(plan.company.slug, plan.position)
    tables = Block.objects.filter(section__plan=plan, kind=BlockKind.TABLE)
    tables = tables.order_by("section__position", "position")
    block = nth("table", [*tables], operation["table"])
    rows, index = [*Row.objects.filter(block=block)], operation["row"]
    match operation["op"]:
        case "insert":
            above = nth("row", rows, index - 1).pk if index else None
            cells = operation["cells"]
            row = editing.add_row(address, block.pk, after=above, cells=cells, by=BY).row
            editing.move_row(address, row.pk, by_rows=0 if index else -len(rows), by=BY)
        case "delete":
            editing.delete_row(address, nth("row", rows, index).pk, by=BY)
        case "set":
            row, column = nth("row", rows, index), operation["column"]
            editing.set_cell(address, row.pk, column, operation["text"], seen=None, by=BY)
        case other:
            message = f"There is no edit “{other}”: only set, insert and delete."
            raise ValueError(message)


def nth[T](what: str, things: list[T], index: int) -> T:
    """Give a thing by its place, or say that there is none."""
    if not 0 <= index < len(things):
        message = f"There is no {what} {index}: there are {len(things)}, counted from 0."
        raise Gone(message)
    return things[index]


def first_difference(before: bytes, after: bytes) -> str:
    """Say which line differs first and how, or nothing."""
    lines = zip_longest(before.split(b"\n"), after.split(b"\n"))
    for number, (old, new) in enumerate(lines, start=1):
        if old != new:
            return f"line {number} differs: {old!r} became {new!r}"
    return ""
