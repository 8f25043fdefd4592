"""The history of what is measured: taken wherever a cell or a row is written, and read back."""

from collections.abc import Iterable, Iterator

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from gates.actors import Actor
from gates.evidence import Measure
from plans.catalogue import MEASURED, Register, is_blank
from plans.document import cells
from plans.enums import SampleSource
from plans.models import Plan, Row, Sample

MOST = 500
"""Rows whose samples are read at once; a database takes no condition of any length."""


def take(
    plan: Plan, rows: Iterable[tuple[Register, Row]], source: SampleSource, *, by: Actor
) -> None:
    """Record what rows that changed say now; a query, none where nothing was measured."""
    now = timezone.now()
    Sample.objects.bulk_create(
        Sample(
            plan_id=plan.pk,
            register=MEASURED[register.key],
            row=row.pk,
            name=name,
            text=text,
            at=now,
            source=source,
            actor_kind=by.kind,
            actor_name=by.name,
        )
        for register, row in rows
        for name, text in measured(register, row, plan.references)
    )


def measured(register: Register, row: Row, references: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the name and the value of a row that says one: no placeholder, no dash, no nonsense."""
    text = value(register, row.cells)
    if text is not None and says(register, text, references):
        name = cells.unescape(register.kind, register.name_of(row.cells))
        yield name, cells.unescape(register.kind, text)


def value(register: Register | None, texts: list[str]) -> str | None:
    """Give the printed text of a row's measured cell, None in a register without one."""
    index = register.measured_column if register else None
    if index is None:
        return None
    return texts[index] if index < len(texts) else ""


def says(register: Register, text: str, references: Iterable[str] = ()) -> bool:
    """Tell whether the measured column reads a value in a printed text."""
    is_open = is_blank(register.kind, text, frozenset(references))
    return not is_open and read(register, text).number is not None


def read(register: Register, text: str) -> Measure:
    """Give the number and the unit that a measured text says; no number where it says none."""
    column = register.columns[register.measured_column or 0]
    try:
        values = column.values(text)
    except ValueError:
        return Measure(None)
    parts = {suffix: values[name] for suffix, name in column.names.items()}
    return Measure(parts.get("_value", parts.get("")), parts.get("_unit") or "")


def last(plan: Plan, number: int) -> dict[int, list[Sample]]:
    """Give the last samples of each row of a plan, so many at most, the oldest first; two queries.

    First from when on each row has so many, then those: both find them by an index, however many
    samples there are. Of a plan with more than MOST rows that measure, some only.
    """
    newest = Sample.objects.filter(row=OuterRef("pk")).order_by("-at", "-pk").values("at")
    rows = Row.objects.filter(block__section__plan=plan, block__register__in=MEASURED)
    since = rows.order_by("pk").annotate(since=Subquery(newest[number - 1 : number]))
    wanted = Q(pk__in=())
    for row, at in since.values_list("pk", "since")[:MOST]:
        wanted |= Q(row=row, at__gte=at) if at else Q(row=row)
    found: dict[int, list[Sample]] = {}
    for sample in Sample.objects.filter(wanted).order_by("at", "pk"):
        found.setdefault(sample.row, []).append(sample)
    return {row: of[-number:] for row, of in found.items()}
