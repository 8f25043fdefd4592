"""Who may do what in a company, as its people page shows it; in a constant number of queries."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gates.models import User
from gates.names import Name
from plans import invitations, roles
from plans.enums import Position
from plans.models import Company, Invitation, PeopleRecord, Plan


@dataclass(frozen=True, slots=True)
class Cell:
    """What somebody is on one plan and its gate: words, which of the strongest comes first."""

    position: str
    words: list[str]

    @property
    def is_reader(self) -> bool:
        """Whether they only read it."""
        return self.words == ["Reader"]


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the matrix: what somebody is in the company, and on each plan."""

    user: User
    name: Name
    company: list[str]
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that waits, until when, and why its link does not hold any more."""

    invitation: Invitation
    sender: Name
    roles: list[str]
    ends: datetime
    problem: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log."""

    record: PeopleRecord
    actor: Name
    person: Name
    roles: list[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A role that can be given, as a form offers it."""

    role: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The roles on one thing."""

    legend: str
    roles: list[Choice]


def plans_of(company: Company) -> list[Plan]:
    """Give the company's plans in the order of the positions; one query."""
    order = list(Position)
    plans = Plan.objects.filter(company=company)
    return sorted(plans, key=lambda plan: order.index(Position(plan.position)))


def people(holding: Mapping[int, set[str]], plans: list[Plan]) -> list[Person]:
    """Give a line for everybody who holds a role; one query."""
    users = User.objects.filter(pk__in=holding).order_by("first_name", "last_name", "username")
    return [
        Person(user, Name.of(user.display_name), *standing(holding[user.pk], plans))
        for user in users
    ]


def standing(held: Collection[str], plans: Iterable[Plan]) -> tuple[list[str], list[Cell]]:
    """Say what roles come to: in the company, and on each plan."""
    company = [role for role in roles.OTHERS if role in held]
    owned = [role for role in Position.values if role in held]
    there = [Cell(plan.position, on_plan(held, plan)) for plan in plans]
    return [*company, *owned], there


def on_plan(held: Collection[str], plan: Plan) -> list[str]:
    """Say what roles come to on one plan and its gate, the strongest first."""
    grants = [roles.grant_of(role, plan) for role in held]
    on_gate = {name for grant in grants for name in grant.gate} if plan.gate_id else set()
    found = []
    if plan.position in held:
        found.append("Owner")
    elif any("change_plan" in grant.plan for grant in grants):
        found.append("Editor")
    if "approve_gate" in on_gate:
        found.append("Approver")
    if not found and any("view_plan" in grant.plan for grant in grants):
        found.append("Reader")
    return found


def waiting(company: Company, holding: Mapping[int, set[str]]) -> list[Waiting]:
    """Give the invitations that nobody has accepted; one query."""
    now, found = timezone.now(), []
    for each in Invitation.objects.filter(company=company).select_related("invited_by"):
        sender, problem = each.invited_by, ""
        is_backed = sender.is_active and roles.ADMINISTRATOR in holding.get(sender.pk, ())
        if now >= invitations.ends(each):
            problem = "It has run out."
        elif not is_backed:
            problem = "Who sent it is no administrator any more."
        name, words = Name.of(sender.display_name), list(map(roles.words, each.roles))
        found.append(Waiting(each, name, words, invitations.ends(each), problem))
    return found


def lines(records: Iterable[PeopleRecord]) -> list[Line]:
    """Give lines of the log."""
    return [
        Line(
            record,
            Name.of(record.actor_name),
            Name.of(record.person_name),
            list(map(roles.words, record.roles)),
        )
        for record in records
    ]


def choices(plans: Iterable[Plan], chosen: Collection[str]) -> list[Choices]:
    """Give the roles that can be given: in the company, then by position."""
    offered = {*roles.possible(plans)}

    def choice(role: str, label: str) -> Choice:
        return Choice(role, label, role in chosen)

    company = [choice(role, roles.words(role).capitalize()) for role in roles.OTHERS]
    return [
        Choices("Whole company", company),
        *(
            Choices(
                f"{position} · {position.label}",
                [
                    choice(position.value, "Owner"),
                    *(
                        choice(f"{position} {kind}", kind.capitalize())
                        for kind in roles.ON_ONE_PLAN
                        if f"{position} {kind}" in offered
                    ),
                ],
            )
            for position in Position
        ),
    ]
