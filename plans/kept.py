"""What is kept in plans' histories: closed sprints, releases, and who got a row done when.

Nothing else stores it: the history is append-only and chained, so what is frozen there stays.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from gates.actors import Actor
from plans import releases, sprints
from plans.catalogue import forms_of
from plans.enums import Action, StoryStatus
from plans.models import Change, Plan
from plans.models.change import OPPOSITE, WHOLE
from plans.releases import Release
from plans.sprints import Sprint

CHECKLIST = "deployment-checklist"

TABLES = {sprints.STORIES: sprints.TABLES, CHECKLIST: (CHECKLIST,)}
"""The registers that are frozen, by the one that a record of it names."""

RECENT = 60
"""Records of each plan that are read where the whole past is not asked for."""


@dataclass(frozen=True, slots=True)
class Kept[T]:
    """Something frozen, by whom and when; `text` is how the history keeps it.

    `group` is what an Undo takes back.
    """

    what: T
    by: str
    at: datetime
    group: UUID
    text: str


@dataclass(slots=True)
class Past:
    """What a plan keeps, each the oldest first."""

    sprints: list[Kept[Sprint]] = field(default_factory=list)
    releases: list[Kept[Release]] = field(default_factory=list)

    def note(self, change: Change) -> None:
        """Follow the history by one record: what was taken back is kept no longer."""
        if change.action in {Action.CLOSE, Action.REOPEN}:
            follow(self.sprints, change, sprints.thawed)
        else:
            follow(self.releases, change, releases.thawed)


def follow[T](kept: list[Kept[T]], change: Change, thawed: Callable[[str], T]) -> None:
    """Add what a record keeps, or take away what it took back."""
    if change.after:
        what, who = thawed(change.after), change.actor_name
        kept.append(Kept(what, who, change.at, change.group, change.after))
    elif gone := next((each for each in reversed(kept) if each.text == change.before), None):
        kept.remove(gone)


def of_plan(plan: Plan) -> Past:
    """Give all that a plan keeps; a query."""
    past = Past()
    for change in Change.objects.filter(plan=plan, action__in=OPPOSITE).order_by("revision"):
        past.note(change)
    return past


def of_plans(plans: Collection[Plan]) -> dict[int, Past]:
    """Give what several plans kept lately, by primary key; a query for all."""
    found = {plan.pk: Past() for plan in plans}
    rank = Window(RowNumber(), partition_by="plan", order_by=F("revision").desc())
    changes = Change.objects.filter(plan__in=found, action__in=OPPOSITE).annotate(rank=rank)
    for change in changes.filter(rank__lte=RECENT).order_by("revision"):
        found[change.plan_id].note(change)
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """A row got done: a story, or an item of a checklist."""

    by: str
    at: datetime


def steps(plans: Iterable[Plan], rows: Collection[int]) -> dict[int, Step]:
    """Say who last got which of these rows done, and when, as far as it is on record; a query."""
    done = Q(column="Status", after__iexact=StoryStatus.DONE) | Q(column="Done", after__iexact="x")
    changes = Change.objects.filter(done, plan__in=plans, row__in=rows, action=Action.SET)
    told = changes.order_by("revision").values_list("row", "actor_name", "at")
    return {row or 0: Step(by, at) for row, by, at in told}


def others_since(change: Change, by: Actor) -> str:
    """Name whoever else kept, or took back, the same kind of thing after a record; a query.

    What is to be kept again has to be as it was: then any change of its tables counts.
    """
    action = Action(change.action)
    counts = Q(action__in=(action, OPPOSITE[action]))
    if change.before:
        counts |= Q(action__in=WHOLE) | Q(register__in=forms_of(TABLES[change.register]))
    since = Change.objects.filter(counts, plan=change.plan_id, revision__gt=change.revision)
    others = since.exclude(actor=by.user, actor_kind=by.kind).order_by("-revision")
    return others.values_list("actor_name", flat=True).first() or ""
