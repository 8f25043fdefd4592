"""Reading and changing one row's text, whatever its kind: what editing and export come for.

The rule of the house: a row is printed from its own source, and only the characters of a cell
that changed are exchanged. Whatever would not read back as wanted is refused, never printed.
"""

import re
from collections.abc import Callable, Sequence

from plans.document import fields, headings, items, passage, refusals, tables
from plans.document.kinds import kind_alone
from plans.document.lines import split_lines
from plans.document.refusals import Unprintable
from plans.enums import BlockKind

type Cells = list[str]
type Widths = Sequence[int | None]

ROW_KINDS = (BlockKind.TABLE, BlockKind.LIST, BlockKind.CHECKLIST)
"""The kinds of block to which rows can be added."""

_ONE_LINE = frozenset({BlockKind.HEADING, BlockKind.FIELD, *ROW_KINDS})
_ITEMS = frozenset({BlockKind.LIST, BlockKind.CHECKLIST})
_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)
_SOFT_BREAK = re.compile(r"(?:( {2,}|\\)|[ \t]*)\n")
_NEWLINE = re.compile(r"\r\n?|\n")
_BARE_PIPE = re.compile(r"(?<!\\)\|")
_OUTSIDE = re.compile(r"(?:[ \t>]|(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t]))*")
_ESCAPED_PIPE = re.compile(r"(?<!\\)\\\|")


def read_cells(kind: BlockKind, source: str) -> Cells:
    """The printed texts of a row's source (see `RowSource.cells`).

    Raises ValueError for a source that is not of this kind, or a kind without rows.
    """
    return _READERS[_with_rows(kind)](source)


def splice(kind: BlockKind, source: str, cells: Sequence[str], widths: Widths = ()) -> str:
    """The row's source with these cells: the same string if it says so already.

    Padding, pipes, indentation, `>`, box, fence and line endings stay. Raises Unprintable if
    the result would read back as something else.
    """
    old = read_cells(kind, source)
    if list(cells) == old:
        return source
    refusals.check_characters(cells, old, one_line=kind in _ONE_LINE)
    refusals.check_not_empty(kind, cells)
    new = _WRITERS[kind](source, cells, widths)
    _check(kind, source, new, cells, old)
    return new


def new_row(  # noqa: PLR0913  (a row has a place, a style and a text)
    kind: BlockKind,
    cells: Sequence[str],
    *,
    like: str | None,
    columns: int,
    header: str | None,
    newline: str,
    widths: Widths = (),
) -> str:
    """The source of a row to be added in the style of the row `like` above or below it.

    A table without rows takes the style of its `header`: that line, or the block's source. No
    cells at all means `columns` empty ones; fewer than that make a line as short as authors
    write them. What the neighbour has below its own line is not copied. Raises Unprintable as
    `splice` does.
    """
    if kind not in ROW_KINDS:
        raise ValueError(f"No rows can be added to a {kind.value}.")
    cells = list(cells) or [""] * (columns if kind == BlockKind.TABLE else 1 + _has_box(kind))
    refusals.check_characters(cells, [], one_line=True)
    if kind == BlockKind.TABLE:
        model = like or _header_line(header)
        new = tables.new_row(cells, like=model, newline=newline, widths=widths)
    else:
        new = _new_item(kind, cells, like, newline)
    _check(kind, items.new_item("", like=like, newline=newline), new, cells, [])
    return new


def _new_item(kind: BlockKind, cells: Cells, like: str | None, newline: str) -> str:
    if like is None:
        refusals.check_not_empty(kind, cells)
    text = items.with_box("", *cells) if _has_box(kind) else cells[0]
    return items.new_item(text, like=like, newline=newline)


def escape(kind: BlockKind, text: str) -> str:
    """What a person typed as it is to be printed; an escaped text stays as it is."""
    if kind == BlockKind.DIAGRAM:
        return _NEWLINE.sub("\n", text)
    text = text.strip(tables.TRIM)
    if kind not in _ONE_LINE:
        return "\n".join(line.lstrip(" \t") for line in _NEWLINE.split(text))
    text = _NEWLINE.sub("<br>", text)
    return _BARE_PIPE.sub(r"\\|", text) if kind == BlockKind.TABLE else text


def unescape(kind: BlockKind, cell: str) -> str:
    r"""A printed cell as a person edits it: `\|` as a pipe, `<br>` as a new line.

    A list item that its author wrapped is one line. `escape` of the result may differ from the
    cell (`<br/>`), but from then on it is stable.
    """
    if kind not in _ONE_LINE:
        return cell
    if kind == BlockKind.TABLE:
        cell = _ESCAPED_PIPE.sub("|", cell)
    cell = _SOFT_BREAK.sub(lambda found: "\n" if found[1] else " ", cell)
    return _BREAK.sub("\n", cell)


def _with_rows(kind: BlockKind) -> BlockKind:
    if kind not in _READERS:
        raise ValueError(f"A {kind.value} has no rows.")
    return kind


def _header_line(source: str | None) -> str:
    """A table's header as a row's model: the last line but one, or the only one.

    The last is the separator; the header may stand behind the marker of a list, it never does.
    """
    lines = split_lines(source or "| |")
    return tables.cut(lines[-1]).prefix + _OUTSIDE.sub("", lines[-2:][0], count=1)


def _has_box(kind: BlockKind) -> bool:
    return kind == BlockKind.CHECKLIST


def _check(
    kind: BlockKind, source: str, new: str, cells: Sequence[str], old: Sequence[str]
) -> None:
    """Refuse a new source that reads back as other cells or another structure."""
    try:
        read = read_cells(kind, new)
    except ValueError:
        read = []
    if read == list(cells) and _is_same_structure(kind, source, new):
        return
    wrong = [n for n, text in enumerate(cells) if read[n : n + 1] != [text]]
    changed = [n for n, text in enumerate(cells) if list(old[n : n + 1]) != [text]]
    column = next(iter(wrong or changed), 0)
    raise refusals.refusal(kind, cells[column] if cells else "", column)


def _is_same_structure(kind: BlockKind, source: str, new: str) -> bool:
    """Whether the new source alone is still one row of its kind."""
    if kind == BlockKind.TABLE:
        return _is_table_line(new)
    if kind not in _ITEMS:
        return kind_alone(new) == kind
    box, _, _ = items.split_box(items.item(new).text)
    if kind == BlockKind.LIST and box in {" ", "x"}:
        return False
    return items.skeleton(source) == items.skeleton(new)


def _is_table_line(line: str) -> bool:
    """Whether the line continues a table; one that starts with a pipe always does."""
    text = line[len(tables.cut(line).prefix) :]
    return text.startswith("|") or kind_alone(f"| |\n|-|\n{text}") == BlockKind.TABLE


def _read_field(source: str) -> Cells:
    found = fields.field(source)
    if found is None:
        raise ValueError("No field stands here.")
    return [found.label, found.value]


def _read_checklist(source: str) -> Cells:
    mark, _, text = items.split_box(items.item(source).text)
    return [mark, text]


def _write_checklist(source: str, cells: Sequence[str], _: Widths) -> str:
    mark, text = cells
    return items.with_text(source, items.with_box(items.item(source).text, mark, text))


def _write_diagram(source: str, cells: Sequence[str], _: Widths) -> str:
    """An empty diagram has no line between its fences."""
    found = passage.fence(source)
    return found.with_text(cells[0]) if cells[0] else found.head + found.tail


_READERS: dict[BlockKind, Callable[[str], Cells]] = {
    BlockKind.TABLE: tables.read,
    BlockKind.FIELD: _read_field,
    BlockKind.LIST: lambda source: [items.item(source).text],
    BlockKind.CHECKLIST: _read_checklist,
    BlockKind.HEADING: lambda source: [headings.heading(source).text],
    BlockKind.PROSE: lambda source: [passage.plain(source).text],
    BlockKind.STATEMENT: lambda source: [passage.quote(source).text],
    BlockKind.DIAGRAM: lambda source: [passage.fence(source).text],
}

_WRITERS: dict[BlockKind, Callable[[str, Sequence[str], Widths], str]] = {
    BlockKind.TABLE: tables.splice,
    BlockKind.FIELD: lambda source, cells, _: fields.splice(source, *cells),
    BlockKind.LIST: lambda source, cells, _: items.with_text(source, cells[0]),
    BlockKind.CHECKLIST: _write_checklist,
    BlockKind.HEADING: lambda source, cells, _: headings.heading(source).with_text(cells[0]),
    BlockKind.PROSE: lambda source, cells, _: passage.plain(source).with_text(cells[0]),
    BlockKind.STATEMENT: lambda source, cells, _: passage.quote(source).with_text(cells[0]),
    BlockKind.DIAGRAM: _write_diagram,
}

__all__ = [
    "ROW_KINDS",
    "Unprintable",
    "escape",
    "new_row",
    "read_cells",
    "splice",
    "unescape",
]
