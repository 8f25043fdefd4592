"""Founding a company: its roles, its first administrator, and the plans that it starts with."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from gates import access
from gates.actors import Actor
from plans import blueprints, editing, people, roles
from plans.enums import PeopleEvent, Position
from plans.models import Company


@transaction.atomic
def found(
    name: str, slug: str, positions: Collection[Position] | None = None, *, by: Actor
) -> Company:
    """Create a company with its roles and, of these positions or of all, the plans; or nothing.

    A person who founds one is its administrator. Raises PermissionDenied for who may found none,
    and ValidationError for a name or slug that cannot be.
    """
    if not may_found(by):
        message = "You may not found companies."
        raise PermissionDenied(message)
    company = Company(name=" ".join(name.split()), slug=slug)
    company.full_clean()
    company.save()
    roles.set_up(company)
    people.record(company, PeopleEvent.FOUNDED, by=by)
    if by.user:
        people.give(company, by.user, [roles.ADMINISTRATOR], by=by)
    for position in blueprints.offered():
        if positions is None or position in positions:
            editing.create_plan(company, position, blueprints.text(position), by=by)
    return company


def may_found(by: Actor) -> bool:
    """Tell whether somebody may found companies: operators, and people whom these let.

    Superusers may, as everywhere in the administration; agents never.
    """
    return by.user is None or (by.is_human and access.holds(by, "plans.add_company"))
