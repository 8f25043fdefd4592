"""What is found to differ between two documents, and what is left standing."""

import pytest
from hypothesis import given

from plans.document import live
from plans.document.compare import compare
from plans.document.emit import emit
from plans.document.live import Facts
from plans.document.parse import parse
from tests.plans.document.strategies import NOISE, documents

FACTS = Facts("Acme", "2026-11-25", "GATED", "PENDING", "PENDING")
ONE = """# [COMPANY NAME]

**Last Updated:** [DATE]

> **GATE STATUS: [GATED / OPEN]**

## 1. Stack

| Layer | Technology |
|-------|------------|
| Backend | [Tech] |
| Frontend | React |
| Owner | [COMPANY NAME] |

- one
- two

Some words.

- [ ] a
- [ ] b
- [ ] c
"""


def keyed(document):
    """Give every part a key, as if it stood in the tables."""
    number = 0
    for section in document.sections:
        number = section.key = number + 1
        for block in section.blocks:
            number = block.key = number + 1
            for row in block.rows:
                number = row.key = number + 1
    return document


def difference(before, after, facts=None):
    return compare(keyed(parse(before)), parse(after), facts)


def rows(found):
    """Each row that differs: its place, cells before and after, columns, and whether it moved."""
    return [
        (
            section.heading,
            row.before and row.before.cells,
            row.after and row.after.cells,
            row.columns,
            row.moved,
        )
        for section, _, row in found.rows()
        if row.is_different
    ]


@given(documents(), documents())
def test_compare_leaves_the_second_document_to_the_byte(one, other):
    after = parse(other)
    found = compare(keyed(parse(one)), after)
    assert emit(after) == other
    assert found.is_none == (one == other)


@given(NOISE, NOISE)
def test_compare_of_noise_leaves_the_second_to_the_byte(one, other):
    after = parse(other)
    assert compare(keyed(parse(one)), after).is_none == (one == other)
    assert emit(after) == other


@given(documents())
def test_compare_with_itself_finds_nothing_and_keeps_every_key(text):
    before, after = keyed(parse(text)), parse(text)
    assert compare(before, after).is_none
    assert after == before


@given(documents(), documents())
def test_compare_gives_no_key_twice(one, other):
    after = parse(other)
    compare(keyed(parse(one)), after)
    parts = [*after.sections]
    parts += [block for section in after.sections for block in section.blocks]
    parts += [row for section in after.sections for block in section.blocks for row in block.rows]
    keys = [part.key for part in parts if part.key]
    assert len(keys) == len(set(keys))


@given(documents(), documents())
def test_compare_under_facts_prints_what_the_second_prints(one, other):
    after = parse(other)
    compare(keyed(parse(one)), after, FACTS)
    assert printed(after) == printed(parse(other))


def printed(document):
    """What a document prints with the live facts in it."""
    return "".join(
        block.above
        + live.told(block.kind, block.source, FACTS)
        + "".join(live.told(block.kind, row.source, FACTS) for row in block.rows)
        for section in document.sections
        for block in section.blocks
    )


def test_compare_does_not_count_live_facts():
    exported = printed(parse(ONE))
    assert "Acme" in exported
    assert "GATE STATUS: GATED**" in exported
    after = parse(exported)
    found = compare(keyed(parse(ONE)), after, FACTS)
    assert found.is_none
    claimed = parse(exported.replace("GATE STATUS: GATED", "GATE STATUS: OPEN"))
    assert compare(keyed(parse(ONE)), claimed, FACTS).is_none
    assert "[COMPANY NAME]" in emit(after)
    assert "**Last Updated:** [DATE]" in emit(after)


def test_compare_keeps_the_placeholder_of_a_live_fact_in_a_line_that_changed():
    after = parse(printed(parse(ONE)).replace("| Owner | Acme |", "| Owners | Acme |"))
    found = compare(keyed(parse(ONE)), after, FACTS)
    assert rows(found) == [
        ("1. Stack", ["Owner", "[COMPANY NAME]"], ["Owners", "[COMPANY NAME]"], [0], False)
    ]
    assert emit(after) == ONE.replace("| Owner |", "| Owners |")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[Tech]", "Go", [(["Backend", "[Tech]"], ["Backend", "Go"], [1], False)]),
        ("| Frontend | React |\n", "", [(["Frontend", "React"], None, [], False)]),
        (
            "| Owner |",
            "| Cache | Redis |\n| Owner |",
            [(None, ["Cache", "Redis"], [], False)],
        ),
        (
            "| Backend | [Tech] |\n| Frontend | React |\n",
            "| Frontend | React |\n| Backend | [Tech] |\n",
            [(["Backend", "[Tech]"], ["Backend", "[Tech]"], [], True)],
        ),
        ("| Frontend | React |", "| Frontend | React | 19 |", [
            (["Frontend", "React"], ["Frontend", "React", "19"], [2], False)
        ]),
        ("| Backend | [Tech] |", "| New | [Tech] |\n| x | y |", [
            (["Backend", "[Tech]"], ["New", "[Tech]"], [0], False),
            (None, ["x", "y"], [], False),
        ]),
        ("- [ ] a\n- [ ] b\n- [ ] c\n", "- [x] a\n- [ ] c\n", [
            ([" ", "a"], ["x", "a"], [0], False),
            ([" ", "b"], None, [], False),
        ]),
        ("- two\n", "- two\n- three\n", [(None, ["three"], [], False)]),
        ("Some words.", "Other words.", [(["Some words."], ["Other words."], [0], False)]),
        ("1. Stack", "1. Tools", [(["1. Stack"], ["1. Tools"], [0], False)]),
        ("| Frontend | React |", "|  Frontend | React|", []),
        ("\n- one", "\n\n- one", []),
    ],
)  # fmt: skip
def test_compare_tells_row_by_row(old, new, expected):
    found = difference(ONE, ONE.replace(old, new, 1))
    assert [row[1:] for row in rows(found)] == expected
    assert not found.is_none


def test_compare_matches_a_section_by_its_number_and_tells_a_level():
    found = difference("## 1. A\n\nx\n", "### 1. B\n\nx\n")
    (section,) = found.sections
    assert (section.before.key, section.after.key) == (1, 1)
    assert section.is_different
    (same,) = difference("# A\n", "## A\n").sections
    assert same.is_different


def test_compare_tells_a_header_from_blanks_in_it():
    (header,) = [b for _, b in difference(ONE, ONE.replace("Layer", "Tier")).blocks() if b.restated]
    assert header.after.columns == ["Tier", "Technology"]
    spaced = difference(ONE, ONE.replace("| Layer |", "|  Layer |"))
    assert [block.restated for _, block in spaced.blocks() if block.is_respaced] == [False]


def test_compare_tells_what_came_and_went_as_a_whole():
    found = difference("a\n\n---\n", "a\n\n```\nb\n```\n")
    assert [(b.before and b.before.kind, b.after and b.after.kind) for _, b in found.blocks()] == [
        ("prose", "prose"),
        ("rule", None),
        (None, "diagram"),
    ]
    assert found.sections[0].heading == ""


def test_compare_notes_what_stands_around_the_lines():
    assert difference("a\nb\n", "\ufeffa\r\nb").notes == [
        "Lines ended in LF and end in CRLF.",
        "A byte order mark comes to the start.",
        "The last line ends without a newline.",
    ]
    assert difference("a\n", "a\n\n").notes == ["The blank lines at the end differ."]
    assert difference("\ufeffa\r\nb", "a\nb\n").notes == [
        "Lines ended in CRLF and end in LF.",
        "A byte order mark goes from the start.",
        "The last line ends with a newline.",
    ]
