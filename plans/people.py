"""The one door to who holds which role in a company: checked, changed and recorded here.

Each function runs in one transaction and holds the company's row meanwhile, so that two
administrators act one after the other. A person administers, or an operator; never an agent.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gates import access
from gates.actors import Actor, ActorKind
from gates.models import Gate, User
from plans import roles
from plans.address import Gone
from plans.enums import PeopleEvent, Position
from plans.models import Company, PeopleRecord, Plan


class Refused(ValueError):
    """What cannot be done with people; the message says why, `field` at which field."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@contextmanager
def administering(company: Company, *, by: Actor) -> Iterator[Company]:
    """Lock a company for its administrator, in a transaction; PermissionDenied for anybody else."""
    with transaction.atomic():
        held = Company.objects.select_for_update().get(pk=company.pk)
        if not (by.is_human or by.kind == ActorKind.OPERATOR):
            raise PermissionDenied("An agent gives no roles; a person has to do this.")
        if not access.can(by, "manage_company", held):
            raise PermissionDenied(f"You do not administer {held}.")
        yield held


def change(
    company: Company, person: User, given: Iterable[str], taken: Iterable[str], *, by: Actor
) -> bool:
    """Give somebody roles and take others; tells whether that changed anything.

    Raises Refused for a role that there is not, for an approver's role that `by` gives himself,
    and where the company or the person would be left without what it cannot be without.
    """
    with administering(company, by=by) as held:
        people = roles.holding(held)
        current = people.get(person.pk, set())
        new, old = sorted({*given} - current), sorted({*taken} & current)
        check_given(held, person, new, by)
        if not current and by.kind != ActorKind.OPERATOR:
            raise Gone("There is no such person in this company.")
        if not new and current == {*old}:
            raise Refused("Whoever has no role is not of the company: remove them instead.")
        if roles.ADMINISTRATOR in old:
            check_administrator_left(people, person)
        give(held, person, new, by=by)
        take(held, person, old)
        if old:
            record(held, PeopleEvent.TAKEN, person=person, roles=old, by=by)
        return bool(new or old)


def check_given(company: Company, person: User | None, new: Collection[str], by: Actor) -> None:
    """Raise Refused for a role that there is not, or that nobody gives himself."""
    unknown = {*new} - {*roles.possible(Plan.objects.filter(company=company))}
    if unknown:
        raise Refused(f"There is no role “{min(unknown)}” in {company}.", "roles")
    if person is not None and person == by.user and any(map(roles.approves, new)):
        raise Refused(
            "Nobody makes himself an approver: another administrator has to give you that role.",
            "roles",
        )


def check_administrator_left(people: Mapping[int, Collection[str]], person: User) -> None:
    """Raise Refused where nobody else administers the company; one query."""
    others = [
        key for key, held in people.items() if roles.ADMINISTRATOR in held and key != person.pk
    ]
    if not active(others).exists():
        raise Refused(
            "The company would be left without an administrator: make somebody else one first.",
            "roles",
        )


def give(
    company: Company, person: User, new: Collection[str], *, note: str = "", by: Actor
) -> None:
    """Put somebody in roles, and record it."""
    for role in new:
        roles.put(person, company, role)
    if new:
        record(company, PeopleEvent.GIVEN, person=person, roles=new, note=note, by=by)


def take(company: Company, person: User, old: Iterable[str]) -> None:
    """Take somebody out of roles."""
    person.groups.remove(*(roles.group(company, role) for role in old))


def held_alone(people: Mapping[int, Collection[str]], person: User) -> list[Position]:
    """Give the positions that nobody who is active holds but this person; one query."""
    others = active(people).exclude(pk=person.pk).values_list("pk", flat=True)
    shared = {role for key in others for role in people[key]}
    return [each for each in Position if each in people[person.pk] and each not in shared]


def successors(people: Iterable[int], person: User) -> list[User]:
    """Give those who can take over what somebody leaves; one query."""
    found = active(people).exclude(pk=person.pk)
    return list(found.order_by("first_name", "last_name", "username"))


def active(people: Iterable[int]) -> QuerySet[User]:
    """Give those of these users who can act for a company: active, and no agents."""
    return User.objects.filter(pk__in=people, is_active=True, is_agent=False)


def remove(company: Company, person: User, heirs: Mapping[str, str], *, by: Actor) -> None:
    """Take every role from a person and from his agents, and hand over what he alone held.

    `heirs` names, by position, the key of who takes it over. What the person wrote, requested and
    decided stays as it is, under his name. Raises Refused where a position has no heir, and for
    the last administrator; Gone for somebody who is not of the company.
    """
    with administering(company, by=by) as held:
        people = roles.holding(held)
        if person.pk not in people:
            raise Gone("There is no such person in this company.")
        if roles.ADMINISTRATOR in people[person.pk]:
            check_administrator_left(people, person)
        known = {str(each.pk): each for each in successors(people, person)}
        for position in held_alone(people, person):
            heir = known.get(heirs.get(position, ""))
            if heir is None:
                raise Refused(f"Name who takes over the {position} plan.", f"heir-{position}")
            note = f"handed over by {person.display_name}"
            give(held, heir, [position], note=note, by=by)
        for leaving in (person, *person.agents.filter(pk__in=people).order_by("pk")):
            old = sorted(people[leaving.pk])
            take(held, leaving, old)
            record(held, PeopleEvent.REMOVED, person=leaving, roles=old, by=by)


def rename(company: Company, name: str, *, by: Actor) -> None:
    """Call a company, and the titles of its gates, otherwise; addresses stay as they are.

    Raises Refused for a name that cannot be.
    """
    with administering(company, by=by) as held:
        before, held.name = held.name, " ".join(name.split())
        try:
            held.full_clean(exclude={"slug"})
        except ValidationError as error:
            raise Refused(" ".join(error.messages), "name") from error
        if held.name == before:
            return
        held.save(update_fields=["name"])
        for gate in Gate.objects.filter(plan__company=held, title__startswith=f"{before} · "):
            gate.title = f"{held.name}{gate.title.removeprefix(before)}"
            gate.save(update_fields=["title"])
        record(held, PeopleEvent.RENAMED, note=f"{before} → {held.name}", by=by)


def record(  # noqa: PLR0913 (who, whom, what and why)
    company: Company,
    event: PeopleEvent,
    *,
    person: User | None = None,
    address: str = "",
    roles: Collection[str] = (),
    note: str = "",
    by: Actor,
) -> None:
    """Append a line to the company's log of people."""
    PeopleRecord.objects.create(
        company=company,
        event=event,
        person=person,
        person_name=person.display_name if person else address,
        roles=list(roles),
        note=note,
        actor=by.user,
        actor_kind=by.kind,
        actor_name=by.name,
        at=timezone.now(),
    )
