"""Everything that can happen to a gate, as one table: page, check and tests read its rows."""

from dataclasses import dataclass
from typing import Literal

from gates.enums import Approval, Event, GateState, Validation
from gates.state import State

CMO = "the CMO"
APPROVER = "an approver who did not record the decision"
HALTER = "whoever may halt this gate"


@dataclass(frozen=True, slots=True)
class Bar:
    """While the `what` of a state is one of `values`, the transition cannot start, and why."""

    what: Literal["validation", "approval", "gate"]
    values: frozenset[str]
    words: str

    def stops(self, state: State) -> bool:
        """Whether `state` is one from which the transition cannot start."""
        return getattr(state, self.what) in self.values


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: who may do it (`permission`, and `who` in words), from where, and what it takes.

    `other_hands`: not by whoever recorded the current decision. `names_terms`: it answers the
    current terms, which must be those on the screen. `closes`: it can only shut the gate, so a
    screen that is out of date never stands in its way.
    """

    event: Event
    label: str
    meaning: str
    permission: str = ""
    who: str = ""
    bars: tuple[Bar, ...] = ()
    human_only: bool = True
    needs_reason: bool = True
    needs_outcome: bool = False
    other_hands: bool = False
    names_terms: bool = False
    closes: bool = False

    def says(self, title: str, outcome: str = "…") -> str:
        """What the actor says by it, about the subject called `title`."""
        return self.meaning.format(title=title, outcome=outcome)


UNDECIDED = Bar(
    "validation",
    frozenset({Validation.PENDING, Validation.ITERATE, Validation.PIVOT}),
    f"Only a decision to PROCEED can be approved, and {CMO} has recorded none that stands.",
)
APPROVED = Bar(
    "approval",
    frozenset({Approval.APPROVED}),
    "This decision is approved already; the approval can only be revoked.",
)
ANSWERED = Bar(
    "approval",
    frozenset({Approval.REJECTED, Approval.REVOKED}),
    "This decision was rejected, or its approval revoked, and that is final for it: "
    f"{CMO} has to record a new one.",
)
HALTED = Bar("gate", frozenset({GateState.HALTED}), "The gate is halted.")

TRANSITIONS = (
    Transition(
        Event.CREATED,
        label="Create",
        meaning="Created with {title}, locked from the first moment.",
        bars=(Bar("gate", frozenset(GateState), "A gate is created once, with its subject."),),
        human_only=False,
        needs_reason=False,
    ),
    Transition(
        Event.DECIDED,
        label="Record decision",
        meaning="I record the decision {outcome} on {title}.",
        permission="validate",
        who=CMO,
        needs_outcome=True,
    ),
    Transition(
        Event.APPROVED,
        label="Approve",
        meaning="I authorise work on {title} to start.",
        permission="approve",
        who=APPROVER,
        bars=(HALTED, UNDECIDED, APPROVED, ANSWERED),
        other_hands=True,
        names_terms=True,
    ),
    Transition(
        Event.REJECTED,
        label="Reject",
        meaning="I refuse to let work on {title} start.",
        permission="approve",
        who=APPROVER,
        bars=(UNDECIDED, APPROVED, ANSWERED),
        other_hands=True,
        names_terms=True,
    ),
    Transition(
        Event.REVOKED,
        label="Revoke approval",
        meaning="I withdraw the authority to work on {title}.",
        permission="approve",
        who=APPROVER,
        bars=(
            Bar(
                "approval",
                frozenset(Approval) - {Approval.APPROVED},
                "There is no approval that stands.",
            ),
        ),
        other_hands=True,
        names_terms=True,
        closes=True,
    ),
    Transition(
        Event.HALTED,
        label="Halt",
        meaning="I halt all work on {title}.",
        permission="halt",
        who=HALTER,
        bars=(Bar("gate", frozenset({GateState.HALTED}), "The gate is halted already."),),
        closes=True,
    ),
    Transition(
        Event.RESUMED,
        label="Resume",
        meaning="I lift the halt of {title}; its decision and approval count again as they stand.",
        permission="halt",
        who=HALTER,
        bars=(Bar("gate", frozenset(GateState) - {GateState.HALTED}, "The gate is not halted."),),
    ),
)


def of(event: Event) -> Transition:
    """The row of `event`."""
    return next(row for row in TRANSITIONS if row.event == event)
