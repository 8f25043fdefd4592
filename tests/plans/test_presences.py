"""Who is at work on a plan, and what a page is told of it."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gates import decisions
from gates.actors import Actor
from gates.policy import Policy
from plans import editing, presences
from plans.address import Gone
from plans.models import Presence, Row
from tests.plans.companies import HALCYON, actor, client, load, plan
from tests.plans.factories import PlanFactory, address, cto, member, open_gate

pytestmark = pytest.mark.django_db
NEWS = "/halcyon/cto/news/"
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
SPRINT = "2.1 Current Sprint"


@pytest.fixture
def halcyon(db, time_machine):
    load("halcyon")
    time_machine.move_to(NOON, tick=False)


def test_looking_costs_one_query_while_nothing_changes(halcyon):
    cto, reader = actor("halcyon-cto"), actor("halcyon-reader")
    presences.look(HALCYON, SPRINT, by=cto)
    with CaptureQueriesContext(connection) as seen:
        look = presences.look(HALCYON, SPRINT, by=cto)
        assert look.who == ""
    assert len(seen.captured_queries) == 1
    with CaptureQueriesContext(connection) as seen:
        look = presences.look(HALCYON, "", by=reader)
    assert (look.who, look.revision) == ("Ingrid Solheim is editing 2.1 Current Sprint.", 1)
    assert len(seen.captured_queries) == 1


def test_presence_is_renewed_moved_ended_and_forgotten(halcyon, time_machine):
    cto, cmo = actor("halcyon-cto"), actor("halcyon-cmo")
    presences.look(HALCYON, SPRINT, by=cto)
    time_machine.shift(6)
    presences.look(HALCYON, SPRINT, by=cto)
    assert Presence.objects.get().at == datetime(2026, 11, 2, 12, 0, 6, tzinfo=UTC)
    presences.look(HALCYON, "2.2 Implementation Phases", by=cto)
    assert str(Presence.objects.get()) == "halcyon-cto in 2.2 Implementation Phases"
    assert "2.2 Implementation Phases" in presences.look(HALCYON, "", by=cmo).who
    time_machine.shift(13)
    assert presences.look(HALCYON, "", by=cmo).who == ""
    presences.look(HALCYON, SPRINT, by=cto)
    presences.look(HALCYON, "", by=cto)
    assert not Presence.objects.exists()


def test_plan_of_others_is_not_there(halcyon):
    load("meridian")
    with pytest.raises(Gone):
        presences.look(HALCYON, "", by=actor("meridian-cto"))


def test_page_that_knows_everything_is_told_nothing(halcyon):
    browser, gate = client("halcyon-reader"), plan("halcyon").gate
    known = {"seen": 1, "gate": 2 * gate.decisions.last().sequence, "who": ""}
    assert browser.get(NEWS, known).status_code == 204
    presences.look(HALCYON, "<b>", by=actor("halcyon-cto"))
    told = browser.get(NEWS, known)
    assert told.status_code == 200
    assert "Ingrid Solheim is editing &lt;b&gt;." in told.text
    assert "<section" not in told.text
    assert json.loads(told.headers["HX-Trigger"]) == {
        "news": {"from": 1, "to": 1},
        "gate": known["gate"],
    }


@pytest.mark.parametrize("seen", ["", "x", "-1", "99999999999"])
def test_page_that_knows_nothing_is_told_everything(halcyon, seen):
    told = client("halcyon-reader").get(NEWS, {"seen": seen})
    assert (told.status_code, told.text.count("<section") > 40) == (200, True)


def test_page_is_told_where_somebody_writes_to_what_an_approval_covers(db):
    made = PlanFactory()
    policy = Policy(sections=("1.2 Technology Stack",))
    decisions.configure(made.gate, policy, "So.", by=Actor.of(member(made, "CEO")))
    open_gate(made)
    browser, by = Client(), Actor.of(cto(made))
    browser.force_login(by.user)

    def page() -> tuple[str, ...]:
        html = browser.get(made.url).text
        return re.search(r'data-revision="(\d+)" data-gate="(\d+)"', html).groups()

    def status(known: tuple[str, ...]) -> int:
        values = zip(("seen", "gate"), known, strict=True)
        return browser.get(f"{made.url}news/", dict(values)).status_code

    before = page()
    assert status(before) == 204
    assert 'gate-state is-open">OPEN' in browser.get(made.url).text
    row = Row.objects.filter(block__section__plan=made, block__register="technology-stack")[0]
    editing.set_cell(address(made), row.pk, 1, "Go", seen=None, by=by)
    assert status(("2", before[1])) == 200  # the page wrote the cell itself
    assert "STALE" in browser.get(made.url).text
    assert status(page()) == 204
    with CaptureQueriesContext(connection) as seen:
        presences.look(address(made), "", by=by)
    assert len(seen.captured_queries) == 1


def test_marks_of_a_gate_differ_where_it_may_say_something_else():
    marks = [
        presences.mark(sequence, sections, revision)
        for sequence in (1, 2)
        for sections, revision in ((None, 5), (["A"], 5), (["A"], 7))
    ]
    assert presences.mark(1, [], 6) == marks[0]
    assert len({*marks}) == 6
