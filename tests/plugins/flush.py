"""The logs are append-only by triggers, which also refuse the flush after a transactional test.

So a flush, and nothing else, sets the triggers aside: they hold during every test. Content types
and permissions it leaves as the migrations wrote them, so that none have to be written anew.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.management.commands import flush
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Count, Max

LASTING = {"contenttypes.ContentType": "django_content_type", "auth.Permission": "auth_permission"}
"""What migrations write, and other tables refer to, with its tables."""

type Written = tuple[dict[str, int], ...]


def lasting() -> Written:
    """What tells whether the content types and permissions are still those that were there."""
    numbers = {"rows": Count("pk"), "last": Max("pk")}
    return tuple(apps.get_model(name).objects.aggregate(**numbers) for name in LASTING)


@pytest.fixture(scope="session", autouse=True)
def flush_past_triggers() -> Iterator[None]:
    """Let Django's flush, however it is reached, empty the append-only tables too."""
    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "sql_flush", sparing(operations.sql_flush))
        patch.setattr(operations, "execute_sql_flush", past_triggers(operations.execute_sql_flush))
        patch.setattr(flush, "emit_post_migrate_signal", if_missing(flush.emit_post_migrate_signal))
        yield


def sparing(statements: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Wrap the method that gives a flush's statements."""

    def sparing_what_lasts(
        self: Any, style: Any, tables: Sequence[str], **options: bool
    ) -> list[str]:
        emptied = [table for table in tables if table not in LASTING.values()]
        if any(options.values()) or not over_all_triggers(self.connection):
            return statements(self, style, emptied, **options)
        # Emptying a hundred new files is what TRUNCATE costs, however few the rows.
        return ["".join(f"DELETE FROM {self.quote_name(table)};" for table in emptied)]

    return sparing_what_lasts


def if_missing(emit: Callable[..., None]) -> Callable[..., None]:
    """Wrap the signal after a flush, upon which Django writes what has to last."""
    written: Written = ()

    def emit_if_missing(*args: Any) -> None:
        nonlocal written
        if written != lasting():
            emit(*args)
            written = lasting()

    return emit_if_missing


def over_all_triggers(database: BaseDatabaseWrapper) -> bool:
    """Tell whether we may switch off all triggers of a session: a superuser of PostgreSQL may."""
    if database.vendor != "postgresql":
        return False
    with database.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone() == (True,)


def past_triggers(flush: Callable[..., None]) -> Callable[..., None]:
    """Wrap the method that runs a flush's statements."""

    def flush_without_triggers(self: Any, sql_list: Sequence[str]) -> None:
        aside = all_aside if over_all_triggers(self.connection) else triggers_aside
        with aside(self.connection):
            flush(self, sql_list)

    return flush_without_triggers


@contextmanager
def all_aside(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Switch off every trigger of this session, those of foreign keys as well."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


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
