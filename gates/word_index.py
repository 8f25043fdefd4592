"""The index by which words are found, kept by the database itself: no write can pass it by.

A model declares `words = Words(…)`, and its migration ends with `WordIndex` of the same. On
PostgreSQL that is a GIN index on an expression; on SQLite a table of FTS5, which triggers follow.
On SQLite, Django alters a table by copying it, which drops its triggers: a migration that alters
an indexed table must end with `WordIndex` again.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import BooleanField, Expression, F
from django.db.models.sql.compiler import SQLCompiler

from gates import words

MOST_INDEXED = 200_000
"""Characters of one row that are known to the index: PostgreSQL keeps a megabyte of words."""

FUNCTION = "plangate_words"
DROP_FUNCTIONS = tuple(f"DROP FUNCTION IF EXISTS {FUNCTION}({kind})" for kind in ("text", "jsonb"))

_CASED = r"\u00b5-\u058f\u1e00-\u1fff"
_BLOCKS = ((0xB5, 0x370), (0x370, 0x400), (0x400, 0x430), (0x430, 0x590), (0x1E00, 0x2000))
"""Where the capitals are, by script, since PostgreSQL compares each letter with each capital."""

_TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* M*' separators '{}'".format(
    "".join(
        chr(code)
        for first, last in words.RANGES
        for code in range(first, last + 1)
        if code > 0x2000
    )
)


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a table's rows that are searched: of these columns, or in one JSON list."""

    table: str
    columns: tuple[str, ...]
    is_json: bool = False

    @property
    def index(self) -> str:
        """What the index is called, and on SQLite its table."""
        return f"{self.table}_words"


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
        return f"{_expression(columns)} @@ %s::tsquery", [asked]


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
        create = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
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
        _execute(schema_editor, _dropped(schema_editor.connection.vendor, self.words))

    def describe(self) -> str:
        """Say it in a migration's output."""
        return f"Index the words of {self.words.table}"


class WordFunctions(Operation):
    """Have PostgreSQL cut texts into words as `gates.words` does; SQLite's tokenizer does anyway."""

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
            _execute(schema_editor, [_function("text"), _function("jsonb")])

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop them."""
        if schema_editor.connection.vendor == "postgresql":
            _execute(schema_editor, DROP_FUNCTIONS)

    def describe(self) -> str:
        """Say it in a migration's output."""
        return "Have PostgreSQL cut texts into words"


def is_of_an_index(table: str) -> bool:
    """Tell whether a table is SQLite's way of keeping an index, and no content of its own."""
    return re.search(r"_words(_(data|idx|docsize|config))?$", table) is not None


def _postgresql(indexed: Words) -> tuple[str, ...]:
    columns = [f'"{column}"' for column in indexed.columns]
    return (
        "SET LOCAL statement_timeout = 0",  # a large table takes longer than a page may
        f'CREATE INDEX "{indexed.index}" ON "{indexed.table}" USING gin ({_expression(columns)})',
    )


def _expression(columns: Iterable[str]) -> str:
    return f"{FUNCTION}({" || ' ' || ".join(columns)})"


def _function(kind: str) -> str:
    """A function of the text, or of the texts in a list, whose escapes and quotes are blanks.

    Only what every PostgreSQL knows, whatever its locale: no class of characters, no `lower` but
    of ASCII. Everything is found in pg_catalog, so that a dump is restored without a search path.
    """
    said = "said" if kind == "text" else r"regexp_replace(said #>> '{}', '\\(u....|.)', ' ', 'g')"
    return rf"""
CREATE FUNCTION {FUNCTION}(said {kind}) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
  words text := left({said}, {MOST_INDEXED});
BEGIN
  IF octet_length(words) > char_length(words) THEN
    words := regexp_replace(words, '[{words.MARKS}]+', '', 'g');
    IF words ~ '[{_CASED}]' THEN
      words := normalize(words, NFD);
      words := normalize(regexp_replace(words, '([A-Za-z])[{words.MARKS}]+', '\1', 'g'), NFC);
      {" ".join(map(_lowered, _BLOCKS))}
    END IF;
    words := regexp_replace(words, '[{words.BETWEEN}]+', ' ', 'g');
  END IF;
  words := lower(words COLLATE "C");
  IF octet_length(words) > {_LONGEST_LEXEME} THEN
    words := regexp_replace(words, '([^{_ASCII}]{{{words.LONGEST_WORD}}})[^{_ASCII}]+', '\1', 'g');
  END IF;
  RETURN array_to_tsvector(array_remove(regexp_split_to_array(words, '[{_ASCII}]+'), ''));
END $$"""


def _lowered(block: tuple[int, int]) -> str:
    """Make the capitals of a block small, if there are any but those that were accented Latin."""
    letters = [
        (letter, small)
        for letter in map(chr, range(*block))
        if len(small := words.folded(letter)) == 1 and small != letter
        if not small.isascii() or unicodedata.is_normalized("NFD", letter)
    ]
    capitals, smalls = map("".join, zip(*letters, strict=True))
    lowered = f"translate(words, '{capitals}', '{smalls}')"
    return f"IF words ~ '[{capitals}]' THEN words := {lowered}; END IF;"


_LONGEST_LEXEME = 2046
"""Bytes; PostgreSQL refuses a longer one."""

_ASCII = r"\u0001-\u002f\u003a-\u0060\u007b-\u007f"


def _sqlite(indexed: Words) -> tuple[str, ...]:
    table, index = indexed.table, indexed.index
    add = f'INSERT INTO "{index}"(rowid, words) VALUES (NEW.id, {_text(indexed, "NEW.")});'
    remove = (
        f'INSERT INTO "{index}"("{index}", rowid, words) '
        f"VALUES ('delete', OLD.id, {_text(indexed, 'OLD.')});"
    )
    columns = ", ".join(f'"{column}"' for column in ("id", *indexed.columns))
    return (
        f'CREATE VIRTUAL TABLE "{index}" USING fts5(words, content=\'\', tokenize="{_TOKENIZER}")',
        f'CREATE TRIGGER "{index}_insert" AFTER INSERT ON "{table}" BEGIN {add} END',
        f'CREATE TRIGGER "{index}_update" AFTER UPDATE OF {columns} ON "{table}" '
        f"BEGIN {remove} {add} END",
        f'CREATE TRIGGER "{index}_delete" AFTER DELETE ON "{table}" BEGIN {remove} END',
        f'INSERT INTO "{index}"(rowid, words) SELECT id, {_text(indexed)} FROM "{table}"',  # noqa: S608
    )


def _text(indexed: Words, of: str = "") -> str:
    """What is indexed of a row, in SQLite's words; what the `delete` of FTS5 has to say again."""
    names = [f'{of}"{column}"' for column in indexed.columns]
    said = " || ' ' || ".join(names)
    if indexed.is_json:
        said = f"(SELECT group_concat(value, ' ') FROM json_each({said}))"
    return f"substr({said}, 1, {MOST_INDEXED})"


def _dropped(vendor: str, indexed: Words) -> tuple[str, ...]:
    index = indexed.index
    if vendor == "postgresql":
        return (f'DROP INDEX IF EXISTS "{index}"',)
    triggers = (
        f'DROP TRIGGER IF EXISTS "{index}_{verb}"' for verb in ("insert", "update", "delete")
    )
    return (*triggers, f'DROP TABLE IF EXISTS "{index}"')


def _execute(schema_editor: BaseDatabaseSchemaEditor, sql: Iterable[str]) -> None:
    for statement in sql:
        schema_editor.execute(statement, params=None)
