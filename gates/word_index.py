"""The index by which words are found, kept by the database itself: no write can pass it by.

A model declares `words = Words(…)`, and its migration ends with `WordIndex` of the same. On
PostgreSQL that is a GIN index on an expression; on SQLite a table of FTS5, which triggers follow.
On SQLite, Django alters a table by copying it, which drops its triggers: a migration that alters
an indexed table must end with `WordIndex` again.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import BooleanField, Expression, F
from django.db.models.sql.compiler import SQLCompiler

from gates import word_sql
from gates.word_sql import Words

__all__ = ["Matches", "WordFunctions", "WordIndex", "Words", "is_of_an_index"]


class Matches(Expression):
    """Whether a row has all the words of one of some `alternatives`; each may be a word's start.

    For `filter()`. The words are those of `gates.words`, so they hold nothing to be quoted.
    """

    def __init__(self, indexed: Words, alternatives: Iterable[Sequence[str]]) -> None:
        super().__init__(output_field=BooleanField())
        self.indexed, self.alternatives = indexed, tuple(map(tuple, alternatives))
        self.sources: list[Any] = [F("pk"), *map(F, indexed.columns)]

    def get_source_expressions(self) -> list[Any]:
        """Give the columns that are read."""
        return self.sources

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Take them as the query has resolved them."""
        self.sources = list(exprs)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Look into the table of FTS5."""
        key, parameters = compiler.compile(self.sources[0])
        index = self.indexed.index
        asked = " OR ".join(
            "({})".format(" AND ".join(f'"{word}"*' for word in each)) for each in self.alternatives
        )
        found = f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'  # noqa: S608 (our own)
        return f"{key} IN ({found})", [*parameters, asked]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Use the expression that the index is of."""
        columns = [compiler.compile(each)[0] for each in self.sources[1:]]
        asked = " | ".join(
            "({})".format(" & ".join(f"'{word}':*" for word in each)) for each in self.alternatives
        )
        return f"{word_sql.expression(columns)} @@ %s::tsquery", [asked]


class WordIndex(Operation):
    """Index the words of a table, of the rows that are there as well; safe to repeat."""

    reversible = True

    def __init__(self, table: str, columns: tuple[str, ...], *, is_json: bool = False) -> None:
        """Name the table and the columns as the database knows them."""
        self.words = Words(table, columns, is_json)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how it is made."""
        return "WordIndex", [self.words.table, self.words.columns], {"is_json": self.words.is_json}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """An index is no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create it."""
        vendor = schema_editor.connection.vendor
        create = {"sqlite": word_sql.sqlite, "postgresql": word_sql.postgresql}[vendor]
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        _execute(schema_editor, create(self.words))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop it."""
        _execute(schema_editor, word_sql.dropped(schema_editor.connection.vendor, self.words))

    def describe(self) -> str:
        """Say it in a migration's output."""
        return f"Index the words of {self.words.table}"


class WordFunctions(Operation):
    """Have PostgreSQL cut texts into words as SQLite's tokenizer does."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Functions are no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create them."""
        if schema_editor.connection.vendor == "postgresql":
            _execute(schema_editor, map(word_sql.function, ("text", "jsonb")))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop them."""
        if schema_editor.connection.vendor == "postgresql":
            _execute(schema_editor, word_sql.DROP_FUNCTIONS)

    def describe(self) -> str:
        """Say it in a migration's output."""
        return "Have PostgreSQL cut texts into words"


def is_of_an_index(table: str) -> bool:
    """Tell whether a table is SQLite's way of keeping an index, and no content of its own."""
    return re.search(r"_words(_(data|idx|docsize|config))?$", table) is not None


def _execute(schema_editor: BaseDatabaseSchemaEditor, sql: Iterable[str]) -> None:
    for statement in sql:
        schema_editor.execute(statement, params=None)
