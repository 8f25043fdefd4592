"""The figures of a plan: its rows read once, and what each of its tables comes to at a moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plans import catalogue, kept, samples
from plans.catalogue import Register
from plans.document import cells
from plans.figures.drawing import Figure, Shapes
from plans.figures.lines import Around, Line, Point
from plans.figures.measures import measure
from plans.figures.registers import FIGURES, READ, STEPPED
from plans.figures.trends import SHOWN, along
from plans.kept import Past, Step
from plans.models import Block, Plan, Row, Sample

MOST = 500
"""Rows of a table that is drawn: figures are asked for at every edit."""

type Samples = Mapping[int, Sequence[Point]]

NONE: Samples = {}

FORMS = {
    form.key: register.key
    for register in catalogue.CATALOGUE
    if register.key in FIGURES or register.key in READ
    for form in register.forms
}
"""The first form of every form that has a figure, or is read by one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as figures read it: of a long one, the first rows only."""

    block: Block
    key: str
    size: int
    lines: list[Line]


def of_plan(plan: Plan, at: datetime) -> list[Figure]:
    """Give the figures of all tables of a plan that have one, in printed order; five queries."""
    return of_plans([plan], at, samples_of(plan))[plan.pk]


def of_plans(
    plans: Iterable[Plan], at: datetime, samples: Samples = NONE
) -> dict[int, list[Figure]]:
    """Give them of several plans, by primary key; three queries for all.

    Where values are heading is said of those whose `samples` are given.
    """
    plans = list(plans)
    tables, past = tables_of(plans), kept.of_plans(plans)
    steps = kept.steps(plans, stepped(table for each in tables.values() for table in each))
    return {plan.pk: figures(tables[plan.pk], at, past[plan.pk], steps, samples) for plan in plans}


def stepped(tables: Iterable[Table]) -> list[int]:
    """Name the rows of which it matters who got them done, and when."""
    return [line.row for table in tables if table.key in STEPPED for line in table.lines]


def tables_of(plans: Iterable[Plan]) -> dict[int, list[Table]]:
    """Read the tables of several plans that figures are made of, by primary key; a query."""
    by_key = {plan.pk: plan for plan in plans}
    rows = Row.objects.filter(block__section__plan__in=by_key, block__register__in=FORMS)
    by_block: dict[Block, list[Row]] = defaultdict(list)
    order = ("block__section__position", "block__position", "position")
    for row in rows.select_related("block__section").order_by(*order):
        by_block[row.block].append(row)
    found: dict[int, list[Table]] = {key: [] for key in by_key}
    for block, members in by_block.items():
        references = frozenset(by_key[block.section.plan_id].references)
        register = catalogue.BY_KEY[block.register]
        lines = [line(row, register, references) for row in members[:MOST]]
        table = Table(block, FORMS[block.register], len(members), lines)
        found[block.section.plan_id].append(table)
    return found


def samples_of(plan: Plan) -> Samples:
    """Read the last samples of each row of a plan; two queries."""
    return {row: list(map(point, of)) for row, of in samples.last(plan, SHOWN).items()}


def point(sample: Sample) -> Point:
    """Read a sample."""
    read = samples.read(catalogue.BY_KEY[sample.register], sample.text)
    return Point(sample.at, sample.text, measure(read.number, read.unit))


def figures(
    tables: Sequence[Table], at: datetime, past: Past, steps: Mapping[int, Step], samples: Samples
) -> list[Figure]:
    """Give the figures of a plan's tables."""
    by_key: dict[str, list[Line]] = defaultdict(list)
    for table in tables:
        by_key[table.key] += table.lines
    around = Around(at, by_key, past, steps, samples)
    return [figure(table, around) for table in tables if table.key in FIGURES]


def figure(table: Table, around: Around) -> Figure:
    """Give the figure of one table."""
    title, shapes = FIGURES[table.key]
    if table.size > MOST:
        drawn = Shapes([f"Not drawn: of {table.size:,} rows, nobody would see anything."])
    else:
        drawn = along(shapes(table.lines, around), table.lines, around)
    owners = {line.row: line.owner for line in table.lines if line.owner}
    of_section = table.block.pk, table.block.section.heading
    return Figure(*of_section, title, drawn, table.key, owners)


def line(row: Row, register: Register, references: frozenset[str]) -> Line:
    """Read a row."""
    values, _ = register.read(row.cells, references)
    shown = [cells.unescape(register.kind, text) for text in row.cells]
    return Line(row.pk, dict(zip(register.headers, shown, strict=False)), values)
