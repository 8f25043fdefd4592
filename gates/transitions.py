"""Everything that can happen to a gate, as one table: page, check and tests read its rows."""

from dataclasses import dataclass
from typing import Literal

from gates.enums import Approval, Event, GateState, Validation
from gates.state import State

CMO = "the CMO"
CEO = "the CEO"
REQUESTER = "the CTO, the CMO or an agent of theirs"
APPROVER = "an approver who neither decided nor requested"
ANY_APPROVER = "an approver"
HALTER = "whoever may halt this gate"
CONFIGURER = "whoever may change the policy"


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

    `other_hands`: not by whoever decided, overrode or requested what it answers, nor by the owner
    of an agent that requested it, unless the policy is solo. `own_request`: by the requester only.
    `names_terms`: it answers the current terms, which must be those on the screen. `prepared`: the
    policy's prerequisites have to be met. `closes`: it can only shut the gate, so a screen that is
    out of date never stands in its way. Without a permission it is nobody's button: Plangate
    records it.
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
    needs_until: bool = False
    needs_password: bool = False
    needs_policy: bool = False
    other_hands: bool = False
    own_request: bool = False
    names_terms: bool = False
    prepared: bool = False
    closes: bool = False

    @property
    def opens(self) -> bool:
        """Whether somebody takes it on the way to an open gate."""
        return bool(self.permission) and not self.closes and not self.needs_policy

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
    "These terms are approved already; the approval can only be revoked.",
)
ANSWERED = Bar(
    "approval",
    frozenset({Approval.REJECTED, Approval.REVOKED}),
    "These terms were rejected, or their approval revoked, and that is final for them: "
    f"{CMO} has to record a new decision.",
)
NOT_REQUESTED = Bar(
    "approval",
    frozenset(Approval) - {Approval.REQUESTED},
    f"Nobody has requested an approval that still waits: {REQUESTER} has to.",
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
        Event.REOPENED,
        label="Reopen the round",
        meaning="I take back the decision on {title}: it has to be made again.",
        permission="validate",
        who=CMO,
        bars=(
            Bar("validation", frozenset({Validation.PENDING}), "There is no decision that stands."),
        ),
        closes=True,
    ),
    Transition(
        Event.OVERRIDDEN,
        label="Override the decision",
        meaning="I answer for work on {title} to go on against the decision that was recorded.",
        permission="override",
        who=CEO,
        bars=(
            Bar(
                "validation",
                frozenset({Validation.PENDING, Validation.PROCEED}),
                "Only a decision to ITERATE or PIVOT that stands can be overridden.",
            ),
        ),
        needs_until=True,
        needs_password=True,
    ),
    Transition(
        Event.REQUESTED,
        label="Request approval",
        meaning="I request approval for work on {title} to start.",
        permission="request",
        who=REQUESTER,
        bars=(
            HALTED,
            UNDECIDED,
            APPROVED,
            ANSWERED,
            Bar("approval", frozenset({Approval.REQUESTED}), "A request waits for an answer."),
        ),
        human_only=False,
        names_terms=True,
        prepared=True,
    ),
    Transition(
        Event.WITHDRAWN,
        label="Withdraw the request",
        meaning="I withdraw my request for approval of {title}.",
        permission="request",
        who="whoever requested it",
        bars=(NOT_REQUESTED,),
        human_only=False,
        own_request=True,
        closes=True,
    ),
    Transition(
        Event.APPROVED,
        label="Approve",
        meaning="I authorise work on {title} to start.",
        permission="approve",
        who=APPROVER,
        bars=(HALTED, UNDECIDED, APPROVED, ANSWERED, NOT_REQUESTED),
        needs_password=True,
        other_hands=True,
        names_terms=True,
        prepared=True,
    ),
    Transition(
        Event.CHANGES_REQUESTED,
        label="Ask for changes",
        meaning="I ask for changes before work on {title} may start.",
        permission="approve",
        who=APPROVER,
        bars=(UNDECIDED, APPROVED, ANSWERED, NOT_REQUESTED),
        other_hands=True,
        names_terms=True,
    ),
    Transition(
        Event.REJECTED,
        label="Reject",
        meaning="I refuse to let work on {title} start.",
        permission="approve",
        who=APPROVER,
        bars=(UNDECIDED, APPROVED, ANSWERED, NOT_REQUESTED),
        other_hands=True,
        names_terms=True,
    ),
    Transition(
        Event.EXPIRED,
        label="Expire",
        meaning="The time of what was requested or approved for {title} has run out.",
        bars=(
            Bar(
                "approval",
                frozenset(Approval) - {Approval.EXPIRED},
                "No request and no approval has run out.",
            ),
        ),
        human_only=False,
        needs_reason=False,
        names_terms=True,
    ),
    Transition(
        Event.REVOKED,
        label="Revoke approval",
        meaning="I withdraw the authority to work on {title}.",
        permission="approve",
        who=ANY_APPROVER,
        bars=(
            Bar(
                "approval",
                frozenset(Approval) - {Approval.APPROVED},
                "There is no approval that stands.",
            ),
        ),
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
    Transition(
        Event.CONFIGURED,
        label="Change the policy",
        meaning="I change what the approval of {title} takes.",
        permission="configure",
        who=CONFIGURER,
        needs_policy=True,
    ),
)


def of(event: Event) -> Transition:
    """The row of `event`."""
    return next(row for row in TRANSITIONS if row.event == event)
