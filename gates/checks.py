"""Whether somebody may take a transition now, and the one sentence that says why not.

The button on the page and the door to the log ask the same functions, so they cannot disagree.
"""

from dataclasses import dataclass

from gates import access
from gates.actors import Actor, ActorKind
from gates.entries import Entry
from gates.enums import Event
from gates.models import Gate
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
from gates.transitions import Transition, of

AGAIN = " Read it again before you repeat this."


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the permissions that they hold on the gate, and what the policy still lacks."""

    by: Actor
    held: frozenset[str]
    lacking: str = ""


def asker(gate: Gate, now: State, by: Actor) -> Asker:
    """What `by` brings to the gate: two queries, and those of the policy's prerequisites."""
    held = access.held(by, gate)
    restricted = bool(now.policy.approvers) and "approve_gate" in held
    groups = access.group_names(by) if restricted else frozenset()
    return Asker(by, admitted(held, now.policy, groups), lacking(gate, now.policy))


def admitted(held: frozenset[str], policy: Policy, groups: frozenset[str]) -> frozenset[str]:
    """What is left of permissions: whoever is in none of the policy's groups approves nothing."""
    return held if policy.admits(groups) else held - {"approve_gate"}


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
    check_human(row, asks.by)
    _check_permission(row, asks)
    for bar in row.bars:
        if bar.stops(now):
            raise WrongState(bar.words)
    _check_hands(row, now, asks.by)
    if row.prepared and asks.lacking:
        raise NotPrepared(asks.lacking)


def check_human(row: Transition, by: Actor) -> None:
    """Raises `NotAllowed` where a person has to act and `by` is none."""
    if not row.human_only or by.is_human:
        return
    if by.kind == ActorKind.AGENT:
        raise AgentForbidden("An agent never decides on a gate; a person has to do this.")
    raise NotAllowed("Only a person who signed in decides on a gate.")


def check_password(row: Transition, entry: Entry, by: Actor) -> None:
    """Raises `PasswordWrong` unless what has to be signed is; slow, as a password's hash is."""
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


def check_screen(row: Transition, now: State, entry: Entry) -> None:
    """Raises `Stale`, with what is new, unless the screen shows the gate as it is now."""
    if row.closes or not row.permission:
        return
    if row.names_terms and entry.seen != now.digest:
        raise Stale(f"What you answer has changed since you saw it{_news(now, entry)}.{AGAIN}")
    if entry.after not in {None, len(now.log)}:
        raise Stale(f"Somebody acted on this gate since you saw it{_news(now, entry)}.{AGAIN}")


def told(refusal: WrongState, now: State, entry: Entry) -> Refusal:
    """The refusal itself, or where the screen is out of date, with what happened since."""
    news = _news(now, entry)
    return Stale(f"{refusal.sentence} Since you saw it{news}.") if news else refusal


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
