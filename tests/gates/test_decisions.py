from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gates import chain, decisions, state
from gates.actors import Actor
from gates.entries import Entry
from gates.enums import Event, GateState, Verdict
from gates.evidence import Criterion, Evidence
from gates.models import REASON_LENGTH, Baseline, Decision
from gates.policy import Policy
from gates.refusals import (
    Incomplete,
    NotAllowed,
    NotPrepared,
    OutcomeMissing,
    OutcomeTooHigh,
    PasswordWrong,
    ReasonMissing,
    Stale,
    WrongState,
)
from tests.gates.factories import (
    PASSWORD,
    GateFactory,
    UserFactory,
    actor,
    approved,
    decided,
    opened,
    requested,
)
from tests.gates.subjects import PASSES

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


def test_decision_freezes_its_round(paper):
    gate = GateFactory(title="CTO plan")
    record = decided(gate, "ITERATE")
    paper.criteria = ()

    assert (record.sequence, record.event, record.outcome) == (2, "decided", "ITERATE")
    assert record.meaning == "I record the decision ITERATE on CTO plan."
    assert record.previous_hash == Decision.objects.get(sequence=1).hash
    assert record.facts == {
        "criteria": Evidence(PASSES).plain(),
        "computed": "PROCEED",
        "confidence": "HIGH",
    }
    frozen = state.current(gate).evidence
    assert (frozen.criteria, frozen.sentence) == (PASSES, "3 of 3 pass: PROCEED")


FAILS = Criterion("Retention", ">90%", "20%", Verdict.FAIL)
MISSING = Criterion("Retention", ">90%", "", Verdict.MISSING, "There is no current value.")


@pytest.mark.parametrize(
    ("criteria", "outcome", "refusal", "words"),
    [
        ((), "PIVOT", NotPrepared, "There are no criteria that are required: PENDING"),
        ((MISSING, *PASSES), "PIVOT", NotPrepared, "3 of 4 pass, 1 without a value: PENDING"),
        ((FAILS, *PASSES), "PROCEED", OutcomeTooHigh, "compute ITERATE (3 of 4 pass: ITERATE)"),
        ((FAILS,), "ITERATE", OutcomeTooHigh, "compute PIVOT (0 of 1 pass: PIVOT)"),
        ((FAILS, *PASSES), "PENDING", OutcomeMissing, "PROCEED, ITERATE and PIVOT"),
    ],
)
def test_decision_goes_no_further_than_its_evidence(paper, criteria, outcome, refusal, words):
    gate = GateFactory()
    paper.criteria = criteria

    with pytest.raises(refusal) as refused:
        decided(gate, outcome)

    assert words in refused.value.sentence
    assert gate.decisions.count() == 1


@pytest.mark.parametrize("outcome", ["PROCEED", "ITERATE", "PIVOT"])
def test_recorder_may_take_a_lower_decision_than_the_computed_one(outcome):
    assert decided(GateFactory(), outcome).outcome == outcome


def test_decision_on_criteria_that_changed_on_the_way_is_stale(paper):
    gate = GateFactory()
    seen = paper.evidence(gate).digest
    paper.criteria = (FAILS, *PASSES)
    entry = Entry("It sold.", "PIVOT", "LOW", seen=seen)

    with pytest.raises(Stale, match="criteria have changed since you saw them"):
        decisions.record(gate, Event.DECIDED, entry, by=actor(gate, "validate"))


def test_decision_takes_a_confidence():
    gate = GateFactory()
    entry = Entry("It sold.", "PIVOT", "SURE")

    with pytest.raises(Incomplete, match="HIGH, MEDIUM or LOW"):
        decisions.record(gate, Event.DECIDED, entry, by=actor(gate, "validate"))


def test_request_keeps_the_text_and_its_deadline(paper, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    gate = GateFactory()
    decided(gate)
    record = requested(gate)
    text = paper.text(gate)

    assert record.baseline == sha256(text.encode()).hexdigest()
    assert decisions.baseline(record.baseline) == text
    assert record.facts == {"until": "2026-03-15T12:00:00+00:00"}
    assert record.digest == state.current(gate).digest
    assert decisions.baseline("0" * 64) == ""


def test_the_same_text_requested_twice_is_kept_once():
    gate = opened()
    decided(gate)
    requested(gate)

    assert Baseline.objects.count() == 1


def test_approval_names_terms_and_text():
    gate = GateFactory(title="CTO plan")
    decided(gate)
    asked = requested(gate)
    record = approved(gate)

    assert (record.digest, record.baseline, record.facts) == (asked.digest, asked.baseline, {})
    assert record.meaning == "I authorise work on CTO plan to start."
    assert state.current(gate).gate == GateState.OPEN


def test_approval_of_a_text_that_changed_is_refused_with_what_changed(paper):
    gate = GateFactory()
    decided(gate)
    requested(gate)
    paper.words["2 How"] = "Otherwise."

    with pytest.raises(Stale, match="changed since approval was requested: 1 word changed"):
        approved(gate)

    assert state.current(gate).gate == GateState.GATED


def test_approval_of_another_text_on_the_screen_is_refused():
    gate = GateFactory()
    decided(gate)
    seen = requested(gate).digest
    entry = Entry("Go.", seen=seen, baseline="0" * 64, password=PASSWORD)

    with pytest.raises(Stale, match="The text has changed"):
        decisions.record(gate, Event.APPROVED, entry, by=actor(gate, "approve"))


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper()])
@pytest.mark.parametrize("event", [Event.APPROVED, Event.OVERRIDDEN])
def test_signature_takes_the_password(event, password):
    gate = GateFactory()
    by = actor(gate, "approve", "override")

    with pytest.raises(PasswordWrong, match="signed with your password"):
        decisions.record(gate, event, Entry("Go.", password=password), by=by)


def test_password_is_neither_printed_nor_kept():
    entry = Entry("Go.", password=PASSWORD)

    assert PASSWORD not in repr(entry)
    assert PASSWORD not in repr(list(Decision.objects.values()))


@pytest.mark.parametrize("until", [None, timedelta(0), -timedelta(days=1)])
def test_override_ends_and_not_before_it_began(until):
    gate = GateFactory()
    decided(gate, "PIVOT")
    end = until if until is None else timezone.now() + until
    entry = Entry("I answer for it.", until=end, password=PASSWORD)

    with pytest.raises(Incomplete, match="a day that is still to come"):
        decisions.record(gate, Event.OVERRIDDEN, entry, by=actor(gate, "override"))


def test_approving_twice_makes_one_record():
    gate = opened()

    with pytest.raises(WrongState, match="approved already"):
        approved(gate)

    assert gate.decisions.filter(event="approved").count() == 1


def test_approval_replayed_after_a_revocation_opens_nothing():
    gate = GateFactory()
    decided(gate)
    seen = requested(gate).digest
    by = actor(gate, "approve")
    approved(gate, by=by)
    decisions.revoke(gate, "Stop.", by=by)

    with pytest.raises(WrongState, match="has to record a new decision"):
        decisions.approve(gate, "Go.", seen=seen, password=PASSWORD, by=by)

    assert state.current(gate).gate == GateState.GATED


@pytest.mark.parametrize("event", [Event.APPROVED, Event.CHANGES_REQUESTED, Event.REJECTED])
@pytest.mark.parametrize("seen", ["", "0" * 64, "older"])
def test_answer_to_other_terms_than_the_current_is_stale(event, seen):
    gate = GateFactory()
    decided(gate)
    older = requested(gate).digest
    decided(gate, by=actor(gate, "validate", first_name="Carla", last_name="Meyer"))
    requested(gate)
    entry = Entry("Go.", seen=older if seen == "older" else seen, after=3, password=PASSWORD)

    with pytest.raises(Stale) as refused:
        decisions.record(gate, event, entry, by=actor(gate, "approve"))

    words = "changed since you saw it: decision recorded by Carla Meyer; approval requested by"
    assert words in refused.value.sentence


def test_answer_to_a_section_that_changed_says_which(paper):
    gate = GateFactory()
    decisions.configure(gate, Policy(sections=("1 Why",)), "Why.", by=actor(gate, "configure"))
    opened(gate)
    decided(gate)
    seen = requested(gate).digest
    paper.words["1 Why"] = "Because of that."

    with pytest.raises(WrongState, match="Nobody has requested"):
        approved(gate)
    entry = Entry("Again.", seen=seen, after=6)
    with pytest.raises(Stale, match="“1 Why” was edited"):
        decisions.record(gate, Event.REQUESTED, entry, by=actor(gate, "request"))


def test_a_screen_that_is_out_of_date_is_stale():
    gate = GateFactory()
    by = actor(gate, "validate")
    entry = Entry("Again.", "PROCEED", "HIGH", after=1)
    decisions.record(gate, Event.DECIDED, entry, by=by)

    with pytest.raises(Stale, match="Somebody acted on this gate"):
        decisions.record(gate, Event.DECIDED, entry, by=by)

    assert gate.decisions.count() == 2


@pytest.mark.parametrize("event", [Event.REVOKED, Event.HALTED, Event.REOPENED])
def test_closing_is_never_refused_for_an_old_screen(event):
    gate = opened()
    entry = Entry("Stop.", seen="0" * 64, after=1)

    decisions.record(gate, event, entry, by=actor(gate, "approve", "halt", "validate"))

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


def test_an_outcome_that_an_event_does_not_take_is_left_out():
    gate = GateFactory()

    record = decisions.record(gate, Event.HALTED, Entry("Stop.", "PROCEED"), by=actor(gate, "halt"))

    assert (record.outcome, record.facts) == ("", {})


def test_the_recorder_of_an_older_decision_may_approve_the_current_one():
    gate = GateFactory()
    both = actor(gate, "validate", "approve")
    decided(gate, by=both)
    decided(gate)
    requested(gate)

    approved(gate, by=both)

    assert state.current(gate).gate == GateState.OPEN


def test_a_permission_lost_in_the_meantime_counts():
    gate = GateFactory()
    by = actor(gate, "halt")
    by.user.groups.clear()

    with pytest.raises(NotAllowed, match="whoever may halt this gate"):
        decisions.halt(gate, "Stop.", by=by)


def test_expiry_is_recorded_once_and_only_when_time_has_run_out(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    gate = GateFactory()
    decided(gate)
    requested(gate)
    assert decisions.expire(gate) is None
    time_machine.move_to("2026-03-15 12:00:00+00:00", tick=False)

    record = decisions.expire(gate)
    assert (record.actor, record.actor_kind, record.actor_name) == (None, "system", "Plangate")
    assert decisions.expire(gate) is None
    assert gate.decisions.filter(event="expired").count() == 1


def test_a_record_costs_four_queries_and_its_savepoint(django_assert_max_num_queries):
    gate = GateFactory()
    by = actor(gate, "halt")

    with django_assert_max_num_queries(6):  # savepoint, gate, log, grants, insert, release
        decisions.halt(gate, "Stop.", by=by)


def test_what_plangate_records_itself_nobody_else_does(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    gate = GateFactory()
    decided(gate)
    requested(gate)
    time_machine.move_to("2026-03-15 12:00:00+00:00", tick=False)

    with pytest.raises(NotAllowed, match="Plangate records this itself"):
        decisions.record(gate, Event.EXPIRED, Entry("Now."), by=actor(gate, "approve"))
    assert decisions.expire(gate, state.current(gate)).event == "expired"


def test_an_operator_decides_nothing():
    with pytest.raises(NotAllowed, match="Only a person who signed in"):
        decisions.halt(GateFactory(), "Stop.", by=Actor.operator("demo"))


def test_request_is_withdrawn_by_the_requester_alone():
    gate = GateFactory()
    decided(gate)
    rita = actor(gate, "request", first_name="Rita", last_name="Quest")
    requested(gate, by=rita)
    entry = Entry("Never mind.")

    with pytest.raises(NotAllowed, match="Rita Quest requested it and alone can withdraw it"):
        decisions.record(gate, Event.WITHDRAWN, entry, by=actor(gate, "request"))
    decisions.record(gate, Event.WITHDRAWN, entry, by=rita)
    assert state.current(gate).approval == "NONE"


def test_one_person_is_one_vote():
    gate = GateFactory()
    decisions.configure(gate, Policy(quorum=2), "Two.", by=actor(gate, "configure"))
    decided(gate)
    requested(gate)
    ann = actor(gate, "approve")
    approved(gate, by=ann)

    with pytest.raises(WrongState, match="it takes 2 approvals, and 1 are given"):
        approved(gate, by=ann)


def test_whoever_overrides_does_not_approve():
    gate = GateFactory()
    decided(gate, "PIVOT")
    ceo = actor(gate, "override", "approve")
    end = timezone.now() + timedelta(days=1)
    entry = Entry("I answer for it.", until=end, password=PASSWORD)
    decisions.record(gate, Event.OVERRIDDEN, entry, by=ceo)
    requested(gate)

    with pytest.raises(NotAllowed, match="You overrode the decision yourself"):
        approved(gate, by=ceo)
    approved(gate)
    assert state.current(gate).gate == GateState.OPEN


def test_resumed_gate_is_what_its_log_says():
    gate = opened()
    by = actor(gate, "halt")
    decisions.halt(gate, "Fire.", by=by)
    decisions.resume(gate, "Fire is out.", by=by)

    assert state.current(gate).gate == GateState.OPEN


def test_text_that_was_requested_is_called_by_its_digest():
    opened()

    assert str(Baseline.objects.get()) == Baseline.objects.get().digest
