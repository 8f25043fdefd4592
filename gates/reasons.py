"""Why a gate is shut, in sentences: what is missing, since when, and who can give it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import dateformat, timezone

from gates.enums import Approval, Event, Validation
from gates.state import State, until
from gates.transitions import ANY_APPROVER, CMO, REQUESTER, of

APPROVAL_SENTENCES = {
    Approval.NONE: "Human approval is missing since {since}: {requester} has to request it.",
    Approval.REQUESTED: (
        "Human approval was requested by {by} on {since} and waits until {until}{given}: "
        "{who} has to approve."
    ),
    Approval.CHANGES_REQUESTED: (
        "{by} asked for changes on {since}: {requester} has to request approval again."
    ),
    Approval.STALE: (
        "The approval by {by} is STALE, because {cause}: {requester} has to request approval "
        "anew, and {who} to give it."
    ),
    Approval.EXPIRED: (
        "The {what} by {by} EXPIRED on {since}: {requester} has to request approval anew."
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
CODES = {
    Approval.STALE: "gate.approval_stale",
    Approval.EXPIRED: "gate.approval_expired",
}
CAUSES = {
    Event.DECIDED: "a new decision was recorded",
    Event.REOPENED: "the round was reopened",
    Event.OVERRIDDEN: "the decision was overridden",
    Event.CONFIGURED: "the policy was changed",
}
ANSWERS = {
    Approval.REQUESTED,
    Approval.CHANGES_REQUESTED,
    Approval.REJECTED,
    Approval.REVOKED,
}
"""The approvals that a record of their own made what they are."""


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


def of_state(state: State) -> list[Reason]:
    """Everything that is missing; empty means open."""
    found = (_halt(state), _validation(state), _approval(state))
    return [reason for reason in found if reason]


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
    since = state.decided.at if state.decided else _terms_since(state)
    recorded = f", recorded by {state.validated_by}" if state.decided else ""
    who = of(Event.DECIDED).who
    sentence = f"Validation is {have} since {moment(since)}{recorded}: {who} has to record PROCEED."
    code = f"gate.validation_{have.lower()}"
    return Reason(code, "validation", "PROCEED", have, since, who, sentence)


def _approval(state: State) -> Reason | None:
    have = state.approval
    if have == Approval.APPROVED:
        return None
    since = approval_since(state)
    sentence = APPROVAL_SENTENCES[have].format(
        by=_behind(state),
        since=moment(since),
        who=approver(state),
        requester=REQUESTER,
        until=moment(until(state.request) if state.request else None),
        given=_given(state),
        what="approval" if state.votes else "request",
        cause=cause(state),
    )
    code = CODES.get(have, "gate.approval_missing")
    return Reason(code, "approval", "APPROVED", have, since, approver(state), sentence)


def approver(state: State) -> str:
    """Who has to approve, in words: by the policy's groups, if it names any."""
    groups = state.policy.approvers
    who = f"an approver of {' or '.join(groups)}" if groups else ANY_APPROVER
    return who if state.policy.solo else f"{who} who neither decided nor requested"


def approval_since(state: State) -> datetime | None:
    """When the approval became what it is: by a record, by its time, or by newer terms."""
    if state.approval == Approval.EXPIRED:
        return _ended(state)
    if state.approval in ANSWERS:
        last = state.answer or state.request
        return last.at if last else None
    return _terms_since(state)


def _ended(state: State) -> datetime | None:
    """When the time of the approval or request ran out, whether that was recorded or not."""
    run_out = state.granted or state.request
    return until(run_out) if run_out else None


def _terms_since(state: State) -> datetime | None:
    """When the current terms, or the lack of any, began."""
    for record in reversed(state.log):
        if record.event in CAUSES or record.event == Event.WITHDRAWN:
            return record.at
    return state.created_at


def cause(state: State) -> str:
    """Why an approval no longer names the terms: a newer record, or the sections that changed."""
    granted = state.granted
    if granted is None:
        return ""
    newer = [
        record
        for record in state.log
        if record.sequence > granted.sequence and record.event in CAUSES
    ]
    if newer:
        last = newer[-1]
        return f"{CAUSES[Event(last.event)]} by {last.actor_name} on {moment(last.at)}"
    if state.moved_sections:
        return f"what it covers was changed: {'; '.join(state.moved_sections)}"
    return "the override that it rests on has ended"


def _behind(state: State) -> str:
    """Whose record the approval's state is: the answer's, the approvers', the requester's."""
    if state.answer and state.answer.event != Event.EXPIRED:
        return state.answer.actor_name
    if state.votes and state.granted:
        return ", ".join(vote.actor_name for vote in state.votes)
    return state.request.actor_name if state.request else ""


def _given(state: State) -> str:
    """How much of a quorum is there: ", 1 of 2 given"."""
    quorum = state.policy.quorum
    return f", {len(state.votes)} of {quorum} given" if quorum > 1 else ""
