"""The door itself: one transaction in which a plan is locked, checked and written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from gates import access, lock
from gates.actors import Actor
from plans.address import Address, Gone, read_only
from plans.models import Plan, Row
from plans.models.guard import open_door


class Conflict(Exception):
    """Somebody else changed the cell since the caller saw it; both texts are carried along."""

    def __init__(self, row: Row, column: int, theirs: str, mine: str) -> None:
        super().__init__(f"It says “{theirs}” now.")
        self.row, self.column, self.theirs, self.mine = row, column, theirs, mine


class Outdated(Exception):
    """The plan is no longer what the caller saw."""


class Invalid(ValueError):
    """A text that cannot stand in its cell; the message says what would be right."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


@contextmanager
def writing(address: Address, *, by: Actor) -> Iterator[Plan]:
    """Open the door to one plan: in a transaction, the plan and its gate locked.

    Yields the plan with its company and gate. Raises Gone if the actor may not see it, and
    PermissionDenied if the actor may not write it. The gate is for the caller to check, who
    knows whether the column is an operational one. Two queries at most.
    """
    with transaction.atomic(), open_door():
        plan = locked_plan(address, by)
        if not plan.may_change_plan:  # type: ignore[attr-defined]
            raise PermissionDenied(read_only(plan))
        yield plan


def locked_plan(address: Address, by: Actor) -> Plan:
    """Lock the plan's row and its gate's, in that order for everybody.

    PostgreSQL refuses to lock the nullable side of an outer join, so the first query takes plans
    that have a gate, by an inner join; the second, the few that have none.
    """
    plans = access.with_permissions(
        access.visible_to(by, "view_plan", Plan.objects.all()), by, "change_plan"
    ).filter(company__slug=address.company, position=address.position)
    gated = plans.filter(gate__title__isnull=False).select_related("company", "gate")
    plan = gated.select_for_update(of=("self", "gate")).first() or locked_without_gate(plans)
    if plan is None:
        message = "There is no such plan."
        raise Gone(message)
    return plan


def locked_without_gate(plans: QuerySet[Plan]) -> Plan | None:
    """Lock the row of a plan that has no gate."""
    ungated = plans.filter(gate__isnull=True).select_related("company")
    return ungated.select_for_update(of=("self",)).first()


def check_gate(plan: Plan) -> None:
    """Raise GateClosed, with the reasons, unless the plan's gate is open; one query."""
    if plan.gate:
        lock.check_open(plan.gate)
