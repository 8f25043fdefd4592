"""Why a decision on a gate is not taken: one sentence each, for button, page and machine alike."""


class Refusal(Exception):
    """`sentence` says to a person what stands in the way; `code` says it to a machine."""

    code = "gate.refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refusal):
    """Not by this actor, in whatever state the gate is."""

    code = "actor.forbidden"


class AgentForbidden(NotAllowed):
    """The actor is an agent, whatever permissions it was given."""

    code = "actor.agent_forbidden"


class WrongState(Refusal):
    """The gate is in no state from which this can be done."""

    code = "gate.wrong_state"


class NotPrepared(WrongState):
    """What the policy asks for beforehand is not there yet."""

    code = "gate.not_prepared"


class Stale(Refusal):
    """The gate is no longer what the actor saw."""

    code = "gate.stale"


class Incomplete(Refusal):
    """What was filled in is not enough, or not storable."""

    code = "gate.incomplete"


class ReasonMissing(Incomplete):
    """The transition takes a reason, and there is none."""

    code = "gate.reason_missing"


class OutcomeMissing(Incomplete):
    """A decision is one of three words, and this is none of them."""

    code = "gate.outcome_missing"


class OutcomeTooHigh(Incomplete):
    """A decision goes no further than what the criteria compute."""

    code = "gate.outcome_too_high"


class PasswordWrong(Incomplete):
    """The transition is signed with the actor's password, and this is not it."""

    code = "gate.password_wrong"
