"""Blocks that come and go in a section, in the style of the document's others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.document import tables
from plans.document.cells import escape, new_row
from plans.document.layout import finished, tail_start
from plans.document.lines import split_lines
from plans.document.readback import Misread
from plans.document.tree import BlockSource, Document, RowSource
from plans.enums import BlockKind

REMOVABLE = frozenset(
    {
        *(BlockKind.TABLE, BlockKind.LIST, BlockKind.CHECKLIST),
        *(BlockKind.PROSE, BlockKind.STATEMENT, BlockKind.DIAGRAM),
    }
)
"""The kinds of block that can be taken out: not what the document says of itself."""

type Spot = tuple[int, int | None]
"""Where a block comes: its section and its place there, None for the section's end."""

_BULLETS = "-*+"


type Lines = Sequence[Sequence[str]]
"""The cells of a table, row by row, as a person types them."""


def add_table(
    document: Document,
    spot: Spot,
    columns: Sequence[str],
    *,
    label: str = "",
    rows: int | Lines = 1,
) -> Document:
    """The document with a table more, in the style of the table before it.

    `rows` are its lines, or how many empty ones it has.
    """
    lines = [[""] * len(columns)] * rows if isinstance(rows, int) else rows
    return _added(document, spot, [_table(document, spot[0], columns, label, lines)])


def add_items(
    document: Document, spot: Spot, kind: BlockKind, texts: Sequence[str], *, label: str = ""
) -> Document:
    """The document with a list or a checklist more.

    Its bullet is another one where it would else continue the list above it, or that below.
    """
    return _added(document, spot, _lists(document, kind, texts, label))


def add_prose(document: Document, spot: Spot, text: str) -> Document:
    """The document with a paragraph more."""
    text = escape(BlockKind.PROSE, text)
    source = "".join(line + document.newline for line in text.split("\n"))
    row = RowSource([text], source)
    return _added(document, spot, [BlockSource(BlockKind.PROSE, rows=[row])])


def delete_block(document: Document, index: int, place: int) -> Document:
    """The document without a block; what stands below it takes its place."""
    blocks = [*document.sections[index].blocks]
    gone = blocks.pop(place)
    if gone.kind not in REMOVABLE:
        raise Misread("This part of the document cannot be deleted.")
    if place < len(blocks):
        blocks[place] = replace(blocks[place], above=gone.above)
    return finished(document, {index: blocks})


def _added(document: Document, spot: Spot, candidates: Sequence[BlockSource]) -> Document:
    """The document with the first of these that reads back as what it is."""
    refusal = Misread("")
    for candidate in candidates:
        try:
            return finished(document, {spot[0]: _with(document, spot, candidate)})
        except Misread as misread:
            refusal = misread
    raise refusal


def _with(document: Document, spot: Spot, block: BlockSource) -> list[BlockSource]:
    """A section's blocks with one more; at its end, above the line that divides it off."""
    index, place = spot
    blocks = [*document.sections[index].blocks]
    at = tail_start(blocks) if place is None else place
    block = replace(block, above=document.newline)
    if at < len(blocks):
        block.above = blocks[at].above or document.newline
        blocks[at] = replace(blocks[at], above=blocks[at].above or document.newline)
    return [*blocks[:at], block, *blocks[at:]]


def _glued(label: str, newline: str) -> str:
    return f"**{label}:**{newline}" if label else ""


# --- Tables


def _table(
    document: Document, index: int, columns: Sequence[str], label: str, lines: Lines
) -> BlockSource:
    names = [escape(BlockKind.TABLE, name) for name in columns]
    header, separator = _header(names, _model(document, index), document.newline)
    source = _glued(label, document.newline) + header + separator
    block = BlockSource(BlockKind.TABLE, source=source, label=label, columns=names)
    block.rows = [_line(cells, source, document.newline) for cells in lines]
    return block


def _line(texts: Sequence[str], header: str, newline: str) -> RowSource:
    cells = [escape(BlockKind.TABLE, text) for text in texts]
    line = new_row(
        BlockKind.TABLE, cells, like=None, columns=len(cells), header=header, newline=newline
    )
    return RowSource(cells, line)


def _model(document: Document, index: int) -> list[str]:
    """The header and the separator of the nearest table above, or else below; nested ones aside."""
    near = [*reversed(document.sections[: index + 1]), *document.sections[index + 1 :]]
    for section in near:
        for block in reversed(section.blocks):
            lines = split_lines(block.source)[-2:]
            if block.kind == BlockKind.TABLE and lines[0].startswith("|"):
                return lines
    return ["| a |", "|---|"]


def _header(names: Sequence[str], model: Sequence[str], newline: str) -> tuple[str, str]:
    """The two lines over a table's rows; where the model's separator is as wide, so is this."""
    header, separator = map(tables.cut, model)
    gap, dashes = header.gap, separator.pieces[0]
    pieces = [f"{gap}{name}{gap}" for name in names]
    inner = " " if dashes.startswith(" ") else ""
    is_wide = [*map(len, header.pieces)] == [*map(len, separator.pieces)]
    widths = [len(piece) if is_wide else len(dashes) for piece in pieces]
    rules = [inner + "-" * max(width - 2 * len(inner), 3) + inner for width in widths]
    trail = header.trail.rstrip(tables.TRIM) or "|"
    lines = (tables.TableLine("", "|", each, trail, newline) for each in (pieces, rules))
    top, bottom = map(str, lines)
    return top, bottom


# --- Lists


def _lists(
    document: Document, kind: BlockKind, texts: Sequence[str], label: str
) -> list[BlockSource]:
    return [_list(document, kind, texts, label, bullet) for bullet in _BULLETS]


def _list(
    document: Document, kind: BlockKind, texts: Sequence[str], label: str, bullet: str
) -> BlockSource:
    newline = document.newline
    rows = list(_items(kind, texts, f"{bullet} x{newline}", newline))
    return BlockSource(kind, source=_glued(label, newline), label=label, rows=rows)


def _items(kind: BlockKind, texts: Sequence[str], model: str, newline: str) -> Iterator[RowSource]:
    for text in texts:
        printed = escape(kind, text)
        cells = [" ", printed] if kind == BlockKind.CHECKLIST else [printed]
        line = new_row(kind, cells, like=model, columns=0, header=None, newline=newline)
        yield RowSource(cells, line)
