import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gates import decisions, lock, state
from gates.enums import GateState
from gates.lock import GateClosed
from tests.gates.factories import GateFactory, actor, approved, decided, opened

APPROVER = "an approver who did not record the decision"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _march(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)


def sentences(gate):
    return {reason.code: reason.sentence for reason in lock.reasons(gate)}


def test_new_gate_says_that_both_are_missing():
    assert sentences(GateFactory()) == {
        "gate.validation_pending": "Validation is PENDING since 1 March 2026, 12:00 UTC: "
        "the CMO has to record PROCEED.",
        "gate.approval_missing": "Human approval is missing since 1 March 2026, 12:00 UTC: "
        f"{APPROVER} has to approve.",
    }


@pytest.mark.parametrize("outcome", ["ITERATE", "PIVOT"])
def test_decision_against_it_is_named_with_its_recorder(outcome):
    gate = GateFactory()
    decided(gate, outcome, by=actor(gate, "validate", first_name="Carla", last_name="Meyer"))

    assert sentences(gate)[f"gate.validation_{outcome.lower()}"] == (
        f"Validation is {outcome} since 1 March 2026, 12:00 UTC, recorded by Carla Meyer: "
        "the CMO has to record PROCEED."
    )


def test_proceed_leaves_the_approval_missing(time_machine):
    gate = GateFactory()
    time_machine.move_to("2026-03-02 09:30:00+00:00")
    decided(gate)

    assert sentences(gate) == {
        "gate.approval_missing": "Human approval is missing since 2 March 2026, 09:30 UTC: "
        f"{APPROVER} has to approve."
    }


def test_stale_approval_names_the_approver_and_the_time_of_the_new_decision(time_machine):
    gate = GateFactory()
    decided(gate)
    approved(gate, by=actor(gate, "approve", first_name="Ann", last_name="Wood"))
    time_machine.move_to("2026-03-02 09:30:00+00:00")
    decided(gate)

    assert sentences(gate) == {
        "gate.approval_stale": "The approval by Ann Wood is STALE since 2 March 2026, 09:30 UTC, "
        f"when a new decision was recorded: {APPROVER} has to approve anew."
    }


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (["rejected"], "rejected the decision on"),
        (["approved", "revoked"], "revoked the approval on"),
    ],
)
def test_refused_approval_takes_a_new_decision(events, words):
    gate = GateFactory()
    seen = decided(gate).digest
    by = actor(gate, "approve", first_name="Ann", last_name="Wood")
    for event in events:
        decisions.record(gate, event, decisions.Entry("Because.", seen=seen), by=by)

    [reason] = lock.reasons(gate)
    assert (reason.code, reason.have) == ("gate.approval_missing", events[-1].upper())
    assert reason.sentence.startswith(f"Ann Wood {words} 1 March 2026, 12:00 UTC: the CMO")


def test_halt_comes_first():
    gate = opened()
    by = actor(gate, "halt", first_name="Hal", last_name="Stop")
    decisions.halt(gate, "Fire.", by=by)

    assert sentences(gate) == {
        "gate.halted": "HALTED by Hal Stop since 1 March 2026, 12:00 UTC: "
        "whoever may halt this gate has to resume."
    }


def test_reasons_are_whole_for_machines():
    [validation, approval] = lock.reasons(GateFactory())

    assert (validation.what, validation.needed, validation.have, validation.who) == (
        "validation",
        "PROCEED",
        "PENDING",
        "the CMO",
    )
    assert (approval.what, approval.needed, approval.have, approval.who) == (
        "approval",
        "APPROVED",
        "NONE",
        APPROVER,
    )


def test_check_of_a_closed_gate_raises_every_sentence():
    gate = GateFactory()

    with pytest.raises(GateClosed) as refused:
        lock.check_open(gate)

    assert str(refused.value) == " ".join(sentences(gate).values())
    assert (refused.value.gate, refused.value.reasons) == (gate, lock.reasons(gate))
    assert not lock.is_open(gate)


def test_check_of_an_open_gate_gives_its_state():
    gate = opened()

    assert lock.check_open(gate).gate == GateState.OPEN
    assert lock.is_open(gate)


def test_moment_of_a_log_that_never_began():
    assert lock.reasons(state.State())[0].sentence.startswith(
        "Validation is PENDING since its creation:"
    )


def test_answers_cost_one_query(django_assert_num_queries):
    gate = opened()
    now = state.current(gate)

    with django_assert_num_queries(1):
        lock.reasons(gate)
    with django_assert_num_queries(1):
        lock.check_open(gate)
    with django_assert_num_queries(0):
        lock.reasons(now)


def test_locked_gate_is_the_gate():
    gate = GateFactory()

    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        assert lock.locked(gate.pk) == gate
    assert connection.vendor == "sqlite" or "FOR UPDATE" in queries[0]["sql"]
