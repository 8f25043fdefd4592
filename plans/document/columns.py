"""The columns of a table: one comes, goes, moves or is called otherwise, in every line.

The rows' other cells keep their characters. A line with too few cells is lengthened only where one
of its cells moves to where it has none.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from plans.document import tables
from plans.document.cells import escape
from plans.document.layout import finished
from plans.document.lines import split_lines
from plans.document.readback import Misread
from plans.document.tables import TRIM, TableLine
from plans.document.tree import BlockSource, Document, RowSource

_OUTSIDE = re.compile(r"(?:[ \t>]|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]))*")

SHORT = 3
"""The dashes of a separator that nobody made as wide as its column."""


class Part(Enum):
    """What a line is of a table."""

    HEADER, SEPARATOR, ROW = range(3)


type Change = Callable[[TableLine, Part], None]


def add_column(document: Document, index: int, place: int, at: int, name: str) -> Document:
    """The document with a column more before the one `at`, or at the end; its cells are empty."""
    block = document.sections[index].blocks[place]
    gap = tables.cut(split_lines(block.source)[-2]).gap
    header = f"{gap}{escape(block.kind, name)}{gap}"

    def add(line: TableLine, part: Part) -> None:
        pieces = {
            Part.HEADER: header,
            Part.SEPARATOR: _rule(line.pieces[min(at, len(line.pieces) - 1)], len(header)),
            Part.ROW: " " * len(header) if _is_padded(block) else line.gap + line.gap,
        }
        if at <= len(line.pieces):
            line.pieces.insert(at, pieces[part])

    return _changed(document, index, place, add)


def delete_column(document: Document, index: int, place: int, at: int) -> Document:
    """The document without a column of a table that has others."""
    if len(document.sections[index].blocks[place].columns) < 2:  # noqa: PLR2004
        raise Misread("This is the table's only column. Delete the table instead.")

    def delete(line: TableLine, _: Part) -> None:
        if at < len(line.pieces):
            del line.pieces[at]
        if not line.pieces:
            line.pieces = [line.gap + line.gap]

    return _changed(document, index, place, delete)


def move_column(document: Document, index: int, place: int, at: int, to: int) -> Document:
    """The document with a column of a table in another place."""

    def move(line: TableLine, _: Part) -> None:
        if min(at, to) >= len(line.pieces):
            return
        while len(line.pieces) <= max(at, to):
            line.pieces.append(line.gap + line.gap)
        line.pieces.insert(to, line.pieces.pop(at))

    return _changed(document, index, place, move)


def rename_column(document: Document, index: int, place: int, at: int, name: str) -> Document:
    """The document with a column of a table called otherwise; only its header line changes."""
    block = document.sections[index].blocks[place]
    text = escape(block.kind, name)
    width = _width(block, at)

    def rename(line: TableLine, part: Part) -> None:
        if part == Part.HEADER:
            line.pieces[at] = _renamed(line.pieces[at], text, line.gap, width)

    return _changed(document, index, place, rename)


def _width(block: BlockSource, at: int) -> int:
    """The width to which every line but the header pads a column, or 0."""
    lines = [split_lines(block.source)[-1], *(row.source for row in block.rows)]
    pieces = [tables.cut(line).pieces[at : at + 1] for line in lines]
    widths = {len(piece) for found in pieces for piece in found}
    padded = any(tables.is_padded(piece) for found in pieces[1:] for piece in found)
    return widths.pop() if padded and len(widths) == 1 else 0


def _renamed(piece: str, text: str, gap: str, width: int) -> str:
    """The header with another text between its blanks, filled up to the width of its column."""
    old = piece.strip(TRIM)
    start = piece.index(old)
    left, right = (piece[:start], piece[start + len(old) :]) if old else (" ", " ")
    if piece == (left + old + gap).ljust(width):
        return (left + text + gap).ljust(width)
    return left + text + right


def _changed(document: Document, index: int, place: int, change: Change) -> Document:
    """The document with every line of a table changed, and read again."""
    section = document.sections[index]
    block = section.blocks[place]
    blocks = [*section.blocks]
    blocks[place] = _table(block, change)
    return finished(document, {index: blocks})


def _table(block: BlockSource, change: Change) -> BlockSource:
    *label, header, separator = split_lines(block.source)
    outside = _OUTSIDE.match(header)
    top = tables.cut(header, len(outside[0]) if outside else None)
    lines = [_line(top, Part.HEADER, change), _line(tables.cut(separator), Part.SEPARATOR, change)]
    rows = [_row(row, change) for row in block.rows]
    return replace(block, source="".join([*label, *map(str, lines)]), columns=top.cells, rows=rows)


def _row(row: RowSource, change: Change) -> RowSource:
    line = _line(tables.cut(row.source), Part.ROW, change)
    return replace(row, cells=line.cells, source=str(line))


def _line(line: TableLine, part: Part, change: Change) -> TableLine:
    """Change a line; without an outer pipe there is no blank outside, except around a change."""
    gap = line.gap
    if not line.pieces:
        return line
    before = [*line.pieces]
    if not line.lead:
        line.pieces[0] = gap + line.pieces[0]
    if not line.trail:
        line.pieces[-1] += gap
    change(line, part)
    if len(line.pieces) == 1 < len(before):  # one column alone is a table by its pipes only
        line.lead, line.trail = line.lead or "|", line.trail or "|"
    if not line.lead:
        line.pieces[0] = line.pieces[0].removeprefix(gap)
    if not line.trail:
        line.pieces[-1] = line.pieces[-1].removesuffix(gap)
    if line.pieces != before:
        tables.close(line)
    return line


def _rule(like: str, width: int) -> str:
    """The separator of a new column: as wide as its header, or short where its neighbour is."""
    inner = " " if like.startswith(" ") else ""
    is_short = len(like.strip(TRIM)) <= SHORT
    return inner + "-" * max(0 if is_short else width - 2 * len(inner), SHORT) + inner


def _is_padded(block: BlockSource) -> bool:
    return any(width is not None for width in block.widths)
