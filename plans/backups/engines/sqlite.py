"""SQLite: a copy is a database file, made by the backup API while others read and write."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path

from django.db import connection, connections, transaction

from plans.backups import files
from plans.backups.emptiness import check_empty
from plans.backups.engines.opening import database
from plans.backups.refusals import Refused

SUFFIX = ".sqlite3"
PATIENCE = 20  # seconds that a copy waits for a writer


def live() -> Path:
    """Where the live database lies."""
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:" or name.startswith("file:"):
        raise Refused("The database is in memory and has no file to copy or to restore.")
    return Path(name)


def ready() -> AbstractContextManager[None]:
    """Nothing is needed, and nobody is in the way."""
    return nullcontext()


def check_source() -> None:
    """Refuse where there is no file."""
    if not live().is_file():
        raise Refused(f"There is no database at {live()}.")


def check_target() -> None:
    """Refuse where there is a file with anything in it."""
    if live().exists():
        check_empty()


def save(copy: Path) -> None:
    """Copy in one step: copied in several, a busy database would make it start again for ever."""
    source = f"{live().absolute().as_uri()}?mode=rw"  # rw, to roll back what a crash left
    try:
        with (
            closing(sqlite3.connect(source, uri=True, timeout=PATIENCE)) as original,
            closing(sqlite3.connect(copy)) as target,
        ):
            original.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, whatever the original's
    except sqlite3.Error as error:
        raise Refused(f"SQLite made no copy: {error}.") from error


@contextmanager
def opened(copy: Path) -> Iterator[str]:
    """Open exactly the copy's bytes: no journal is looked for, nothing can be written."""
    with database(NAME=f"{copy.absolute().as_uri()}?mode=ro&immutable=1") as alias:
        yield alias


@contextmanager
def rehearsed(copy: Path) -> Iterator[str]:
    """Open a copy of the copy."""
    with duplicate(copy, copy) as scratch, database(NAME=str(scratch)) as alias:
        yield alias


@contextmanager
def duplicate(copy: Path, beside: Path) -> Iterator[Path]:
    """Copy a file beside another one; it is removed at the end, if it still has its name."""
    scratch = beside.with_name(f".{beside.name}.scratch")
    scratch.unlink(missing_ok=True)
    files.create(scratch)
    try:
        shutil.copyfile(copy, scratch)
        yield scratch
    finally:
        scratch.unlink(missing_ok=True)


def broken(using: str) -> list[str]:
    """Let SQLite check every page, index and foreign key."""
    with connections[using].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [f"integrity check: {line}" for (line,) in cursor.fetchall() if line != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return found + [
            f"{table}, row {row} refers to a row of {parent} that is not there"
            for table, row, parent, _ in cursor.fetchall()
        ]


def restore(copy: Path) -> None:
    """Rename a copy of the copy over the live file, which is locked and seen to be empty."""
    target = live()
    target.parent.mkdir(parents=True, exist_ok=True)
    with duplicate(copy, target) as new:
        with transaction.atomic():
            check_empty()
            shutil.copymode(target, new)
            files.rename(new, target)
        connection.close()  # it is still connected to the file that was there
