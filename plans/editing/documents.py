"""Reading a whole document in: a new plan, or all of an existing one, whole or not at all."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gates import access, decisions
from gates.actors import Actor
from plans import history, printing, roles
from plans.address import Address
from plans.editing.door import Invalid, check_gate, writing
from plans.editing.reading import Reading, fill
from plans.enums import Action, Encoding, Position
from plans.models import Company, Plan, Section
from plans.models.guard import open_door

GATED = frozenset({Position.CTO})
"""The positions whose plan is created behind a gate."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A plan that was read in, and what was recognised."""

    plan: Plan
    reading: Reading


def create_plan(
    company: Company,
    position: Position,
    text: str,
    *,
    by: Actor,
    encoding: str = Encoding.UTF_8,
) -> Imported:
    """Create a company's plan from a document, behind its gate if the position has one.

    Raises PermissionDenied, Unreadable for too many rows, Invalid if the plan exists.
    """
    if not access.can(by, "create_plan", company):
        message = f"You may not create plans for {company}."
        raise PermissionDenied(message)
    with transaction.atomic(), open_door():
        Company.objects.select_for_update().get(pk=company.pk)
        if Plan.objects.filter(company=company, position=position).exists():
            message = f"{company} has a {position} plan already."
            raise Invalid(message)
        plan = make_plan(company, position, by)
        reading = fill(plan, text, encoding)
        roles.grant(plan)
        history.record(plan, [history.Entry(Action.IMPORT, after=text)], by=by)
        return Imported(plan, reading)


def make_plan(company: Company, position: Position, by: Actor) -> Plan:
    """Insert the plan and, where the position has one, its gate."""
    now = timezone.now()
    plan = Plan(
        company=company, position=position, title=position.label, created_at=now, updated_at=now
    )
    if position in GATED:
        title = f"{company} · {position} {position.label}"
        plan.gate = decisions.create_gate(title=title, url=plan.url, by=by)
    plan.save(force_insert=True)
    return plan


def replace_document(
    address: Address, text: str, *, by: Actor, encoding: str = Encoding.UTF_8
) -> Imported:
    """Replace all of a plan's document by another; one group in its history.

    Raises Gone, PermissionDenied, GateClosed or Unreadable, and then nothing is written.
    """
    with writing(address, by=by) as plan:
        check_gate(plan)
        before = printing.text(plan)
        Section.objects.filter(plan=plan).delete()
        reading = fill(plan, text, encoding)
        entry = history.Entry(Action.IMPORT, before=before, after=printing.text(plan))
        history.record(plan, [entry], by=by)
        return Imported(plan, reading)


def scratch(company: Company, text: str, encoding: str = Encoding.UTF_8) -> Imported:
    """Read a document into a plan without a gate, for a transaction that is rolled back."""
    with transaction.atomic(), open_door():
        plan = make_plan(company, Position.CORP, Actor.operator("roundtrip"))
        return Imported(plan, fill(plan, text, encoding))
