"""Real concurrent writers, which only PostgreSQL has: SQLite lets one transaction in at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from gates import decisions, state
from gates.lock import GateClosed
from gates.models import Decision
from gates.refusals import Refusal, Stale
from plans import editing, history
from plans.demo import PASSWORD
from plans.editing import Conflict
from plans.models import Change, Row, Section
from tests.plans.companies import HALCYON, actor, load, plan, row

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WRITERS = 8


@pytest.fixture
def cto(transactional_db):
    load("halcyon")
    return actor("halcyon-cto")


def at_once(*tasks: Callable[[], object]) -> list[object]:
    """Run the tasks at one moment, each on a connection of its own; give what they raised."""
    barrier = Barrier(len(tasks))

    def run(task):
        barrier.wait()
        try:
            return task()
        except (Conflict, GateClosed, Refusal) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_one_of_many_wins_a_cell_and_the_others_hear_of_it(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    for round_ in range(10):
        seen = row("halcyon", "technology-stack", "Backend").cells[1]
        results = at_once(
            *(
                lambda n=n, seen=seen, round_=round_: editing.set_cell(
                    HALCYON, backend.pk, 1, f"{round_}/{n}", seen=seen, by=cto
                )
                for n in range(WRITERS)
            )
        )
        conflicts = [result for result in results if isinstance(result, Conflict)]
        assert len(conflicts) == WRITERS - 1
        standing = row("halcyon", "technology-stack", "Backend").cells[1]
        assert {conflict.theirs for conflict in conflicts} == {standing}
    assert history.verify(plan("halcyon")) is None


def test_writers_of_different_cells_lose_nothing(cto):
    rows = list(Row.objects.filter(block__register="tech-debt-register")[:WRITERS])
    before = Section.objects.get(heading="5.1 Tech Debt Register")
    results = at_once(
        *(
            lambda each=each, column=column: (
                editing.set_cell(HALCYON, each.pk, 0, "[Debt]", seen=each.cells[0], by=cto)
                if column == 0
                else editing.set_cell(HALCYON, each.pk, 3, "9 days", seen=each.cells[3], by=cto)
            )
            for each in rows
            for column in (0, 3)
        )
    )
    assert not [result for result in results if isinstance(result, Exception)]
    after = Section.objects.get(pk=before.pk)
    assert (after.to_fill, after.version) == (before.to_fill + WRITERS, before.version + 16)
    cells = Row.objects.filter(pk__in=[each.pk for each in rows]).values_list("cells", flat=True)
    assert {(each[0], each[3]) for each in cells} == {("[Debt]", "9 days")}
    assert plan("halcyon").revision == 17
    assert history.verify(plan("halcyon")) is None


def test_rows_that_come_go_and_move_at_once_do_not_deadlock(cto):
    rows = list(Row.objects.filter(block__register="tech-debt-register"))
    block = rows[0].block_id
    for round_ in range(5):
        at_once(
            lambda: editing.add_row(HALCYON, block, by=cto),
            lambda: editing.move_row(HALCYON, rows[-1].pk, by_rows=-1, by=cto),
            lambda: editing.move_row(HALCYON, rows[-2].pk, by_rows=1, by=cto),
            lambda round_=round_: editing.delete_rows(HALCYON, [rows[round_].pk], by=cto),
            lambda: editing.set_cell(HALCYON, rows[-1].pk, 0, "Moved", seen=None, by=cto),
        )
    assert Row.objects.filter(block=block).count() == len(rows)
    assert history.verify(plan("halcyon")) is None


def test_no_write_lands_behind_a_revocation(cto):
    gate, approver = plan("halcyon").gate, actor("halcyon-approver")
    backend = row("halcyon", "technology-stack", "Backend")
    at_once(
        lambda: decisions.revoke(gate, "Budget withdrawn", by=approver),
        *(
            lambda n=n: editing.set_cell(HALCYON, backend.pk, n % 4, f"x{n}", seen=None, by=cto)
            for n in range(WRITERS)
        ),
    )
    revoked = Decision.objects.get(event="revoked")
    assert not Change.objects.filter(at__gt=revoked.at).exists()
    with pytest.raises(GateClosed):
        editing.set_cell(HALCYON, backend.pk, 1, "Late", seen=None, by=cto)


def test_approval_names_the_text_that_stood_when_it_was_given(cto):
    gate, cmo, approver = (
        plan("halcyon").gate,
        actor("halcyon-cmo"),
        actor("halcyon-approver"),
    )
    used = row("halcyon", "current-capacity")
    first = [0, 0]
    for round_ in range(20):
        decisions.decide(gate, "PROCEED", "Again.", by=cmo)
        seen = state.current(gate).digest
        asked = decisions.request(gate, "Again.", seen=seen, by=cto)
        approved, edited = at_once(
            lambda seen=seen: decisions.approve(
                gate, "Yes.", seen=seen, password=PASSWORD, by=approver
            ),
            lambda round_=round_: editing.set_cell(
                HALCYON, used.pk, 1, f"{round_ + 1},000", seen=None, by=cto
            ),
        )
        assert not isinstance(edited, Exception)
        change = Change.objects.order_by("revision").last()
        assert change.at > asked.at
        first[isinstance(approved, Stale)] += 1
        if not isinstance(approved, Stale):
            assert (approved.baseline, approved.at < change.at) == (asked.baseline, True)
    assert sum(first) == 20
