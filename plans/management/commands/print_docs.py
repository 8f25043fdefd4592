"""`manage.py print_docs`: write the docs that are printed from the code."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from plans.management.docs import documents

FOLDER: Path = settings.BASE_DIR / "docs"


class Command(BaseCommand):
    """Write the generated docs, or compare them with the code."""

    help = "Write docs/registers.md, transitions.md and urls.md from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only to compare, and where the docs are."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
        parser.add_argument("--folder", type=Path, default=FOLDER)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what differs; with --check, name it and exit 1."""
        stale = {
            options["folder"] / name: text
            for name, text in documents().items()
            if standing(options["folder"] / name) != text
        }
        for path, text in stale.items():
            if options["check"]:
                self.stdout.write(f"{path.name} is out of date: `make docs` writes it anew.")
            else:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"Wrote {path.name}.")
        if stale and options["check"]:
            sys.exit(1)


def standing(path: Path) -> str:
    """Give what a file says now; nothing if it is not there."""
    return path.read_text(encoding="utf-8") if path.exists() else ""
