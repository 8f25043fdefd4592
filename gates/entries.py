"""What somebody fills in to take a decision, and what of it a record can hold."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from gates.enums import Confidence, Outcome, Validation
from gates.evidence import Evidence
from gates.models import Decision
from gates.policy import Policy
from gates.refusals import (
    Incomplete,
    NotPrepared,
    OutcomeMissing,
    OutcomeTooHigh,
    ReasonMissing,
)

REASON = Decision._meta.get_field("reason")
RANKS = (Validation.PENDING, Validation.PIVOT, Validation.ITERATE, Validation.PROCEED)


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody filled in, and what they saw while they did.

    `seen` is the digest on their screen: of the terms, or for a decision of the evidence; "" where
    there was no screen. `baseline` is that of the subject's text, and `after` the number of the
    last record there. `until` is the end of an override. `password` is never kept.
    """

    reason: str = ""
    outcome: str = ""
    confidence: str = ""
    seen: str = ""
    baseline: str = ""
    after: int | None = None
    until: datetime | None = None
    policy: Policy | None = None
    password: str = field(default="", repr=False)


def reason(entry: Entry, *, needed: bool) -> str:
    """The reason as it is stored; raises `ReasonMissing`, or `Incomplete` if it cannot be."""
    text = entry.reason.replace("\r\n", "\n").strip()
    if needed and not text:
        raise ReasonMissing("Say why: this is recorded with a reason.")
    try:
        REASON.clean(text, None)
    except ValidationError as error:
        raise Incomplete(" ".join(error.messages)) from error
    return text


def outcome(entry: Entry, evidence: Evidence) -> dict[str, object]:
    """The facts of a decision: criteria, what they compute, confidence.

    Raises `NotPrepared` while they compute none, `OutcomeMissing` for no outcome,
    `OutcomeTooHigh` for one beyond them, and `Incomplete` without a confidence.
    """
    if entry.outcome not in Outcome.values:
        raise OutcomeMissing("Choose one of PROCEED, ITERATE and PIVOT.")
    computed = evidence.computed
    if computed == Validation.PENDING:
        raise NotPrepared(
            f"The criteria compute no decision yet ({evidence.sentence}). "
            "Fill in what is missing in the marketing plan."
        )
    if RANKS.index(Validation(entry.outcome)) > RANKS.index(computed):
        raise OutcomeTooHigh(
            f"The criteria compute {computed} ({evidence.sentence}). "
            "Record that or a lower decision."
        )
    if entry.confidence not in Confidence.values:
        raise Incomplete("Say how confident you are: HIGH, MEDIUM or LOW.")
    return {
        "criteria": evidence.plain(),
        "computed": computed.value,
        "confidence": entry.confidence,
    }


def until(entry: Entry) -> dict[str, object]:
    """The facts of an override; raises `Incomplete` unless it ends, and later than now."""
    if entry.until is None or entry.until <= timezone.now():
        raise Incomplete("Say until when the override holds: a day that is still to come.")
    return {"until": entry.until.isoformat()}


def policy(entry: Entry, was: Policy) -> dict[str, object]:
    """The facts of a change of policy; raises `Incomplete` for one that cannot be, or is none."""
    if entry.policy is None or entry.policy == was:
        raise Incomplete("This is the policy that stands already.")
    entry.policy.check()
    return entry.policy.plain()
