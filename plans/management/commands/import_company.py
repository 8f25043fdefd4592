"""`manage.py import_company`: read the tree of a company's documents into its plans."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gates.actors import Actor
from plans import trees
from plans.address import Gone
from plans.editing import Imported
from plans.management import importing, reports
from plans.management.encodings import refusal
from plans.management.progress import steps
from plans.models import Company


class Command(BaseCommand):
    """Read README.md, CEO/README.md and so on, all of them or none."""

    help = "Read a tree of Markdown files, as export_company writes it, into a company's plans."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the company, the tree and who acts."""
        without = "the company's; without it the directory's own name"
        parser.add_argument("slug", nargs="?", metavar="SLUG", help=without)
        parser.add_argument("directory", type=Path, metavar="DIRECTORY")
        importing.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import in one transaction; the refusals of all files are one error and exit code 1."""
        tree = options["directory"]
        paths = documents(tree)
        try:
            company = importing.company(options["slug"] or tree.resolve().name)
        except Gone as gone:
            raise CommandError(str(gone)) from gone
        by = importing.actor(options["user"], "import_company")
        self.report(company, self.read_in(company, paths, options, by), options)

    def read_in(
        self, company: Company, paths: list[str], options: dict[str, Any], by: Actor
    ) -> dict[str, Imported]:
        """Read every file, also after a refused one; write them all, or none."""
        imported, refused, encoding = {}, [], options["encoding"]
        with transaction.atomic():
            Company.objects.select_for_update().get(pk=company.pk)  # one tree at a time
            for path in steps(paths, "Reading", quiet=options["json"]):
                try:
                    data = (options["directory"] / path).read_bytes()
                    imported[path] = importing.read_in(
                        company, trees.PATHS[path], data, encoding=encoding, by=by
                    )
                except importing.REFUSALS as error:
                    refused.append(f"{path}: {refusal(error)}")
            transaction.set_rollback(bool(refused) or options["dry_run"])
        if refused:
            raise CommandError("\n".join([*refused, "Nothing was written."]))
        return imported

    def report(
        self, company: Company, imported: dict[str, Imported], options: dict[str, Any]
    ) -> None:
        """Say of each file what was recognised, flagged and changed, and what was not read."""
        dry_run, strangers = options["dry_run"], others(options["directory"])
        if options["json"]:
            files = [{"path": path} | reports.facts(each) for path, each in imported.items()]
            facts = {"company": company.slug, "files": files, "not_read": strangers}
            facts["dry_run"] = dry_run
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2))
            return
        for path, each in imported.items():
            for line in reports.lines(path, each, dry_run=dry_run):
                self.stdout.write(line)
        for path in strangers:
            self.stdout.write(f"Not read: {path} is no position's.")


def documents(tree: Path) -> list[str]:
    """Give the documents that lie in a tree, in the order of the positions."""
    if not tree.is_dir():
        raise CommandError(f"{tree} is not a directory.")
    found = [path for path in trees.PATHS if (tree / path).exists()]
    if not found:
        raise CommandError(f"{tree} holds none of {', '.join(trees.PATHS)}.")
    return found


def others(tree: Path) -> list[str]:
    """Give what looks like a plan and is none: README.md in another folder, hidden ones apart."""
    found = (path.relative_to(tree).as_posix() for path in tree.glob(f"*/{trees.FILE}"))
    return sorted(path for path in found if path not in trees.PATHS and path[0] != ".")
