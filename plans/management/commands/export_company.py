"""`manage.py export_company`: the tree of a company's documents, to be committed."""

from argparse import ArgumentParser
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
    """Write the files; give a line for each."""
    if directory.exists() and not directory.is_dir():
        raise CommandError(f"{directory} is a file, not a directory.")
    try:
        return [
            f"{path}: {'written' if save(directory / path, data) else 'unchanged'}"
            for path, data in steps([*files.items()], "Writing")
        ]
    except OSError as error:
        raise CommandError(str(error)) from error


def save(path: Path, data: bytes) -> bool:
    """Write a file in one go, so that nobody finds half of it; False if it says this already."""
    is_there = path.exists()
    if is_there and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        part.write_bytes(data)
        if is_there:
            copymode(path, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return True
