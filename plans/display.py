"""A plan's parts as plain objects for templates to print; nothing of the reader is in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from plans import catalogue, printing, rendering
from plans.catalogue import Register
from plans.document import cells, live
from plans.enums import BlockKind
from plans.models import Block, Row, Section


@dataclass(slots=True)
class ColumnView:
    """A column: its printed header, and how its cells are edited."""

    index: int
    header: str
    editor: str = "text"
    choices: list[str] = field(default_factory=list)
    operational: bool = False


@dataclass(slots=True)
class CellView:
    """A cell: `html` as shown, `raw` as edited where that differs, `flag` what is wrong."""

    index: int
    html: SafeString
    raw: str | None = None
    flag: str = ""


@dataclass(slots=True)
class RowView:
    """A row and, for items of a list, how deep it stands and whether it is ticked."""

    pk: int
    version: int
    cells: list[CellView]
    depth: int = 0
    checked: bool | None = None
    readonly: bool = False


@dataclass(slots=True)
class BlockView:
    """A block; `html` for the kinds that nobody edits; an `operational` one grows while gated."""

    pk: int
    kind: str
    label: SafeString
    columns: list[ColumnView]
    rows: list[RowView]
    html: SafeString | None
    ordered: bool = False
    operational: bool = False


@dataclass(slots=True)
class SectionView:
    """A section as its fragment shows it."""

    pk: int
    anchor: str
    level: int
    version: int
    blocks: list[BlockView]


class Shower:
    """Turns the parts of one section into what a template prints.

    Only where the section counts flagged cells is a row read again, to say what is wrong with it.
    """

    def __init__(self, section: Section, references: frozenset[str], facts: live.Facts) -> None:
        self.flagged = section.flagged > 0
        self.references, self.facts = references, facts

    def section(self, section: Section, anchor: str, loaded: printing.Loaded) -> SectionView:
        """Show a section with everything in it."""
        return SectionView(
            section.pk,
            anchor,
            section.level,
            section.version,
            [self.block(block, loaded.rows[block.pk]) for block in loaded.blocks[section.pk]],
        )

    def told(self, text: str) -> str:
        """Put the company's name where the document has a place for it."""
        return live.apply(None, text, self.facts)

    def block(self, block: Block, rows: list[Row]) -> BlockView:
        """Show a block; a field's label is its first cell, unless that is one to write."""
        register = catalogue.BY_KEY.get(block.register)
        kind = BlockKind(block.kind)
        columns = column_views(block, register, rows)
        shown = [self.row(row, kind, register, columns) for row in rows]
        label = rendering.inline(self.told(block.label), self.references)
        if kind == BlockKind.FIELD and catalogue.is_fixed(kind, register, 0):
            label = shown[0].cells.pop(0).html
        return BlockView(
            block.pk,
            block.kind,
            label,
            columns,
            shown,
            self.fixed(block, kind),
            ordered=bool(rows) and kind == BlockKind.LIST and is_ordered(rows[0].source),
            operational=bool(register and register.is_wholly_operational),
        )

    def fixed(self, block: Block, kind: BlockKind) -> SafeString | None:
        """Show a part that has no rows, and so is not edited."""
        if kind == BlockKind.VERBATIM:
            return rendering.preformatted(block.source)
        if kind in (BlockKind.TOC, BlockKind.GATE, BlockKind.RULE):
            return rendering.blocks(live.apply(kind, block.source, self.facts), self.references)
        return None

    def row(
        self, row: Row, kind: BlockKind, register: Register | None, columns: list[ColumnView]
    ) -> RowView:
        """Show a row; one that a ragged line cut short gets its missing cells."""
        problems = self.problems(row, register)
        texts = row.cells + [""] * (len(columns) - len(row.cells))
        shown = [
            self.cell(kind, register, index, text, problems.get(index, ""))
            for index, text in enumerate(texts)
        ]
        view = RowView(row.pk, row.version, shown, readonly=bool(register and register.live))
        if kind in (BlockKind.LIST, BlockKind.CHECKLIST):
            view.depth = depth(row.source)
        if kind == BlockKind.CHECKLIST:
            view.checked = row.cells[0] in ("x", "X") if row.cells[0] else None
            del view.cells[0]
        return view

    def problems(self, row: Row, register: Register | None) -> dict[int, str]:
        """Say what is wrong with each cell that its column cannot read."""
        return register.read(row.cells, self.references)[1] if register and self.flagged else {}

    def cell(
        self, kind: BlockKind, register: Register | None, index: int, text: str, flag: str = ""
    ) -> CellView:
        """Show a cell."""
        if register and register.live and index:
            text = self.facts.updated or text
        typed = cells.unescape(kind, text)
        html = self.html(kind, self.told(typed))
        raw = None if rendering.visible(html) == typed else typed
        return CellView(index, html, raw, flag)

    def html(self, kind: BlockKind, text: str) -> SafeString:
        """Show a cell's text as its kind of block does."""
        if kind == BlockKind.DIAGRAM:
            return rendering.plain(text)
        if kind == BlockKind.STATEMENT and "\n\n" in text:
            return rendering.blocks(text, self.references)
        return rendering.inline(text, self.references)


def column_views(
    block: Block, register: Register | None, rows: Sequence[Row] = ()
) -> list[ColumnView]:
    """Show a table's columns: the printed headers, and the editors that the register knows.

    A ragged row may have more cells than the header: those are columns without a name.
    """
    width = max([len(block.columns), *(len(row.cells) for row in rows)]) if block.columns else 0
    return [
        column_view(index, block.columns[index] if index < len(block.columns) else "", register)
        for index in range(width)
    ]


def column_view(index: int, header: str, register: Register | None) -> ColumnView:
    """Show one column."""
    if register is None or index >= len(register.columns):
        return ColumnView(index, header)
    column, is_operational = register.columns[index], register.is_operational(index)
    return ColumnView(index, header, column.editor, column.choices, operational=is_operational)


def is_ordered(source: str) -> bool:
    """Tell whether a list's item bears a number."""
    return re.match(r"\s*\d+[.)]", source) is not None


def depth(source: str) -> int:
    """Give how deep a list's item stands: every two blanks of indentation are a level."""
    indentation = source[: len(source) - len(source.lstrip(" \t"))].expandtabs(4)
    return len(indentation) // 2
