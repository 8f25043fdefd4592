"""What differs between two readings of a document: which part became which, row by row.

Both are compared as they print: a live fact (see `live`) that a file carries, such as the name of
the company or the state of the gate, is no difference.
"""

import re
from collections.abc import Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from plans.document import live
from plans.document.align import Keys, align
from plans.document.cells import Unprintable, read_cells, splice
from plans.document.tree import BlockSource, Document, RowSource, SectionSource
from plans.enums import BlockKind

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_ENDINGS = {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}
_NAMED = frozenset({BlockKind.TABLE, BlockKind.LIST, BlockKind.CHECKLIST})


@dataclass(slots=True)
class RowChange:
    """A row before and after, and where in its block it stands; None where there is none.

    `columns` are those that changed; `respaced`, that its line did and none of its cells.
    """

    before: RowSource | None
    after: RowSource | None
    was_at: int | None = None
    now_at: int | None = None
    moved: bool = False
    columns: list[int] = field(default_factory=list)
    respaced: bool = False

    @property
    def is_different(self) -> bool:
        """Whether its cells or its place are not what they were."""
        return bool(self.columns) or self.moved or not (self.before and self.after)


@dataclass(slots=True)
class BlockChange:
    """A block before and after. `restated`: what its rows do not hold (a header) has changed."""

    before: BlockSource | None
    after: BlockSource | None
    moved: bool = False
    rows: list[RowChange] = field(default_factory=list)
    restated: bool = False
    respaced: bool = False

    @property
    def is_respaced(self) -> bool:
        """Whether blanks differ in it or above it, be it in nothing else."""
        return self.respaced or any(row.respaced for row in self.rows)

    @property
    def is_different(self) -> bool:
        """Whether anything in it but its blanks is not what it was."""
        rows = any(row.is_different for row in self.rows)
        return self.restated or self.moved or rows or not (self.before and self.after)


@dataclass(slots=True)
class SectionChange:
    """A section before and after."""

    before: SectionSource | None
    after: SectionSource | None
    moved: bool = False
    blocks: list[BlockChange] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """What it is called now, or was."""
        section = self.after or self.before
        return section.heading if section else ""

    @property
    def is_different(self) -> bool:
        """Whether anything in it but its blanks is not what it was."""
        whole = self.before and self.after and self.before.level == self.after.level
        return self.moved or not whole or any(block.is_different for block in self.blocks)

    @property
    def differs(self) -> bool:
        """Whether anything at all, blanks too, is not what it was."""
        return self.is_different or any(block.is_respaced for block in self.blocks)


@dataclass(slots=True)
class Difference:
    """All of both documents, matched. `notes` say what differs around and between the lines."""

    sections: list[SectionChange]
    notes: list[str]

    @property
    def is_none(self) -> bool:
        """Whether the second document prints as the first does, byte for byte."""
        return not self.notes and not any(section.differs for section in self.sections)

    def blocks(self) -> Iterator[tuple[SectionChange, BlockChange]]:
        """Every block with its section, in order."""
        for section in self.sections:
            for block in section.blocks:
                yield section, block

    def rows(self) -> Iterator[tuple[SectionChange, BlockChange, RowChange]]:
        """Every row with its block and section, in order."""
        for section, block in self.blocks():
            for row in block.rows:
                yield section, block, row


def compare(before: Document, after: Document, facts: live.Facts | None = None) -> Difference:
    """Match `after` with `before`.

    Whatever in `after` prints as what it was before becomes that: its key and, where only a live
    fact had differed, its source and cells. So `after` is then what should stand.
    """
    sections = list(_sections(before, after, facts))
    return Difference(sections, list(_notes(before, after)))


def _notes(before: Document, after: Document) -> Iterator[str]:
    if before.newline != after.newline:
        yield f"Lines ended in {_ENDINGS[before.newline]} and end in {_ENDINGS[after.newline]}."
    if before.bom != after.bom:
        yield f"A byte order mark {'comes to' if after.bom else 'goes from'} the start."
    if before.final_newline != after.final_newline:
        yield f"The last line ends {'with a' if after.final_newline else 'without a'} newline."
    if before.tail != after.tail:
        yield "The blank lines at the end differ."


def _sections(
    before: Document, after: Document, facts: live.Facts | None
) -> Iterator[SectionChange]:
    old, new = before.sections, after.sections
    for match in align([*map(_section_keys, old)], [*map(_section_keys, new)]):
        was = None if match.before is None else old[match.before]
        now = None if match.after is None else new[match.after]
        if was and now:
            now.key = was.key
        yield SectionChange(was, now, match.moved, list(_blocks(was, now, facts)))


def _section_keys(section: SectionSource) -> Keys:
    number = _NUMBER.match(section.heading)
    whole = (section.level, section.heading)
    return Keys(whole, (number[0] if number else section.heading,))


def _blocks(
    was: SectionSource | None, now: SectionSource | None, facts: live.Facts | None
) -> Iterator[BlockChange]:
    old, new = was.blocks if was else [], now.blocks if now else []
    before, after = ([_block_keys(block, facts) for block in blocks] for blocks in (old, new))
    for match in align(before, after):
        yield _block(
            None if match.before is None else old[match.before],
            None if match.after is None else new[match.after],
            facts,
            moved=match.moved,
        )


def _block_keys(block: BlockSource, facts: live.Facts | None) -> Keys:
    """A table or list is known by what stands above its rows, anything else by its text."""
    own: tuple[str, ...] = (live.told(block.kind, block.source, facts),)
    name: Hashable = ""
    if block.kind in _NAMED:
        own = (block.label, *block.columns)
        name = (block.kind, block.label) if block.label else ""
    elif block.rows:
        own = tuple(_shown(block, block.rows[0], facts))
        name = (block.kind, own[0]) if block.kind == BlockKind.FIELD else ""
    return Keys((block.kind, *own), (name,), block.kind)


def _block(
    was: BlockSource | None, now: BlockSource | None, facts: live.Facts | None, *, moved: bool
) -> BlockChange:
    change = BlockChange(was, now, moved, list(_rows(was, now, facts)))
    if was and now:
        now.key = was.key
        same = live.told(was.kind, was.source, facts) == live.told(now.kind, now.source, facts)
        if same:
            now.source = was.source
        change.restated = not same and (was.label, was.columns) != (now.label, now.columns)
        change.restated |= not same and not now.rows
        change.respaced = was.above != now.above or not same
    return change


def _rows(
    was: BlockSource | None, now: BlockSource | None, facts: live.Facts | None
) -> Iterator[RowChange]:
    old, new = was.rows if was else [], now.rows if now else []
    before = [_shown(was, row, facts) for row in old] if was else []
    after = [_shown(now, row, facts) for row in new] if now else []
    boxed = BlockKind.CHECKLIST in {part.kind for part in (was, now) if part}
    keys = ([_row_keys(cells, boxed=boxed) for cells in side] for side in (before, after))
    for match in align(*keys):
        change = RowChange(
            None if match.before is None else old[match.before],
            None if match.after is None else new[match.after],
            match.before,
            match.after,
            match.moved,
        )
        if was and match.before is not None and match.after is not None:
            change.columns = _changed(before[match.before], after[match.after])
            _keep(was.kind, old[match.before], new[match.after], change, facts)
        yield change


def _keep(
    kind: BlockKind, was: RowSource, now: RowSource, change: RowChange, facts: live.Facts | None
) -> None:
    """Leave standing, as it was written, whatever prints the same as before."""
    now.key = was.key
    if live.told(kind, was.source, facts) == live.told(kind, now.source, facts):
        now.source, now.cells = was.source, was.cells
        return
    change.respaced = not change.columns
    kept = [
        text if column in change.columns or column >= len(was.cells) else was.cells[column]
        for column, text in enumerate(now.cells)
    ]
    with suppress(Unprintable):
        now.source, now.cells = splice(kind, now.source, kept), kept


def _row_keys(cells: list[str], *, boxed: bool) -> Keys:
    """A row of several cells is known by its first, and else by all the others.

    An item is known by its text, ticked or not.
    """
    if boxed or len(cells) == 1:
        return Keys(tuple(cells), (cells[-1] if boxed else "", ""))
    rest = tuple(cells[1:])
    return Keys(tuple(cells), (cells[0] if cells else "", rest if any(rest) else ""))


def _changed(before: list[str], after: list[str]) -> list[int]:
    """The columns whose texts differ; a cell that a line lacks is empty."""
    width = max(len(before), len(after))
    old, new = (cells + [""] * (width - len(cells)) for cells in (before, after))
    return [column for column in range(width) if old[column] != new[column]]


def _shown(block: BlockSource, row: RowSource, facts: live.Facts | None) -> list[str]:
    """The row's cells with the live facts in them."""
    told = live.told(block.kind, row.source, facts)
    return row.cells if told == row.source else read_cells(block.kind, told)
