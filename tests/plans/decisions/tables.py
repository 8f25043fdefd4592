"""A plan with some decisions, and who may write it."""

from typing import NamedTuple

from gates.actors import Actor
from plans import printing
from plans.address import Address
from plans.decisions import records
from plans.enums import Position
from plans.models import DecisionRecord, Plan, Row
from tests.plans.factories import PlanFactory, address, member

TEXT = """# CIO - Information Plan

### 1.4 Architecture Decision Records (ADRs)

| ADR | Title | Status | Date |
|-----|-------|--------|------|
| ADR-001 | A monolith | Accepted | 2025-02-11 |
| ADR-002 | One database | Proposed | [Date] |
| ADR-003 | Queues | Deprecated | 2025-04-08 |
| ADR-004 | [Decision title] | [Accepted/Superseded/Deprecated] | [Date] |
| ADR-005 | Services | Accepted | 2026-10-14 |
| [ADR] | [Decision title] | [Accepted/Superseded/Deprecated] | [Date] |

### Other

Words.
"""


class Desk(NamedTuple):
    """The plan, and somebody who writes it."""

    plan: Plan
    at: Address
    by: Actor

    def row(self, name: str) -> Row:
        """A decision's row, fresh from the database."""
        rows = Row.objects.filter(block__section__plan=self.plan, block__register=records.KEY)
        return next(row for row in rows if row.cells[0] == name)

    def cells(self, name: str) -> list[str]:
        """What a decision's row says."""
        return self.row(name).cells

    def text(self) -> str:
        """The plan as people wrote it."""
        return printing.text(Plan.objects.select_related("company", "gate").get(pk=self.plan.pk))

    def record(self, number: int) -> DecisionRecord:
        """A decision's record, a new one where there is none."""
        found = DecisionRecord.objects.filter(plan=self.plan, number=number).first()
        return found or DecisionRecord(number=number)

    def file(self, number: int) -> str:
        """A decision's MADR file."""
        return records.file_of(records.of_plan(self.plan), number, self.record(number).text)


def desk(text: str = TEXT) -> Desk:
    """Somebody at a plan that no gate locks."""
    plan = PlanFactory(position=Position.CIO, text=text)
    return Desk(plan, address(plan), Actor.of(member(plan, Position.CIO)))
