"""`manage.py record_samples`: record what was measured, many values at once."""

import csv
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from plans import editing
from plans.address import Address, Gone
from plans.editing import Given, Rejected
from plans.enums import Position, SampleSource
from plans.management import importing


class Command(BaseCommand):
    """Read samples from a file or from standard input, all of them or none."""

    help = "Record samples of a plan's measured values, from JSON lines or CSV; each key once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the plan's address and who acts."""
        parser.add_argument("file", metavar="FILE", help="“-” is standard input")
        parser.add_argument("--company", required=True, metavar="SLUG")
        parser.add_argument("--position", required=True, type=str.upper, choices=Position.values)
        parser.add_argument("--as", dest="user", metavar="USER", help="act as this user")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Record them; a refusal is an error message and exit code 1."""
        address = Address(options["company"], options["position"])
        by = importing.actor(options["user"], "record_samples")
        try:
            given = list(samples(read(options["file"])))
            done = editing.record_samples(address, given, source=SampleSource.COMMAND, by=by)
        except Rejected as rejected:
            raise CommandError("\n".join([str(rejected), *told(rejected)])) from rejected
        except (OSError, ValueError, Gone, PermissionDenied) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
            return
        self.stdout.write(
            f"Recorded {done.recorded}, known already {done.known}, cells changed {done.cells}."
        )


def read(name: str) -> str:
    """Read a file, or standard input for “-”."""
    return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")


def samples(text: str) -> Iterator[Given]:
    """Give the samples of a text: an object a line, or CSV with a header."""
    if text.lstrip().startswith("{"):
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield parsed(line, number)
        return
    for row in csv.DictReader(StringIO(text, newline=""), restkey="more"):
        given: dict[str, object] = {name: each for name, each in row.items() if each}
        if "row" in given and str(given["row"]).isdecimal():
            given["row"] = int(str(given["row"]))
        yield given


def parsed(line: str, number: int) -> Given:
    """Read a line of JSON."""
    try:
        given = json.loads(line)
    except ValueError as error:
        raise CommandError(f"Line {number} is no JSON: {error}") from error
    if not isinstance(given, dict):
        raise CommandError(f"Line {number} is no object.")
    return given


def told(rejected: Rejected) -> Iterator[str]:
    """Say what is wrong, a line for each."""
    for each in rejected.problems:
        yield f"  sample {each.index + 1}, {each.field or 'all'}: {each.detail}"
