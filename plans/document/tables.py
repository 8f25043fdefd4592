"""One line of a table: where its cells are, and how one is exchanged or a line added.

GFM cuts at every pipe that has no backslash before it, in code spans too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.document.lines import body

TRIM = " \t\n\v\f\r"
"""What GFM takes off a cell; a no-break space is text."""

_NESTING = " \t>"
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(slots=True)
class TableLine:
    """A line cut up: `lead` and `trail` are the outer pipes with the blanks outside them.

    `prefix` is what stands above them for whatever the table is nested in: indentation and `>`.
    """

    prefix: str
    lead: str
    pieces: list[str]
    trail: str
    newline: str

    def __str__(self) -> str:
        return self.prefix + self.lead + "|".join(self.pieces) + self.trail + self.newline

    @property
    def cells(self) -> list[str]:
        """The printed texts, without padding."""
        return [piece.strip(TRIM) for piece in self.pieces]

    @property
    def gap(self) -> str:
        """The blank with which this line sets its texts off its pipes, or nothing."""
        pieces = self.pieces if self.lead else self.pieces[1:]
        texts = [piece for piece in pieces if piece.strip(TRIM)]
        return "" if texts and all(piece[0] not in TRIM for piece in texts) else " "


def cut(line: str, indent: int | None = None) -> TableLine:
    """A line of a table by one pass of one expression.

    No row's text starts with a `>`: that would be a quote and end the table. What else a header
    stands behind, in the characters of `indent`, only its reader knows.
    """
    bare = body(line)
    newline = line[len(bare) :]
    indent = len(bare) - len(bare.lstrip(_NESTING)) if indent is None else indent
    prefix, bare = bare[:indent], bare[indent:]
    pieces = _PIPE.split(bare)
    if len(pieces) == 1:
        return TableLine(prefix, "", pieces, "", newline)
    lead = trail = ""
    if not pieces[0].strip(TRIM):
        lead = pieces.pop(0) + "|"
    if not pieces[-1].strip(TRIM):
        trail = "|" + pieces.pop()
    if not pieces:  # a lone pipe opens the line; there is nothing for it to close
        return TableLine(prefix, bare, [], "", newline)
    return TableLine(prefix, lead, pieces, trail, newline)


def read(line: str) -> list[str]:
    """The printed cells of a line, as many as it has."""
    return cut(line).cells


def splice(line: str, cells: Sequence[str], widths: Sequence[int | None]) -> str:
    """The line with other cells; pipes and the padding of the rest stay as they are."""
    row = cut(line)
    for index, (piece, text) in enumerate(zip(row.pieces, cells, strict=False)):
        if text != piece.strip(TRIM):
            row.pieces[index] = _exchanged(piece, text, _width(widths, index))
    if len(cells) < len(row.pieces):
        del row.pieces[len(cells) :]
    elif len(cells) > len(row.pieces):
        _lengthen(row, cells, widths)
    close(row)
    return str(row)


def new_row(cells: Sequence[str], *, like: str, newline: str, widths: Sequence[int | None]) -> str:
    """A line with the outer pipes and the gaps of `like`, padded where its columns are."""
    model = cut(like)
    trail = model.trail.rstrip(TRIM) or ("" if model.pieces else "|")
    pieces = [_new_piece(model, cells, index, widths) for index in range(len(cells))]
    if not trail and cells[-1]:
        pieces[-1] = pieces[-1].rstrip(TRIM)
    row = TableLine(model.prefix, model.lead, pieces, trail, newline)
    close(row)
    return str(row)


def _new_piece(
    model: TableLine, cells: Sequence[str], index: int, widths: Sequence[int | None]
) -> str:
    """A cell between the gaps of the model's line, none before the first without a pipe."""
    text, gap = cells[index], model.gap
    beside = model.pieces[index] if index < len(model.pieces) else ""
    blank = beside if not beside.strip(TRIM) and beside else gap + gap
    piece = gap + text + gap if text else blank
    if text and not index and not model.lead:
        piece = piece.removeprefix(gap)
    return piece.ljust(_width(widths, index) or _own_width(beside))


def common_widths(lines: Sequence[TableLine]) -> list[int | None]:
    """For each column of the first line (the header; the second is the separator) its width.

    None where the lines differ, or where none is wider than its text needs: then the lines are
    of one width by chance, and nobody padded them. A ragged line says nothing about columns.
    """
    count = len(lines[0].pieces)
    rows = [line.pieces for line in lines if len(line.pieces) == count]
    return [_common_width([row[index] for row in rows]) for index in range(count)]


def _common_width(pieces: Sequence[str]) -> int | None:
    """The width of one column's pieces, of which the second is the separator's."""
    width = len(pieces[0])
    if any(len(piece) != width for piece in pieces):
        return None
    return width if any(map(is_padded, (pieces[0], *pieces[2:]))) else None


def _own_width(piece: str) -> int:
    """The width to which a single cell is filled up, or 0 if it is not."""
    is_filled = bool(piece.strip(TRIM)) and piece.endswith("  ")
    return len(piece) if is_filled else 0


def is_padded(piece: str) -> bool:
    """Whether a cell is wider than its text and a blank on either side."""
    text = piece.strip(TRIM)
    return piece not in (text, f" {text} ")


def _width(widths: Sequence[int | None], index: int) -> int | None:
    return widths[index] if index < len(widths) else None


def _exchanged(piece: str, text: str, width: int | None) -> str:
    """A cell with another text between the same blanks, or filled up to the column's width."""
    old = piece.strip(TRIM)
    start = piece.index(old)
    left, right = (piece[:start], piece[start + len(old) :]) if old else (" ", " ")
    is_padded = width == len(piece)
    if not text:
        return " " * len(piece) if is_padded else left + right
    if not is_padded:
        return left + text + right
    if len(left) > len(right):
        return " " * max(len(piece) - len(text + right), 1) + text + right
    return left + text + " " * max(len(piece) - len(left + text), min(len(right), 1))


def _lengthen(row: TableLine, cells: Sequence[str], widths: Sequence[int | None]) -> None:
    """Add the cells that a ragged line lacks; its last text is set off the new pipe."""
    gap = row.gap
    if not row.pieces:
        row.trail = "|"
    elif not row.trail and row.pieces[-1] and row.pieces[-1][-1] not in TRIM:
        row.pieces[-1] += gap
    for index in range(len(row.pieces), len(cells)):
        piece = gap + cells[index] + gap
        row.pieces.append(piece.ljust(_width(widths, index) or 0))
    if not row.trail:
        row.pieces[-1] = row.pieces[-1].rstrip(TRIM)


def close(row: TableLine) -> None:
    """An empty cell at either end of a line needs its outer pipe to be a cell at all."""
    if not row.lead and row.pieces and not row.pieces[0].strip(TRIM):
        row.lead = "|"
    if not row.trail and row.pieces and not row.pieces[-1].strip(TRIM):
        row.trail = "|"
