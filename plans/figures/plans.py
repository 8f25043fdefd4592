"""The figures of a plan: its rows read once, and what each of its tables comes to at a moment."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from plans import catalogue, kept, samples
from plans.catalogue import FIRST, Register
from plans.decisions.records import KEY
from plans.decisions.relations import Said
from plans.document import cells
from plans.enums import Action
from plans.figures.drawing import Figure, Shapes
from plans.figures.lines import Around, Line, Point
from plans.figures.measures import measure
from plans.figures.registers import FIGURES, READ, STEPPED
from plans.figures.trends import SHOWN, along
from plans.models import Block, Change, DecisionRecord, Plan, Row, Sample

AGEING = ("technology-stack", "tech-debt-register")
"""Registers whose figures say how old a row is."""

MOST = 500
"""Rows of a table that is drawn: figures are asked for at every edit."""

type Samples = Mapping[int, Sequence[Point]]

NONE: Samples = {}

FORMS = {key: first for key, first in FIRST.items() if first in FIGURES or first in READ}
"""The first form of every form that has a figure, or is read by one."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table as figures read it: of a long one, the first rows only."""

    block: Block
    key: str
    size: int
    lines: list[Line]


def of_plan(plan: Plan, at: datetime) -> list[Figure]:
    """Give the figures of all tables of a plan that have one, in printed order; seven queries."""
    return of_plans([plan], at, samples_of(plan))[plan.pk]


def of_plans(
    plans: Iterable[Plan], at: datetime, samples: Samples = NONE
) -> dict[int, list[Figure]]:
    """Give them of several plans, by primary key; five queries for all.

    Where values are heading is said of those whose `samples` are given.
    """
    read = around_of(plans, at, samples)
    return {
        key: [figure(table, around) for table in tables if table.key in FIGURES]
        for key, (tables, around) in read.items()
    }


def around_of(
    plans: Iterable[Plan], at: datetime, samples: Samples = NONE
) -> dict[int, tuple[list[Table], Around]]:
    """Read the tables of several plans, each with what figures may ask; five queries for all."""
    plans = list(plans)
    tables, past = tables_of(plans), kept.of_plans(plans)
    steps = kept.steps(plans, stepped(table for each in tables.values() for table in each))
    said, (changed, came) = said_of(tables), days_of(plans, tables)
    return {
        key: (
            those,
            Around(
                at,
                joined(those),
                past=past[key],
                steps=steps,
                samples=samples,
                decisions=said.get(key, ()),
                changed=changed,
                came=came,
            ),
        )
        for key, those in tables.items()
    }


def joined(tables: Iterable[Table]) -> dict[str, list[Line]]:
    """Give the rows of tables by the key of their register's first form."""
    by_key: dict[str, list[Line]] = defaultdict(list)
    for table in tables:
        by_key[table.key] += table.lines
    return by_key


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


def said_of(tables: Mapping[int, Sequence[Table]]) -> dict[int, list[Said]]:
    """Give what records say of decisions, by their plans' keys; a query, if any plan lists some."""
    found: dict[int, list[Said]] = {
        key: [] for key, those in tables.items() if any(each.key == KEY for each in those)
    }
    records = DecisionRecord.objects.filter(plan__in=found)
    for key, *said in records.values_list("plan", "number", "supersedes", "depends_on"):
        found[key].append(Said(*said))
    return found


def days_of(
    plans: Iterable[Plan], tables: Mapping[int, Sequence[Table]]
) -> tuple[dict[int, date], dict[int, date]]:
    """Give when rows whose age matters were last changed, and when they came; a query, if any.

    What came with a document, and what nobody has changed since, counts as old as the plan.
    """
    made = {
        line.row: timezone.localdate(plan.created_at)
        for plan in plans
        for table in tables[plan.pk]
        if table.key in AGEING
        for line in table.lines
    }
    changes = Change.objects.filter(plan__in=tables, row__in=made).order_by()
    told = changes.values_list("row").annotate(
        Max("at"), added=Max("at", filter=Q(action=Action.ADD))
    )
    changed, came = dict(made), dict(made)
    for row, last, added in told:
        changed[row or 0] = timezone.localdate(last)
        if added:
            came[row or 0] = timezone.localdate(added)
    return changed, came


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
