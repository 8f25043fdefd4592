"""What an import says of itself: in lines for a person, or as data."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any

from plans import comparison
from plans.comparison import CHANGED, BlockView, RowView, SectionView
from plans.document.compare import Difference
from plans.editing import Imported

MOST_LINES = 50
"""Of one list; more are counted, and all of them are in the JSON."""

WIDTH, BEFORE = 80, 20
"""Characters of a text that are shown, and of them before the first that differs."""


def facts(imported: Imported) -> dict[str, Any]:
    """Give what was recognised, and what differs from the plan as it stood; whole, as data."""
    return asdict(imported.reading) | {"difference": difference_facts(imported)}


def difference_facts(imported: Imported) -> dict[str, Any] | None:
    """Give what differs, every row; None for a new plan."""
    if imported.difference is None:
        return None
    shown = asdict(whole(imported.difference))
    del shown["hidden"]
    return {"is_same": imported.is_same} | shown


def whole(difference: Difference) -> comparison.Comparison:
    """Show a difference, all its rows."""
    return comparison.comparison(difference, sys.maxsize)


def lines(name: str, imported: Imported, *, dry_run: bool) -> Iterator[str]:
    """Say what was recognised in a file and flagged, by line and column, and what differs."""
    reading = imported.reading
    yield (
        f"{'Would read' if dry_run else 'Read'} {name} into {imported.plan}: "
        f"{reading.sections} sections, {len(reading.registers)} registers, "
        f"{reading.generic_tables} other tables, {reading.rows} rows, "
        f"{reading.to_fill} cells to fill."
    )
    if not imported.is_same:
        for claim in reading.claims:
            yield f"Not believed: the file says {claim}. Only the gate decides."
    yield from cut(f"Line {each.line}, {each.column}: {each.problem}" for each in reading.flags)
    if imported.is_same:
        yield "Nothing to change: the plan says this already."
    elif imported.difference:
        yield from difference_lines(whole(imported.difference))


def cut(lines: Iterable[str]) -> Iterator[str]:
    """Give the first MOST_LINES, and how many more there are."""
    left = iter(lines)
    yield from islice(left, MOST_LINES)
    if more := sum(1 for _ in left):
        yield f"… and {more:,} more."


def difference_lines(shown: comparison.Comparison) -> Iterator[str]:
    """Say how much differs, then what, a line for each cell and each row."""
    if words := shown.summary.words():
        yield f"Difference: {', '.join(words)}."
    yield from shown.notes
    yield from cut(line for section in shown.sections for line in section_lines(section))


def section_lines(section: SectionView) -> Iterator[str]:
    """Say what differs in a section."""
    heading = section.heading or "Above the first heading"
    if section.change:
        yield f"{heading}: section {section.change}"
    for block in section.blocks:
        yield from block_lines(heading, block)


def block_lines(heading: str, block: BlockView) -> Iterator[str]:
    """Say what differs in a part of a section."""
    if block.change or block.before or block.after:
        yield f"{heading}, {block.title or 'Table'}: {stated(block)}"
    place = f"{heading}, {block.title}" if block.title else heading
    for row in block.rows:
        yield from row_lines(place, row)


def stated(block: BlockView) -> str:
    """Say what became of a part, or of what its rows do not hold."""
    if block.before and block.after:
        return became(block.before, block.after)
    text = block.before or block.after
    return f"{block.change or CHANGED} {quoted(text)}" if text else block.change


def row_lines(place: str, row: RowView) -> Iterator[str]:
    """Say what became of a row: a line for it, or one for each cell that changed."""
    if row.change != CHANGED or row.moved:
        texts = [cell.after or cell.before for cell in row.cells]
        yield f"{place}: row {'moved' if row.moved else row.change}: {quoted(' | '.join(texts))}"
    if row.change == CHANGED:
        known = [cell.after for cell in row.cells if cell.after and not cell.is_changed]
        for cell in row.cells:
            if cell.is_changed:
                where = [place, *map(quoted, known[:1]), *filter(None, [cell.column])]
                yield f"{', '.join(where)}: {became(cell.before, cell.after)}"


def became(before: str, after: str) -> str:
    """Show a text before and after, from shortly before where they part."""
    start = 0
    if max(len(before), len(after)) > WIDTH:
        pairs = enumerate(zip(before, after, strict=False))
        parting = (place for place, (old, new) in pairs if old != new)
        start = max(next(parting, min(len(before), len(after))) - BEFORE, 0)
    return f"{quoted(before, start)} → {quoted(after, start)}"


def quoted(text: str, start: int = 0) -> str:
    """Show WIDTH characters of a text on one line."""
    shown = text[start : start + WIDTH]
    dots = ("…" if start else "", "…" if start + WIDTH < len(text) else "")
    return f"“{dots[0]}{'⏎'.join(shown.splitlines())}{dots[1]}”"
