"""The state of a gate: folded from its log at each use and for a time, and stored nowhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from gates import terms
from gates.enums import Approval, Event, GateState, Validation
from gates.evidence import Evidence
from gates.models import Decision, Gate
from gates.policy import Policy
from gates.subjects import subject

REFUSALS = {
    Event.CHANGES_REQUESTED: Approval.CHANGES_REQUESTED,
    Event.REJECTED: Approval.REJECTED,
    Event.REVOKED: Approval.REVOKED,
    Event.EXPIRED: Approval.EXPIRED,
}

# Which of a state's records each event replaces, and which it clears. A creation does neither.
REPLACES = {
    Event.DECIDED: "decided",
    Event.OVERRIDDEN: "override",
    Event.CONFIGURED: "configured",
    Event.REQUESTED: "request",
    **dict.fromkeys(REFUSALS, "answer"),
    Event.HALTED: "pause",
    Event.RESUMED: "pause",
}
GIVEN = ("votes", "granted")
CLEARS: dict[Event, tuple[str, ...]] = {
    Event.DECIDED: ("override",),
    Event.REOPENED: ("decided", "override"),
    Event.REQUESTED: (*GIVEN, "answer"),
    Event.WITHDRAWN: (*GIVEN, "answer", "request"),
    Event.CHANGES_REQUESTED: GIVEN,
    Event.REJECTED: GIVEN,
    Event.REVOKED: GIVEN,
}
UNSET: dict[str, Any] = {"votes": ()}


@dataclass(frozen=True)
class State:
    """The records that count, and what follows from them; with none of them, the gate is shut.

    `decided` is the validation decision that stands, `override` what was set against it, and
    `configured` the policy's record. `request` is the newest request of approval, `votes` what
    approvers gave it, `granted` the vote that reached the quorum, `answer` whatever ended it
    otherwise. `pause` is the latest halt or resumption. `at` is the time for which all this is
    asked, and `sections` the digests of the sections that the policy names, as they are now; None
    takes them to be as each record names them.
    """

    log: tuple[Decision, ...] = ()
    at: datetime = field(default_factory=timezone.now)
    sections: Mapping[str, str] | None = None
    decided: Decision | None = None
    override: Decision | None = None
    configured: Decision | None = None
    request: Decision | None = None
    votes: tuple[Decision, ...] = ()
    granted: Decision | None = None
    answer: Decision | None = None
    pause: Decision | None = None

    @cached_property
    def policy(self) -> Policy:
        """What an approval takes."""
        return Policy.stored(self.configured.facts) if self.configured else Policy()

    @cached_property
    def digest(self) -> str:
        """The digest of the current terms, or "" where no decision stands."""
        return terms.digest(self.covered(self.sections or {})) if self.decided else ""

    def covered(self, sections: Mapping[str, str]) -> dict[str, Any]:
        """What the digest covers, with the sections' texts of these digests; {} for no terms."""
        if self.decided is None:
            return {}
        return terms.covered(
            self.decided, self.live_override, self.policy, self.configured, sections
        )

    @property
    def round(self) -> int:
        """How many rounds were decided."""
        return sum(record.event == Event.DECIDED for record in self.log)

    @cached_property
    def evidence(self) -> Evidence:
        """The frozen criteria of the decision that stands."""
        return Evidence.stored(self.decided.facts.get("criteria", []) if self.decided else [])

    @property
    def live_override(self) -> Decision | None:
        """The override of the decision that stands, until it ends."""
        return self.override if self.override and self._is_before(self.override) else None

    @property
    def validation(self) -> Validation:
        """PENDING until somebody decided; PROCEED while an override lives."""
        if self.decided is None:
            return Validation.PENDING
        return Validation.PROCEED if self.live_override else Validation(self.decided.outcome)

    @property
    def approval(self) -> Approval:
        """Whatever ended the request for these terms, else its grant, else the request itself."""
        if self.answer:
            event = Event(self.answer.event)
            return REFUSALS[event] if self._is_current(self.answer) else Approval.NONE
        if self.granted:
            return self._lasting(self.granted, Approval.APPROVED, Approval.STALE)
        if self.request:
            return self._lasting(self.request, Approval.REQUESTED, Approval.NONE)
        return Approval.NONE

    def _lasting(self, record: Decision, live: Approval, overtaken: Approval) -> Approval:
        """`live` while the terms that `record` names are the current ones and its time runs."""
        if not self._is_current(record):
            return overtaken
        return live if self._is_before(record) else Approval.EXPIRED

    def _is_current(self, record: Decision) -> bool:
        if self.sections is not None:
            return record.digest == self.digest
        named = record.facts.get("sections", {})
        return bool(self.decided) and record.digest == terms.digest(self.covered(named))

    def _is_before(self, record: Decision) -> bool:
        end = until(record)
        return end is None or self.at < end

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
    def moved_sections(self) -> list[str]:
        """The named sections whose text is not the one that was requested or approved."""
        named = self.granted or self.request
        before = named.facts.get("sections", {}) if named else {}
        now = self.sections or {}
        return [heading for heading in before if before[heading] != now.get(heading, "")]

    @property
    def validated_by(self) -> str:
        """The printed name of whoever recorded the current decision, or ""."""
        return self.decided.actor_name if self.decided else ""

    @property
    def approved_by(self) -> str:
        """The printed names behind a live approval, or ""."""
        live = self.votes if self.approval == Approval.APPROVED else ()
        return ", ".join(vote.actor_name for vote in live)

    @property
    def created_at(self) -> datetime | None:
        """When the log starts."""
        return self.log[0].at if self.log else None

    @property
    def head(self) -> str:
        """The hash of the last record: evidence keeps it, because a chain cannot see its end."""
        return self.log[-1].hash if self.log else ""

    @cached_property
    def since(self) -> datetime | None:
        """When the gate last changed between GATED, OPEN and HALTED, by a record or by time.

        None where only a changed section can have done it: the log does not know when.
        """
        found, was = self.created_at, GateState.GATED
        for each in self._course():
            if each.gate != was:
                found, was = each.at, each.gate
        return found if was == self.gate else None

    def _course(self) -> Iterator["State"]:
        """The states that the gate went through, in order, with their times."""
        ends = [*(record.at for record in self.log[1:]), self.at]
        for state, end in zip(_states(self.log), ends, strict=False):
            yield state
            for moment in sorted(state.deadlines):
                if state.at < moment <= end:
                    yield replace(state, at=moment)

    @property
    def deadlines(self) -> list[datetime]:
        """When what stands ends by itself: override, request, approval."""
        records = (self.override, self.request, self.granted)
        ends = (until(record) for record in records if record)
        return [end for end in ends if end]


def until(record: Decision) -> datetime | None:
    """When what a record says ends by itself; None for never."""
    text = record.facts.get("until")
    return datetime.fromisoformat(text) if text else None


def current(gate: Gate, at: datetime | None = None) -> State:
    """The state of `gate` at a time, now if none is given.

    One query, and for a policy that names sections those of the subject that reads them.
    """
    return current_of([gate], at)[gate.pk]


def current_of(gates: Iterable[Gate], at: datetime | None = None) -> dict[int, State]:
    """The states of several gates by primary key; as many queries as for one."""
    logs: dict[int, list[Decision]] = {gate.pk: [] for gate in gates}
    for record in Decision.objects.filter(gate__in=logs).order_by("gate", "sequence"):
        logs[record.gate_id].append(record)
    states = {pk: fold(log, at) for pk, log in logs.items()}
    named = {pk: state.policy.sections for pk, state in states.items() if state.policy.sections}
    found = subject().sections(named) if named else {}
    return {pk: replace(state, sections=found.get(pk, {})) for pk, state in states.items()}


def fold(log: Iterable[Decision], at: datetime | None = None) -> State:
    """The state after the records of `log`, in their order."""
    records, kept = tuple(log), dict[str, Any]()
    for record in records:
        kept |= _changes(kept, record)
    return State(log=records, at=at or timezone.now(), **kept)


def _states(log: Iterable[Decision]) -> Iterator[State]:
    """The state after each record, as of that record's time."""
    kept: dict[str, Any] = {}
    for record in log:
        kept |= _changes(kept, record)
        yield State(at=record.at, **kept)


def _changes(kept: Mapping[str, Any], record: Decision) -> dict[str, Any]:
    """Which of a state's records a record replaces and clears, where those kept stood before."""
    event = Event(record.event)
    changes: dict[str, Any] = {name: UNSET.get(name) for name in CLEARS.get(event, ())}
    if event in REPLACES:
        changes[REPLACES[event]] = record
    if event == Event.APPROVED:
        votes = (*kept.get("votes", ()), record)
        enough = len(votes) >= State(configured=kept.get("configured")).policy.quorum
        changes |= {"votes": votes, "granted": record if enough else None}
    return changes
