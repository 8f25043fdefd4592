"""What the gate's page and the inbox show: why it is shut, what was decided, and who may act."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from gates import access, checks, decisions, reasons, subjects, terms
from gates.actors import Actor
from gates.checks import Asker
from gates.decisions import Choice
from gates.entries import Entry
from gates.enums import Approval, Confidence, Event, GateState, Outcome, Validation
from gates.evidence import Evidence
from gates.models import REASON_LENGTH, Decision, Gate
from gates.policy import Policy
from gates.refusals import Refusal
from gates.state import State, until
from gates.transitions import TRANSITIONS, Transition, of

FORMS = {
    "outcomes": Outcome.values,
    "confidences": Confidence.choices,
    "reason_length": REASON_LENGTH,
}
"""What the forms of every gate offer."""

AWAITED = (Event.RESUMED, Event.DECIDED, Event.REQUESTED, Event.APPROVED)
"""What a gate that is shut waits for, the first of them first."""

ANSWERS = (Event.APPROVED, Event.CHANGES_REQUESTED, Event.REJECTED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried, and why it was refused; the page shows both again."""

    event: Event
    entry: Entry
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Action:
    """A transition as the page offers it: a form, or the reason why not.

    `seen` is the digest that the form sends back: of the evidence for a decision, else of the
    terms; `after` the number of the last record, `baseline` the digest of the text requested;
    `policy` what stands, or what was typed.
    """

    gate: Gate
    transition: Transition
    policy: Policy
    why_not: str
    seen: str
    baseline: str
    after: int
    error: str = ""
    entry: Entry | None = None

    @property
    def key(self) -> str:
        """What the ids of its form start with."""
        return f"{self.transition.event}-{self.gate.pk}"

    @property
    def meaning(self) -> str:
        """What whoever takes it says."""
        return self.transition.says(self.gate.title)

    @property
    def tone(self) -> str:
        """The class of the button."""
        return "button-danger" if self.transition.closes else "button-primary"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request in the inbox: until when it waits, what is new since the last approval."""

    gate: Gate
    state: State
    request: Decision
    deadline: datetime | None
    news: list[str]
    actions: list[Action]


def context(gate: Gate, now: State, by: Actor, attempt: Attempt | None) -> dict[str, object]:
    """Everything on a gate's page; its template lists the names."""
    measured = subjects.subject().evidence(gate)
    actions = list(_actions(gate, now, by, measured, attempt))
    held = access.holders(gate)
    return {
        "gate": gate,
        "state": now,
        "state_class": f"is-{now.gate.lower()}",
        "reasons": reasons.of_state(now),
        "notes": reasons.notes(now),
        "standing": _standing(now),
        "measured": measured,
        "is_measured_anew": bool(now.decided) and measured.digest != now.evidence.digest,
        "terms": terms.printed(now.covered(now.sections or {})),
        "policy": now.policy.sentences(),
        "lacking": checks.lacking(gate, now.policy),
        "deadline": until(now.request) if now.request else None,
        "baseline": now.request.baseline if now.request else "",
        "last_approval": last_approval(now),
        "drift": drift(gate, now, by),
        "holders": _holders(held),
        "actions": sorted(actions, key=lambda action: bool(action.why_not)),
        "refusal": attempt.refusal.sentence if attempt else "",
        "groups": held.get("approve_gate", []),
        "headings": subjects.subject().headings(gate),
        **FORMS,
    }


def _actions(
    gate: Gate, now: State, by: Actor, measured: Evidence, attempt: Attempt | None
) -> Iterator[Action]:
    for choice in decisions.available(gate, now, by):
        yield action(gate, now, choice, measured, attempt)


def action(
    gate: Gate, now: State, choice: Choice, measured: Evidence, attempt: Attempt | None = None
) -> Action:
    """A transition as a form; whatever was tried and refused is filled in again."""
    row = choice.transition
    tried = attempt if attempt and attempt.event == row.event else None
    typed = tried.entry.policy if tried else None
    return Action(
        gate,
        row,
        typed or now.policy,
        choice.refusal.sentence if choice.refusal else "",
        measured.digest if row.needs_outcome else now.digest,
        now.request.baseline if now.request else "",
        len(now.log),
        tried.refusal.sentence if tried else "",
        tried.entry if tried else None,
    )


def waiting(gates: list[Gate], states: dict[int, State], by: Actor) -> list[Waiting]:
    """What waits for the decision of `by`, the oldest request first; one query."""
    groups = access.group_names(by)
    found = [
        Waiting(gate, now, request, until(request), news(now, request), _answers(gate, now))
        for gate, now in ((gate, states[gate.pk]) for gate in gates)
        if (request := now.request) and now.approval == Approval.REQUESTED
        if now.policy.admits(groups) and checks.may_answer(now, by)
    ]
    return sorted(found, key=lambda each: each.request.at)


def awaited(now: State, asks: Asker) -> Transition | None:
    """What a gate that is shut waits for from whoever asks; None if from others, or for nothing."""
    if now.gate == GateState.OPEN:
        return None
    final = now.approval in {Approval.REJECTED, Approval.REVOKED}
    decided = now.validation == Validation.PROCEED and not final
    rows = (of(event) for event in AWAITED if event != Event.DECIDED or not decided)
    return next((row for row in rows if decisions.refusal(row, now, asks) is None), None)


def _answers(gate: Gate, now: State) -> list[Action]:
    rows = (row for row in TRANSITIONS if row.event in ANSWERS)
    return [action(gate, now, Choice(row, None), Evidence()) for row in rows]


def news(now: State, request: Decision) -> list[str]:
    """What is new since the last approval, of the terms and of the text, in a line each."""
    last = last_approval(now)
    if last is None:
        return ["It was never approved before."]
    newer = [
        f"{record.get_event_display()} by {record.actor_name}"
        for record in now.log[last.sequence :]
        if record.event in reasons.CAUSES
    ]
    moved = ["The text was changed."] if request.baseline != last.baseline else []
    return [*newer, *moved]


def last_approval(now: State) -> Decision | None:
    """The newest record of an approval, whether it stands or not."""
    approvals = (record for record in reversed(now.log) if record.event == Event.APPROVED)
    return next(approvals, None)


def drift(gate: Gate, now: State, by: Actor) -> subjects.Drift | None:
    """How the subject differs from what was approved last; None if nothing ever was."""
    last = last_approval(now)
    if last is None:
        return None
    return subjects.subject().drift(gate, decisions.baseline(last.baseline), by=by)


def _standing(now: State) -> list[tuple[str, str, Decision | None]]:
    rows: list[tuple[str, str, Decision | None]] = [
        ("Validation", now.validation, now.decided),
        ("Approval", now.approval.label, now.answer or now.granted or now.request),
    ]
    if now.live_override:
        rows.insert(1, ("Override", "PROCEED", now.live_override))
    return [*rows, ("Halt", GateState.HALTED, now.halt)] if now.halt else rows


def _holders(held: dict[str, list[str]]) -> dict[str, str]:
    """The groups behind each permission that decides, by the permission's printed name."""
    rows = {
        row.permission: access.codename(row.permission, Gate)
        for row in TRANSITIONS
        if row.permission
    }
    return {name: ", ".join(held.get(code, [])) for name, code in rows.items()}
