"""What holds of every document: nothing is lost, and an edit changes its own characters only."""

import contextlib
import os

import pytest
from hypothesis import assume, given, seed, settings
from hypothesis import strategies as st

from plans.document.cells import Unprintable, escape, new_row, read_cells, splice, unescape
from plans.document.emit import emit
from plans.document.lines import body
from plans.document.parse import parse
from plans.document.tree import RowSource
from plans.enums import BlockKind
from tests.plans.document.constructs import CONSTRUCTS
from tests.plans.document.strategies import (
    ENDINGS,
    ENDS,
    NOISE,
    SPACING,
    STARTS,
    TABLES,
    WORDS,
    documents,
    drafts,
)

KINDS = st.sampled_from(
    [kind for kind in BlockKind if kind not in {"toc", "gate", "rule", "verbatim"}]
)


EXAMPLES = 10_000 if os.environ.get("CI") else 400
PARTS = 4
DRAWN = set()


def blocks_of(document):
    return [block for section in document.sections for block in section.blocks]


def rows_of(document):
    return [(block, row) for block in blocks_of(document) for row in block.rows]


def cells_of(document):
    return [(block.kind, block.label, row.cells) for block, row in rows_of(document)]


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(PARTS))
def test_emit_any_document_gives_the_text_back(part):
    """In parts, which are drawn from seeds of their own and so can run side by side."""

    @seed(part)
    @settings(max_examples=EXAMPLES // PARTS)
    @given(documents())
    def property_holds(text):
        assert emit(parse(text)) == text

    property_holds()


@settings(max_examples=1_000, derandomize=True, database=None)
@given(drafts())
def draw_everything(draft):
    DRAWN.update(draft.names)


@pytest.mark.heavy
def test_documents_hold_every_construct_there_is():
    draw_everything()
    assert {*CONSTRUCTS, *SPACING, *ENDINGS, *STARTS, *ENDS} == DRAWN


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_construct_reads_as_what_it_is_said_to_be(name):
    construct = CONSTRUCTS[name]

    @settings(max_examples=20)
    @given(construct.lines)
    def property_holds(lines):
        kinds = [block.kind.value for block in blocks_of(parse("\n".join(lines) + "\n"))]
        assert [kind for kind in kinds if kind != "heading"] == construct.kinds.split()

    property_holds()


@given(NOISE)
def test_emit_any_noise_gives_the_text_back(text):
    assert emit(parse(text)) == text


@given(st.one_of(documents(), NOISE))
def test_read_cells_of_any_row_gives_its_cells(text):
    for block, row in rows_of(parse(text)):
        assert read_cells(block.kind, row.source) == row.cells
        assert splice(block.kind, row.source, row.cells, block.widths) is row.source


@given(documents(), st.data())
def test_splice_one_cell_changes_only_that_cells_characters(text, data):
    document = parse(text)
    rows = [(block, row) for block, row in rows_of(document) if row.cells and not is_toc(row)]
    if not rows:
        return
    block, row = data.draw(st.sampled_from(rows))
    column = data.draw(st.integers(0, len(row.cells) - 1))
    new = data.draw(st.sampled_from([" ", "x"]) if is_mark(block, column) else WORDS)
    wanted = [*row.cells[:column], new, *row.cells[column + 1 :]]
    before, old_source = cells_of(document), row.source
    with refused_at_most(opens_with_a_block(block, row)):
        row.source = splice(block.kind, row.source, wanted, block.widths)
    if row.source == old_source:
        return
    assert only_changed(old_source, row.source, row.cells[column], new)
    row.cells = wanted
    expected = cells_of(document)
    assert len(expected) == len(before)
    assert cells_of(parse(emit(document))) == expected


@given(documents(TABLES), st.data())
def test_row_of_a_table_comes_goes_and_moves_alone(text, data):
    document = parse(text)
    tables = [block for block in blocks_of(document) if block.kind == BlockKind.TABLE]
    assume(tables)
    table = data.draw(st.sampled_from(tables))
    place = data.draw(st.integers(0, len(table.rows)))
    cells = data.draw(st.lists(WORDS, min_size=len(table.columns), max_size=len(table.columns)))
    table.rows.insert(place, added(table, place, cells, document.newline))
    assert_reads_as_it_stands(document)
    one, other = place, data.draw(st.integers(0, len(table.rows) - 1))
    table.rows[one], table.rows[other] = table.rows[other], table.rows[one]
    assert_reads_as_it_stands(document)
    del table.rows[data.draw(st.integers(0, len(table.rows) - 1))]
    assert_reads_as_it_stands(document)


def added(table, place, cells, newline):
    like = table.rows[max(place - 1, 0) :][:1]
    source = new_row(
        table.kind,
        cells,
        like=like[0].source if like else None,
        columns=len(table.columns),
        header=table.source,
        newline=newline,
        widths=table.widths,
    )
    return RowSource(cells, source)


def assert_reads_as_it_stands(document):
    """The text that the parts make, whatever was done to them, reads as these very parts."""
    read = parse(emit(document))
    assert [*map(shape, blocks_of(read))] == [*map(shape, blocks_of(document))]


def shape(block):
    """All of it but the line endings: the last row's is what a file may lack."""
    rows = [(row.cells, body(row.source)) for row in block.rows]
    return block.kind, block.above, block.source, block.columns, rows


def is_toc(row):
    """Whether the row is the heading that makes a table of contents of a list."""
    return row.cells == ["Table of Contents"]


def opens_with_a_block(block, row):
    """Whether an item's text is no paragraph: without its marks it would be another block."""
    text = row.cells[-1]
    return block.kind in {BlockKind.LIST, BlockKind.CHECKLIST} and text[:1] in ("#", ">", "`")


def refused_at_most(tolerated):
    return contextlib.suppress(Unprintable) if tolerated else contextlib.nullcontext()


def is_mark(block, column):
    return block.kind == BlockKind.CHECKLIST and column == 0


def only_changed(before, after, old, new):
    """Whether `after` is `before` with one cell's text exchanged, blanks around it aside."""
    start = alike(before, after)
    gone, come = before[start:], after[start:]
    end = alike(gone[::-1], come[::-1])
    gone, come = gone[: len(gone) - end], come[: len(come) - end]
    return squeezed(gone) in squeezed(old) and squeezed(come) in squeezed(f"[{new}]")


def alike(one, other):
    """How many characters two texts have in common at their start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def squeezed(text):
    return "".join(character for character in text if character not in " \t\r\n>|")


@given(KINDS, st.text("#->|*`~[]x1. \n\r\\:a<br/>\0", max_size=30))
def test_splice_any_text_reads_back_or_is_refused(kind, text):
    source = SOURCES[kind]
    cells = read_cells(kind, source)
    cells[-1] = text
    with contextlib.suppress(Unprintable):
        assert read_cells(kind, splice(kind, source, cells)) == cells


@given(KINDS, st.text("| \\<br/>\na", max_size=20))
def test_escape_once_unescaped_is_stable(kind, cell):
    once = escape(kind, unescape(kind, cell))
    assert escape(kind, unescape(kind, once)) == once
    assert escape(kind, once) == once


SOURCES = {
    BlockKind.HEADING: "A heading\n===\n",
    BlockKind.PROSE: "a paragraph\nof two lines\n",
    BlockKind.STATEMENT: "> a statement\n",
    BlockKind.FIELD: "**Label:** value\n",
    BlockKind.LIST: "- an item\n  wrapped\n\n  ```\n  code\n  ```\n",
    BlockKind.CHECKLIST: "- [ ] a task\n  - \n",
    BlockKind.DIAGRAM: "```\na diagram\n```\n",
    BlockKind.TABLE: "a | row\n",
}
