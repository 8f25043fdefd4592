import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gates import decisions, lock, reasons, state
from gates.enums import GateState
from gates.lock import GateClosed
from gates.policy import Policy
from tests.gates.factories import GateFactory, actor, approved, decided, opened, requested
from tests.gates.paths import new_hands, reach

APPROVER = "an approver who neither decided nor requested"
REQUESTER = "the CTO, the CMO or an agent of theirs"
MARCH = "1 March 2026, 12:00 UTC"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    return time_machine


def sentences(gate):
    return {reason.code: reason.sentence for reason in lock.reasons(gate)}


def test_new_gate_says_that_both_are_missing():
    assert sentences(GateFactory()) == {
        "gate.validation_pending": f"Validation is PENDING since {MARCH}: "
        "the CMO has to record PROCEED.",
        "gate.approval_missing": f"Human approval is missing since {MARCH}: "
        f"{REQUESTER} has to request it.",
    }


@pytest.mark.parametrize("outcome", ["ITERATE", "PIVOT"])
def test_decision_against_it_is_named_with_its_recorder(outcome):
    gate = GateFactory()
    decided(gate, outcome, by=actor(gate, "validate", first_name="Carla", last_name="Meyer"))

    assert sentences(gate)[f"gate.validation_{outcome.lower()}"] == (
        f"Validation is {outcome} since {MARCH}, recorded by Carla Meyer: "
        "the CMO has to record PROCEED."
    )


PEOPLE = {
    "recorder": ("Carla", "Meyer"),
    "requester of it": ("Rita", "Quest"),
    "overrider of it": ("Cleo", "Chief"),
    "first approver": ("Ann", "Wood"),
    "owner of an agent": ("Olga", "Own"),
}


def named_hands():
    hands = new_hands()
    for name, user in hands.items():
        user.first_name, user.last_name = PEOPLE[name]
        user.save()
    return hands


@pytest.mark.parametrize(
    ("path", "code", "sentence"),
    [
        (
            "D:PROCEED R",
            "missing",
            (
                f"Human approval was requested by Rita Quest on {MARCH} and waits until "
                f"15 March 2026, 12:00 UTC: {APPROVER} has to approve."
            ),
        ),
        (
            "quorum D:PROCEED R A",
            "missing",
            (
                f"Human approval was requested by Rita Quest on {MARCH} and waits until "
                f"15 March 2026, 12:00 UTC, 1 of 2 given: {APPROVER} has to approve."
            ),
        ),
        (
            "D:PROCEED R W",
            "missing",
            f"Human approval is missing since {MARCH}: {REQUESTER} has to request it.",
        ),
        (
            "D:PROCEED R changes-requested",
            "missing",
            f"Otto Other asked for changes on {MARCH}: {REQUESTER} has to request approval again.",
        ),
        (
            "D:PROCEED R rejected",
            "missing",
            (
                f"Otto Other rejected the decision on {MARCH}: the CMO has to record a new one, "
                f"and {APPROVER} to approve it."
            ),
        ),
        (
            "D:PROCEED R A revoked",
            "missing",
            (
                f"Otto Other revoked the approval on {MARCH}: the CMO has to record "
                f"a new decision, and {APPROVER} to approve it."
            ),
        ),
        (
            "D:PROCEED R later",
            "expired",
            (
                "The request by Rita Quest EXPIRED on 15 March 2026, 12:00 UTC: "
                f"{REQUESTER} has to request approval anew."
            ),
        ),
        (
            "30days D:PROCEED R A later",
            "expired",
            (
                "The approval by Ann Wood EXPIRED on 31 March 2026, 12:00 UTC: "
                f"{REQUESTER} has to request approval anew."
            ),
        ),
        (
            "30days D:PROCEED R A later expired",
            "expired",
            (
                "The approval by Ann Wood EXPIRED on 31 March 2026, 12:00 UTC: "
                f"{REQUESTER} has to request approval anew."
            ),
        ),
        (
            "D:PROCEED R A D:PROCEED",
            "stale",
            (
                "The approval by Ann Wood is STALE, because a new decision was recorded by "
                f"Carla Meyer on {MARCH}: {REQUESTER} has to request approval anew, "
                f"and {APPROVER} to give it."
            ),
        ),
        (
            "D:PROCEED R A configured",
            "stale",
            (
                "The approval by Ann Wood is STALE, because the policy was changed by "
                f"Otto Other on {MARCH}: {REQUESTER} has to request approval anew, "
                f"and {APPROVER} to give it."
            ),
        ),
    ],
)
def test_approval_that_is_missing_says_why_and_who_acts(path, code, sentence, march):
    gate = reach(path, named_hands(), march)

    assert sentences(gate) == {f"gate.approval_{code}": sentence}


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("D:PROCEED R A reopened", f"the round was reopened by Otto Other on {MARCH}"),
        ("D:PIVOT overridden R A later", "the override that it rests on has ended"),
        (
            "D:PROCEED R A D:PIVOT overridden",
            f"the decision was overridden by Cleo Chief on {MARCH}",
        ),
    ],
)
def test_stale_approval_says_what_made_it_so(path, cause, march):
    gate = reach(path, named_hands(), march)

    assert f"is STALE, because {cause}:" in sentences(gate)["gate.approval_stale"]


def test_reopened_round_is_pending_since_then(march):
    gate = GateFactory()
    decided(gate)
    march.move_to("2026-03-02 09:30:00+00:00", tick=False)
    decisions.record(
        gate, "reopened", decisions.Entry("Wrong numbers."), by=actor(gate, "validate")
    )

    assert sentences(gate)["gate.validation_pending"] == (
        "Validation is PENDING since 2 March 2026, 09:30 UTC: the CMO has to record PROCEED."
    )


def test_section_that_changed_is_named(paper):
    gate = GateFactory()
    decisions.configure(gate, Policy(sections=("1 Why",)), "Why.", by=actor(gate, "configure"))
    opened(gate)
    paper.words["1 Why"] = "Because of that."

    words = "is STALE, because what it covers was changed: 1 Why:"
    assert words in sentences(gate)["gate.approval_stale"]


def test_groups_of_the_policy_are_named():
    gate = GateFactory()
    policy = Policy(approvers=("Board", "Founders"), solo=True)
    decisions.configure(gate, policy, "The board.", by=actor(gate, "configure"))
    decided(gate)
    requested(gate)

    assert sentences(gate)["gate.approval_missing"].endswith(
        ": an approver of Board or Founders has to approve."
    )


def test_halt_comes_first():
    gate = opened()
    by = actor(gate, "halt", first_name="Hal", last_name="Stop")
    decisions.halt(gate, "Fire.", by=by)

    assert sentences(gate) == {
        "gate.halted": f"HALTED by Hal Stop since {MARCH}: "
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
    found = lock.reasons(state.fold([]))

    assert found[0].sentence.startswith("Validation is PENDING since its creation:")
    assert reasons.cause(state.fold([])) == ""


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


def test_second_approval_in_a_quorum_opens():
    gate = GateFactory()
    decisions.configure(gate, Policy(quorum=2), "Two.", by=actor(gate, "configure"))
    decided(gate)
    requested(gate)
    approved(gate)
    assert not lock.is_open(gate)
    approved(gate)
    assert lock.is_open(gate)
