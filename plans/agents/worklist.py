"""`cto.plan`: everything in the plan that is still to be filled, or that no column could read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gates.actors import Actor
from plans import catalogue, page, printing
from plans.agents.records import name, text
from plans.catalogue import Register
from plans.enums import BlockKind
from plans.models import Block, Plan, Row, Section
from plans.printing import Loaded


@dataclass(frozen=True, slots=True)
class Task:
    """A cell: its row by that row's first text, its column, and what stands in it.

    `problem` is the sentence of a cell that is flagged, and empty for one to fill. `href` is the
    address at which it is written.
    """

    row: str
    column: str
    text: str
    problem: str
    href: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with its tasks; `href` leads to it on the plan's page."""

    heading: str
    href: str
    cells: int
    to_fill: int
    flagged: int
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Worklist:
    """The sections that have tasks, in printed order, and the sums of the whole plan."""

    plan: str
    filled: int | None
    to_fill: int
    flagged: int
    sections: list[Chapter]

    def lines(self) -> Iterator[str]:
        """Give the answer in words."""
        share = "" if self.filled is None else f", {self.filled}% filled"
        yield f"{self.plan}: {self.to_fill} to fill, {self.flagged} flagged{share}"
        for section in self.sections:
            heading = section.heading or "Above the first heading"
            yield f"{heading}: {section.to_fill} to fill, {section.flagged} flagged"
            for task in section.tasks:
                place = ", ".join(filter(None, dict.fromkeys([task.row, task.column])))
                yield f"  {place}: {task.problem or task.text}"


def answer(plan: Plan, *, by: Actor, at: datetime) -> Worklist:
    """List what there is to do; three queries."""
    sections = list(Section.objects.filter(plan=plan))
    open_ones = [section for section in sections if section.to_fill or section.flagged]
    keys = [section.pk for section in open_ones]
    blocks = Block.objects.filter(section__in=keys)
    rows = Row.objects.filter(block__section__in=keys).select_related("block")
    loaded, anchors = printing.load_sections(open_ones, blocks, rows), page.anchors(sections)
    total = page.total(sections)
    return Worklist(
        str(plan),
        total.filled,
        total.to_fill,
        total.flagged,
        [chapter(plan, section, anchors[section.pk], loaded) for section in open_ones],
    )


def chapter(plan: Plan, section: Section, anchor: str, loaded: Loaded) -> Chapter:
    """Give a section with everything to do in it."""
    blocks = loaded.blocks[section.pk]
    tasks = [task for block in blocks for task in tasks_of(plan, block, loaded.rows[block.pk])]
    href, counts = f"{plan.url}#{anchor}", (section.cells, section.to_fill, section.flagged)
    return Chapter(section.heading, href, *counts, tasks)


def tasks_of(plan: Plan, block: Block, rows: list[Row]) -> Iterator[Task]:
    """Give the tasks of a block, cell by cell."""
    register = catalogue.BY_KEY.get(block.register)
    for row in rows:
        for column, problem in sorted(open_cells(plan, block, register, row).items()):
            header = catalogue.column_name(block.kind, block.columns, block.register, column)
            href = f"{plan.url}rows/{row.pk}/cells/{column}/"
            yield Task(name(row), header, text(row, column), problem, href)


def open_cells(plan: Plan, block: Block, register: Register | None, row: Row) -> dict[int, str]:
    """Give the columns that a section counts as to fill, with "", and as flagged, with why."""
    kind, defined = BlockKind(block.kind), frozenset(plan.references)
    blank = [
        index
        for index in catalogue.fillable_columns(kind, register, row.cells)
        if catalogue.is_blank(kind, row.cells[index], defined)
    ]
    problems = register.read(row.cells, defined)[1] if register else {}
    return dict.fromkeys(blank, "") | problems
