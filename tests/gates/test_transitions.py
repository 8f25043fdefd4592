"""Every state × every event × every kind of person, against a table written by hand."""

import pytest
from django.db import transaction

from gates import access, decisions, state
from gates.actors import Actor
from gates.enums import Event
from gates.models import Gate
from gates.policy import Policy
from gates.refusals import AgentForbidden, NotAllowed, Refusal, WrongState
from gates.transitions import TRANSITIONS, of
from tests.gates.factories import PASSWORD, GateFactory, actor
from tests.gates.paths import EVERYTHING, HANDS, entry, new_hands, reach

# How each state is reached; tests.gates.paths has the steps.
OPEN = "D:PROCEED R A"
STATES = {
    "pending": "",
    "proceed": "D:PROCEED",
    "iterate": "D:ITERATE",
    "pivot": "D:PIVOT",
    "reopened": "D:PROCEED reopened",
    "overridden": "D:PIVOT overridden",
    "requested": "D:PROCEED R",
    "requested over an override": "D:ITERATE overridden R",
    "withdrawn": "D:PROCEED R W",
    "changes requested": "D:PROCEED R changes-requested",
    "requested again": "D:PROCEED R changes-requested R",
    "rejected": "D:PROCEED R rejected",
    "request overtaken": "D:PROCEED R D:PROCEED",
    "request expired": "D:PROCEED R later",
    "request expired, on record": "D:PROCEED R later expired",
    "open": OPEN,
    "open over an override": "D:PIVOT overridden R A",
    "override ended": "D:PIVOT overridden R A later",
    "approval expired": "30days D:PROCEED R A later",
    "revoked": f"{OPEN} revoked",
    "stale": f"{OPEN} D:PROCEED",
    "stale by policy": f"{OPEN} configured",
    "stale and iterate": f"{OPEN} D:ITERATE",
    "stale and reopened": f"{OPEN} reopened",
    "half approved": "quorum D:PROCEED R A",
    "halted": "halted",
    "halted and proceed": "D:PROCEED halted",
    "halted and requested": "D:PROCEED R halted",
    "halted and approved": f"{OPEN} halted",
    "resumed": f"{OPEN} halted resumed",
}
ALL = set(STATES)
HALTED = {name for name in STATES if name.startswith("halted")}
WAITING = {
    "requested",
    "requested over an override",
    "requested again",
    "half approved",
    "halted and requested",
}
APPROVED = {"open", "open over an override", "halted and approved", "resumed"}
UNDECIDED = {"pending", "reopened", "stale and reopened", "halted"}
AGAINST = {"iterate", "pivot", "override ended", "stale and iterate"}
FINAL = {"rejected", "revoked"}
STARTS = {
    Event.CREATED: set(),
    Event.DECIDED: ALL,
    Event.REOPENED: ALL - UNDECIDED,
    Event.OVERRIDDEN: AGAINST,
    Event.REQUESTED: ALL - UNDECIDED - AGAINST - WAITING - APPROVED - FINAL - HALTED,
    Event.WITHDRAWN: WAITING,
    Event.APPROVED: WAITING - HALTED,
    Event.CHANGES_REQUESTED: WAITING,
    Event.REJECTED: WAITING,
    Event.EXPIRED: {"request expired", "request expired, on record", "approval expired"},
    Event.REVOKED: APPROVED,
    Event.HALTED: ALL - HALTED,
    Event.RESUMED: HALTED,
    Event.CONFIGURED: ALL,
}
PERMISSION = {
    Event.DECIDED: "validate",
    Event.REOPENED: "validate",
    Event.OVERRIDDEN: "override",
    Event.REQUESTED: "request",
    Event.WITHDRAWN: "request",
    Event.APPROVED: "approve",
    Event.CHANGES_REQUESTED: "approve",
    Event.REJECTED: "approve",
    Event.REVOKED: "approve",
    Event.HALTED: "halt",
    Event.RESUMED: "halt",
    Event.CONFIGURED: "configure",
}
ANSWERS = {Event.APPROVED, Event.CHANGES_REQUESTED, Event.REJECTED}
FOR_AGENTS = {Event.REQUESTED, Event.WITHDRAWN}
# Who asks: what they hold on this gate, and what else is special about them.
PEOPLE = {
    "reader": (("view",), {}),
    "validator": (("view", "validate"), {}),
    "overrider": (("view", "override"), {}),
    "requester": (("view", "request"), {}),
    "approver": (("view", "approve"), {}),
    "halter": (("view", "halt"), {}),
    "configurer": (("view", "configure"), {}),
    "holder of everything": (EVERYTHING, {}),
    "superuser without grants": ((), {"is_superuser": True, "is_staff": True}),
    "superuser with grants": (EVERYTHING, {"is_superuser": True, "is_staff": True}),
    "agent with everything": (EVERYTHING, {"is_agent": True}),
    "agent and superuser": (EVERYTHING, {"is_agent": True, "is_superuser": True}),
    "inactive": (EVERYTHING, {"is_active": False}),
}
STRANGER, OPERATOR, SYSTEM = "from another gate", "operator", "Plangate"


def everybody(gate, hands):
    people: dict[str, Actor] = {
        name: actor(gate, *held, **more) for name, (held, more) in PEOPLE.items()
    }
    others = {
        STRANGER: actor(GateFactory(), *EVERYTHING),
        OPERATOR: Actor.operator("demo"),
        SYSTEM: Actor.system(),
    }
    return people | {name: Actor.of(user) for name, user in hands.items()} | others


def expected(name, event, start):
    """The refusal that the table written by hand foresees, or None."""
    if name == SYSTEM and event in {Event.CREATED, Event.EXPIRED}:
        return None if start in STARTS[event] else WrongState
    if name.startswith("agent") and event in PERMISSION and event not in FOR_AGENTS:
        return AgentForbidden
    held = EVERYTHING if name in HANDS else PEOPLE.get(name, ((), {}))[0]
    if PERMISSION.get(event) not in held or name == "inactive":
        return NotAllowed
    if start not in STARTS[event]:
        return WrongState
    return by_hand(name, event, start)


def by_hand(name, event, start):
    """The refusal of those who had a hand in it."""
    steps = STATES[start].split()
    had_a_hand = {
        "recorder": True,
        "overrider of it": "overridden" in steps,
        "requester of it": True,
        "owner of an agent": False,
        "first approver": False,
    }
    if event == Event.WITHDRAWN and name != "requester of it":
        return NotAllowed
    if event in ANSWERS and had_a_hand.get(name):
        return NotAllowed
    if event == Event.APPROVED and name == "first approver" and start == "half approved":
        return WrongState
    return None


def attempt(gate, event, filled, by):
    """What `record` answers; nothing it writes is kept."""
    with transaction.atomic():
        try:
            decisions.record(gate, event, filled, by=by)
        except Refusal as refusal:
            return type(refusal), refusal.sentence
        finally:
            transaction.set_rollback(True)
    return None, ""


@pytest.mark.heavy
@pytest.mark.django_db
@pytest.mark.parametrize("start", STATES)
def test_transitions_from(start, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    hands = new_hands()
    gate = reach(STATES[start], hands, time_machine)
    before = list(gate.decisions.values())
    entries = {event: entry(gate, event) for event in Event}

    for name, by in everybody(gate, hands).items():
        says = buttons(gate, by)
        for event in Event:
            refused, sentence = attempt(gate, event, entries[event], by)
            assert refused is expected(name, event, start), (event, name, sentence)
            assert says.get(event, sentence) == sentence, (event, name)
        assert set(says) == set(PERMISSION)
    assert list(gate.decisions.values()) == before


def buttons(gate, by):
    """Why the page greys each button out, in the words of the refusal; "" where it does not."""
    choices = decisions.available(gate, state.current(gate), by)
    return {
        choice.transition.event: choice.refusal.sentence if choice.refusal else ""
        for choice in choices
    }


@pytest.mark.django_db
@pytest.mark.parametrize("event", sorted(ANSWERS))
def test_owner_of_the_agent_that_requested_does_not_answer(event):
    gate = GateFactory()
    owner = actor(gate, "approve")
    decisions.decide(gate, "PROCEED", "It sold.", by=actor(gate, "validate"))
    agent = actor(gate, "request", is_agent=True, owner=owner.user)
    decisions.request(gate, "Ready.", seen=state.current(gate).digest, by=agent)

    filled = entry(gate, event)
    refused, sentence = attempt(gate, event, filled, owner)

    assert (refused, "by your agent" in sentence) == (NotAllowed, True)
    assert attempt(gate, event, filled, actor(gate, "approve")) == (None, "")


@pytest.mark.django_db
def test_solo_lets_one_person_do_it_all_and_says_so():
    gate = GateFactory()
    founder = actor(gate, *EVERYTHING)
    decisions.configure(gate, Policy(solo=True), "I am alone.", by=founder)
    decisions.decide(gate, "PROCEED", "It sold.", by=founder)
    seen = state.current(gate).digest
    decisions.request(gate, "Ready.", seen=seen, by=founder)
    decisions.approve(gate, "Go.", seen=seen, password=PASSWORD, by=founder)

    assert state.current(gate).gate == "OPEN"
    assert "Solo: the same person" in " ".join(state.current(gate).policy.sentences())


def test_table_has_one_row_for_each_event_in_order():
    assert [row.event for row in TRANSITIONS] == list(Event)
    assert [of(event).event for event in Event] == list(Event)
    assert {row.event for row in TRANSITIONS if row.permission} == set(PERMISSION)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: row.event)
def test_every_row_says_what_it_means_and_who_may(row):
    assert row.label
    assert "A plan" in row.says("A plan")
    assert "{" not in row.says("A plan", "PROCEED")
    if row.permission:
        assert row.who
        assert access.codename(row.permission, Gate)
        assert row.human_only == (row.event not in FOR_AGENTS)
        assert row.needs_reason


def test_longest_meaning_fits_its_column():
    title = "x" * Gate._meta.get_field("title").max_length

    assert max(len(row.says(title, "PROCEED")) for row in TRANSITIONS) <= 300
