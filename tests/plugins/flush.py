"""The logs are append-only by triggers, which also refuse the flush after a transactional test.

So a flush, and nothing else, sets the triggers aside: they hold during every test.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper


@pytest.fixture(scope="session", autouse=True)
def flush_past_triggers() -> Iterator[None]:
    """Let Django's flush, however it is reached, empty the append-only tables too."""
    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", past_triggers(operations.execute_sql_flush))
        yield


def past_triggers(flush: Callable[..., None]) -> Callable[..., None]:
    """Wrap the method that runs a flush's statements."""

    def flush_without_triggers(self: Any, sql_list: Sequence[str]) -> None:
        with triggers_aside(self.connection):
            flush(self, sql_list)

    return flush_without_triggers


@contextmanager
def triggers_aside(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers that refuse out of the way, and put them back: in one transaction."""
    aside = {"sqlite": dropped, "postgresql": disabled}[database.vendor]
    with (
        transaction.atomic(using=database.alias),
        database.cursor() as cursor,
        aside(cursor),
    ):
        yield


@contextmanager
def dropped(cursor: CursorWrapper) -> Iterator[None]:
    """SQLite cannot switch a trigger off. Those by which words are indexed follow the flush."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%append-only%'"
    )
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in triggers:
        cursor.execute(sql)


@contextmanager
def disabled(cursor: CursorWrapper) -> Iterator[None]:
    """PostgreSQL can, and for the owner of a table."""
    cursor.execute("SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
    tables = [table for (table,) in cursor.fetchall()]
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
