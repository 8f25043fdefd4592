"""What an import changes, as entries of the history: a cell, a row that came, went or moved."""

import json
from collections.abc import Iterator, Mapping

from plans import catalogue
from plans.document.compare import BlockChange, Difference, RowChange, SectionChange
from plans.document.tree import RowSource
from plans.enums import Action
from plans.history import Entry
from plans.models import Row


def entries(difference: Difference, registers: Mapping[int, str]) -> Iterator[Entry]:
    """Give an entry for each cell and row; `registers` are the blocks' by the blocks' keys."""
    for section, block, row in difference.rows():
        if not row.is_different:
            continue
        part = block.after or block.before
        register = registers.get(part.key or 0, "") if part else ""
        if row.before is None or row.after is None:
            yield come_or_gone(section, register, row)
            continue
        if row.moved:
            yield moved(section, register, row)
        for column in row.columns:
            yield cell_set(section, block, register, row, column)


def come_or_gone(section: SectionChange, register: str, change: RowChange) -> Entry:
    """Describe a row that is only on one side, whole."""
    row = change.after or change.before
    return Entry(
        Action.ADD if change.after else Action.DELETE,
        place=section.heading,
        register=register,
        row=row.key if row else None,
        before=whole(change.before, change.was_at) if change.before else "",
        after=whole(change.after, change.now_at) if change.after else "",
    )


def whole(row: RowSource | Row, position: int | None, **more: object) -> str:
    """Keep all of a row, so that it can be put back."""
    kept = {"cells": row.cells, "source": row.source, "position": position} | more
    return json.dumps(kept, ensure_ascii=False)


def moved(section: SectionChange, register: str, change: RowChange) -> Entry:
    """Describe a row that stands in another place; places count from 1."""
    return Entry(
        Action.MOVE,
        place=section.heading,
        register=register,
        row=change.after.key if change.after else None,
        before=str((change.was_at or 0) + 1),
        after=str((change.now_at or 0) + 1),
    )


def cell_set(
    section: SectionChange, block: BlockChange, register: str, change: RowChange, column: int
) -> Entry:
    """Describe a cell with another text; one that a line lacks is empty."""
    before, after = (
        row.cells[column] if row and column < len(row.cells) else ""
        for row in (change.before, change.after)
    )
    part = block.after
    return Entry(
        Action.SET,
        place=section.heading,
        register=register,
        row=change.after.key if change.after else None,
        column=catalogue.column_name(part.kind, part.columns, register, column) if part else "",
        before=before,
        after=after,
    )
