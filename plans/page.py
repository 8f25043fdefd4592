"""What the pages show of a plan: plain objects that a template only has to print.

A section's fragment holds nothing of the person who reads it, so it is cached under the
section's version and the live facts, and never invalidated.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gates import lock
from gates.models import Gate
from gates.state import State
from plans import catalogue, printing, rendering
from plans.address import read_only
from plans.catalogue import Register
from plans.document import cells, live
from plans.enums import BlockKind
from plans.models import Block, Plan, Row, Section

LONG = 30 * 24 * 3600


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
    """A block; `html` for the kinds that nobody edits."""

    pk: int
    kind: str
    label: SafeString
    register: str
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
    heading_html: SafeString
    version: int
    blocks: list[BlockView]


@dataclass(slots=True)
class OutlineEntry:
    """A heading in the outline, with the share filled under it and its own children."""

    pk: int
    anchor: str
    heading: str
    level: int
    count: catalogue.Count
    children: list["OutlineEntry"] = field(default_factory=list)

    @property
    def total(self) -> catalogue.Count:
        """The counts of this section and everything under it."""
        return sum((child.total for child in self.children), start=self.count)

    @property
    def percent(self) -> int | None:
        """The share filled, in whole percent; None where there is nothing to fill."""
        return self.total.filled

    @property
    def flagged(self) -> int:
        """Cells that a typed column cannot read."""
        return self.total.flagged


def anchors(sections: Iterable[Section]) -> dict[int, str]:
    """Give each section the anchor that tables of contents use: GitHub's slug of the heading."""
    seen: dict[str, int] = {}
    found = {}
    for section in sections:
        slug = github_slug(section.heading) or f"section-{section.position}"
        number = seen[slug] = seen.get(slug, -1) + 1
        found[section.pk] = f"{slug}-{number}" if number else slug
    return found


def github_slug(heading: str) -> str:
    """Lower case, punctuation dropped, every blank a hyphen: "8. A & B" is "8-a--b"."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.strip().replace(" ", "-")


def outline(sections: Iterable[Section], anchor: Mapping[int, str]) -> list[OutlineEntry]:
    """Arrange the sections from the second level down as a tree two levels deep.

    Headings below the third level count for the third; a title above them is no part of it.
    """
    top: list[OutlineEntry] = []
    for section in sections:
        count = catalogue.Count(section.cells, section.to_fill, section.flagged)
        entry = OutlineEntry(section.pk, anchor[section.pk], section.heading, section.level, count)
        if section.level <= 2 or not top:  # noqa: PLR2004 (the second level is the outline's first)
            top.append(entry)
        elif section.level == 3 or not top[-1].children:  # noqa: PLR2004
            top[-1].children.append(entry)
        else:
            top[-1].children[-1].children.append(entry)
    return top


def fragments(
    plan: Plan, sections: list[Section], anchor: Mapping[int, str], facts: live.Facts
) -> list[SafeString]:
    """Give every section's HTML: from the cache, and rendered where it is not there.

    No query where all are cached; otherwise two, for the blocks and rows of the others.
    """
    told = sha256(repr((facts, plan.references)).encode()).hexdigest()[:16]
    keys = {section.pk: f"section:{section.pk}:{section.version}:{told}" for section in sections}
    html = cache.get_many(keys.values())
    missing = [section for section in sections if keys[section.pk] not in html]
    if missing:
        rendered = render(plan, missing, anchor, facts)
        fresh = {keys[pk]: fragment for pk, fragment in rendered.items()}
        cache.set_many(fresh, LONG)
        html |= fresh
    return [mark_safe(html[keys[section.pk]]) for section in sections]  # noqa: S308 (our own)


def render(
    plan: Plan, sections: list[Section], anchor: Mapping[int, str], facts: live.Facts
) -> dict[int, str]:
    """Render sections' fragments; two queries for all of them."""
    keys = [section.pk for section in sections]
    loaded = printing.load_sections(
        sections,
        Block.objects.filter(section__in=keys),
        Row.objects.filter(block__section__in=keys),
    )
    shower = Shower(frozenset(plan.references), facts)
    return {
        section.pk: render_to_string(
            "plans/section.html#section",
            {"section": shower.section(section, anchor[section.pk], loaded)},
        )
        for section in sections
    }


class Shower:
    """Turns the document's parts into what a template prints."""

    def __init__(self, references: frozenset[str], facts: live.Facts) -> None:
        self.references, self.facts = references, facts

    def section(self, section: Section, anchor: str, loaded: printing.Loaded) -> SectionView:
        """Show a section with everything in it."""
        return SectionView(
            section.pk,
            anchor,
            section.level,
            rendering.inline(self.told(section.heading), self.references),
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
        columns = column_views(block, register)
        shown = [self.row(row, kind, register, columns) for row in rows]
        label = rendering.inline(self.told(block.label), self.references)
        if kind == BlockKind.FIELD and catalogue.is_fixed(kind, register, 0):
            label = shown[0].cells.pop(0).html
        return BlockView(
            block.pk,
            block.kind,
            label,
            block.register,
            columns,
            shown,
            self.fixed(block, kind),
            ordered=bool(rows) and kind == BlockKind.LIST and is_ordered(rows[0].source),
            operational=bool(register and register.operational == set(register.headers)),
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
        problems = register.read(row.cells, self.references)[1] if register else {}
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


def column_views(block: Block, register: Register | None) -> list[ColumnView]:
    """Show a table's columns: the printed headers, and the editors that the register knows."""
    return [
        ColumnView(
            index,
            header,
            register.columns[index].editor if register else "text",
            register.columns[index].choices if register else [],
            operational=bool(register and register.is_operational(index)),
        )
        for index, header in enumerate(block.columns)
    ]


def is_ordered(source: str) -> bool:
    """Tell whether a list's item bears a number."""
    return re.match(r"\s*\d+[.)]", source) is not None


def depth(source: str) -> int:
    """Give how deep a list's item stands: every two blanks of indentation are a level."""
    indentation = source[: len(source) - len(source.lstrip(" \t"))].expandtabs(4)
    return len(indentation) // 2


@dataclass(frozen=True, slots=True)
class Banner:
    """The gate as it stands over a plan: its words, and what is missing and who can give it."""

    state: str
    validation: str
    approval: str
    reasons: list[lock.Reason]
    url: str

    @property
    def css(self) -> str:
        """The class that colours it."""
        return f"is-{self.state.lower()}"


def banner(gate: Gate | None, state: State | None) -> Banner | None:
    """Give the banner of a plan that has a gate."""
    if gate is None or state is None:
        return None
    url = gate.get_absolute_url()
    return Banner(state.gate, state.validation, str(state.approval.label), lock.reasons(state), url)


def context(plan: Plan, sections: list[Section], state: State | None) -> dict[str, object]:
    """Give the plan page's context; see its template for the names. At most two queries."""
    anchor = anchors(sections)
    entries = outline(sections, anchor)
    may_write = plan.may_change_plan  # type: ignore[attr-defined]
    reasons = lock.reasons(state) if state else []
    return {
        "plan": plan,
        "banner": banner(plan.gate, state),
        "editable": ("operational" if reasons else "yes") if may_write else "no",
        "refusal": refusal(plan, reasons, may_write=may_write),
        "outline": entries,
        "filled": sum((entry.total for entry in entries), start=catalogue.Count()).filled,
        "sections": fragments(plan, sections, anchor, printing.facts(plan, state)),
    }


def refusal(plan: Plan, reasons: list[lock.Reason], *, may_write: bool) -> str:
    """Say why a cell cannot be edited, in the words of the refusal itself."""
    if not may_write:
        return read_only(plan)
    return " ".join(reason.sentence for reason in reasons)
