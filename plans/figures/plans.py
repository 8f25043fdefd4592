"""The figures of a plan: its rows read once, and what each of its tables comes to at a moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from plans import catalogue, kept
from plans.catalogue import Register
from plans.document import cells
from plans.figures.drawing import Figure, Shapes
from plans.figures.lines import Around, Line
from plans.figures.registers import FIGURES, READ, STEPPED
from plans.kept import Past, Step
from plans.models import Block, Plan, Row

MOST = 500
"""Rows of a table that is drawn: figures are asked for at every edit."""

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
    """Give the figures of all tables of a plan that have one, in printed order; three queries."""
    return of_plans([plan], at)[plan.pk]


def of_plans(plans: Iterable[Plan], at: datetime) -> dict[int, list[Figure]]:
    """Give them of several plans, by primary key; three queries for all."""
    plans = list(plans)
    tables, past = tables_of(plans), kept.of_plans(plans)
    steps = kept.steps(plans, stepped(table for each in tables.values() for table in each))
    return {plan.pk: figures(tables[plan.pk], at, past[plan.pk], steps) for plan in plans}


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


def figures(
    tables: Sequence[Table], at: datetime, past: Past, steps: Mapping[int, Step]
) -> list[Figure]:
    """Give the figures of a plan's tables."""
    by_key: dict[str, list[Line]] = defaultdict(list)
    for table in tables:
        by_key[table.key] += table.lines
    around = Around(at, by_key, past, steps)
    return [figure(table, around) for table in tables if table.key in FIGURES]


def figure(table: Table, around: Around) -> Figure:
    """Give the figure of one table."""
    title, shapes = FIGURES[table.key]
    if table.size > MOST:
        drawn = Shapes([f"Not drawn: of {table.size:,} rows, nobody would see anything."])
    else:
        drawn = shapes(table.lines, around)
    owners = {line.row: line.owner for line in table.lines if line.owner}
    return Figure(table.block.pk, table.block.section.heading, title, drawn, owners)


def line(row: Row, register: Register, references: frozenset[str]) -> Line:
    """Read a row."""
    values, _ = register.read(row.cells, references)
    shown = [cells.unescape(register.kind, text) for text in row.cells]
    return Line(row.pk, dict(zip(register.headers, shown, strict=False)), values)
