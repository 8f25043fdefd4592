"""`manage.py export_company`: the tree of a company's documents, to be committed."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import copymode
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError

from gates.actors import Actor
from plans import trees
from plans.address import Gone
from plans.management import importing
from plans.management.progress import steps


class Command(BaseCommand):
    """Write README.md, CEO/README.md and so on; what has not changed is not touched."""

    help = "Write a company's plans as files, touching only those that changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the company and where to write."""
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("directory", type=Path, metavar="DIRECTORY")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every document, then say which were written."""
        try:
            company = importing.company(options["slug"])
        except Gone as gone:
            raise CommandError(str(gone)) from gone
        files = trees.files(company, Actor.operator("export_company"))
        if not files:
            raise CommandError(f"{company} has no plans yet.")
        for line in save_all(options["directory"], files):
            self.stdout.write(line)


def save_all(directory: Path, files: dict[str, bytes]) -> list[str]:
    """Write the files that changed; give a line for each.

    All are written beside their places before the first takes its own, so that what cannot be read
    or written is found out while every file is still as it was.
    """
    if directory.exists() and not directory.is_dir():
        raise CommandError(f"{directory} is a file, not a directory.")
    try:
        changed = [path for path, data in files.items() if not says(directory / path, data)]
        with ExitStack() as stack:
            places = [(directory / path, files[path]) for path in changed]
            drafts = [
                (place, stack.enter_context(draft(place, data)))
                for place, data in steps(places, "Writing")
            ]
            for place, beside in drafts:
                beside.replace(place)
    except OSError as error:
        raise CommandError(str(error)) from error
    return [f"{path}: {'written' if path in changed else 'unchanged'}" for path in files]


def says(path: Path, data: bytes) -> bool:
    """Whether a file is there and says just this."""
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


@contextmanager
def draft(path: Path, data: bytes) -> Iterator[Path]:
    """Give a new file in the same folder, with the old one's mode; left there, it goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        beside.write_bytes(data)
        if path.exists():
            copymode(path, beside)
        yield beside
    finally:
        beside.unlink(missing_ok=True)
