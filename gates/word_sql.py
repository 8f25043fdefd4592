"""The SQL by which each database indexes words: SQLite by FTS5 and triggers, PostgreSQL by GIN."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from gates import words

MOST_INDEXED = 200_000
"""Characters of one row that are known to the index: PostgreSQL keeps a megabyte of words."""

FUNCTION = "plangate_words"
DROP_FUNCTIONS = tuple(f"DROP FUNCTION IF EXISTS {FUNCTION}({kind})" for kind in ("text", "jsonb"))

NOT_IN_LATIN_TEXTS = 0x2000
TOKENIZER = "unicode61 remove_diacritics 2 categories 'L* N* M*' separators '{}'".format(
    "".join(
        chr(code)
        for first, last in words.RANGES
        for code in range(first, last + 1)
        if code > NOT_IN_LATIN_TEXTS
    )
)
"""SQLite knows an old Unicode: it takes newer symbols for letters, unless it is told."""

CASED = r"\u00b5-\u058f\u1e00-\u1fff"
BLOCKS = ((0xB5, 0x370), (0x370, 0x400), (0x400, 0x430), (0x430, 0x590), (0x1E00, 0x2000))
"""Where the capitals are, by script, since PostgreSQL compares each letter with each capital."""

ASCII = r"\u0001-\u002f\u003a-\u0060\u007b-\u007f"
LONGEST_LEXEME = 2046
"""Bytes; PostgreSQL refuses a longer one."""


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


def postgresql(indexed: Words) -> tuple[str, ...]:
    """Create the index of an expression."""
    columns = [f'"{column}"' for column in indexed.columns]
    return (
        "SET LOCAL statement_timeout = 0",  # a large table takes longer than a page may
        f'CREATE INDEX "{indexed.index}" ON "{indexed.table}" USING gin ({expression(columns)})',
    )


def expression(columns: Iterable[str]) -> str:
    """Give what is indexed, in PostgreSQL's words."""
    return f"{FUNCTION}({" || ' ' || ".join(columns)})"


def function(kind: str) -> str:
    """Create the function of a text, or of the texts in a list, whose escapes become blanks.

    Only what every PostgreSQL knows, whatever its locale: no class of characters, no `lower` but
    of ASCII. Everything is found in pg_catalog, so that a dump is restored without a search path.
    """
    said = "said" if kind == "text" else r"regexp_replace(said #>> '{}', '\\(u....|.)', ' ', 'g')"
    longest = words.LONGEST_WORD
    return rf"""
CREATE FUNCTION {FUNCTION}(said {kind}) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 AS $$
DECLARE
  words text := left({said}, {MOST_INDEXED});
BEGIN
  IF octet_length(words) > char_length(words) THEN
    words := regexp_replace(words, '[{words.MARKS}]+', '', 'g');
    IF words ~ '[{CASED}]' THEN
      words := normalize(words, NFD);
      words := normalize(regexp_replace(words, '([A-Za-z])[{words.MARKS}]+', '\1', 'g'), NFC);
      {" ".join(map(lowered, BLOCKS))}
    END IF;
    words := regexp_replace(words, '[{words.BETWEEN}]+', ' ', 'g');
  END IF;
  words := lower(words COLLATE "C");
  IF octet_length(words) > {LONGEST_LEXEME} THEN
    words := regexp_replace(words, '([^{ASCII}]{{{longest}}})[^{ASCII}]+', '\1', 'g');
  END IF;
  RETURN array_to_tsvector(array_remove(regexp_split_to_array(words, '[{ASCII}]+'), ''));
END $$"""


def lowered(block: tuple[int, int]) -> str:
    """Make the capitals of a block small, if there are any but those that were accented Latin."""
    letters = [
        (letter, small)
        for letter in map(chr, range(*block))
        if len(small := words.folded(letter)) == 1 and small != letter
        if not small.isascii() or unicodedata.is_normalized("NFD", letter)
    ]
    capitals, smalls = map("".join, zip(*letters, strict=True))
    changed = f"translate(words, '{capitals}', '{smalls}')"
    return f"IF words ~ '[{capitals}]' THEN words := {changed}; END IF;"


def sqlite(indexed: Words) -> tuple[str, ...]:
    """Create the table of FTS5 and the triggers, and fill it."""
    table, index = indexed.table, indexed.index
    add = f'INSERT INTO "{index}"(rowid, words) VALUES (NEW.id, {text(indexed, "NEW.")})'
    remove = (
        f'INSERT INTO "{index}"("{index}", rowid, words) '
        f"VALUES ('delete', OLD.id, {text(indexed, 'OLD.')})"
    )
    columns = ", ".join(f'"{column}"' for column in ("id", *indexed.columns))
    verbs = {
        "INSERT": f"{add};",
        f"UPDATE OF {columns}": f"{remove}; {add};",
        "DELETE": f"{remove};",
    }
    triggers = (
        f'CREATE TRIGGER "{trigger}" AFTER {when} ON "{table}" BEGIN {does} END'
        for trigger, (when, does) in zip(trigger_names(indexed), verbs.items(), strict=True)
    )
    return (
        f'CREATE VIRTUAL TABLE "{index}" USING fts5(words, content=\'\', tokenize="{TOKENIZER}")',
        *triggers,
        f'INSERT INTO "{index}"(rowid, words) SELECT id, {text(indexed)} FROM "{table}"',
    )


def trigger_names(indexed: Words) -> tuple[str, ...]:
    """Give the names of the triggers that an index follows by on SQLite."""
    return tuple(f"{indexed.index}_{verb}" for verb in ("insert", "update", "delete"))


def text(indexed: Words, of: str = "") -> str:
    """Give what is indexed, in SQLite's words: the `delete` of FTS5 has to say it again."""
    said = " || ' ' || ".join(f'{of}"{column}"' for column in indexed.columns)
    if indexed.is_json:
        said = f"(SELECT group_concat(value, ' ') FROM json_each({said}))"
    return f"substr({said}, 1, {MOST_INDEXED})"


def dropped(vendor: str, indexed: Words) -> tuple[str, ...]:
    """Drop the index, if it is there."""
    if vendor == "postgresql":
        return (f'DROP INDEX IF EXISTS "{indexed.index}"',)
    triggers = (f'DROP TRIGGER IF EXISTS "{name}"' for name in trigger_names(indexed))
    return (*triggers, f'DROP TABLE IF EXISTS "{indexed.index}"')
