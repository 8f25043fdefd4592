"""`manage.py verify`: check that nothing was tampered with and nothing has drifted apart."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from gates import chain
from gates.models import Decision, Gate
from plans import catalogue, history
from plans.document import cells
from plans.enums import BlockKind
from plans.models import Plan, Row


class Command(BaseCommand):
    """Walk every hash chain, and hold every record against its row."""

    help = "Check the history and gate logs, and that every record is the parse of its row."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the heads to compare elsewhere; exit 1 and say what is wrong, if anything is."""
        found = 0
        for plan in Plan.objects.select_related("company"):
            self.stdout.write(f"{plan}: revision {plan.revision}, head {plan.head_hash}")
            found += self.tell(plan_problems(plan))
        for gate in Gate.objects.all():
            log = list(Decision.objects.filter(gate=gate).order_by("sequence"))
            head = log[-1].hash if log else ""
            self.stdout.write(f"{gate}: {len(log)} decisions, head {head}")
            found += self.tell(gate_problems(log))
        self.stdout.write(f"{found} problems" if found else "All is as it was written.")
        if found:
            sys.exit(1)

    def tell(self, problems: Iterator[str]) -> int:
        """Print the problems; give their number."""
        number = 0
        for number, problem in enumerate(problems, start=1):  # noqa: B007 (the last one is it)
            self.stdout.write(f"  {problem}")
        return number


def gate_problems(log: list[Decision]) -> Iterator[str]:
    """Give what is wrong with a gate's log, which starts with the gate's creation."""
    if not log:
        yield "its log is empty"
    if broken := chain.verify(record.link() for record in log):
        yield f"decision {broken.sequence}: {broken.problem}"


def plan_problems(plan: Plan) -> Iterator[str]:
    """Give what is wrong with a plan: its chain, its rows, its records."""
    if broken := history.verify(plan):
        yield f"revision {broken.sequence}: {broken.problem}"
    for register in catalogue.CATALOGUE:
        rows = Row.objects.filter(block__section__plan=plan, block__register=register.key)
        records = register.model.objects.in_bulk([row.pk for row in rows])
        for row in rows:
            values, _ = register.read(row.cells, plan.references)
            record = records.get(row.pk)
            if any(getattr(record, name, ...) != value for name, value in values.items()):
                yield f"{register.title}, row {row.pk}: its record is not the parse of its cells"
    for row in Row.objects.filter(block__section__plan=plan, version=0).select_related("block"):
        if source_cells(row) != row.cells:
            yield f"{row.block.section}, row {row.pk}: its cells are not those of its source"


def source_cells(row: Row) -> list[str] | None:
    """Give the cells that the row's source says; None for one that says none."""
    try:
        return cells.read_cells(BlockKind(row.block.kind), row.source)
    except ValueError:
        return None
