"""From the tables back to the file: every line from its source, but for the live facts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import DEFAULT_DB_ALIAS

from gates import state as states
from gates.enums import Approval, GateState
from gates.state import State
from plans.document import cells, emit, live
from plans.document.tree import BlockSource, Document, RowSource, SectionSource
from plans.enums import BlockKind
from plans.models import Block, Plan, Row, Section


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan's parts, each in order; there may be blocks and rows of other plans among them."""

    sections: list[Section]
    blocks: dict[int, list[Block]]
    rows: dict[int, list[Row]]

    def all_blocks(self) -> Iterator[Block]:
        """Give every block, in order."""
        for section in self.sections:
            yield from self.blocks[section.pk]


def load(plan: Plan, *, using: str = DEFAULT_DB_ALIAS) -> Loaded:
    """Read the whole document; three queries, whatever its size."""
    return load_all([plan], using=using)[plan.pk]


def load_all(plans: Collection[Plan], *, using: str = DEFAULT_DB_ALIAS) -> dict[int, Loaded]:
    """Read whole documents, by their plans' primary keys; three queries for all of them."""
    together = load_sections(
        list(Section.objects.using(using).filter(plan__in=plans)),
        Block.objects.using(using).filter(section__plan__in=plans),
        Row.objects.using(using).filter(block__section__plan__in=plans),
    )
    by_plan: dict[int, list[Section]] = defaultdict(list)
    for section in together.sections:
        by_plan[section.plan_id].append(section)
    return {plan.pk: replace(together, sections=by_plan[plan.pk]) for plan in plans}


def load_some(sections: list[Section]) -> Loaded:
    """Read these sections only; two queries."""
    keys = [section.pk for section in sections]
    return load_sections(
        sections,
        Block.objects.filter(section__in=keys),
        Row.objects.filter(block__section__in=keys),
    )


def load_sections(sections: list[Section], blocks: Iterable[Block], rows: Iterable[Row]) -> Loaded:
    """Sort blocks under their sections and rows under their blocks."""
    by_section: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        by_section[block.section_id].append(block)
    by_block: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        by_block[row.block_id].append(row)
    return Loaded(sections, by_section, by_block)


def line(row: Row, block: Block) -> str:
    """Give what a row prints: its source, with the cells that changed since spliced in."""
    if not row.version:
        return row.source
    return cells.splice(BlockKind(block.kind), row.source, row.cells, block.widths)


def document(plan: Plan, loaded: Loaded) -> Document:
    """Give the plan as if it had been read from its own print, each part with its key."""
    sections = [
        SectionSource(
            section.level,
            section.heading,
            [block_source(block, loaded.rows[block.pk]) for block in loaded.blocks[section.pk]],
            section.pk,
        )
        for section in loaded.sections
    ]
    return Document(sections, plan.bom, plan.newline, plan.final_newline, plan.tail)


def block_source(block: Block, rows: list[Row]) -> BlockSource:
    """Give a block with its rows as the document's reader does."""
    return BlockSource(
        BlockKind(block.kind),
        block.above,
        block.source,
        block.label,
        block.columns,
        block.widths,
        [RowSource(row.cells, line(row, block), row.pk) for row in rows],
        block.pk,
    )


def gate_state(plan: Plan) -> State | None:
    """Give the state of the plan's gate, None for a plan without one; at most one query."""
    return states.current(plan.gate) if plan.gate else None


def facts(plan: Plan, state: State | None) -> live.Facts:
    """Collect what the document says of itself, in the document's own words.

    HALTED prints as GATED; an approval is APPROVED or PENDING. Without a gate it says nothing.
    """
    known = live.Facts(plan.company.name, plan.updated_at.date().isoformat())
    if state is None:
        return known
    return replace(
        known,
        gate="OPEN" if state.gate == GateState.OPEN else "GATED",
        validation=str(state.validation),
        approval="APPROVED" if state.approval == Approval.APPROVED else "PENDING",
    )


def text(plan: Plan, facts: live.Facts | None = None) -> str:
    """Print the plan; without facts, exactly what people wrote. Three queries."""
    return printed(plan, load(plan), facts)


def printed(plan: Plan, loaded: Loaded, facts: live.Facts | None = None) -> str:
    """Print a plan whose parts were read."""
    return emit.join(
        parts(loaded, facts),
        bom=plan.bom,
        final_newline=plan.final_newline,
        tail=plan.tail,
    )


def parts(loaded: Loaded, facts: live.Facts | None) -> Iterator[str]:
    """Give the document's parts in order."""
    for section in loaded.sections:
        yield from section_parts(loaded, section, facts)


def section_parts(
    loaded: Loaded, section: Section, facts: live.Facts | None = None
) -> Iterator[str]:
    """Give a section's parts in order, its heading first."""
    for block in loaded.blocks[section.pk]:
        kind = BlockKind(block.kind)
        yield block.above
        yield live.told(kind, block.source, facts)
        for row in loaded.rows[block.pk]:
            yield live.told(kind, line(row, block), facts)
