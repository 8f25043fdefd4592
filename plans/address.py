"""Where a plan lies, and who may look there."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied

from gates import access
from gates.actors import Actor
from plans.enums import Position
from plans.models import Plan


class Address(NamedTuple):
    """A company's slug and a position: what a plan's address is made of."""

    company: str
    position: Position | str


class Gone(LookupError):
    """What was named is not there, no longer there, or never to be seen by this actor."""


def read_only(plan: Plan) -> str:
    """Say to a reader who may write the plan, in the one sentence for page and refusal."""
    return f"You may read this plan but not change it. The {plan.position} can."


def visible_plan(address: Address, by: Actor) -> Plan:
    """Give the plan with company, gate and `may_change_plan`; one query. Gone if unseen."""
    visible = access.visible_to(by, "view_plan", Plan.objects.all())
    plans = access.with_permissions(visible, by, "change_plan").select_related("company", "gate")
    plan = plans.filter(company__slug=address.company, position=address.position).first()
    if plan is None:
        message = "There is no such plan."
        raise Gone(message)
    return plan


def changeable(address: Address, by: Actor) -> Plan:
    """Give a plan that the actor may change, whatever its gate says; Gone, PermissionDenied."""
    plan = visible_plan(address, by)
    if not plan.may_change_plan:  # type: ignore[attr-defined]
        raise PermissionDenied(read_only(plan))
    return plan
