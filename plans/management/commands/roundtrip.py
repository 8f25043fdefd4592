"""`manage.py roundtrip`: show that a file comes back as the same bytes, edits apart."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from gates.actors import Actor, ActorKind
from plans import editing, printing
from plans.address import Address, Gone
from plans.document.decode import Unreadable, decode, encode
from plans.enums import BlockKind, Encoding
from plans.management.encodings import add_encoding, refusal
from plans.management.output import write_bytes
from plans.management.progress import steps
from plans.models import Block, Company, Plan, Row

BY = Actor(None, ActorKind.IMPORT, "manage.py roundtrip")

type Edit = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trip:
    """A file's bytes, what came back of them, and how they were read if not in the usual way."""

    before: bytes
    after: bytes
    note: str = ""

    @property
    def outcome(self) -> str:
        """Say `identical`, or which line differs first and how."""
        return f"{first_difference(self.before, self.after) or 'identical'}{self.note}"


class Command(BaseCommand):
    """Read files into the database and print them again, in a transaction that is rolled back."""

    help = "Read Markdown files in, apply edits through the one door, and compare the output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take files, edits and where the result goes."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--edits", type=Path, metavar="OPS.json")
        parser.add_argument("--print", action="store_true", help="write the result's bytes")
        add_encoding(parser, None, "UTF-8, or Windows-1252 where it is not UTF-8 but may be that")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through every file, also after a refused one; exit 1 if any differs or is refused.

        A bar shows how far it is where the lines, which show that too, go elsewhere. A database
        that is new and empty is set up first: whoever tries this has nothing to lose in it.
        """
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        edits = read_edits(options["edits"]) if options["edits"] else []
        try:
            files = steps(options["files"], "Reading", quiet=sys.stdout.isatty())
            fine = [self.tell(file, edits, options) for file in files]
        except KeyError as error:
            message = f"{options['edits']}: an edit lacks {error}."
            raise CommandError(message) from error
        if not all(fine):
            sys.exit(1)

    def tell(self, file: Path, edits: list[Edit], options: dict[str, Any]) -> bool:
        """Print a file's line, or its bytes; give whether it was taken and is as it should be."""
        try:
            trip = round_trip(file, edits, options["encoding"])
        except (Gone, OSError, ValueError) as error:
            report = self.stderr if options["print"] else self.stdout
            report.write(f"{file}: {refusal(error)}")
            return False
        if options["print"]:
            write_bytes(self.stdout, trip.after)
            return True
        self.stdout.write(f"{file}: {trip.outcome}")
        return trip.before == trip.after


def read_edits(file: Path) -> list[Edit]:
    """Give the edits of a JSON file."""
    try:
        edits: list[Edit] = json.loads(file.read_bytes())["edits"]
    except OSError as error:
        raise CommandError(str(error)) from error
    except (KeyError, TypeError) as error:
        raise CommandError(f"{file}: an object with a list of “edits” is wanted.") from error
    except ValueError as error:
        raise CommandError(f"{file}: {error}") from error
    return edits


def round_trip(file: Path, edits: Iterable[Edit] = (), encoding: str | None = None) -> Trip:
    """Read a file into the database, edit it, print it and take everything back.

    Without an encoding, a file that is not UTF-8 but may be Windows-1252 is read as that: nothing
    of it is kept. Raises what reading and editing raise, and OSError.
    """
    data = file.read_bytes()
    text, encoding, note = read(data, encoding)
    with transaction.atomic():
        plan = scratch_plan(text, encoding)
        for edit in edits:
            apply(plan, edit)
        plan = Plan.objects.get(pk=plan.pk)
        result = encode(printing.text(plan), plan.encoding)
        transaction.set_rollback(True)
    return Trip(data, result, note)


def read(data: bytes, encoding: str | None) -> tuple[str, str, str]:
    """Give a file's text, its encoding, and why it is not the one that was expected."""
    try:
        return decode(data, encoding or Encoding.UTF_8), encoding or Encoding.UTF_8, ""
    except Unreadable as error:
        if encoding or not error.encoding:
            raise
        note = f" (read as {error.encoding.label}: {error.problem})"
        return decode(data, error.encoding), error.encoding, note


def scratch_plan(text: str, encoding: str) -> Plan:
    """Read a text into a plan of a company of its own, without a gate."""
    company = Company.objects.create(name="Round trip", slug="round-trip-scratch")
    return editing.scratch(company, text, encoding).plan


def apply(plan: Plan, operation: Edit) -> None:
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
            editing.delete_rows(address, [nth("row", rows, index).pk], by=BY)
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
