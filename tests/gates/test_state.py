"""What the log says is what the gate is: at each step, and at each moment."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from gates import decisions, lock, state, terms
from gates.enums import Approval, GateState, Validation
from gates.models import Decision
from gates.policy import Policy
from gates.state import State
from tests.gates.factories import GateFactory, actor, approved, decided, opened, requested
from tests.gates.paths import new_hands, reach

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def start(time_machine):
    time_machine.move_to(START, tick=False)
    return time_machine


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "words", "since"),
    [
        ("", "PENDING NONE GATED", 0),
        ("D:PROCEED", "PROCEED NONE GATED", 0),
        ("D:ITERATE", "ITERATE NONE GATED", 0),
        ("D:PIVOT", "PIVOT NONE GATED", 0),
        ("D:PROCEED reopened", "PENDING NONE GATED", 0),
        ("D:PIVOT overridden", "PROCEED NONE GATED", 0),
        ("D:PIVOT overridden later", "PIVOT NONE GATED", 0),
        ("D:PIVOT overridden D:PIVOT", "PIVOT NONE GATED", 0),
        ("D:PROCEED R", "PROCEED REQUESTED GATED", 0),
        ("D:PROCEED R W", "PROCEED NONE GATED", 0),
        ("D:PROCEED R later", "PROCEED EXPIRED GATED", 0),
        ("D:PROCEED R later expired", "PROCEED EXPIRED GATED", 0),
        ("D:PROCEED R later R", "PROCEED REQUESTED GATED", 0),
        ("D:PROCEED R changes-requested", "PROCEED CHANGES_REQUESTED GATED", 0),
        ("D:PROCEED R changes-requested R", "PROCEED REQUESTED GATED", 0),
        ("D:PROCEED R changes-requested D:PROCEED", "PROCEED NONE GATED", 0),
        ("D:PROCEED R rejected", "PROCEED REJECTED GATED", 0),
        ("D:PROCEED R rejected D:PROCEED", "PROCEED NONE GATED", 0),
        ("D:PROCEED R D:PROCEED", "PROCEED NONE GATED", 0),
        ("D:PROCEED R A", "PROCEED APPROVED OPEN", 3),
        ("D:PROCEED R A later", "PROCEED APPROVED OPEN", 3),
        ("D:PROCEED R A revoked", "PROCEED REVOKED GATED", 4),
        ("D:PROCEED R A revoked D:PROCEED", "PROCEED NONE GATED", 4),
        ("D:PROCEED R A D:PROCEED", "PROCEED STALE GATED", 4),
        ("D:PROCEED R A D:ITERATE", "ITERATE STALE GATED", 4),
        ("D:PROCEED R A reopened", "PENDING STALE GATED", 4),
        ("D:PROCEED R A reopened D:PROCEED", "PROCEED STALE GATED", 4),
        ("D:PROCEED R A D:PROCEED R", "PROCEED REQUESTED GATED", 4),
        ("D:PROCEED R A D:PROCEED R A", "PROCEED APPROVED OPEN", 6),
        ("D:PROCEED R A configured", "PROCEED STALE GATED", 4),
        ("configured D:PROCEED R A", "PROCEED APPROVED OPEN", 4),
        ("quorum D:PROCEED R A", "PROCEED REQUESTED GATED", 0),
        ("30days D:PROCEED R A", "PROCEED APPROVED OPEN", 4),
        ("30days D:PROCEED R A later", "PROCEED EXPIRED GATED", 34),
        ("30days D:PROCEED R A later expired", "PROCEED EXPIRED GATED", 34),
        ("D:PIVOT overridden R A", "PROCEED APPROVED OPEN", 4),
        ("D:PIVOT overridden R A later", "PIVOT STALE GATED", 32),
        ("halted", "PENDING NONE HALTED", 1),
        ("halted resumed", "PENDING NONE GATED", 2),
        ("D:PROCEED R A halted", "PROCEED APPROVED HALTED", 4),
        ("D:PROCEED R A halted resumed", "PROCEED APPROVED OPEN", 5),
        ("D:PROCEED R A halted D:ITERATE resumed", "ITERATE STALE GATED", 6),
        ("D:PROCEED R A halted revoked resumed", "PROCEED REVOKED GATED", 6),
    ],
)
def test_state_after(path, words, since, start):
    now = state.current(reach(path, new_hands(), start, between=DAY))

    assert f"{now.validation} {now.approval} {now.gate}" == words
    assert now.since == START + timedelta(days=since)
    assert lock.is_open(now) == words.endswith("OPEN")


def test_state_of_an_empty_log_is_shut():
    now = state.fold([])

    assert (now.validation, now.approval, now.gate) == (
        Validation.PENDING,
        Approval.NONE,
        GateState.GATED,
    )
    assert (now.created_at, now.head, now.digest, now.since) == (None, "", "", None)
    assert not lock.is_open(now)


@pytest.mark.django_db
def test_state_names_who_counts(start):
    gate = GateFactory()
    decided(gate, by=actor(gate, "validate", first_name="Carla", last_name="Meyer"))
    requested(gate)
    approved(gate, by=actor(gate, "approve", first_name="Ann", last_name="Wood"))
    now = state.current(gate)

    assert (now.validated_by, now.approved_by) == ("Carla Meyer", "Ann Wood")
    assert (now.created_at, now.head, now.round) == (START, now.log[-1].hash, 1)
    decided(gate)
    assert (state.current(gate).approved_by, state.current(gate).round) == ("", 2)


@pytest.mark.django_db
def test_quorum_takes_that_many_people_and_names_them():
    gate = GateFactory()
    decisions.configure(gate, Policy(quorum=2), "Two.", by=actor(gate, "configure"))
    decided(gate)
    requested(gate)
    approved(gate, by=actor(gate, "approve", first_name="Ann", last_name="Wood"))
    assert state.current(gate).gate == GateState.GATED

    approved(gate, by=actor(gate, "approve", first_name="Bo", last_name="Lund"))
    assert state.current(gate).gate == GateState.OPEN
    assert state.current(gate).approved_by == "Ann Wood, Bo Lund"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends", "path"),
    [
        (timedelta(days=14), "D:PROCEED R"),
        (timedelta(days=30), "30days D:PROCEED R A"),
    ],
)
def test_time_runs_out_at_the_moment_and_not_before(ends, path, start):
    gate = reach(path, new_hands(), start)
    last = state.current(gate).log[-1].at

    before = state.current(gate, last + ends - timedelta(microseconds=1))
    assert before.approval != Approval.EXPIRED
    assert state.current(gate, last + ends).approval == Approval.EXPIRED


@pytest.mark.django_db
def test_approval_covers_the_sections_that_the_policy_names(paper):
    gate = GateFactory()
    policy = Policy(sections=("1 Why", "9 Gone"))
    decisions.configure(gate, policy, "Why matters.", by=actor(gate, "configure"))
    opened(gate)
    paper.words["2 How"] = "Otherwise."
    assert state.current(gate).gate == GateState.OPEN

    paper.words["1 Why"] = "Because of that."
    now = state.current(gate)
    assert (now.approval, now.gate, now.moved_sections) == ("STALE", "GATED", ["1 Why"])
    assert now.since is None  # the log does not know when

    paper.words["1 Why"] = "Because."
    assert state.current(gate).gate == GateState.OPEN


@pytest.mark.django_db
def test_policy_set_back_to_what_it_was_opens_nothing():
    gate = opened()
    by = actor(gate, "configure")
    decisions.configure(gate, Policy(quorum=3), "Stricter.", by=by)
    decisions.configure(gate, Policy(), "As it was.", by=by)

    assert state.current(gate).approval == Approval.STALE


@pytest.mark.django_db
def test_approval_that_names_other_terms_opens_nothing():
    log = list(state.current(opened()).log)
    log[-1].digest = "0" * 64

    assert state.fold(log).gate == GateState.GATED


def test_approval_of_nothing_opens_nothing():
    now = timezone.now()
    log = [Decision(sequence=1, event="created", at=now), Decision(event="approved", at=now)]

    assert state.fold(log).gate == GateState.GATED


@pytest.mark.django_db
def test_current_state_costs_one_query(django_assert_num_queries):
    gate = GateFactory()
    record = decided(gate)

    with django_assert_num_queries(1):
        now = state.current(gate)
        assert now.validated_by == record.actor_name
        assert now.gate == GateState.GATED
    assert now.digest == terms.digest(now.covered({}))
    assert State().covered({}) == {}


@pytest.mark.django_db
def test_the_same_decision_taken_again_makes_other_terms():
    gate = GateFactory()
    decided(gate)
    before = state.current(gate).digest
    decided(gate)

    assert state.current(gate).digest != before


@pytest.mark.django_db
def test_states_of_several_gates_cost_one_query(django_assert_num_queries, start):
    gates = [GateFactory() for _ in range(3)]
    decided(gates[1])

    with django_assert_num_queries(1):
        states = state.current_of(gates)
    assert states == {gate.pk: state.current(gate) for gate in gates}
    assert states[gates[1].pk].validation == Validation.PROCEED
