"""Texts made to be slow: only a curve shows, on a slow machine and while coverage is measured."""

import time

import pytest

from plans.document.cells import splice
from plans.document.compare import compare
from plans.document.emit import emit
from plans.document.parse import parse
from plans.document.placeholders import placeholders
from plans.enums import BlockKind
from tests.plans.texts import boxes

pytestmark = pytest.mark.heavy

CURVE = 4
"""How much longer a character may take in the whole text than in a tenth of it: 10 is a square."""

NOISE = 0.1
"""Seconds that a run may take longer by chance, as when garbage is collected."""

HOSTILE = {
    "open brackets": (lambda n: "[" * n, 500_000),
    "open brackets over lines": (lambda n: "[a\n" * n, 20_000),
    "one long line": (lambda n: "a" * n, 4_000_000),
    "one long label": (lambda n: "[" + "a" * n, 4_000_000),
    "one long line of markers": (lambda n: "- " * n + "x", 2_000_000),
    "one long rule": (lambda n: "-" * n, 4_000_000),
    "blanks in a field": (lambda n: "**A:** b" + " " * n + "c", 4_000_000),
    "rows": (lambda n: "|a|b|\n|-|-|\n" + "| x | y |\n" * n, 100_000),
    "ragged rows": (lambda n: "a|b\n-|-\n" + "x\n" * n, 100_000),
    "deep list": (lambda n: "".join("  " * depth + "- a\n" for depth in range(n)), 2_000),
    "deep quotes": (lambda n: "".join(">" * depth + " a\n" for depth in range(n)), 1_500),
    "items": (lambda n: "- a\n  b\n\n  c\n" * n, 10_000),
    "quoted rows": (lambda n: "> |a|b|\n> |-|-|\n" + "> | x | y |\n" * n, 50_000),
    "tables in a list": (lambda n: "- a\n\n  |h|\n  |-|\n  |c|\n\n" * n, 4_000),
    "tables in a quote": (lambda n: "> |h|\n> |-|\n>\n> a\n>\n" * n, 4_000),
    "boxes": (boxes, 600),
}

CHANGED = {
    "nothing": (range, range),
    "their order": (range, lambda n: reversed(range(n))),
    "every row": (range, lambda n: range(n, 2 * n)),
    "every row but its name": (range, lambda n: [f"{name} | new" for name in range(n)]),
    "rows that are all alike": (lambda n: ["a"] * n, lambda n: ["a"] * (n + 5)),
}


def table(names):
    return "| A | B |\n|---|---|\n" + "".join(f"| {name} | old |\n" for name in names)


def seconds(task, *texts):
    start = time.process_time()
    task(*texts)
    return time.process_time() - start


def there_and_back(text):
    assert emit(parse(text)) == text


@pytest.mark.parametrize(("make", "count"), HOSTILE.values(), ids=HOSTILE)
def test_parse_and_emit_take_no_longer_than_their_length(make, count):
    tenth, whole = make(count // 10), make(count)
    expected = min(seconds(there_and_back, tenth) for _ in range(3)) * len(whole) / len(tenth)
    assert seconds(there_and_back, whole) < CURVE * expected + NOISE


@pytest.mark.parametrize(("before", "after"), CHANGED.values(), ids=CHANGED)
def test_compare_takes_no_longer_than_the_rows(before, after):
    tenth, whole = ([table(make(count)) for make in (before, after)] for count in (2_000, 20_000))
    expected = min(seconds(compare, *map(parse, tenth)) for _ in range(3)) * 10
    assert seconds(compare, *map(parse, whole)) < CURVE * expected + NOISE


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
