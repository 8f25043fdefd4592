"""The one place that says whether a gate is open, and why not: every door asks here.

Page, banner, API and command print the same reasons. Whoever writes the subject of a gate locks
the gate's row in the same transaction, then calls `check_open`: no decision can come between.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import dateformat, timezone

from gates import state as states
from gates.enums import Approval, Event, Validation
from gates.models import Decision, Gate
from gates.state import State
from gates.transitions import CMO, of

APPROVAL_SENTENCES = {
    Approval.NONE: "Human approval is missing since {since}: {who} has to approve.",
    Approval.STALE: (
        "The approval by {by} is STALE since {since}, when a new decision was recorded: "
        "{who} has to approve anew."
    ),
    Approval.REJECTED: (
        f"{{by}} rejected the decision on {{since}}: {CMO} has to record a new one, "
        "and {who} to approve it."
    ),
    Approval.REVOKED: (
        f"{{by}} revoked the approval on {{since}}: {CMO} has to record a new decision, "
        "and {who} to approve it."
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a gate shut: `what` is `have` and should be `needed`."""

    code: str
    what: str
    needed: str
    have: str
    since: datetime | None
    who: str
    sentence: str


class GateClosed(Exception):
    """The gate is shut; `reasons` say why, and who can change that."""

    def __init__(self, gate: Gate, reasons: list[Reason]) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.gate = gate
        self.reasons = reasons


def reasons(gate: Gate | State) -> list[Reason]:
    """Everything that is missing; empty means open. One query for a gate, none for a state."""
    state = gate if isinstance(gate, State) else states.current(gate)
    found = (_halt(state), _validation(state), _approval(state))
    return [reason for reason in found if reason]


def check_open(gate: Gate) -> State:
    """Raises `GateClosed` with the reasons; gives the state of an open gate. One query."""
    state = states.current(gate)
    missing = reasons(state)
    if missing:
        raise GateClosed(gate, missing)
    return state


def is_open(gate: Gate | State) -> bool:
    """Whether nothing is missing."""
    return not reasons(gate)


def locked(pk: int) -> Gate:
    """The gate, its row locked to the transaction's end; on SQLite the transaction is the lock."""
    return Gate.objects.select_for_update().get(pk=pk)


def moment(at: datetime | None) -> str:
    """A time as sentences print it."""
    return dateformat.format(timezone.localtime(at), "j F Y, H:i T") if at else "its creation"


def _halt(state: State) -> Reason | None:
    if state.halt is None:
        return None
    who = of(Event.RESUMED).who
    sentence = (
        f"HALTED by {state.halt.actor_name} since {moment(state.halt.at)}: {who} has to resume."
    )
    return Reason("gate.halted", "halt", "resumed", "HALTED", state.halt.at, who, sentence)


def _validation(state: State) -> Reason | None:
    have = state.validation
    if have == Validation.PROCEED:
        return None
    since = state.decided.at if state.decided else state.created_at
    recorded = f", recorded by {state.validated_by}" if state.decided else ""
    who = of(Event.DECIDED).who
    sentence = f"Validation is {have} since {moment(since)}{recorded}: {who} has to record PROCEED."
    code = f"gate.validation_{have.lower()}"
    return Reason(code, "validation", "PROCEED", have, since, who, sentence)


def _approval(state: State) -> Reason | None:
    have = state.approval
    if have == Approval.APPROVED:
        return None
    changed = _changed_by(state)
    since = changed.at if changed else state.created_at
    who = of(Event.APPROVED).who
    by = state.answer.actor_name if state.answer else ""
    sentence = APPROVAL_SENTENCES[have].format(since=moment(since), by=by, who=who)
    code = "gate.approval_stale" if have == Approval.STALE else "gate.approval_missing"
    return Reason(code, "approval", "APPROVED", have, since, who, sentence)


def _changed_by(state: State) -> Decision | None:
    """The record that made the approval what it is: the refusal, or else the newer decision."""
    refused = state.approval in {Approval.REJECTED, Approval.REVOKED}
    return state.answer if refused else state.decided
