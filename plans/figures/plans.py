"""The figures of a plan: its rows read once, and what each of its tables comes to on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from plans import catalogue
from plans.catalogue import Register
from plans.document import cells
from plans.enums import BlockKind
from plans.figures.drawing import Figure, Shapes
from plans.figures.lines import Line
from plans.figures.registers import FIGURES
from plans.models import Block, Plan, Row

MOST = 500
"""Rows of a table that is drawn: figures are asked for at every edit."""

FORMS = {
    form.key: register.key
    for register in catalogue.CATALOGUE
    if register.key in FIGURES
    for form in register.forms
}
"""The first form of every form that has a figure."""


def of_plan(plan: Plan, today: date) -> list[Figure]:
    """Give the figures of all tables of a plan that have one, in printed order; a query."""
    return of_plans([plan], today)[plan.pk]


def of_plans(plans: Iterable[Plan], today: date) -> dict[int, list[Figure]]:
    """Give them of several plans, by primary key; a query for all."""
    by_key = {plan.pk: plan for plan in plans}
    rows = Row.objects.filter(block__section__plan__in=by_key, block__register__in=FORMS)
    by_block: dict[Block, list[Row]] = defaultdict(list)
    order = ("block__section__position", "block__position", "position")
    for row in rows.select_related("block__section").order_by(*order):
        by_block[row.block].append(row)
    found: dict[int, list[Figure]] = {key: [] for key in by_key}
    for block, lines in by_block.items():
        key = block.section.plan_id
        found[key].append(figure(block, lines, frozenset(by_key[key].references), today))
    return found


def figure(block: Block, rows: list[Row], references: frozenset[str], today: date) -> Figure:
    """Give the figure of one table."""
    title, shapes = FIGURES[FORMS[block.register]]
    register = catalogue.BY_KEY[block.register]
    if len(rows) > MOST:
        drawn = Shapes([f"Not drawn: of {len(rows):,} rows, nobody would see anything."])
    else:
        drawn = shapes([line(row, register, references) for row in rows], today)
    return Figure(block.pk, block.section.heading, title, drawn)


def line(row: Row, register: Register, references: frozenset[str]) -> Line:
    """Read a row."""
    values, _ = register.read(row.cells, references)
    shown = [cells.unescape(BlockKind.TABLE, text) for text in row.cells]
    return Line(row.pk, dict(zip(register.headers, shown, strict=False)), values)
