"""The state of a gate: folded from its log at each use, and stored nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from gates.enums import Approval, Event, GateState, Validation
from gates.models import Decision, Gate

# Which of a state's records each event replaces. A gate's creation decides nothing.
REPLACES = {
    Event.DECIDED: "decided",
    Event.APPROVED: "answer",
    Event.REJECTED: "answer",
    Event.REVOKED: "answer",
    Event.HALTED: "pause",
    Event.RESUMED: "pause",
}


@dataclass(frozen=True, slots=True)
class State:
    """The records that count, and what follows from them; with none of them, the gate is shut.

    `decided` is the current validation decision, which sets the terms; `answer` the latest
    approval, rejection or revocation, of these terms or older ones; `pause` the latest halt or
    resumption. `since` is when the gate last changed between GATED, OPEN and HALTED.
    """

    log: tuple[Decision, ...] = ()
    decided: Decision | None = None
    answer: Decision | None = None
    pause: Decision | None = None
    since: datetime | None = None

    @property
    def digest(self) -> str:
        """The digest of the current terms, or "" where nothing was decided yet."""
        return self.decided.digest if self.decided else ""

    @property
    def validation(self) -> Validation:
        """PENDING until somebody decided otherwise."""
        return Validation(self.decided.outcome) if self.decided else Validation.PENDING

    @property
    def approval(self) -> Approval:
        """An approval counts for the terms that it names; a refusal binds no later ones."""
        if self.answer is None:
            return Approval.NONE
        current = self.answer.digest == self.digest
        if self.answer.event == Event.APPROVED:
            return Approval.APPROVED if current else Approval.STALE
        if not current:
            return Approval.NONE
        rejected = self.answer.event == Event.REJECTED
        return Approval.REJECTED if rejected else Approval.REVOKED

    @property
    def halt(self) -> Decision | None:
        """The record of the halt that stands."""
        return self.pause if self.pause and self.pause.event == Event.HALTED else None

    @property
    def gate(self) -> GateState:
        """OPEN takes all three: no halt, PROCEED, and a live approval of exactly these terms."""
        if self.halt:
            return GateState.HALTED
        if self.validation == Validation.PROCEED and self.approval == Approval.APPROVED:
            return GateState.OPEN
        return GateState.GATED

    @property
    def validated_by(self) -> str:
        """The printed name of whoever recorded the current decision, or ""."""
        return self.decided.actor_name if self.decided else ""

    @property
    def approved_by(self) -> str:
        """The printed name behind a live approval, or ""."""
        live = self.answer if self.approval == Approval.APPROVED else None
        return live.actor_name if live else ""

    @property
    def created_at(self) -> datetime | None:
        """When the log starts."""
        return self.log[0].at if self.log else None

    @property
    def head(self) -> str:
        """The hash of the last record: evidence keeps it, because a chain cannot see its end."""
        return self.log[-1].hash if self.log else ""


def current(gate: Gate) -> State:
    """The state of `gate` now; one query."""
    return fold(Decision.objects.filter(gate=gate).order_by("sequence"))


def current_of(gates: Iterable[Gate]) -> dict[int, State]:
    """The states of several gates by primary key; one query for all of them."""
    logs: dict[int, list[Decision]] = {gate.pk: [] for gate in gates}
    for record in Decision.objects.filter(gate__in=logs).order_by("gate", "sequence"):
        logs[record.gate_id].append(record)
    return {pk: fold(log) for pk, log in logs.items()}


def fold(log: Iterable[Decision]) -> State:
    """The state after the records of `log`, in their order."""
    state = State()
    records = tuple(log)
    for record in records:
        state = _after(state, record)
    return replace(state, log=records)


def _after(state: State, record: Decision) -> State:
    if record.event == Event.CREATED:
        return replace(state, since=record.at)
    change: dict[str, Any] = {REPLACES[Event(record.event)]: record}
    after = replace(state, **change)
    return after if after.gate == state.gate else replace(after, since=record.at)
