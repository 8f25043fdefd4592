"""What holds of every document that is laid out anew: only what has to change does."""

import re
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from plans.document import additions, columns, layout, outline, tables
from plans.document.contents import anchors
from plans.document.emit import emit
from plans.document.lines import ending, split_lines
from plans.document.parse import parse
from plans.document.readback import Misread, shape
from plans.document.tree import Document
from plans.enums import BlockKind
from tests.plans.document.strategies import TABLES, documents

BODIES = (
    *("", "words", "---", "words\n\n---", "---\n\n*The end.*", "**Field:** value", "```\nart\n```"),
    *("| a | b |\n|---|---|\n| 1 | 2 |", "- [x](#1-one)\n- y", "> words", "**Label:**\n- [ ] x"),
)
PARTS = st.tuples(st.sampled_from([2, 2, 3, 3, 4]), st.booleans(), st.sampled_from(BODIES))
"""A section: its level, whether its heading has a number, and what stands under it."""


def plan(parts) -> str:
    """A text of these sections, between two more, numbered as they come."""
    counts, lines = [0] * 6, ["# Plan", "## First"]
    for level, has_number, body in parts:
        counts[level:] = [0] * (6 - level)
        is_under = level == 2 or counts[level - 1]
        number = ""
        if has_number and is_under:
            counts[level] += 1
            number = ".".join(map(str, counts[2 : level + 1])) + (". " if level == 2 else " ")
        lines += [f"{'#' * level} {number}One", *([body] if body else [])]
    return "\n\n".join([*lines, "## Last"]) + "\n"


PLANS = st.lists(PARTS, max_size=7).map(plan)
ENDED = documents().filter(lambda text: len({*map(ending, split_lines(text))} - {""}) < 2)
"""With line endings of one kind: the last line takes over, or hands on, the usual one."""
TEXTS = st.one_of(PLANS, ENDED)


def sections_of(document: Document) -> list[int]:
    """The sections that have a heading."""
    return [n for n, each in enumerate(document.sections) if each.level]


def tables_of(document: Document) -> list[tuple[int, int]]:
    return [
        (n, m)
        for n, section in enumerate(document.sections)
        for m, block in enumerate(section.blocks)
        if block.kind == BlockKind.TABLE
    ]


def done(change, *arguments, **more) -> Document:
    """Change a document, unless that would read as something else."""
    try:
        return change(*arguments, **more)
    except Misread:
        assume(False)  # noqa: FBT003
        raise


def lost(before: str, after: str) -> Counter:
    """The lines that are there no more, however they are ended."""
    old, new = (
        Counter(line.rstrip("\r\n") for line in split_lines(text)) for text in (before, after)
    )
    return old - new


@given(TEXTS, st.data())
def test_section_that_came_and_goes_leaves_the_text_as_it_was(text, data):
    document = parse(text)
    assume(sections_of(document))
    index = data.draw(st.sampled_from(sections_of(document)))
    inside = data.draw(st.booleans()) and document.sections[index].level < layout.DEEPEST
    numbers = [number for number in outline.numbers(document.sections) if number]
    at = outline.end(document.sections, index)
    found = done(layout.add_section, document, index, "Brand new", inside=inside)
    assert len(found.sections) == len(document.sections) + 1
    assert found.sections[at].heading.endswith("Brand new")
    assert set(lost(text, emit(found))) <= {""} if not numbers else True
    assume(is_contiguous(document))
    assert emit(done(layout.delete_section, found, at)) == emit(document)


def is_contiguous(document: Document) -> bool:
    """Whether every series counts 1, 2, 3: else closing a gap may close one more."""
    numbers = outline.numbers(document.sections)
    seeming = [outline.split_number(each.heading)[0] for each in document.sections]
    if [each is None for each in seeming] != [each is None for each in numbers]:
        return False
    for index, number in enumerate(numbers):
        over = outline.parent(document.sections, index)
        before = [
            other.last
            for n, other in enumerate(numbers[:index])
            if other
            and number
            and other.series == number.series
            and outline.parent(document.sections, n) == over
            and document.sections[n].level == document.sections[index].level
        ]
        if number and before != [*range(1, number.last)]:
            return False
    return True


@given(PLANS, st.data())
def test_section_that_moves_there_and_back_leaves_the_text_as_it_was(text, data):
    document = parse(text)
    movable = [n for n in sections_of(document) if outline.below(document.sections, n) is not None]
    assume(movable and is_contiguous(document))
    index = data.draw(st.sampled_from(movable))
    following = outline.below(document.sections, index)
    stop = outline.end(document.sections, following)
    found = done(layout.move_section, document, index, down=True)
    assert Counter(len(each.blocks) for each in found.sections).total() == len(document.sections)
    back = done(layout.move_section, found, index + stop - following, down=False)
    assert emit(back) == emit(document)


@given(PLANS, st.data())
def test_section_that_moves_in_and_out_leaves_all_that_is_said(text, data):
    document = parse(text)
    movable = [n for n in sections_of(document) if outline.above(document.sections, n) is not None]
    assume(movable)
    index = data.draw(st.sampled_from(movable))
    found = done(layout.nest_section, document, index)
    assert outline.parent(found.sections, index) == outline.above(document.sections, index)
    back = done(layout.lift_section, found, index)
    assert [each.level for each in back.sections] == [each.level for each in document.sections]
    for one in (found, back):
        assert said(one) == said(document)


def said(document: Document) -> Counter:
    """What stands under all headings, but for what links lead to."""
    return Counter(
        re.sub(r"\(#[^)]*\)", "", row.source)
        for section in document.sections
        for block in section.blocks[1:]
        for row in block.rows
    )


@given(PLANS, st.data())
def test_section_that_goes_takes_nothing_else_along(text, data):
    document = parse(text)
    index = data.draw(st.sampled_from(sections_of(document)[1:]))
    stop = outline.end(document.sections, index)
    kept = [*document.sections[:index], *document.sections[stop:]]
    found = done(layout.delete_section, document, index)
    for old, new in zip(kept, found.sections, strict=True):
        tail = layout.tail_start(old.blocks)
        assert [block.rows for block in new.blocks[:tail]] == [
            block.rows for block in old.blocks[:tail]
        ]


@given(TEXTS, st.data(), st.sampled_from(["table", "list", "checklist", "prose"]))
def test_block_that_came_and_goes_leaves_the_text_as_it_was(text, data, kind):
    document = parse(text)
    assume(sections_of(document))
    index = data.draw(st.sampled_from(sections_of(document)))
    adds = {
        "table": lambda: additions.add_table(document, (index, None), ["A", "B"], rows=2),
        "list": lambda: additions.add_items(
            document, (index, None), BlockKind.LIST, ["brand", "new"]
        ),
        "checklist": lambda: additions.add_items(
            document, (index, None), BlockKind.CHECKLIST, ["new"]
        ),
        "prose": lambda: additions.add_prose(document, (index, None), "brand\nnew"),
    }
    found = done(adds[kind])
    assert set(lost(text, emit(found))) <= {""}
    place = layout.tail_start(document.sections[index].blocks)
    assert found.sections[index].blocks[place].kind == kind
    back = done(additions.delete_block, found, index, place)
    assert shape(back) == shape(document)
    if all(block.above for block in document.sections[index].blocks[place:]):
        assert emit(back) == emit(document)


@given(documents(TABLES), st.data())
def test_column_that_came_moved_and_goes_leaves_the_text_as_it_was(text, data):
    document = parse(text)
    assume(tables_of(document))
    place = data.draw(st.sampled_from(tables_of(document)))
    block = document.sections[place[0]].blocks[place[1]]
    at = data.draw(st.integers(0, len(block.columns)))
    found = done(columns.add_column, document, *place, at, "Brand new")
    table = found.sections[place[0]].blocks[place[1]]
    assert table.columns == [*block.columns[:at], "Brand new", *block.columns[at:]]
    to = data.draw(st.integers(0, len(block.columns)))
    moved = done(columns.move_column, found, *place, at, to)
    assert moved.sections[place[0]].blocks[place[1]].columns[to] == "Brand new"
    lines = [*split_lines(block.source)[-2:], *(row.source for row in block.rows)]
    if all(is_closed(line, len(block.columns)) for line in lines):
        back = done(columns.move_column, moved, *place, to, at)
        assert emit(back) == emit(found)
        assert emit(columns.delete_column(back, *place, at)) == emit(document)


def is_closed(line: str, width: int) -> bool:
    """Whether a line has its outer pipes, and as many cells as there are columns."""
    bare = line.strip(" \t\r\n>")
    return bare.startswith("|") and bare.endswith("|") and len(tables.read(line)) == width


@given(documents(TABLES), st.data())
def test_column_called_otherwise_there_and_back_leaves_the_text_as_it_was(text, data):
    document = parse(text)
    assume(tables_of(document))
    place = data.draw(st.sampled_from(tables_of(document)))
    names = document.sections[place[0]].blocks[place[1]].columns
    at = data.draw(st.integers(0, len(names) - 1))
    assume(names[at] and not is_short(document.sections[place[0]].blocks[place[1]], at))
    found = done(columns.rename_column, document, *place, at, "Brand new")
    assert sum(lost(text, emit(found)).values()) <= 1
    back = done(columns.rename_column, found, *place, at, names[at])
    assert emit(back) == emit(document)


def is_short(block, at: int) -> bool:
    """Whether a header alone is not as wide as all its column."""
    lines = [*split_lines(block.source)[-2:], *(row.source for row in block.rows)]
    header, *others = [
        len(piece) for line in lines for piece in tables.cut(line).pieces[at : at + 1]
    ]
    return header < min(others)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "name", ["seed/cto-technical-plan.md", "plans/ceo.md", "plans/corporate.md"]
)
def test_real_plan_stays_numbered_and_its_contents_complete(shared, name):
    document = parse((shared / name).read_bytes().decode())
    for index, section in enumerate(document.sections):
        check(layout.add_section(document, index, "Brand new", inside=False))
        check(layout.move_section(document, index, down=True))
        for nest in (layout.nest_section, layout.lift_section):
            if "Table of" not in section.heading:
                with suppress(Misread):
                    check(nest(document, index))
        if (
            outline.parent(document.sections, index) is not None
            and "Table of" not in section.heading
        ):
            check(layout.delete_section(document, index))


def check(document: Document) -> None:
    """Its series count 1, 2, 3 and its contents name each part that is numbered."""
    assert is_contiguous(document)
    numbers = outline.numbers(document.sections)
    headings = [each.heading for each in document.sections]
    parts = [
        f"{number.last}. [{outline.split_number(heading)[1]}](#{anchor})"
        for number, heading, anchor in zip(numbers, headings, anchors(headings), strict=True)
        if number and not number.series
    ]
    listed = next(
        block.source
        for each in document.sections
        for block in each.blocks
        if block.kind == BlockKind.TOC
    )
    assert listed.splitlines() == parts
