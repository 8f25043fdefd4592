"""The decisions of a plan as they stand: the rows of table 1.4, and the records behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from plans import catalogue
from plans.decisions.facts import Facts, Relations, file_name, label
from plans.decisions.relations import ALONE, Related, Said, related
from plans.decisions.telling import told
from plans.document import cells
from plans.enums import BlockKind, DecisionStatus
from plans.models import DecisionRecord, Plan, Row

KEY = "architecture-decision-records-adrs"
"""The register of decisions."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with what the table says of it; `row` is None where only a record is left.

    `name` is its number as the table prints it; `settled` says why it stays as it is, if it does.
    """

    number: int
    name: str
    row: Row | None = None
    title: str = ""
    status: str | None = None
    day: date | None = None
    settled: str = ""
    has_text: bool = False
    related: Related = field(default_factory=Related)

    @property
    def file_name(self) -> str:
        """What its file is called."""
        return file_name(self.number, self.title)

    @property
    def page(self) -> str:
        """Its page, below the plan's address."""
        return page_of(self.number)


def page_of(number: int) -> str:
    """Give a decision's page, below the plan's address."""
    return f"decisions/{number}/"


def read_row(row: Row, plan: Plan) -> Decision | None:
    """Read a row of the table; None for one without a number."""
    register = catalogue.BY_KEY[KEY]
    values, _ = register.read(row.cells, plan.references)
    if values["number"] is None:
        return None
    return Decision(
        values["number"],
        cells.unescape(BlockKind.TABLE, row.cells[0]),
        row,
        cells.unescape(BlockKind.TABLE, values["title"] or ""),
        values["status"],
        values["date"],
        register.model.settled(values),
    )


def decisions(
    plan: Plan, rows: Iterable[Row], records: Iterable[DecisionRecord]
) -> dict[int, Decision]:
    """Put rows and records together by their numbers; of rows of one number, the first counts."""
    found: dict[int, Decision] = {}
    for row in rows:
        if (read := read_row(row, plan)) and read.number not in found:
            found[read.number] = read
    records = list(records)
    for record in records:
        found.setdefault(record.number, Decision(record.number, label(record.number)))
    titles = {number: each.title for number, each in found.items()}
    relations = related(titles, map(said, records))
    texts = {record.number for record in records if record.text}
    return {
        number: replace(each, related=relations.get(number, ALONE), has_text=number in texts)
        for number, each in sorted(found.items())
    }


def said(record: DecisionRecord) -> Said:
    """Give what a record says of others."""
    return Said(record.number, record.supersedes, record.depends_on)


def of_plan(plan: Plan) -> dict[int, Decision]:
    """Give the decisions of a plan by their numbers, in their order; two queries."""
    rows = Row.objects.filter(block__section__plan=plan, block__register=KEY)
    return decisions(plan, rows, DecisionRecord.objects.filter(plan=plan))


def digest(record: DecisionRecord | None) -> str:
    """Name what a record says, so that a form can tell which one it was made of."""
    return sha256((record.said if record else "").encode()).hexdigest()


def file_of(found: Mapping[int, Decision], number: int, text: str) -> str:
    """Give a decision's MADR file, which tells of it what the plan knows."""
    decision = found[number]
    each = decision.related
    is_over = decision.status == DecisionStatus.SUPERSEDED
    relations = Relations(
        frozenset(each.supersedes),
        frozenset(each.superseded_by if is_over else ()),
        frozenset(each.depends_on),
    )
    titles = {other.number: other.title for other in found.values()}
    return told(text, Facts(decision.title, decision.status, decision.day, relations, titles))


def files(plan: Plan) -> dict[str, bytes]:
    """Give the MADR files of all decisions of a plan, by their names; three queries."""
    found = of_plan(plan)
    texts = dict(DecisionRecord.objects.filter(plan=plan).values_list("number", "text"))
    return {
        each.file_name: file_of(found, number, texts.get(number, "")).encode()
        for number, each in found.items()
    }
