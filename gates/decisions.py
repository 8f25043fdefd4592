"""The one door to a gate's log: every decision on a gate is checked and recorded here.

Each function runs in one transaction and holds the gate's row meanwhile, so that decisions on a
gate happen one after the other. `check` and what `available` says about a button are one thing.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from gates import access, chain, entries, lock, state
from gates.actors import Actor, ActorKind
from gates.entries import Entry
from gates.enums import Approval, Event
from gates.models import Baseline, Decision, Gate
from gates.policy import Policy
from gates.refusals import (
    AgentForbidden,
    NotAllowed,
    NotPrepared,
    PasswordWrong,
    Refusal,
    Stale,
    WrongState,
)
from gates.state import State
from gates.subjects import subject
from gates.transitions import TRANSITIONS, Transition, of


@dataclass(frozen=True, slots=True)
class Choice:
    """A transition, and why this actor cannot take it now; None if they can."""

    transition: Transition
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the permissions that they hold on the gate, and what the policy still lacks."""

    by: Actor
    held: frozenset[str]
    lacking: str = ""


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
    _check_human(row, by)
    _check_password(row, entry, by)  # before the lock: hashing one is slow on purpose
    with transaction.atomic():
        held = lock.locked(gate.pk)
        now = state.current(held)
        try:
            check(row, now, asker(held, now, by))
        except WrongState as refusal:
            raise _told(refusal, now, entry) from refusal
        _check_screen(row, now, entry)
        return _append(held, now, row, _written(held, now, row, entry), by)


def available(gate: Gate, now: State, by: Actor) -> list[Choice]:
    """Every transition that people take, with the reason why `by` cannot take it now.

    One query, and one more for a policy with groups or with prerequisites.
    """
    asks = asker(gate, now, by)
    return [Choice(row, _refusal(row, now, asks)) for row in TRANSITIONS if row.permission]


def asker(gate: Gate, now: State, by: Actor) -> Asker:
    """What `by` brings to the gate; whoever is in none of the policy's groups approves nothing."""
    held = access.held(by, gate)
    groups = now.policy.approvers
    if groups and "approve_gate" in held and access.group_names(by).isdisjoint(groups):
        held -= {"approve_gate"}
    return Asker(by, held, lacking(gate, now.policy))


def lacking(gate: Gate, policy: Policy) -> str:
    """Which of the policy's prerequisites is not met, in a sentence; "" for none."""
    if not policy.other_plans:
        return ""
    shares = subject().shares(gate)
    filled = sum(share.filled >= policy.other_filled for share in shares)
    if filled >= policy.other_plans:
        return ""
    return (
        f"{filled} of the {len(shares)} other plans are {policy.other_filled} % filled; "
        f"the policy asks for {policy.other_plans}."
    )


def check(row: Transition, now: State, asks: Asker) -> None:
    """Raises `NotAllowed` or `WrongState` unless whoever asks may take `row` now."""
    _check_human(row, asks.by)
    _check_permission(row, asks)
    for bar in row.bars:
        if bar.stops(now):
            raise WrongState(bar.words)
    _check_hands(row, now, asks.by)
    if row.prepared and asks.lacking:
        raise NotPrepared(asks.lacking)


def _refusal(row: Transition, now: State, asks: Asker) -> Refusal | None:
    try:
        check(row, now, asks)
    except Refusal as refusal:
        return refusal
    return None


def _check_human(row: Transition, by: Actor) -> None:
    if not row.human_only or by.is_human:
        return
    if by.kind == ActorKind.AGENT:
        raise AgentForbidden("An agent never decides on a gate; a person has to do this.")
    raise NotAllowed("Only a person who signed in decides on a gate.")


def _check_password(row: Transition, entry: Entry, by: Actor) -> None:
    if row.needs_password and by.user and not by.user.check_password(entry.password):
        raise PasswordWrong("This is signed with your password, and that is not it.")


def _check_permission(row: Transition, asks: Asker) -> None:
    if not row.permission and asks.by.kind != ActorKind.SYSTEM:
        raise NotAllowed("Plangate records this itself.")
    if row.permission and access.codename(row.permission, Gate) not in asks.held:
        raise NotAllowed(f"You lack the permission to do this; {row.who} has it.")


def _check_hands(row: Transition, now: State, by: Actor) -> None:
    """One who decided, overrode or requested does not answer, unless the policy is solo."""
    me = by.user.pk if by.user else None
    if row.own_request and now.request and now.request.actor_id != me:
        raise NotAllowed(f"{now.request.actor_name} requested it and alone can withdraw it.")
    if row.other_hands and not now.policy.solo:
        mine = next((words for key, words in _hands(now) if key is not None and key == me), "")
        if mine:
            raise NotAllowed(f"You {mine} yourself; this takes {row.who}.")
    if row.event == Event.APPROVED and me in {vote.actor_id for vote in now.votes}:
        raise WrongState(
            f"You have approved this already; it takes {now.policy.quorum} approvals, "
            f"and {len(now.votes)} are given."
        )


def may_answer(now: State, by: Actor) -> bool:
    """Whether a holder of `approve` may still answer the request that waits."""
    try:
        _check_hands(of(Event.APPROVED), now, by)
    except Refusal:
        return False
    return by.is_human


def _hands(now: State) -> list[tuple[int | None, str]]:
    """Whose accounts are behind what is to be approved, and what they did."""
    did = (
        (now.decided, "recorded the decision"),
        (now.override, "overrode the decision"),
        (now.request, "requested this approval"),
    )
    agents = now.request.facts.get("owner") if now.request else None
    return [
        *((record.actor_id, words) for record, words in did if record),
        (agents, "requested this, by your agent,"),
    ]


def _check_screen(row: Transition, now: State, entry: Entry) -> None:
    if row.closes or not row.permission:
        return
    if row.names_terms and entry.seen != now.digest:
        raise Stale(f"What you answer has changed since you saw it{_news(now, entry)}.{AGAIN}")
    if entry.after not in {None, len(now.log)}:
        raise Stale(f"Somebody acted on this gate since you saw it{_news(now, entry)}.{AGAIN}")


def _told(refusal: WrongState, now: State, entry: Entry) -> Refusal:
    """The refusal itself, or where the screen is out of date, with what happened since."""
    news = _news(now, entry)
    return Stale(f"{refusal.sentence} Since you saw it{news}.") if news else refusal


AGAIN = " Read it again before you repeat this."


def _news(now: State, entry: Entry) -> str:
    """What happened since a screen was drawn, in a few words."""
    if entry.after is None:
        return ""
    newer = [
        f"{record.get_event_display().lower()} by {record.actor_name}"
        for record in now.log[entry.after :]
    ]
    moved = [f"“{heading}” was edited" for heading in now.moved_sections]
    return f": {'; '.join([*newer, *moved])}" if newer or moved else ""


def _written(gate: Gate, now: State, row: Transition, entry: Entry) -> Decision:
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
        written.baseline = _baseline(gate, now, row, entry)
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


def _baseline(gate: Gate, now: State, row: Transition, entry: Entry) -> str:
    """The digest of the subject's text: kept with a request, and held against it ever after."""
    text = subject().text(gate)
    digest = sha256(text.encode()).hexdigest()
    if row.event == Event.REQUESTED:
        Baseline.objects.get_or_create(digest=digest, defaults={"text": text})
        return digest
    requested = now.request.baseline if now.request else ""
    if digest != requested or entry.baseline not in {"", digest}:
        words = subject().drift(gate, baseline(requested)).words
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
