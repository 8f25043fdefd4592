"""Whether a plan changed, and who is at work on it: what a page asks every few seconds."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.utils import timezone

from gates import access
from gates.actors import Actor
from gates.enums import Event
from gates.models import Decision, User
from plans.address import Address, Gone
from plans.models import Plan, Presence

FRESH = timedelta(seconds=12)
"""A page asks every four seconds: whoever was not heard of three times has gone."""

RENEW = timedelta(seconds=5)
"""While somebody stays where they are, that is written no more often."""


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to know: the plan's revision, its gate's mark, and who is where."""

    revision: int
    gate: int
    who: str


def mark(sequence: int, sections: Collection[str] | None, revision: int) -> int:
    """Number what a banner says of a gate, so that it says nothing else under the same number.

    That follows from its decisions (`sequence`) and, where its policy names `sections` of the plan,
    from what these say.
    """
    return 2 * (sequence + revision) + 1 if sections else 2 * sequence


def look(address: Address, place: str, *, by: Actor) -> Look:
    """Look at a plan, from a place in it where one is editing, or from none.

    One query; one more where one's own presence has to be written. Gone if unseen.
    """
    now = timezone.now()
    found = present(address, by, now - FRESH)
    if not found:
        raise Gone("There is no such plan.")
    mine = [each for each in found if each["present__user"] == (by.user and by.user.pk)]
    others = [each for each in found if each["present__user"] and each not in mine]
    renew(found[0]["pk"], place, mine, by)
    revision = found[0]["revision"]
    gate = mark(found[0]["sequence"] or 0, found[0]["covered"], revision)
    return Look(revision, gate, " ".join(said(others)))


def present(address: Address, by: Actor, since: datetime) -> list[dict[str, Any]]:
    """Give the plan, once for everybody who is at work on it."""
    decisions = Decision.objects.filter(gate=OuterRef("gate")).order_by("-sequence")
    policies = decisions.filter(event=Event.CONFIGURED)
    seen = access.visible_to(by, "view_plan", Plan.objects.all())
    found = (
        seen.filter(company__slug=address.company, position=address.position)
        .annotate(
            sequence=Subquery(decisions.values("sequence")[:1]),
            covered=Subquery(policies.values("facts__sections")[:1]),
            present=FilteredRelation("presences", condition=Q(presences__at__gt=since)),
        )
        .order_by("present__user__username")
        .values(
            *("pk", "revision", "sequence", "covered"),
            *("present__user", "present__place", "present__at"),
            *(f"present__user__{name}" for name in ("username", "first_name", "last_name")),
        )
    )
    return list(found)


def renew(plan: int, place: str, mine: list[dict[str, Any]], by: Actor) -> None:
    """Write where one is, if that is not known or was long ago; at most one query."""
    now = timezone.now()
    if mine and not place:
        Presence.objects.filter(plan=plan, user=by.user).delete()
    if not place or (
        mine and mine[0]["present__place"] == place and mine[0]["present__at"] > now - RENEW
    ):
        return
    Presence.objects.bulk_create(
        [Presence(plan_id=plan, user=by.user, place=place, at=now)],
        update_conflicts=True,
        unique_fields=["plan", "user"],
        update_fields=["place", "at"],
    )


def said(others: Iterable[dict[str, Any]]) -> Iterable[str]:
    """Say who is where, a sentence each."""
    for each in others:
        names = ("username", "first_name", "last_name")
        user = User(**{name: each[f"present__user__{name}"] for name in names})
        yield f"{user.display_name} is editing {each['present__place']}."
