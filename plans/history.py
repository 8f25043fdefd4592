"""The one room for history: every change of a plan is recorded here, and read back from here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, Count, F, Max, Q, QuerySet, TextField, Value, When
from django.utils import timezone

from gates.actors import Actor
from gates.chain import Break, record_hash
from gates.chain import verify as verify_chain
from plans.enums import Action
from plans.models import Change, Plan
from plans.models.change import WHOLE


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, before it is known who did it and when; see `Change` for the fields."""

    action: Action
    place: str = ""
    register: str = ""
    row: int | None = None
    column: str = ""
    before: str = ""
    after: str = ""


def record(plan: Plan, entries: Iterable[Entry], *, group: UUID | None = None, by: Actor) -> UUID:
    """Append one group to the plan's history and move the plan's head; two queries.

    `group` names it where the caller must find it again, as whoever retries an import.
    The caller holds the plan's row lock: that, and the unique revision, keep the chain unforked.
    """
    group, now = group or uuid4(), timezone.now()
    Change.objects.bulk_create([_sealed(plan, entry, group, now, by) for entry in entries])
    Plan.objects.filter(pk=plan.pk).update(
        revision=plan.revision, head_hash=plan.head_hash, updated_at=now
    )
    plan.updated_at = now
    return group


def _sealed(plan: Plan, entry: Entry, group: UUID, now: datetime, by: Actor) -> Change:
    """Make the plan's next record, and move its head in hand."""
    plan.revision += 1
    change = Change(
        plan_id=plan.pk,
        revision=plan.revision,
        group=group,
        action=entry.action,
        actor_id=by.user.pk if by.user else None,
        actor_kind=by.kind,
        actor_name=by.name,
        place=entry.place,
        register=entry.register,
        row=entry.row,
        column=entry.column,
        before=entry.before,
        after=entry.after,
        at=now,
        previous_hash=plan.head_hash,
    )
    change.hash = plan.head_hash = record_hash(plan.head_hash, change.payload())
    return change


def verify(plan: Plan, *, using: str = DEFAULT_DB_ALIAS) -> Break | None:
    """Walk the plan's chain and compare its end with the plan's head; give the first break."""
    changes = list(Change.objects.using(using).filter(plan=plan).order_by("revision"))
    broken = verify_chain(change.link() for change in changes)
    if broken:
        return broken
    head = changes[-1].hash if changes else ""
    if len(changes) != plan.revision or head != plan.head_hash:
        return Break(plan.revision, "the plan's head is not the last record")
    return None


@dataclass(frozen=True, slots=True)
class Group:
    """What one Undo would take back: the changes that one actor made at one moment.

    A page may show some of its `changes` only; `size` and `action` are of all of them.
    """

    changes: list[Change]
    size: int
    action: Action

    @property
    def last(self) -> Change:
        """The newest change that is shown, which says who and when."""
        return self.changes[0]

    @property
    def summary(self) -> str:
        """What was done, in a few words."""
        verb = VERBS[self.action]
        return f"{verb} ({self.size:,} changes)" if self.size > 1 else verb


VERBS = {
    Action.SET: "changed a cell",
    Action.ADD: "added a row",
    Action.DELETE: "deleted a row",
    Action.MOVE: "moved a row",
    Action.IMPORT: "read in a document",
    Action.UNDO: "took back a document",
}


def changes(plan: Plan) -> QuerySet[Change]:
    """Give the plan's changes, newest first, as `shown_before` and `shown_after` tell them.

    A document that was replaced is not loaded: there may be megabytes of it in each record.
    """
    is_whole = When(action__in=WHOLE, then=Value("", output_field=TextField()))
    return (
        Change.objects.filter(plan=plan)
        .order_by("-revision")
        .defer("before", "after")
        .annotate(
            short_before=Case(is_whole, default=F("before")),
            short_after=Case(is_whole, default=F("after")),
        )
    )


def undoable(plan: Plan) -> UUID | None:
    """Give the group that can be taken back as a whole: the last, if it replaced a document."""
    last = Change.objects.filter(plan=plan, revision=plan.revision, action__in=WHOLE)
    return last.exclude(before="").values_list("group", flat=True).first()


def last_writer(plan: Plan, row: int) -> str:
    """Name whoever changed a row last, or nobody; one query."""
    return changes(plan).filter(row=row).values_list("actor_name", flat=True).first() or ""


def groups(plan: Plan, changes: Iterable[Change]) -> list[Group]:
    """Tie a plan's changes, newest first, into their groups; a query."""
    found: dict[UUID, list[Change]] = {}
    for change in changes:
        found.setdefault(change.group, []).append(change)
    whole = Change.objects.filter(plan=plan, group__in=found).order_by().values_list("group")
    told = whole.annotate(Count("pk"), document=Max("action", filter=Q(action__in=WHOLE)))
    known = {group: (size, document) for group, size, document in told}
    return [
        Group(shown, known[group][0], Action(known[group][1] or shown[0].action))
        for group, shown in found.items()
    ]
