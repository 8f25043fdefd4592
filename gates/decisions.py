"""The one door to a gate's log: every decision on a gate is checked and recorded here.

Each function runs in one transaction and holds the gate's row meanwhile, so that decisions on a
gate happen one after the other. `check` and what `available` says about a button are one thing.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from gates import chain, entries, lock, state
from gates.actors import Actor
from gates.checks import AGAIN, Asker, asker, check, check_human, check_password, check_screen, told
from gates.entries import Entry
from gates.enums import Approval, Event
from gates.models import Baseline, Decision, Gate
from gates.policy import Policy
from gates.refusals import Refusal, Stale, WrongState
from gates.state import State
from gates.subjects import subject
from gates.transitions import TRANSITIONS, Transition, of


@dataclass(frozen=True, slots=True)
class Choice:
    """A transition, and why this actor cannot take it now; None if they can."""

    transition: Transition
    refusal: Refusal | None


def create_gate(title: str, url: str, *, by: Actor) -> Gate:
    """A gate with its first record; the caller has checked that `by` may create its subject."""
    gate = Gate(title=title, url=url)
    gate.full_clean()
    with transaction.atomic():
        gate.save()
        _append(gate, State(), of(Event.CREATED), Decision(), by)
    return gate


def record(gate: Gate, event: Event, entry: Entry, *, by: Actor) -> Decision:
    """Check and append one record; raises a `Refusal` and writes nothing if anything is amiss."""
    row = of(event)
    check_human(row, by)
    check_password(row, entry, by)  # before the lock: hashing one is slow on purpose
    with transaction.atomic():
        held = lock.locked(gate.pk)
        now = state.current(held)
        try:
            check(row, now, asker(held, now, by))
        except WrongState as refusal:
            raise told(refusal, now, entry) from refusal
        check_screen(row, now, entry)
        return _append(held, now, row, _written(held, now, row, entry, by), by)


def available(gate: Gate, now: State, by: Actor) -> list[Choice]:
    """Every transition that people take, with the reason why `by` cannot take it now.

    One query, and one more for a policy with groups or with prerequisites.
    """
    asks = asker(gate, now, by)
    return [Choice(row, refusal(row, now, asks)) for row in TRANSITIONS if row.permission]


def refusal(row: Transition, now: State, asks: Asker) -> Refusal | None:
    """Why somebody cannot take a transition now; None if they can."""
    try:
        check(row, now, asks)
    except Refusal as refusal:
        return refusal
    return None


def _written(gate: Gate, now: State, row: Transition, entry: Entry, by: Actor) -> Decision:
    """What a record takes from what was filled in, and from the subject as it stands."""
    written = Decision(reason=entries.reason(entry, needed=row.needs_reason))
    if row.needs_outcome:
        evidence = subject().evidence(gate)
        if entry.seen not in {"", evidence.digest}:
            raise Stale(f"The criteria have changed since you saw them.{AGAIN}")
        written.outcome, written.facts = entry.outcome, entries.outcome(entry, evidence)
    elif row.needs_until:
        written.facts = entries.until(entry)
    elif row.needs_policy:
        written.facts = entries.policy(entry, now.policy)
    elif row.prepared:
        written.facts = _lasts(now, row)
        written.baseline = _baseline(gate, now, row, entry, by)
    return written


def _lasts(now: State, row: Transition) -> dict[str, object]:
    """Until when a request or an approval lives, and the sections that it names."""
    asks = row.event == Event.REQUESTED
    days = now.policy.request_days if asks else now.policy.approval_days
    facts: dict[str, object] = {}
    if days:
        facts["until"] = (now.at + timedelta(days=days)).isoformat()
    if now.sections:
        facts["sections"] = dict(now.sections)
    return facts


def _baseline(gate: Gate, now: State, row: Transition, entry: Entry, by: Actor) -> str:
    """The digest of the subject's text: kept with a request, and held against it ever after."""
    text = subject().text(gate)
    digest = sha256(text.encode()).hexdigest()
    if row.event == Event.REQUESTED:
        Baseline.objects.get_or_create(digest=digest, defaults={"text": text})
        return digest
    requested = now.request.baseline if now.request else ""
    if digest != requested or entry.baseline not in {"", digest}:
        words = subject().drift(gate, baseline(requested), by=by).words
        raise Stale(
            f"The text has changed since approval was requested: {words}. "
            "Approval has to be requested again: ask for changes, or have the request withdrawn."
        )
    return digest


def baseline(digest: str) -> str:
    """The text of a digest that a record names; "" where there is none."""
    found = Baseline.objects.filter(digest=digest).values_list("text", flat=True)
    return next(iter(found), "")


def _append(gate: Gate, now: State, row: Transition, written: Decision, by: Actor) -> Decision:
    """Seal what was written with who, when and what came before, and save it."""
    decision = written
    decision.gate = gate
    decision.sequence = len(now.log) + 1
    decision.event = row.event.value
    decision.actor = by.user
    decision.actor_kind = by.kind.value
    decision.actor_name = by.name
    decision.meaning = row.says(gate.title, written.outcome)
    decision.at = timezone.now()
    decision.previous_hash = now.head
    if row.names_terms:
        decision.digest = now.digest
    if row.event == Event.REQUESTED and by.user and by.user.owner_id:
        decision.facts["owner"] = by.user.owner_id
    decision.hash = chain.record_hash(now.head, decision.payload())
    decision.save()
    return decision


def decide(
    gate: Gate, outcome: str, reason: str, *, by: Actor, confidence: str = "HIGH"
) -> Decision:
    """Record PROCEED, ITERATE or PIVOT; an approval of older terms is stale from now on."""
    return record(gate, Event.DECIDED, Entry(reason, outcome, confidence), by=by)


def request(gate: Gate, reason: str, *, seen: str, by: Actor) -> Decision:
    """Ask for approval of the terms whose digest the requester saw."""
    return record(gate, Event.REQUESTED, Entry(reason, seen=seen), by=by)


def approve(gate: Gate, comment: str, *, seen: str, password: str, by: Actor) -> Decision:
    """Approve the terms whose digest the approver saw; the quorum opens the gate."""
    return record(gate, Event.APPROVED, Entry(comment, seen=seen, password=password), by=by)


def reject(gate: Gate, comment: str, *, seen: str, by: Actor) -> Decision:
    """Refuse the terms whose digest the approver saw, for good."""
    return record(gate, Event.REJECTED, Entry(comment, seen=seen), by=by)


def revoke(gate: Gate, comment: str, *, by: Actor) -> Decision:
    """Withdraw the approval that stands; the gate is shut at once."""
    return record(gate, Event.REVOKED, Entry(comment), by=by)


def halt(gate: Gate, reason: str, *, by: Actor) -> Decision:
    """Shut the gate whatever else holds."""
    return record(gate, Event.HALTED, Entry(reason), by=by)


def resume(gate: Gate, reason: str, *, by: Actor) -> Decision:
    """Lift the halt; the state is what decision and approval make it by now."""
    return record(gate, Event.RESUMED, Entry(reason), by=by)


def configure(gate: Gate, policy: Policy, reason: str, *, by: Actor) -> Decision:
    """Set what an approval takes; one that stands is stale from now on."""
    return record(gate, Event.CONFIGURED, Entry(reason, policy=policy), by=by)


def expire(gate: Gate, now: State | None = None) -> Decision | None:
    """Record that the time of a request or an approval has run out, once; None if it has not.

    `now`, a state that was just read, saves the lock where there is nothing to record.
    """
    if now and not _runs_out(now):
        return None
    with transaction.atomic():
        if not _runs_out(state.current(lock.locked(gate.pk))):
            return None
        return record(gate, Event.EXPIRED, Entry(), by=Actor.system())


def _runs_out(now: State) -> bool:
    return now.answer is None and now.approval == Approval.EXPIRED
