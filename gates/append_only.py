"""Tables that only grow: the model base that refuses changes, and the triggers that back it.

A log's model subclasses `AppendOnlyModel`, and its migration ends with `AppendOnly(table)`. On
SQLite, Django alters a table by copying it, which drops its triggers: a migration that alters a
log must end with `AppendOnly` again.
"""

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AppendOnlyViolation(Exception):
    """Somebody tried to change or delete a record of a log."""


class AppendOnlyQuerySet[M: models.Model](models.QuerySet[M]):
    """A queryset that reads and adds, and refuses the rest before the database has to."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyViolation(refusal(self.model))

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyViolation(refusal(self.model))

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyViolation(refusal(self.model))


class AppendOnlyModel(models.Model):
    """A record of a log: saved once, then never changed or deleted."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        """Concrete logs set their own ordering and constraints."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert, once; raises `AppendOnlyViolation` for a record that has a key already."""
        if self.pk is not None:
            raise AppendOnlyViolation(refusal(type(self)))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyViolation(refusal(type(self)))


class AppendOnly(Operation):
    """Make the database itself refuse UPDATE, DELETE and TRUNCATE on `table`; safe to repeat."""

    reversible = True

    def __init__(self, table: str) -> None:
        """Name the table as the database knows it, such as `gates_decision`."""
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the triggers."""
        _execute(schema_editor, statements(schema_editor.connection.vendor, self.table))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the triggers."""
        _execute(schema_editor, drop_statements(schema_editor.connection.vendor, self.table))

    def describe(self) -> str:
        """Say it in a migration's output."""
        return f"Make {self.table} append-only"


def refusal(model: type[models.Model]) -> str:
    """The words with which a change of a record of `model` is refused."""
    return f"{model._meta.db_table} is append-only"


def statements(vendor: str, table: str) -> tuple[str, ...]:
    """The SQL that makes `table` append-only; both databases answer with an IntegrityError."""
    create = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    return (*drop_statements(vendor, table), *create(table))


def drop_statements(vendor: str, table: str) -> tuple[str, ...]:
    """The SQL that takes the triggers of `table` away: for undoing, and for tests that flush."""
    if vendor == "sqlite":
        return tuple(f'DROP TRIGGER IF EXISTS "{table}_no_{verb}"' for verb in ("update", "delete"))
    return (
        f'DROP TRIGGER IF EXISTS "{table}_no_change" ON "{table}"',
        f'DROP TRIGGER IF EXISTS "{table}_no_truncate" ON "{table}"',
        f'DROP FUNCTION IF EXISTS "{table}_refuse"()',
    )


def _sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f'CREATE TRIGGER "{table}_no_{verb}" BEFORE {verb.upper()} ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("update", "delete")
    )


def _postgresql(table: str) -> tuple[str, ...]:
    function = (
        f'CREATE FUNCTION "{table}_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$ '
        f"BEGIN RAISE EXCEPTION '{table} is append-only' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    refuse = f'EXECUTE FUNCTION "{table}_refuse"()'
    change = f'"{table}_no_change" BEFORE UPDATE OR DELETE ON "{table}" FOR EACH ROW {refuse}'
    truncate = f'"{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {refuse}'
    return function, f"CREATE TRIGGER {change}", f"CREATE TRIGGER {truncate}"


def _execute(schema_editor: BaseDatabaseSchemaEditor, sql: Iterable[str]) -> None:
    for statement in sql:
        schema_editor.execute(statement)
