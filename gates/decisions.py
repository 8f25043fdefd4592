"""The one door to a gate's log: every decision on a gate is checked and recorded here.

Each function runs in one transaction and holds the gate's row meanwhile, so that decisions on a
gate happen one after the other. `check` and what `available` says about a button are one thing.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gates import access, chain, lock, state, terms
from gates.actors import Actor, ActorKind
from gates.enums import Event, Outcome
from gates.models import Decision, Gate
from gates.refusals import (
    AgentForbidden,
    Incomplete,
    NotAllowed,
    OutcomeMissing,
    ReasonMissing,
    Refusal,
    Stale,
    WrongState,
)
from gates.state import State
from gates.transitions import TRANSITIONS, Transition, of

REASON = Decision._meta.get_field("reason")


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody filled in, and what they saw while they did.

    `seen` is the digest of the terms on their screen; `after` the number of the last record
    there, or None where there was no screen; `baseline` the digest of the subject's own text.
    """

    reason: str = ""
    outcome: str = ""
    seen: str = ""
    after: int | None = None
    baseline: str = ""


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
        _append(gate, State(), of(Event.CREATED), Entry(), by)
    return gate


def decide(gate: Gate, outcome: str, reason: str, *, by: Actor) -> Decision:
    """Record PROCEED, ITERATE or PIVOT; an approval of an older decision is stale from now on."""
    return record(gate, Event.DECIDED, Entry(reason=reason, outcome=outcome), by=by)


def approve(gate: Gate, comment: str, *, seen: str, by: Actor, baseline: str = "") -> Decision:
    """Open the gate for the terms whose digest the approver saw."""
    return record(gate, Event.APPROVED, Entry(comment, seen=seen, baseline=baseline), by=by)


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


def record(gate: Gate, event: Event, entry: Entry, *, by: Actor) -> Decision:
    """Check and append one record; raises a `Refusal` and writes nothing if anything is amiss."""
    with transaction.atomic():
        held = lock.locked(gate.pk)
        now = state.current(held)
        row = of(event)
        check(row, now, by, access.held(by, held))
        _check_screen(row, now, entry)
        return _append(held, now, row, _checked(row, entry), by)


def available(gate: Gate, now: State, by: Actor) -> list[Choice]:
    """Every transition that people take, with the reason why `by` cannot take it; one query."""
    held = access.held(by, gate)
    return [Choice(row, _refusal(row, now, by, held)) for row in TRANSITIONS if row.permission]


def check(row: Transition, now: State, by: Actor, held: frozenset[str]) -> None:
    """Raises `NotAllowed` or `WrongState` unless `by`, who holds `held`, may take `row` now."""
    _check_human(row, by)
    if row.permission and access.codename(row.permission, Gate) not in held:
        raise NotAllowed(f"You lack the permission to do this; {row.who} has it.")
    for bar in row.bars:
        if bar.stops(now):
            raise WrongState(bar.words)
    if row.other_hands and now.decided and by.user and now.decided.actor_id == by.user.pk:
        raise NotAllowed(f"You recorded the decision yourself; this takes {row.who}.")


def _refusal(row: Transition, now: State, by: Actor, held: frozenset[str]) -> Refusal | None:
    try:
        check(row, now, by, held)
    except Refusal as refusal:
        return refusal
    return None


def _check_human(row: Transition, by: Actor) -> None:
    if not row.human_only or by.is_human:
        return
    if by.kind == ActorKind.AGENT:
        raise AgentForbidden("An agent never decides on a gate; a person has to do this.")
    raise NotAllowed("Only a person who signed in decides on a gate.")


def _check_screen(row: Transition, now: State, entry: Entry) -> None:
    if row.closes:
        return
    if row.names_terms and entry.seen != now.digest:
        raise Stale("The decision has changed since you saw it. Read it again before you answer.")
    if entry.after not in {None, len(now.log)}:
        raise Stale("Somebody acted on this gate since you saw it. Read it again, then repeat.")


def _checked(row: Transition, entry: Entry) -> Entry:
    reason = entry.reason.replace("\r\n", "\n").strip()
    if row.needs_reason and not reason:
        raise ReasonMissing("Say why: this is recorded with a reason.")
    if row.needs_outcome and entry.outcome not in Outcome.values:
        raise OutcomeMissing("Choose one of PROCEED, ITERATE and PIVOT.")
    try:
        REASON.clean(reason, None)
    except ValidationError as error:
        raise Incomplete(" ".join(error.messages)) from error
    outcome = entry.outcome if row.needs_outcome else ""
    return Entry(reason, outcome, baseline=entry.baseline)


def _append(gate: Gate, now: State, row: Transition, entry: Entry, by: Actor) -> Decision:
    decision = Decision(
        gate=gate,
        sequence=len(now.log) + 1,
        event=row.event.value,
        outcome=entry.outcome,
        actor=by.user,
        actor_kind=by.kind.value,
        actor_name=by.name,
        reason=entry.reason,
        meaning=row.says(gate.title, entry.outcome),
        digest=now.digest if row.names_terms else "",
        baseline=entry.baseline,
        at=timezone.now(),
        previous_hash=now.head,
    )
    if row.event == Event.DECIDED:
        decision.digest = terms.digest(decision)
    decision.hash = chain.record_hash(now.head, decision.payload())
    decision.save()
    return decision
