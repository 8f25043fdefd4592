"""A difference as a page shows it: what was added, removed, moved or changed, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from plans.document import cells
from plans.document.compare import BlockChange, Difference, RowChange, SectionChange
from plans.document.tree import BlockSource, RowSource
from plans.enums import BlockKind

MOST_ROWS = 500
"""More are counted, not shown: nobody reads them, and a page has to arrive."""

OTHERWISE = "blanks or marks only"
"""What is left to differ in a line whose text is the same: a bullet, a pipe, a number of `#`."""

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell before and after; the same text twice where it did not change."""

    column: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether both are shown."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class RowView:
    """A row: what became of it, and its cells; one that changed may have moved as well."""

    change: str
    cells: list[CellView]
    moved: bool = False


@dataclass(slots=True)
class BlockView:
    """A part of a section: what became of it as a whole ("" for nothing), and the rows that differ.

    `before` and `after` are the text of a part that has no rows, or a table's header.
    """

    title: str
    change: str
    columns: list[str]
    rows: list[RowView]
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section in which something differs."""

    heading: str
    change: str
    blocks: list[BlockView]


@dataclass(slots=True)
class Summary:
    """How much differs. `respaced` are lines that say the same with other blanks or marks."""

    cells: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    parts: int = 0
    respaced: int = 0

    def words(self) -> list[str]:
        """Each count that is not nothing, in words."""
        counted = (
            (self.cells, "cell changed", "cells changed"),
            (self.added, "row added", "rows added"),
            (self.removed, "row removed", "rows removed"),
            (self.moved, "row moved", "rows moved"),
            (self.parts, "other part changed", "other parts changed"),
            (self.respaced, f"line differs in {OTHERWISE}", f"lines differ in {OTHERWISE}"),
        )
        return [f"{n:,} {one if n == 1 else many}" for n, one, many in counted if n]


@dataclass(slots=True)
class Comparison:
    """What a page shows of a difference; `hidden` rows are counted only."""

    summary: Summary
    notes: list[str]
    sections: list[SectionView] = field(default_factory=list)
    hidden: int = 0

    def blocks(self) -> Iterator[BlockView]:
        """Every part that differs, in order."""
        for section in self.sections:
            yield from section.blocks


def summary(difference: Difference) -> Summary:
    """Count what differs."""
    found = Summary()
    for _, block in difference.blocks():
        found.parts += block.restated or (is_one_sided(block) and not block.rows)
        found.respaced += block.respaced and not block.restated
        for row in block.rows:
            found.cells += len(row.columns)
            found.added += row.before is None
            found.removed += row.after is None
            found.moved += row.moved
            found.respaced += row.respaced
    return found


def is_one_sided(block: BlockChange) -> bool:
    """Tell whether the block came or went as a whole."""
    return block.before is None or block.after is None


def comparison(difference: Difference, most: int = MOST_ROWS) -> Comparison:
    """Show a difference, at most so many rows of it."""
    shown = Comparison(summary(difference), difference.notes)
    for section in difference.sections:
        if not section.is_different:
            continue
        view = SectionView(section.heading, section_change(section), [])
        shown.sections.append(view)
        for block in section.blocks:
            if block.is_different:
                view.blocks.append(block_view(block, most))
                most -= len(view.blocks[-1].rows)
    different = sum(row.is_different for _, _, row in difference.rows())
    shown.hidden = different - sum(len(block.rows) for block in shown.blocks())
    return shown


def section_change(section: SectionChange) -> str:
    """Say what became of a section; one of another level has changed, if nothing in it has."""
    is_changed = any(block.is_different for block in section.blocks)
    return change_of(section) or ("" if is_changed else CHANGED)


def change_of(part: SectionChange | BlockChange | RowChange) -> str:
    """Say what became of a part as a whole."""
    if part.before is None:
        return ADDED
    if part.after is None:
        return REMOVED
    return MOVED if part.moved else ""


def block_view(change: BlockChange, most: int) -> BlockView:
    """Show a block, with the rows that differ."""
    block = change.after or change.before or BlockSource(BlockKind.VERBATIM)
    different = (row for row in change.rows if row.is_different)
    rows = [row_view(block, row) for row in islice(different, most)]
    columns = max((row.cells for row in rows), key=len, default=[])
    view = BlockView(title_of(block), change_of(change), [cell.column for cell in columns], rows)
    if change.restated or not change.rows:
        view.before = change.before.source.strip("\r\n") if change.before else ""
        view.after = change.after.source.strip("\r\n") if change.after else ""
    return view


def title_of(block: BlockSource) -> str:
    """Give what a block is called, if anything; a field by its label."""
    if block.kind == BlockKind.FIELD and block.rows:
        return block.rows[0].cells[0]
    return block.label or ("" if block.kind == BlockKind.TABLE else block.kind.label)


def row_view(block: BlockSource, change: RowChange) -> RowView:
    """Show a row that differs; where nothing in it changed, it moved."""
    kind = change_of(change) if not change.columns else CHANGED
    return RowView(kind, list(cell_views(block, change)), change.moved)


def cell_views(block: BlockSource, change: RowChange) -> Iterator[CellView]:
    """Show the cells, each under its column; a field's label is its title."""
    before, after = (texts(block.kind, row) for row in (change.before, change.after))
    width = max(len(before), len(after), len(block.columns))
    changed = {0} if block.kind == BlockKind.CHECKLIST and change.columns else set(change.columns)
    for column in range(width):
        if block.kind == BlockKind.FIELD and not column:
            continue
        header = block.columns[column] if column < len(block.columns) else ""
        old, new = (cells[column] if column < len(cells) else "" for cells in (before, after))
        if change.before and change.after and column not in changed:
            old = new
        yield CellView(header, old, new)


def texts(kind: BlockKind, row: RowSource | None) -> list[str]:
    """Give a row's cells as a person reads them: an item's box as a sign before its text."""
    if row is None:
        return []
    shown = [cells.unescape(kind, text) for text in row.cells]
    if kind == BlockKind.CHECKLIST:
        return [{"": "", " ": "☐ "}.get(shown[0], "☑ ") + shown[1]]
    return shown
