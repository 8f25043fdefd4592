"""Decisions on one gate at once, from threads with a connection each: PostgreSQL's row locks."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.utils import timezone

from gates import chain, decisions, lock, state
from gates.actors import Actor
from gates.entries import Entry
from gates.enums import Event
from gates.lock import GateClosed
from gates.models import Decision, GateGroupObjectPermission
from gates.policy import Policy
from gates.refusals import Refusal
from tests.gates.factories import PASSWORD, GateFactory, GroupFactory, UserFactory, decided

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 60
THREADS, STORMY, STORM = 8, 16, 25
"""The storm: so many threads take so many actions on each of so many gates, 3,200 in all."""


def in_threads(*workers):
    """Run every worker in a thread of its own; give what each answers."""

    def run(worker):
        try:
            return worker()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(workers)) as pool:
        return [run.result() for run in [pool.submit(run, worker) for worker in workers]]


def in_step(gates, *workers):
    """Run every worker on every gate: each in its thread, all starting on a gate at once."""
    start = Barrier(len(workers), timeout=30)

    def steps(worker):
        def run():
            answers = []
            try:
                for gate in gates:
                    start.wait()
                    answers.append(worker(gate))
            except BaseException:
                start.abort()
                raise
            return answers

        return run

    return in_threads(*map(steps, workers))


def taken(gate, event, by, seen, outcome=""):
    """Take `event` with the terms seen; answers the refusal's class."""
    entry = Entry(
        "Now.",
        outcome,
        "HIGH",
        seen="" if event == Event.DECIDED else seen,
        until=timezone.now() + timedelta(days=1),
        policy=Policy(quorum=len(outcome) or 1),
        password=PASSWORD,
    )
    try:
        decisions.record(gate, event, entry, by=by)
    except Refusal as refusal:
        return type(refusal).__name__
    return "recorded"


def taker(event, by, outcome=""):
    """A worker that takes `event`, seeing the terms it was given."""
    return lambda gate: taken(gate, event, by, gate.seen, outcome)


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
    terms = {"decided", "reopened", "configured"}
    at = max((i for i, record in enumerate(records) if record.event in terms), default=0)
    last = [record for record in records if record.event in {"decided", "reopened"}][-1:]
    if not last or last[0].event != "decided" or last[0].outcome != "PROCEED":
        return False
    policies = [record.facts["quorum"] for record in records if record.event == "configured"]
    asked = max((i for i, record in enumerate(records) if record.event == "requested"), default=0)
    since = records[max(at, asked) + 1 :] if asked > at else []
    pauses = [record.event for record in records if record.event in {"halted", "resumed"}]
    ended = {"revoked", "rejected", "changes-requested", "withdrawn", "expired"}
    return (
        len({record.actor_id for record in since if record.event == "approved"})
        >= (policies or [1])[-1]
        and not ended & {record.event for record in since}
        and pauses[-1:] != ["halted"]
    )


def entitled(records):
    """Whether nobody approved what they decided or requested themselves, nor twice."""
    for i, record in enumerate(records):
        if record.event == "approved":
            before = records[:i]
            hands = [
                next(each.actor_id for each in reversed(before) if each.event == event)
                for event in ("decided", "requested")
            ]
            asked = max(n for n, each in enumerate(before) if each.event == "requested")
            voted = [each.actor_id for each in before[asked:] if each.event == "approved"]
            if record.actor_id in hands + voted:
                return False
    return True


def check_log(gate):
    """Hold the whole log, record by record, against the rule in other words."""
    records = list(gate.decisions.order_by("sequence"))
    assert chain.verify(record.link() for record in records) is None
    for length in range(1, len(records) + 1):
        at = records[length - 1].at
        was_open = lock.is_open(state.fold(records[:length], at))
        assert was_open == naively_open(records[:length]), (gate, length)
    assert entitled(records)
    return Counter(record.event for record in records)


def everybody(number):
    return [Actor.of(UserFactory()) for _ in range(number)]


def gates_to_race_for(people, number, path="decided requested"):
    """Gates on which all of `people` hold everything; the first decided, the second requested."""
    gates = [GateFactory(by=people[0]) for _ in range(number)]
    group = GroupFactory()
    group.user_set.add(*[by.user for by in people])
    permissions = Permission.objects.filter(content_type__model="gate")
    GateGroupObjectPermission.objects.bulk_create(
        GateGroupObjectPermission(group=group, permission=permission, content_object=gate)
        for gate in gates
        for permission in permissions
    )
    for gate in gates:
        decided(gate, by=people[0])
        gate.seen = state.current(gate).digest
        if "requested" in path:
            decisions.request(gate, "Ready.", seen=gate.seen, by=people[1])
    return gates


def test_decisions_in_step_never_open_a_gate_without_a_live_approval_of_its_terms():
    cmo, cto, *approvers = people = everybody(4)
    gates = gates_to_race_for(people, ROUNDS)

    answers = in_step(
        gates,
        taker(Event.APPROVED, approvers[0]),
        taker(Event.APPROVED, approvers[1]),
        taker(Event.DECIDED, cmo, "PROCEED"),
        taker(Event.REVOKED, approvers[1]),
        taker(Event.HALTED, approvers[0]),
        taker(Event.WITHDRAWN, cto),
        writer,
    )

    for gate in gates:
        events = check_log(gate)
        assert events["approved"] <= 1
        assert (events["decided"], events["halted"]) == (2, 1)
    assert "WRONG" not in answers[-1]
    assert {*answers[0], *answers[1]} == {"recorded", "WrongState"}


def test_double_click_makes_one_approval():
    people = everybody(3)
    gates = gates_to_race_for(people, ROUNDS)

    first, second = in_step(gates, *[taker(Event.APPROVED, people[2])] * 2)

    for gate, answers in zip(gates, zip(first, second, strict=True), strict=True):
        assert sorted(answers) == ["WrongState", "recorded"]
        assert gate.decisions.filter(event="approved").count() == 1
        assert lock.is_open(gate)


def test_two_recorders_make_two_rounds_one_after_the_other():
    people = everybody(3)
    gates = gates_to_race_for(people, ROUNDS, path="decided")

    answers = in_step(
        gates,
        taker(Event.DECIDED, people[0], "PROCEED"),
        taker(Event.DECIDED, people[1], "ITERATE"),
        taker(Event.REQUESTED, people[2]),
    )

    assert {*answers[0], *answers[1]} == {"recorded"}
    for gate in gates:
        assert check_log(gate)["decided"] == 3
        assert not lock.is_open(gate)


ACTIONS = [
    *[(Event.DECIDED, "PROCEED")] * 3,
    (Event.DECIDED, "PIVOT"),
    (Event.REOPENED, ""),
    *[(Event.REQUESTED, "")] * 5,
    *[(Event.APPROVED, "")] * 8,
    (Event.CHANGES_REQUESTED, ""),
    (Event.REJECTED, ""),
    (Event.WITHDRAWN, ""),
    (Event.REVOKED, ""),
    (Event.HALTED, ""),
    *[(Event.RESUMED, "")] * 3,
    (Event.CONFIGURED, "1"),
    (Event.CONFIGURED, "22"),
]


@pytest.mark.heavy
def test_storm_of_thousands_never_opens_a_gate_that_should_be_shut():
    people = everybody(5)
    gates = gates_to_race_for(people, STORMY)

    def storm(seed):
        def run():
            random, answers = Random(seed), Counter()
            for gate in (gate for gate in gates for _ in range(STORM)):
                by, (event, outcome) = random.choice(people), random.choice(ACTIONS)
                seen = state.current(gate).digest
                answers[taken(gate, event, by, seen, outcome)] += 1
                answers[writer(gate)] += 1
            return answers

        return run

    answers = sum(in_threads(*[storm(seed) for seed in range(THREADS)]), Counter())

    assert answers["WRONG"] == 0
    assert min(answers["open"], answers["recorded"], answers["Stale"]) > 0
    assert sum(check_log(gate)["approved"] for gate in gates) > STORMY
