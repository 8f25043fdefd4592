"""Founding a company: its roles, and the plans that it starts with."""

from collections.abc import Collection

from django.db import transaction

from gates.actors import Actor
from plans import blueprints, editing, roles
from plans.enums import Position
from plans.models import Company


@transaction.atomic
def found(
    name: str, slug: str, positions: Collection[Position] | None = None, *, by: Actor
) -> Company:
    """Create a company with its roles and, of these positions or of all, the plans; or nothing.

    Raises ValidationError for a name or slug that cannot be.
    """
    company = Company(name=name, slug=slug)
    company.full_clean()
    company.save()
    roles.set_up(company)
    for position in blueprints.offered():
        if positions is None or position in positions:
            editing.create_plan(company, position, blueprints.text(position), by=by)
    return company
