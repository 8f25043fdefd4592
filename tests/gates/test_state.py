"""The fold, on records that were never saved: what the log says is what the gate is."""

from datetime import UTC, datetime, timedelta

import pytest

from gates import lock, state, terms
from gates.enums import Approval, GateState, Validation
from gates.models import Decision
from gates.state import State
from tests.gates.factories import GateFactory, decided

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
OUTCOMES = {"proceed": "PROCEED", "iterate": "ITERATE", "pivot": "PIVOT"}


def fold(*events):
    """The state after `events`; an answer names the decision before it, as the door sees to."""
    log, digest = [], ""
    for sequence, event in enumerate(("created", *events), start=1):
        if event in OUTCOMES:
            digest = f"terms of {sequence}"
        log.append(
            Decision(
                sequence=sequence,
                event="decided" if event in OUTCOMES else event,
                outcome=OUTCOMES.get(event, ""),
                actor_name=f"{event} {sequence}",
                digest="" if event in {"created", "halted", "resumed"} else digest,
                at=START + timedelta(days=sequence - 1),
                hash=f"hash {sequence}",
            )
        )
    return state.fold(log)


@pytest.mark.parametrize(
    ("events", "validation", "approval", "gate", "since"),
    [
        ("", "PENDING", "NONE", "GATED", 0),
        ("proceed", "PROCEED", "NONE", "GATED", 0),
        ("iterate", "ITERATE", "NONE", "GATED", 0),
        ("pivot", "PIVOT", "NONE", "GATED", 0),
        ("proceed approved", "PROCEED", "APPROVED", "OPEN", 2),
        ("proceed rejected", "PROCEED", "REJECTED", "GATED", 0),
        ("proceed rejected proceed", "PROCEED", "NONE", "GATED", 0),
        ("proceed rejected proceed approved", "PROCEED", "APPROVED", "OPEN", 4),
        ("proceed approved revoked", "PROCEED", "REVOKED", "GATED", 3),
        ("proceed approved revoked proceed", "PROCEED", "NONE", "GATED", 3),
        ("proceed approved proceed", "PROCEED", "STALE", "GATED", 3),
        ("proceed approved iterate", "ITERATE", "STALE", "GATED", 3),
        ("proceed approved pivot proceed", "PROCEED", "STALE", "GATED", 3),
        ("proceed approved proceed approved", "PROCEED", "APPROVED", "OPEN", 4),
        ("halted", "PENDING", "NONE", "HALTED", 1),
        ("halted resumed", "PENDING", "NONE", "GATED", 2),
        ("proceed approved halted", "PROCEED", "APPROVED", "HALTED", 3),
        ("proceed approved halted resumed", "PROCEED", "APPROVED", "OPEN", 4),
        ("proceed approved halted iterate resumed", "ITERATE", "STALE", "GATED", 5),
        ("proceed approved halted revoked resumed", "PROCEED", "REVOKED", "GATED", 5),
        ("proceed approved halted resumed halted", "PROCEED", "APPROVED", "HALTED", 5),
    ],
)
def test_state_after(events, validation, approval, gate, since):
    now = fold(*events.split())

    assert (now.validation, now.approval, now.gate) == (validation, approval, gate)
    assert now.since == START + timedelta(days=since)
    assert lock.is_open(now) == (gate == "OPEN")


def test_state_of_an_empty_log_is_shut():
    now = state.fold([])

    assert now == State()
    assert (now.validation, now.approval, now.gate) == (
        Validation.PENDING,
        Approval.NONE,
        GateState.GATED,
    )
    assert (now.created_at, now.head, now.digest) == (None, "", "")
    assert not lock.is_open(now)


def test_state_names_who_counts():
    now = fold("proceed", "approved")

    assert (now.validated_by, now.approved_by) == ("proceed 2", "approved 3")
    assert (now.created_at, now.head, now.digest) == (START, "hash 3", "terms of 2")


@pytest.mark.parametrize("events", [(), ("proceed", "approved", "proceed")])
def test_state_names_no_approver_without_a_live_approval(events):
    assert fold(*events).approved_by == ""


def test_approval_that_names_other_terms_opens_nothing():
    log = list(fold("proceed", "approved").log)
    log[2].digest = "terms of another gate"

    assert state.fold(log).gate == GateState.GATED


def test_approval_of_nothing_opens_nothing():
    assert fold("approved").gate == GateState.GATED


@pytest.mark.django_db
def test_current_state_costs_one_query(django_assert_num_queries):
    gate = GateFactory()
    record = decided(gate)

    with django_assert_num_queries(1):
        now = state.current(gate)
        assert now.validated_by == record.actor_name
        assert now.gate == GateState.GATED
    assert now.digest == terms.digest(now.decided)


@pytest.mark.django_db
def test_the_same_decision_taken_again_makes_other_terms():
    gate = GateFactory()

    assert decided(gate).digest != decided(gate).digest


@pytest.mark.django_db
def test_states_of_several_gates_cost_one_query(django_assert_num_queries):
    gates = [GateFactory() for _ in range(3)]
    decided(gates[1])

    with django_assert_num_queries(1):
        states = state.current_of(gates)
    assert states == {gate.pk: state.current(gate) for gate in gates}
    assert states[gates[1].pk].validation == Validation.PROCEED
