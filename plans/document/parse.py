"""Reading a Markdown text into sections, blocks and rows that are cut from it line by line.

markdown-it says which lines are a block (see `spans`); every line then goes to exactly one
part. At the end the parts are joined and compared with the text, so nothing can be lost: a
block that does not add up, or a whole text, is kept `verbatim`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from plans.document import items, tables
from plans.document.cells import read_cells
from plans.document.emit import BOM, block_parts, parts
from plans.document.fields import glued_label
from plans.document.kinds import kind_of
from plans.document.lines import ending, split_lines, usual_newline
from plans.document.spans import Span, first_line, items_of, spans
from plans.document.tree import BlockSource, Document, RowSource, SectionSource
from plans.enums import BlockKind

_LABELLED = {"table", "bullet_list", "ordered_list", "blockquote", "gate", "fence"}
_CONTENTS = "table of contents"
_ONE_ROW = {BlockKind.HEADING, BlockKind.PROSE, BlockKind.STATEMENT, BlockKind.DIAGRAM}


def parse(text: str) -> Document:
    """The text's document; `emit` gives the text back, whatever it is."""
    bom = text.startswith(BOM)
    text = text.removeprefix(BOM)
    lines = split_lines(text)
    newline = usual_newline(text)
    final_newline = not lines or bool(ending(lines[-1]))
    if not final_newline:
        lines[-1] += newline
    sections, tail = _sections(lines)
    document = Document(sections, bom, newline, final_newline, tail)
    is_whole = "".join(parts(document)) + tail == "".join(lines)
    return document if is_whole else _unread(document, lines)


def _unread(document: Document, lines: Sequence[str]) -> Document:
    """The text as one block, should its parts not add up to it."""
    block = BlockSource(BlockKind.VERBATIM, source="".join(lines))
    return replace(document, sections=[SectionSource(0, "", blocks=[block])], tail="")


def _sections(lines: list[str]) -> tuple[list[SectionSource], str]:
    """The sections, and the blank lines after the last of them."""
    sections: list[SectionSource] = []
    position = 0
    for span in _glued(spans(lines), lines):
        above = "".join(lines[position : span.start])
        position = span.end
        if span.type == "heading":
            sections.append(_section(span))
        elif not sections:
            sections.append(SectionSource(0, ""))
        sections[-1].blocks += _blocks(span, lines, above, sections[-1].heading)
    return sections, "".join(lines[position:])


def _section(span: Span) -> SectionSource:
    """A section, still empty; a heading that runs over two lines is called by all its words."""
    opening, words = span.tokens[:2]
    return SectionSource(int(opening.tag[1:]), " ".join(words.content.split("\n")))


def _glued(found: Iterator[Span], lines: Sequence[str]) -> Iterator[Span]:
    """The spans, with a label that stands directly above a block made a part of it."""
    before: Span | None = None
    for span in found:
        if before is not None:
            _glue(before, span, lines)
            if before.end > before.start:
                yield before
        before = span
    if before is not None:
        yield before


def _glue(before: Span, span: Span, lines: Sequence[str]) -> None:
    """Move the last line of a paragraph to the block below if it is that block's label."""
    if before.type != "paragraph" or span.type not in _LABELLED or before.end != span.start:
        return
    if glued_label(lines[before.end - 1]):
        before.end -= 1
        span.start -= 1
        span.label = 1


def _blocks(span: Span, lines: Sequence[str], above: str, heading: str) -> list[BlockSource]:
    """The span's blocks: one for each line of a run of fields, otherwise one."""
    source = "".join(lines[span.start : span.end])
    kind = kind_of(span, lines)
    if kind == BlockKind.LIST and heading.strip().casefold() == _CONTENTS:
        kind = BlockKind.TOC
    try:
        blocks = _cut(kind, span, lines)
    except ValueError:
        blocks = []
    if "".join(part for block in blocks for part in block_parts(block)) != source:
        blocks = [BlockSource(BlockKind.VERBATIM, source=source)]
    blocks[0].above = above
    return blocks


def _cut(kind: BlockKind, span: Span, lines: Sequence[str]) -> list[BlockSource]:
    """The blocks of a span, by kind; raises ValueError where a row is not what it should be."""
    label = "".join(lines[span.start : span.first])
    own = lines[span.first : span.end]
    if kind == BlockKind.FIELD:
        return [BlockSource(kind, rows=[_row(kind, line)]) for line in own]
    block = BlockSource(kind, source=label, label=glued_label(label))
    if kind == BlockKind.TABLE:
        _fill_table(block, own, span.tokens[0].meta["indent"])
    elif kind == BlockKind.LIST:
        _fill_list(block, span, lines)
    elif kind in _ONE_ROW:
        block.rows = [_row(kind, "".join(own))]
    else:
        block.source += "".join(own)
    return [block]


def _row(kind: BlockKind, source: str) -> RowSource:
    return RowSource(read_cells(kind, source), source)


def _fill_table(block: BlockSource, lines: Sequence[str], indent: int) -> None:
    """Header and separator stay in the block; every line below is a row.

    The header may share its line with the marker of a list, so its indentation has to be given.
    """
    cuts = [tables.cut(lines[0], indent), *map(tables.cut, lines[1:])]
    block.source += lines[0] + lines[1]
    block.columns = cuts[0].cells
    block.widths = tables.common_widths(cuts)
    block.rows = [RowSource(row.cells, line) for row, line in zip(cuts[2:], lines[2:], strict=True)]


def _fill_list(block: BlockSource, span: Span, lines: Sequence[str]) -> None:
    """A row runs from one item's first line to the next one's, at whatever depth."""
    starts = [*sorted(set(map(first_line, items_of(span.tokens)))), span.end]
    sources = ["".join(lines[start:end]) for start, end in pairwise(starts)]
    block.rows = [_row(BlockKind.LIST, source) for source in sources]
    boxes = [items.split_box(row.cells[0]) for row in block.rows]
    if any(mark in {" ", "x"} for mark, _, _ in boxes):
        block.kind = BlockKind.CHECKLIST
        for row, (mark, _, text) in zip(block.rows, boxes, strict=True):
            row.cells = [mark, text]
