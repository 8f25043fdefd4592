"""Restoring a copy, or trying whether it could be: never one that is not what it promises."""

from contextlib import AbstractContextManager
from pathlib import Path

from django.db import connection
from django.utils import timezone

from plans.backups import engines, files, folder
from plans.backups.contents import schema_problems
from plans.backups.engines import Engine
from plans.backups.examination import compare
from plans.backups.manifests import Manifest, beside
from plans.backups.refusals import Refused

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(copy: Path) -> Manifest:
    """Put a copy into the live database, which has to be empty; whole or not at all.

    It is opened and held against its manifest before, and the live database after. Raises
    Refused, OSError or DatabaseError.
    """
    engine = engines.current()
    manifest = promised(copy)
    engine.check_target()
    check_bytes(copy, manifest)
    with engine.ready():
        check(engine, engine.opened(copy), manifest)
        engine.restore(copy)
    if problems := compare(engine, manifest):
        raise Refused(f"It was restored, but is not what its manifest says: {listed(problems)}")
    return manifest


def test(copy: Path) -> Manifest:
    """Restore a copy into a scratch database and hold it against its manifest.

    How that went is written down beside the copy. Raises what `restore` raises.
    """
    engine = engines.current()
    manifest = promised(copy)
    with engine.ready(), folder.locked(copy.parent):
        try:
            check_bytes(copy, manifest)
            check(engine, engine.rehearsed(copy), manifest)
        except Refused as refusal:
            folder.record_test(copy, timezone.now(), str(refusal))
            raise
        folder.record_test(copy, timezone.now(), "")
    return manifest


def promised(copy: Path) -> Manifest:
    """Give a copy's manifest; refuses a copy that has none, is foreign, or was never right."""
    if not copy.is_file():
        raise Refused(f"There is no file {copy}.")
    manifest = Manifest.read(beside(copy))
    if manifest.engine != connection.vendor:
        there, here = (NAMES.get(name, name) for name in (manifest.engine, connection.vendor))
        raise Refused(
            f"This is a copy of a {there} database, and DATABASE_URL is {here}'s: a copy goes back "
            "into the engine that it comes from. Between engines, export_company and "
            "import_company carry the documents, without their history."
        )
    if manifest.problems:
        raise Refused(f"It was not right when it was made: {listed(manifest.problems)}")
    if problems := "; ".join(schema_problems(manifest.contents.migrations)):
        raise Refused(
            f"The copy is of another release: {problems}. Restore it with the release that made it."
        )
    return manifest


def check_bytes(copy: Path, manifest: Manifest) -> None:
    """Refuse a file that is not the one that the manifest was written for."""
    if (found := files.digest(copy)) != manifest.sha256:
        raise Refused(
            f"{copy.name} is not the file that its manifest describes: its SHA-256 is {found}, "
            f"and was {manifest.sha256}."
        )


def check(engine: Engine, opened: AbstractContextManager[str], manifest: Manifest) -> None:
    """Open a copy and refuse it unless all is as it was written, and as the manifest says."""
    with opened as using:
        problems = compare(engine, manifest, using)
    if problems:
        raise Refused(f"The copy is not right: {listed(problems)}")


def listed(problems: tuple[str, ...] | list[str]) -> str:
    """Put problems into one message."""
    return "; ".join(problems)
