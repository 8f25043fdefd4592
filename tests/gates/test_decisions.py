import pytest
from django.core.exceptions import ValidationError

from gates import chain, decisions, state, terms
from gates.actors import Actor
from gates.decisions import Entry
from gates.enums import Event, GateState
from gates.models import REASON_LENGTH, Decision
from gates.refusals import (
    Incomplete,
    NotAllowed,
    OutcomeMissing,
    ReasonMissing,
    Stale,
    WrongState,
)
from tests.gates.factories import GateFactory, UserFactory, actor, approved, decided, opened

pytestmark = pytest.mark.django_db


def test_created_gate_is_locked_from_its_first_record(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    user = UserFactory(first_name="Ada", last_name="Byron")
    gate = decisions.create_gate("CTO plan", "/acme/cto/", by=Actor.of(user))

    record = Decision.objects.get()
    assert (record.gate, record.sequence, record.event, record.previous_hash) == (
        gate,
        1,
        "created",
        "",
    )
    assert (record.actor, record.actor_kind, record.actor_name) == (user, "person", "Ada Byron")
    assert record.meaning == "Created with CTO plan, locked from the first moment."
    assert record.hash == chain.record_hash("", record.payload())
    assert record.at == gate.created_at
    assert state.current(gate).gate == GateState.GATED


def test_an_operator_creates_a_gate():
    decisions.create_gate("CTO plan", "/acme/cto/", by=Actor.operator("demo"))

    record = Decision.objects.get()
    assert (record.actor, record.actor_kind, record.actor_name) == (
        None,
        "operator",
        "manage.py demo",
    )


@pytest.mark.parametrize("title", ["", "x" * 201, "a\0b"])
def test_gate_without_a_proper_title_is_refused(title):
    with pytest.raises(ValidationError):
        decisions.create_gate(title, "/acme/cto/", by=Actor.operator("demo"))

    assert not Decision.objects.exists()


def test_decision_is_recorded_with_its_terms():
    gate = GateFactory(title="CTO plan")
    record = decided(gate, "ITERATE")

    assert (record.sequence, record.event, record.outcome) == (2, "decided", "ITERATE")
    assert record.meaning == "I record the decision ITERATE on CTO plan."
    assert record.digest == terms.digest(Decision.objects.get(pk=record.pk))
    assert record.previous_hash == Decision.objects.get(sequence=1).hash


def test_approval_names_terms_and_baseline():
    gate = GateFactory(title="CTO plan")
    seen = decided(gate).digest
    by = actor(gate, "approve")
    record = decisions.approve(gate, "Go.", seen=seen, by=by, baseline="b" * 64)

    assert (record.digest, record.baseline) == (seen, "b" * 64)
    assert record.meaning == "I authorise work on CTO plan to start."
    assert state.current(gate).gate == GateState.OPEN


def test_every_shorthand_records_its_event():
    gate = GateFactory()
    by = actor(gate, "approve", "halt")
    seen = decided(gate).digest
    decisions.approve(gate, "Go.", seen=seen, by=by)
    decisions.halt(gate, "Fire.", by=by)
    decisions.resume(gate, "Fire is out.", by=by)
    decisions.revoke(gate, "Not any more.", by=by)
    seen = decided(gate).digest
    decisions.reject(gate, "No.", seen=seen, by=by)

    assert list(gate.decisions.values_list("event", flat=True)) == [
        "created",
        "decided",
        "approved",
        "halted",
        "resumed",
        "revoked",
        "decided",
        "rejected",
    ]


def test_approving_twice_makes_one_record():
    gate = opened()

    with pytest.raises(WrongState, match="approved already"):
        approved(gate)

    assert gate.decisions.filter(event="approved").count() == 1


def test_approval_replayed_after_a_revocation_opens_nothing():
    gate = GateFactory()
    seen = decided(gate).digest
    by = actor(gate, "approve")
    decisions.approve(gate, "Go.", seen=seen, by=by)
    decisions.revoke(gate, "Stop.", by=by)

    with pytest.raises(WrongState, match="has to record a new one"):
        decisions.approve(gate, "Go.", seen=seen, by=by)

    assert state.current(gate).gate == GateState.GATED


@pytest.mark.parametrize("event", [Event.APPROVED, Event.REJECTED])
@pytest.mark.parametrize("seen", ["", "0" * 64, "older"])
def test_answer_to_other_terms_than_the_current_is_stale(event, seen):
    gate = GateFactory()
    older = decided(gate).digest
    decided(gate)
    entry = Entry("Go.", seen=older if seen == "older" else seen)

    with pytest.raises(Stale, match="has changed since you saw it"):
        decisions.record(gate, event, entry, by=actor(gate, "approve"))


def test_a_screen_that_is_out_of_date_is_stale():
    gate = GateFactory()
    by = actor(gate, "validate")
    entry = Entry("Again.", "PROCEED", after=1)
    decisions.record(gate, Event.DECIDED, entry, by=by)

    with pytest.raises(Stale, match="Somebody acted on this gate"):
        decisions.record(gate, Event.DECIDED, entry, by=by)

    assert gate.decisions.count() == 2


@pytest.mark.parametrize("event", [Event.REVOKED, Event.HALTED])
def test_closing_is_never_refused_for_an_old_screen(event):
    gate = opened()
    entry = Entry("Stop.", seen="0" * 64, after=1)

    decisions.record(gate, event, entry, by=actor(gate, "approve", "halt"))

    assert state.current(gate).gate != GateState.OPEN


@pytest.mark.parametrize("reason", ["", " \t\r\n "])
def test_a_reason_is_required(reason):
    gate = GateFactory()

    with pytest.raises(ReasonMissing, match="Say why"):
        decisions.halt(gate, reason, by=actor(gate, "halt"))


@pytest.mark.parametrize("reason", ["x" * (REASON_LENGTH + 1), "a\0b", "a\ud800b"])
def test_a_reason_has_to_be_storable(reason):
    gate = GateFactory()

    with pytest.raises(Incomplete):
        decisions.halt(gate, reason, by=actor(gate, "halt"))

    assert gate.decisions.count() == 1


def test_a_reason_of_the_greatest_length_is_kept_with_plain_line_ends():
    gate = GateFactory()
    text = "first\r\n" + "é" * (REASON_LENGTH - 6)

    record = decisions.halt(gate, f"  {text}\n", by=actor(gate, "halt"))

    assert Decision.objects.get(pk=record.pk).reason == text.replace("\r\n", "\n")


@pytest.mark.parametrize("outcome", ["", "PENDING", "proceed", "OPEN"])
def test_a_decision_is_one_of_three_words(outcome):
    gate = GateFactory()

    with pytest.raises(OutcomeMissing, match="PROCEED, ITERATE and PIVOT"):
        decisions.decide(gate, outcome, "Because.", by=actor(gate, "validate"))


def test_an_outcome_that_an_event_does_not_take_is_left_out():
    gate = GateFactory()

    record = decisions.record(gate, Event.HALTED, Entry("Stop.", "PROCEED"), by=actor(gate, "halt"))

    assert record.outcome == ""


def test_the_recorder_of_an_older_decision_may_approve_the_current_one():
    gate = GateFactory()
    both = actor(gate, "validate", "approve")
    decided(gate, by=both)
    decided(gate)

    approved(gate, by=both)

    assert state.current(gate).gate == GateState.OPEN


def test_a_permission_lost_in_the_meantime_counts():
    gate = GateFactory()
    by = actor(gate, "halt")
    by.user.groups.clear()

    with pytest.raises(NotAllowed, match="whoever may halt this gate"):
        decisions.halt(gate, "Stop.", by=by)


def test_a_record_costs_four_queries_and_its_savepoint(django_assert_max_num_queries):
    gate = GateFactory()
    by = actor(gate, "halt")

    with django_assert_max_num_queries(6):  # savepoint, gate, log, grants, insert, release
        decisions.halt(gate, "Stop.", by=by)
