"""Every state × every event × every kind of person, against a table written by hand."""

from itertools import product

import pytest
from django.db import transaction

from gates import access, decisions, state
from gates.actors import Actor
from gates.decisions import Entry
from gates.enums import Event
from gates.models import Gate
from gates.refusals import AgentForbidden, NotAllowed, Refusal, WrongState
from gates.transitions import TRANSITIONS, of
from tests.gates.factories import GateFactory, UserFactory, actor, join

# How each state is reached; "D:" decides.
STATES = {
    "pending": "",
    "proceed": "D:PROCEED",
    "iterate": "D:ITERATE",
    "pivot": "D:PIVOT",
    "open": "D:PROCEED approved",
    "rejected": "D:PROCEED rejected",
    "revoked": "D:PROCEED approved revoked",
    "stale": "D:PROCEED approved D:PROCEED",
    "stale and iterate": "D:PROCEED approved D:ITERATE",
    "halted": "halted",
    "halted and proceed": "D:PROCEED halted",
    "halted and approved": "D:PROCEED approved halted",
    "resumed": "D:PROCEED halted resumed",
}
HALTED = {name for name in STATES if name.startswith("halted")}
APPROVABLE = {"proceed", "stale", "resumed"}
STARTS = {
    Event.CREATED: set(),
    Event.DECIDED: set(STATES),
    Event.APPROVED: APPROVABLE,
    Event.REJECTED: APPROVABLE | {"halted and proceed"},
    Event.REVOKED: {"open", "halted and approved"},
    Event.HALTED: set(STATES) - HALTED,
    Event.RESUMED: HALTED,
}
PERMISSION = {
    Event.DECIDED: "validate",
    Event.APPROVED: "approve",
    Event.REJECTED: "approve",
    Event.REVOKED: "approve",
    Event.HALTED: "halt",
    Event.RESUMED: "halt",
}
EVERYTHING = ("view", "validate", "approve", "halt")
# Who asks: what they hold on this gate, and what else is special about them.
PEOPLE = {
    "reader": (("view",), {}),
    "validator": (("view", "validate"), {}),
    "approver": (("view", "approve"), {}),
    "halter": (("view", "halt"), {}),
    "holder of everything": (EVERYTHING, {}),
    "superuser without grants": ((), {"is_superuser": True, "is_staff": True}),
    "superuser with grants": (EVERYTHING, {"is_superuser": True, "is_staff": True}),
    "agent with everything": (EVERYTHING, {"is_agent": True}),
    "agent and superuser": (EVERYTHING, {"is_agent": True, "is_superuser": True}),
    "inactive": (EVERYTHING, {"is_active": False}),
}
RECORDER, STRANGER, OPERATOR = "recorder with everything", "from another gate", "operator"


def reach(path, recorder):
    """A gate in the state that `path` leads to, each decision by `recorder`."""
    gate = GateFactory()
    join(recorder, gate, *EVERYTHING)
    other = actor(gate, *EVERYTHING)
    for step in path.split():
        event, _, outcome = step.replace("D:", "decided:").partition(":")
        by = Actor.of(recorder) if outcome else other
        seen = state.current(gate).digest
        decisions.record(gate, Event(event), Entry("Because.", outcome, seen), by=by)
    return gate


def everybody(gate, recorder):
    people = {name: actor(gate, *held, **more) for name, (held, more) in PEOPLE.items()}
    others = {
        RECORDER: Actor.of(recorder),
        STRANGER: actor(GateFactory(), *EVERYTHING),
        OPERATOR: Actor.operator("demo"),
    }
    return people | others


def expected(name, event, start):
    """The refusal that the table written by hand foresees, or None."""
    if event == Event.CREATED:
        return WrongState
    if name.startswith("agent"):
        return AgentForbidden
    held = EVERYTHING if name == RECORDER else PEOPLE.get(name, ((), {}))[0]
    if PERMISSION[event] not in held or name == "inactive":
        return NotAllowed
    if start not in STARTS[event]:
        return WrongState
    if name == RECORDER and PERMISSION[event] == "approve":
        return NotAllowed
    return None


def attempt(gate, event, by):
    """What `record` answers; nothing it writes is kept."""
    with transaction.atomic():
        try:
            entry = Entry("Because.", "PROCEED", state.current(gate).digest)
            decisions.record(gate, event, entry, by=by)
        except Refusal as refusal:
            return type(refusal), refusal.sentence
        finally:
            transaction.set_rollback(True)
    return None, ""


@pytest.mark.django_db
@pytest.mark.parametrize("start", STATES)
def test_transitions_from(start):
    recorder = UserFactory()
    gate = reach(STATES[start], recorder)
    before = list(gate.decisions.values())
    people = everybody(gate, recorder)

    for event, (name, by) in product(Event, people.items()):
        refused, sentence = attempt(gate, event, by)

        assert refused is expected(name, event, start), (event, name)
        assert gate_says(gate, event, by) == sentence, (event, name)
    assert list(gate.decisions.values()) == before


def gate_says(gate, event, by):
    """Why the page greys the button out; the words of the refusal itself, or "" for neither."""
    choices = decisions.available(gate, state.current(gate), by)
    refusals = {choice.transition.event: choice.refusal for choice in choices}
    if event == Event.CREATED:
        assert event not in refusals
        return attempt(gate, event, by)[1]
    return refusals[event].sentence if refusals[event] else ""


def test_table_has_one_row_for_each_event_in_order():
    assert [row.event for row in TRANSITIONS] == list(Event)
    assert [of(event).event for event in Event] == list(Event)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: row.event)
def test_every_row_says_what_it_means_and_who_may(row):
    assert row.label
    assert "A plan" in row.says("A plan")
    assert "{" not in row.says("A plan", "PROCEED")
    if row.event != Event.CREATED:
        assert row.who
        assert access.codename(row.permission, Gate)
        assert row.human_only
        assert row.needs_reason


def test_longest_meaning_fits_its_column():
    title = "x" * Gate._meta.get_field("title").max_length

    assert max(len(row.says(title, "PROCEED")) for row in TRANSITIONS) <= 300
