"""Who is written to, when, and that nobody is written to twice."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from gates import decisions, notices, state
from gates.models import Notice
from gates.policy import Policy
from gates.tasks import tend
from tests.gates.factories import GateFactory, actor, approved, decided, opened, requested

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def march(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    return time_machine


def later(march, **span):
    march.move_to(timezone.now() + timedelta(**span), tick=False)


def work():
    """Leave the job for a worker, and be that worker; what the command says."""
    said = StringIO()
    call_command("tend", work=True, stdout=said)
    return said.getvalue().strip().removesuffix(", 0 weekly, 0 weekly failed")


def written(mailoutbox):
    """The e-mails since the last look: subject and receiver."""
    found = sorted((mail.subject, *mail.to) for mail in mailoutbox)
    mailoutbox.clear()
    return found


def test_request_reaches_those_who_can_approve_once(mailoutbox):
    gate = GateFactory(title="CTO plan")
    ann = actor(gate, "approve", username="ann")
    recorder = actor(gate, "approve", "validate", username="recorder")
    actor(gate, "approve", username="agent", is_agent=True)
    actor(gate, "approve", username="gone", is_active=False)
    actor(gate, "approve", username="mute", email="")
    decided(gate, by=recorder)
    requested(gate)

    assert work() == "1 gates, 0 expired, 1 sent, 0 failed"
    [mail] = mailoutbox
    assert (mail.subject, mail.to) == ("Your approval is asked for: CTO plan", [ann.user.email])
    assert "“I request approval for work on CTO plan to start.”\n\nWe are ready." in mail.body
    assert "The request expires on 15 March 2026, 12:00 UTC." in mail.body
    assert "CTO plan is GATED. Human approval was requested by" in mail.body
    assert f"http://127.0.0.1:8000{gate.get_absolute_url()}\n" in mail.body
    assert work() == "1 gates, 0 expired, 0 sent, 0 failed"
    assert len(mailoutbox) == 1


def test_reminder_comes_two_days_before_the_end(mailoutbox, march):
    gate = GateFactory(title="CTO plan")
    actor(gate, "approve", username="ann")
    decided(gate)
    requested(gate)
    work()
    later(march, days=11, hours=23)
    work()
    assert len(written(mailoutbox)) == 1

    later(march, hours=1)
    work()
    work()
    assert written(mailoutbox) == [
        ("Your approval is still asked for: CTO plan", "ann@example.com")
    ]


def test_reminder_of_a_short_request_comes_after_three_quarters():
    gate = GateFactory()
    decisions.configure(gate, Policy(request_days=4), "Soon.", by=actor(gate, "configure"))
    decided(gate)
    record = requested(gate)

    assert notices.reminder(record) == record.at + timedelta(days=3)


@pytest.mark.parametrize("event", ["approved", "changes-requested", "rejected"])
def test_answer_reaches_the_requester(mailoutbox, event):
    gate = GateFactory(title="CTO plan")
    decided(gate)
    requested(gate, by=actor(gate, "request", username="rita"))
    if event == "approved":
        approved(gate)
    else:
        entry = decisions.Entry("Hm.", seen=state.current(gate).digest)
        decisions.record(gate, event, entry, by=actor(gate, "approve"))
    work()

    assert ("Your request was answered: CTO plan", "rita@example.com") in written(mailoutbox)


def test_answer_to_an_agent_reaches_its_owner(mailoutbox):
    gate = GateFactory(title="CTO plan")
    owner = actor(gate, "view", username="owner")
    decided(gate)
    requested(gate, by=actor(gate, "request", is_agent=True, owner=owner.user))
    approved(gate)
    work()

    assert ("Your request was answered: CTO plan", "owner@example.com") in written(mailoutbox)


@pytest.mark.parametrize("closing", ["revoked", "stale", "expired", "halted"])
def test_closing_reaches_everybody_whom_it_concerns(mailoutbox, march, closing):
    gate = GateFactory(title="CTO plan")
    decisions.configure(gate, Policy(approval_days=9), "So.", by=actor(gate, "configure"))
    rita, ann = actor(gate, "request", username="rita"), actor(gate, "approve", username="ann")
    decided(gate)
    requested(gate, by=rita)
    approved(gate, by=ann)
    work()
    mailoutbox.clear()
    if closing == "revoked":
        decisions.revoke(gate, "No.", by=ann)
    elif closing == "stale":
        decided(gate)
    elif closing == "halted":
        decisions.halt(gate, "Stop.", by=actor(gate, "halt"))
    else:
        later(march, days=9)
    work()
    work()

    found = written(mailoutbox)
    subject = (
        "Halted: CTO plan" if closing == "halted" else "The approval no longer stands: CTO plan"
    )
    assert {(subject, "rita@example.com"), (subject, "ann@example.com")} <= set(found)
    assert len(found) == len(set(found))


def test_policy_with_groups_has_their_members_written_to_only(mailoutbox):
    gate = GateFactory()
    ann = actor(gate, "approve", username="ann")
    actor(gate, "approve", username="bo")
    group = ann.user.groups.get().name
    decisions.configure(gate, Policy(approvers=(group,)), "Board.", by=actor(gate, "configure"))
    decided(gate)
    requested(gate)
    work()

    assert [mail.to for mail in mailoutbox] == [["ann@example.com"]]


def test_job_records_what_has_run_out_and_tells_the_requester(march, mailoutbox):
    gate = GateFactory(title="CTO plan")
    decided(gate)
    requested(gate, by=actor(gate, "request", username="rita"))
    later(march, days=14)

    assert work() == "1 gates, 1 expired, 1 sent, 0 failed"
    assert written(mailoutbox) == [
        ("Your request ran out without an answer: CTO plan", "rita@example.com")
    ]
    assert work() == "1 gates, 0 expired, 0 sent, 0 failed"
    assert list(gate.decisions.values_list("event", flat=True))[-1] == "expired"


def test_closing_after_its_expiry_was_recorded_is_written_once(mailoutbox, march):
    gate = GateFactory()
    decisions.configure(gate, Policy(approval_days=9), "So.", by=actor(gate, "configure"))
    opened(gate)
    later(march, days=9)
    for _ in range(3):
        work()

    closed = [mail for mail in mailoutbox if mail.subject.startswith("The approval no longer")]
    receivers = [mail.to[0] for mail in closed]
    assert len(receivers) == len(set(receivers)) > 0


def test_gate_that_cannot_be_tended_keeps_no_other_from_it(mailoutbox, settings, caplog):
    broken, whole = GateFactory(title="bro\nken"), GateFactory(title="whole")
    for gate in (broken, whole):
        actor(gate, "approve")
        decided(gate)
        requested(gate)

    with caplog.at_level(logging.CRITICAL, logger="gates.tasks"):
        assert tend.call() == {"gates": 2, "expired": 0, "sent": 1, "failed": 1}
    assert [mail.subject for mail in mailoutbox] == ["Your approval is asked for: whole"]
    assert Notice.objects.count() == 1


def test_job_is_left_for_the_worker_without_work(mailoutbox):
    gate = GateFactory()
    actor(gate, "approve")
    decided(gate)
    requested(gate)
    said = StringIO()
    call_command("tend", stdout=said)

    assert said.getvalue() == "Left for the worker (manage.py db_worker).\n"
    assert mailoutbox == []
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
    assert len(mailoutbox) == 1


def test_notice_says_what_it_is():
    gate = GateFactory()
    decided(gate)
    requested(gate)
    ann = actor(gate, "approve")
    work()

    notice = Notice.objects.get()
    assert str(notice) == f"request {notice.decision_id} {ann.user.pk}"


def test_two_workers_write_once(mailoutbox):
    gate = GateFactory()
    ann = actor(gate, "approve")
    decided(gate)
    requested(gate)
    now = state.current(gate)
    [due] = notices.due(now)

    assert [notices.write(gate, now, due, ann.user) for _ in range(2)] == [True, False]
    assert len(mailoutbox) == 1
