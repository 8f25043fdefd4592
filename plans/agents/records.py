"""A plan's typed records, as agents' commands read them."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import dateformat

from plans.document import cells
from plans.enums import BlockKind
from plans.models import Plan, Record, Row

type Typed = Any
"""A record: its columns say which fields it has, and no type checker reads them."""

ORDER = [
    "row__block__section__plan__position",
    "row__block__section__position",
    "row__block__position",
    "row__position",
]


def records(model: type[Record], plan: Plan) -> list[Typed]:
    """Give a plan's records of one register, as `records_in` does."""
    return records_in(model, [plan])


def records_in(model: type[Record], plans: Collection[Plan] | QuerySet[Plan]) -> list[Typed]:
    """Give the records of one register in printed order, with all that they stand in; one query."""
    found = model.objects.filter(row__block__section__plan__in=plans)
    return list(found.select_related("row__block__section__plan").order_by(*ORDER))


def text(row: Row, column: int = 0) -> str:
    """Give a cell's text as a person reads it; the row needs its block."""
    found = row.cells[column] if column < len(row.cells) else ""
    return cells.unescape(BlockKind(row.block.kind), found)


def under(row: Row, header: str) -> str:
    """Give the text of a table's cell under a printed header; "" where that is not printed."""
    columns = row.block.columns
    return text(row, columns.index(header)) if header in columns else ""


def name(row: Row) -> str:
    """Give what a row is called: its first text, which of a checklist's item is not the box."""
    return text(row, int(row.block.kind == BlockKind.CHECKLIST))


def folded(name: str) -> str:
    """Give a name as names are compared."""
    return " ".join(name.split()).casefold()


def day(value: date) -> str:
    """Print a day as sentences do."""
    return dateformat.format(value, "j F Y")
