"""Decisions on one gate at once, from threads with a connection each: PostgreSQL's row locks."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction

from gates import chain, decisions, lock, state
from gates.actors import Actor
from gates.decisions import Entry
from gates.enums import Event
from gates.lock import GateClosed
from gates.models import Decision, GateGroupObjectPermission
from gates.refusals import Refusal
from tests.gates.factories import GateFactory, GroupFactory, UserFactory, decided

ROUNDS = 120


def in_step(gates, *workers):
    """Run every worker on every gate: each in its thread, all starting on a gate at once."""
    start = Barrier(len(workers), timeout=30)

    def run(worker):
        answers = []
        try:
            for gate in gates:
                start.wait()
                answers.append(worker(gate))
        except BaseException:
            start.abort()
            raise
        finally:
            connection.close()
        return answers

    with ThreadPoolExecutor(len(workers)) as pool:
        runs = [pool.submit(run, worker) for worker in workers]
        return [run.result() for run in runs]


def taker(event, by, outcome=""):
    """A worker that takes `event`, seeing the terms it was given; answers the refusal's class."""

    def take(gate):
        try:
            decisions.record(gate, event, Entry("Now.", outcome, gate.seen), by=by)
        except Refusal as refusal:
            return type(refusal).__name__
        return "recorded"

    return take


def writer(gate):
    """Do what an edit of the subject does; answers whether the gate was open all the while."""
    with transaction.atomic():
        held = lock.locked(gate.pk)
        try:
            lock.check_open(held)
        except GateClosed:
            return "closed"
        records = list(Decision.objects.filter(gate=held).order_by("sequence"))
        return "open" if naively_open(records) else "WRONG"


def naively_open(records):
    """The rule once more, in other words than `gates.state`: read backwards from the end."""
    at = max((i for i, record in enumerate(records) if record.event == "decided"), default=None)
    if at is None or records[at].outcome != "PROCEED":
        return False
    since = [record.event for record in records[at + 1 :]]
    pauses = [record.event for record in records if record.event in {"halted", "resumed"}]
    return "approved" in since and "revoked" not in since and pauses[-1:] != ["halted"]


def gates_to_race_for(people):
    """Gates on which all of `people` hold everything, each with a decision to PROCEED."""
    gates = [GateFactory(by=people[0]) for _ in range(ROUNDS)]
    group = GroupFactory()
    group.user_set.add(*[by.user for by in people])
    permissions = Permission.objects.filter(content_type__model="gate")
    GateGroupObjectPermission.objects.bulk_create(
        GateGroupObjectPermission(group=group, permission=permission, content_object=gate)
        for gate in gates
        for permission in permissions
    )
    for gate in gates:
        gate.seen = decided(gate, by=people[0]).digest
    return gates


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_races_never_open_a_gate_without_a_live_approval_of_its_terms():
    cmo, *approvers = people = [Actor.of(UserFactory()) for _ in range(3)]
    gates = gates_to_race_for(people)

    answers = in_step(
        gates,
        taker(Event.APPROVED, approvers[0]),
        taker(Event.APPROVED, approvers[1]),
        taker(Event.DECIDED, cmo, "PROCEED"),
        taker(Event.REVOKED, approvers[1]),
        taker(Event.HALTED, approvers[0]),
        writer,
    )

    for gate in gates:
        records = list(gate.decisions.order_by("sequence"))
        events = Counter(record.event for record in records)
        assert chain.verify(record.link() for record in records) is None
        assert lock.is_open(state.fold(records)) == naively_open(records)
        assert events["approved"] <= 1
        assert (events["decided"], events["halted"]) == (2, 1)
    assert "WRONG" not in answers[-1]
    assert {"recorded", "Stale", "WrongState"} <= {*answers[0], *answers[1]}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_double_approval_makes_one_record():
    people = [Actor.of(UserFactory()) for _ in range(2)]
    gates = gates_to_race_for(people)

    first, second = in_step(gates, *[taker(Event.APPROVED, people[1])] * 2)

    for gate, answers in zip(gates, zip(first, second, strict=True), strict=True):
        assert sorted(answers) == ["WrongState", "recorded"]
        assert gate.decisions.filter(event="approved").count() == 1
        assert lock.is_open(gate)
