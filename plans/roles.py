"""The roles of a company, and what each may do: groups and grants, in one place.

Every position is a role, whose holders own its plan; beside them approvers and readers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group

from gates import access
from plans.enums import Position
from plans.models import Company, Plan

APPROVER, READER = "Approver", "Reader"
OTHERS = (APPROVER, READER)
CREATORS = (Position.CEO, Position.CTO, Position.CMO)

ON_GATES: dict[str, tuple[str, ...]] = {
    APPROVER: ("approve_gate", "halt_gate"),
    Position.CMO: ("validate_gate", "request_gate", "halt_gate"),
    Position.CEO: ("override_gate", "configure_gate", "halt_gate"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a role may do with one plan and with its gate."""

    plan: tuple[str, ...] = ("view_plan",)
    gate: tuple[str, ...] = ("view_gate",)


def grant_of(role: str, plan: Plan) -> Grant:
    """Say what a role of the plan's company may do with the plan and its gate.

    Whoever validates does not own the gated plan, and whoever approves does neither.
    """
    own = ("view_plan", "change_plan") if role == plan.position else ("view_plan",)
    requests = ("request_gate",) if role == plan.position else ()
    gate = ON_GATES.get(role, ("halt_gate",) if requests else ())
    return Grant(own, ("view_gate", *dict.fromkeys((*gate, *requests))))


def all_roles() -> Iterator[str]:
    """Give the roles that every company has."""
    yield from Position.values
    yield from OTHERS


def group(company: Company, role: str) -> Group:
    """Give the group of those who hold a role in a company, made at first need."""
    return Group.objects.get_or_create(name=f"{company.slug}: {role}")[0]


def groups(company: Company) -> dict[str, Group]:
    """Give the group of every role; a query where all are there."""
    names = {f"{company.slug}: {role}": role for role in all_roles()}
    there = {names[each.name]: each for each in Group.objects.filter(name__in=names)}
    return {role: there.get(role) or group(company, role) for role in names.values()}


def set_up(company: Company) -> None:
    """Make the company's groups and let their members see it."""
    access.grant_each(
        (
            (group, ["view_company", "create_plan"] if role in CREATORS else ["view_company"])
            for role, group in groups(company).items()
        ),
        company,
    )


def grant(plan: Plan) -> None:
    """Give every role of the company its permissions on a new plan and its gate; five queries."""
    given = [(group, grant_of(role, plan)) for role, group in groups(plan.company).items()]
    access.grant_each(((group, each.plan) for group, each in given), plan)
    if plan.gate:
        access.grant_each(((group, each.gate) for group, each in given), plan.gate)
