"""The roles of a company, and what each may do: groups and grants, in one place.

Every position is a role, whose holders own its plan; beside them administrators, approvers and
readers of the whole company, and editors, readers and approvers of one plan. A role's name is
what its group is called behind the company's slug, as in “acme: CFO” or “acme: CFO editor”.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import F

from gates import access
from gates.actors import Actor
from gates.models import User
from plans.enums import Position
from plans.models import Company, Plan

ADMINISTRATOR, APPROVER, READER = "Administrator", "Approver", "Reader"
OTHERS = (ADMINISTRATOR, APPROVER, READER)
EDITS, READS, APPROVES = "editor", "reader", "approver"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a role may do with one plan and with its gate."""

    plan: tuple[str, ...] = ("view_plan",)
    gate: tuple[str, ...] = ("view_gate",)


NOTHING = Grant((), ())

ON_COMPANY: dict[str, tuple[str, ...]] = {
    ADMINISTRATOR: ("view_company", "create_plan", "manage_company"),
    Position.CEO: ("view_company", "create_plan"),
    Position.CTO: ("view_company", "create_plan"),
    Position.CMO: ("view_company", "create_plan"),
}
"""Who has to do with the company itself; every other role only sees it."""

ON_GATES: dict[str, tuple[str, ...]] = {
    APPROVER: ("approve_gate", "halt_gate"),
    Position.CMO: ("validate_gate", "request_gate", "halt_gate"),
    Position.CEO: ("override_gate", "configure_gate", "halt_gate"),
}

ON_ONE_PLAN: dict[str, Grant] = {
    EDITS: Grant(plan=("view_plan", "change_plan")),
    READS: Grant(),
    APPROVES: Grant(gate=("view_gate", "approve_gate", "halt_gate")),
}
"""The roles on one plan and its gate, whose names follow the position's."""


def grant_of(role: str, plan: Plan) -> Grant:
    """Say what a role of the plan's company may do with the plan and its gate.

    Whoever validates does not own the gated plan, and whoever approves does neither.
    """
    position, _, kind = role.partition(" ")
    if kind:
        return ON_ONE_PLAN[kind] if position == plan.position else NOTHING
    own = ("view_plan", "change_plan") if role == plan.position else ("view_plan",)
    requests = ("request_gate",) if role == plan.position else ()
    gate = ON_GATES.get(role, ("halt_gate",) if requests else ())
    return Grant(own, ("view_gate", *dict.fromkeys((*gate, *requests))))


def all_roles() -> Iterator[str]:
    """Give the roles that every company has."""
    yield from Position.values
    yield from OTHERS


def on_plan(position: str) -> Iterator[str]:
    """Give the roles on one plan alone, beside its owner's."""
    for kind in ON_ONE_PLAN:
        yield f"{position} {kind}"


def possible(plans: Iterable[Plan]) -> Iterator[str]:
    """Give every role that a company with these plans has to give."""
    yield from all_roles()
    for plan in plans:
        for role in on_plan(plan.position):
            if plan.gate_id or not approves(role):
                yield role


def approves(role: str) -> bool:
    """Tell whether a role may approve at any gate: nobody gives himself one that does."""
    _, _, kind = role.partition(" ")
    return kind == APPROVES or "approve_gate" in ON_GATES.get(role, ())


def words(role: str) -> str:
    """Say what somebody is by a role, as in “Ada is …”."""
    position, _, kind = role.partition(" ")
    if kind == APPROVES:
        return f"approver of the {position} plan’s gate"
    if kind:
        return f"{kind} of the {position} plan"
    if role in Position.values:
        return f"owner of the {position} plan"
    return {
        ADMINISTRATOR: "administrator of the company",
        APPROVER: "approver of every gate",
        READER: "reader of every plan",
    }[role]


def group_name(company: Company, role: str) -> str:
    """Give the name of the group of those who hold a role in a company."""
    return f"{company.slug}: {role}"


def group(company: Company, role: str) -> Group:
    """Give the group of those who hold a role in a company, made at first need."""
    return Group.objects.get_or_create(name=group_name(company, role))[0]


def groups(company: Company) -> dict[str, Group]:
    """Give the group of every role; a query where all are there."""
    names = {group_name(company, role): role for role in all_roles()}
    there = {names[each.name]: each for each in Group.objects.filter(name__in=names)}
    return {role: there.get(role) or group(company, role) for role in names.values()}


def holding(company: Company) -> dict[int, set[str]]:
    """Give the roles of everybody who has one in the company, by the user's key; one query."""
    every = [*all_roles(), *(role for each in Position.values for role in on_plan(each))]
    names = {group_name(company, role): role for role in every}
    members = User.groups.through.objects.filter(group__name__in=names)
    found: dict[int, set[str]] = defaultdict(set)
    for user, name in members.values_list("user_id", "group__name"):
        found[user].add(names[name])
    return dict(found)


def owners(companies: Iterable[Company]) -> dict[str, list[str]]:
    """Give the names of who owns each position's plan, by the name of their group; one query."""
    names = [group_name(company, role) for company in companies for role in Position.values]
    found: dict[str, list[str]] = defaultdict(list)
    active = User.objects.filter(groups__name__in=names, is_active=True)
    for user in active.annotate(role=F("groups__name")).order_by("first_name", "last_name"):
        found[user.role].append(user.display_name)
    return dict(found)


def owned(plans: Iterable[Plan], by: Actor) -> list[Plan]:
    """Give those of some plans, of which each has its company, that the actor owns; one query."""
    names = access.group_names(by)
    return [plan for plan in plans if group_name(plan.company, plan.position) in names]


def put(user: User, company: Company, role: str) -> None:
    """Put somebody in a role; that of one plan is made at first need."""
    members = group(company, role)
    position, _, kind = role.partition(" ")
    if kind:
        plan = Plan.objects.select_related("gate").get(company=company, position=position)
        access.grant(members, ["view_company"], company)
        grant_to([(members, ON_ONE_PLAN[kind])], plan)
    user.groups.add(members)


def set_up(company: Company) -> None:
    """Make the company's groups and let their members see it."""
    access.grant_each(
        (
            (group, ON_COMPANY.get(role, ("view_company",)))
            for role, group in groups(company).items()
        ),
        company,
    )


def grant(plan: Plan) -> None:
    """Give every role of the company its permissions on a new plan and its gate; five queries."""
    grant_to([(group, grant_of(role, plan)) for role, group in groups(plan.company).items()], plan)


def grant_to(given: list[tuple[Group, Grant]], plan: Plan) -> None:
    """Give groups what they may do with a plan and its gate; two queries for each of these."""
    access.grant_each(((group, each.plan) for group, each in given), plan)
    if plan.gate:
        access.grant_each(((group, each.gate) for group, each in given), plan.gate)
