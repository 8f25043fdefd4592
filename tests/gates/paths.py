"""Ways through the transition table: a gate in whatever state a path of steps leads to."""

from datetime import timedelta

from django.utils import timezone

from gates import decisions, state
from gates.actors import Actor
from gates.entries import Entry
from gates.enums import Event
from gates.policy import Policy
from tests.gates.factories import PASSWORD, GateFactory, UserFactory, actor, join

EVERYTHING = ("view", "approve", "configure", "halt", "override", "request", "validate")
HANDS = ("recorder", "overrider of it", "requester of it", "owner of an agent", "first approver")
"""Those who take the steps of a path; each holds everything."""

POLICIES = {
    "configured": Policy(request_days=15),
    "quorum": Policy(quorum=2),
    "30days": Policy(approval_days=30),
    "named": Policy(sections=("1 Why",)),
}
STEPS = {
    "D": (Event.DECIDED, "recorder"),
    "R": (Event.REQUESTED, "requester of it"),
    "W": (Event.WITHDRAWN, "requester of it"),
    "A": (Event.APPROVED, "first approver"),
    "overridden": (Event.OVERRIDDEN, "overrider of it"),
}


def new_hands():
    return {name: UserFactory() for name in HANDS}


def reach(path, hands, time_machine, *, between=timedelta(0)):
    """A gate in the state that `path` leads to; time goes on by `between` before each step.

    "D:PIVOT" decides, R requests, A approves, W withdraws; "later" lets 40 days go by.
    """
    gate = GateFactory()
    for user in hands.values():
        join(user, gate, *EVERYTHING)
    by = {name: Actor.of(user) for name, user in hands.items()}
    by[""] = actor(gate, *EVERYTHING, first_name="Otto", last_name="Other")
    for step in path.split():
        time_machine.move_to(timezone.now() + between, tick=False)
        take(gate, step, by, time_machine)
    return gate


def take(gate, step, by, time_machine):
    if step == "later":
        time_machine.move_to(timezone.now() + timedelta(days=40), tick=False)
    elif step == "expired":
        decisions.expire(gate)
    elif step in POLICIES:
        decisions.configure(gate, POLICIES[step], "Because.", by=by[""])
    else:
        word, _, outcome = step.partition(":")
        event, who = STEPS[word] if word in STEPS else (Event(word), "")
        decisions.record(gate, event, entry(gate, event, outcome or "PROCEED"), by=by[who])


def entry(gate, event, outcome="PROCEED"):
    """Everything that any transition takes, as it is right now."""
    return Entry(
        "Because.",
        outcome,
        "HIGH",
        seen="" if event == Event.DECIDED else state.current(gate).digest,
        until=timezone.now() + timedelta(days=30),
        policy=Policy(request_days=7),
        password=PASSWORD,
    )
