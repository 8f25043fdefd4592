"""The one room for history: every change of a plan is recorded here, and read back from here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Case, Count, F, Max, Q, QuerySet, TextField, Value, When
from django.utils import timezone

from gates.actors import Actor
from gates.chain import Break, record_hash
from gates.chain import verify as verify_chain
from plans import reviews
from plans.enums import Action
from plans.models import Change, Plan
from plans.models.change import NAMING, WHOLE


@dataclass(frozen=True, slots=True)
class Entry:
    """What happened, before it is known who did it and when; see `Change` for the fields.

    `at` is for what is told afterwards; else it happens now.
    """

    action: Action
    place: str = ""
    register: str = ""
    row: int | None = None
    column: str = ""
    index: int | None = None
    before: str = ""
    after: str = ""
    at: datetime | None = None


HEAD = (
    *("revision", "laid_out", "head_hash", "updated_at"),
    *("review_cycle", "versioned_on"),
)
"""What of a plan follows from its last group."""

ENTRY = tuple(each.name for each in fields(Entry))


def record(
    plan: Plan,
    entries: Iterable[Entry],
    *,
    group: UUID | None = None,
    undoes: UUID | None = None,
    by: Actor,
) -> UUID:
    """Append one group to the plan's history and move the plan's head; two queries.

    One more where what says when the plan is to be reviewed may be another now.

    `group` names it where the caller must find it again, as whoever retries an import; `undoes`
    is the group that it takes back.
    The caller holds the plan's row lock: that, and the unique revision, keep the chain unforked.
    """
    group, now = group or uuid4(), timezone.now()
    shared = {"plan_id": plan.pk, "group": group, "undoes": undoes, "at": now} | _who(by)
    made = [_sealed(plan, entry, shared) for entry in entries]
    Change.objects.bulk_create(made)
    if any(each.action in WHOLE or each.register in reviews.REGISTERS for each in made):
        reviews.note(plan)
    plan.updated_at = now
    Plan.objects.filter(pk=plan.pk).update(**{name: getattr(plan, name) for name in HEAD})
    return group


def _who(by: Actor) -> dict[str, Any]:
    user = by.user.pk if by.user else None
    return {"actor_id": user, "actor_kind": by.kind, "actor_name": by.name}


def _sealed(plan: Plan, entry: Entry, shared: dict[str, Any]) -> Change:
    """Make the plan's next record, and move its head in hand."""
    plan.revision += 1
    own = {name: value for name in ENTRY if (value := getattr(entry, name)) is not None}
    change = Change(revision=plan.revision, previous_hash=plan.head_hash, **shared | own)
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
    Action.LAYOUT: "changed the layout",
    Action.UNDO: "took back a document",
    Action.CLOSE: "closed a sprint",
    Action.REOPEN: "opened a sprint again",
    Action.RELEASE: "recorded a release",
    Action.WITHDRAW: "took back a release",
    Action.RECORD: "changed a decision’s record",
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


RECENT = 1_000
"""Changes of one person: how far back their Undo looks."""


def next_undo(plan: Plan, by: Actor) -> UUID | None:
    """Give the last group of the actor's own that stands: what their Undo takes back; a query."""
    return next((group for group, turns in _standing(plan, by) if turns % 2 == 0), None)


def next_redo(plan: Plan, by: Actor) -> UUID | None:
    """Give the undo that the actor's Redo takes back: none since they changed something anew."""
    anew_or_undone = (each for each in _standing(plan, by) if each[1] == 0 or each[1] % 2)
    group, turns = next(anew_or_undone, (None, 0))
    return group if turns else None


def stands(plan: Plan, group: UUID, by: Actor) -> bool:
    """Tell whether a group is the actor's own and not taken back; a query."""
    return any(each == group for each, _ in _standing(plan, by))


def _standing(plan: Plan, by: Actor) -> Iterator[tuple[UUID, int]]:
    """Give the actor's groups that are not taken back, the newest first, with their turns.

    0 turns are a change, 1 its undo, 2 the undo of that, which is its redo, and so on.
    """
    made = Q(action=Action.IMPORT, before="")  # with the plan itself, which nobody takes back
    own = Change.objects.filter(plan=plan, actor=by.user, actor_kind=by.kind).exclude(made)
    undoes = dict(own.order_by("-revision").values_list("group", "undoes")[:RECENT])
    taken_back = set()
    for group, target in undoes.items():
        if group not in taken_back:
            taken_back.add(target)
            yield group, _turns(group, undoes)


def _turns(group: UUID, undoes: Mapping[UUID, UUID | None]) -> int:
    turns = 0
    while target := undoes.get(group):
        group, turns = target, turns + 1
    return turns


def others_since(plan: Plan, revision: int, by: Actor) -> dict[int, dict[int | None, str]]:
    """Say who else changed which cell of which row after a revision; a query.

    By row and index; None is the row as a whole, which came, went or moved.
    """
    since = Change.objects.filter(plan=plan, revision__gt=revision, row__isnull=False)
    found: dict[int, dict[int | None, str]] = defaultdict(dict)
    others = since.exclude(actor=by.user, actor_kind=by.kind).order_by("revision")
    for row, index, name in others.values_list("row", "index", "actor_name"):
        found[row or 0][index] = name
    return found


def changed_by(plan: Plan, registers: Collection[str], revision: int) -> str:
    """Name whoever last changed one of these registers after a revision, or nobody; a query."""
    since = Change.objects.filter(plan=plan, revision__gt=revision)
    found = since.filter(Q(register__in=registers) | Q(action__in=WHOLE)).order_by("-revision")
    return found.values_list("actor_name", flat=True).first() or ""


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
    told = whole.annotate(Count("pk"), name=Max("action", filter=Q(action__in=NAMING)))
    known = {group: (size, name) for group, size, name in told}
    return [
        Group(shown, known[group][0], Action(known[group][1] or shown[0].action))
        for group, shown in found.items()
    ]
