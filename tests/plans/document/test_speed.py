"""Texts made to be slow. Limits are ten times what they take, so that only a curve shows."""

import time

import pytest

from plans.document.cells import splice
from plans.document.emit import emit
from plans.document.parse import parse
from plans.document.placeholders import placeholders
from plans.enums import BlockKind
from tests.plans.texts import boxes

SECONDS = 10

HOSTILE = {
    "open brackets": "[" * 5_000,
    "open brackets over lines": "[a\n" * 20_000,
    "one long line": "a" * 4_000_000,
    "one long label": "[" + "a" * 4_000_000,
    "one long line of markers": "- " * 2_000_000 + "x",
    "one long rule": "-" * 4_000_000,
    "blanks in a field": "**A:** b" + " " * 4_000_000 + "c",
    "100,000 rows": "|a|b|\n|-|-|\n" + "| x | y |\n" * 100_000,
    "50,000 ragged rows": "a|b\n-|-\n" + "x\n" * 50_000,
    "deep list": "".join("  " * depth + "- a\n" for depth in range(1_200)),
    "deep quotes": "".join(">" * depth + " a\n" for depth in range(1_500)),
    "3,000 items": "- a\n  b\n\n  c\n" * 3_000,
    "50,000 quoted rows": "> |a|b|\n> |-|-|\n" + "> | x | y |\n" * 50_000,
    "4,000 tables in a list": "- a\n\n  |h|\n  |-|\n  |c|\n\n" * 4_000,
    "4,000 tables in a quote": "> |h|\n> |-|\n>\n> a\n>\n" * 4_000,
    "600 boxes": boxes(600),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_parse_and_emit_take_no_longer_than_their_length(text):
    start = time.process_time()
    assert emit(parse(text)) == text
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "[a](" * 50_000, "[a](" + " " * 50_000, '[a](b "' * 20_000, "[` `` " * 20_000],
)
def test_placeholders_take_no_longer_than_their_length(text):
    start = time.process_time()
    placeholders(text)
    assert time.process_time() - start < 1


def test_parse_document_of_250_kilobytes_in_a_second(shared):
    text = (shared / "seed/cto-technical-plan.md").read_bytes().decode() * 18
    start = time.process_time()
    assert emit(parse(text)) == text
    assert time.process_time() - start < 1


def test_splice_a_thousand_lines_in_a_second():
    start = time.process_time()
    for number in range(1_000):
        splice(BlockKind.TABLE, "| a | b | c |\n", ["a", str(number), "c"])
    assert time.process_time() - start < 1
