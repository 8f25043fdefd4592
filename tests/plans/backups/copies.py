"""Copies to test with: real ones, and files that only look like copies."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection, transaction

from gates.word_index import is_of_an_index
from plans.backups import engines, files
from plans.backups.contents import migrations
from plans.backups.engines.postgresql import scratch_prefix
from plans.backups.manifests import Contents, Manifest, beside
from plans.verification import Head

TEXT = "# Plan\n\n| Name | Number |\n|---|---|\n| one | {} |\n| two | {} |\n| three | {} |\n"
START = TEXT.format(0, 0, 0)
MOMENT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def sha256(data: bytes | str) -> str:
    """SHA-256, without the code that is tested."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def suffix() -> str:
    """What copies of the live database end in."""
    return {"sqlite": ".sqlite3", "postgresql": ".dump"}[connection.vendor]


def fake(
    directory: Path,
    days: int = 0,
    *,
    problems: tuple[str, ...] = (),
    applied: dict[str, str] | None = None,
    heads: tuple[Head, ...] = (),
    engine: str = "",
) -> Path:
    """A file with a manifest as if it were a copy, so many days after MOMENT."""
    at = MOMENT + timedelta(days=days)
    failed = ".failed" if problems else ""
    copy = directory / f"plangate-{at:%Y%m%dT%H%M%S-%f}Z{suffix()}{failed}"
    copy.write_bytes(b"copy")
    contents = Contents(migrations() if applied is None else applied, {}, heads)
    vendor = engine or connection.vendor
    Manifest(at, vendor, "1", 4, sha256(b"copy"), contents, problems).write(beside(copy))
    return copy


def manifest_of(copy: Path) -> dict:
    """A copy's manifest as it stands in its file."""
    return json.loads(beside(copy).read_bytes())


def change_manifest(copy: Path, **values: object) -> None:
    """Write other values into a manifest."""
    beside(copy).write_text(json.dumps(manifest_of(copy) | values))


def copy_again(copy: Path) -> None:
    """Put a copy of the live database as it is now under an old manifest, size and digest mended.

    As somebody would who tampers with a backup and knows what it is checked by.
    """
    copy.unlink()
    files.create(copy)
    engines.current().save(copy)
    data = copy.read_bytes()
    change_manifest(copy, size=len(data), sha256=sha256(data))


def everything() -> dict[str, list[tuple]]:
    """Every row of every table of the live database."""
    with connection.cursor() as cursor:
        found = {}
        tables = connection.introspection.table_names(cursor)
        for table in (name for name in tables if not is_of_an_index(name)):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


def scratch_databases() -> list[str]:
    """What there is of scratch databases of this database."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [scratch_prefix()]
        )
        return [name for (name,) in cursor.fetchall()]


@contextmanager
def no_database(tmp_path: Path) -> Iterator[None]:
    """As on a new machine: no database file, or no tables; afterwards they are there again."""
    if connection.vendor == "sqlite":
        before = connection.settings_dict["NAME"]
        with named(tmp_path / "new" / "plangate.sqlite3"):
            yield
        assert connection.settings_dict["NAME"] == before
        return
    drop_everything()
    try:
        yield
    finally:
        if not connection.introspection.table_names():
            call_command("migrate", verbosity=0)


def drop_everything() -> None:
    """Leave a PostgreSQL database without tables and functions."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@contextmanager
def named(name: Path | str) -> Iterator[None]:
    """Have another file as the live database."""
    connection.close()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(name)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
