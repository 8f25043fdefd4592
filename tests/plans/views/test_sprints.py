"""The pages of sprints and releases: what they show, to whom, and what their forms do."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates import decisions
from plans import editing, kept
from tests.plans.companies import HALCYON, actor, block, client, load, plan, row, text
from tests.plans.factories import PlanFactory, reader

pytestmark = pytest.mark.django_db
SPRINTS, RELEASES = "/halcyon/cto/sprints/", "/halcyon/cto/releases/"
CHECKLIST = "deployment-checklist"


@pytest.fixture
def cto(db, time_machine):
    time_machine.move_to("2026-11-30T12:00:00Z", tick=False)
    load("halcyon")
    return client("halcyon-cto")


def send(browser, url, **data):
    """Send the form as the page shows it now."""
    seen = re.search(r'name="revision" value="(\d+)"', browser.get(url).text)[1]
    return browser.post(url, {"revision": seen} | data)


def asked(browser, url):
    with CaptureQueriesContext(connection) as captured:
        html = browser.get(url).text
    return len(captured), html


def test_page_says_what_closing_does_before_it_does_it(cto):
    html = cto.get(SPRINTS).text
    for words in (
        "ended 3 days ago: close it",
        "keeps Sprint 24 as it is: 13 of 42 points done",
        "6 carried over",
        "<b>Sprint 25</b>, 2026-11-30 - 2026-12-11",
        "None was closed yet.",
        "says in the debt budget what came of it: No.",
        ">Close Sprint 24</button>",
    ):
        assert words in html


def test_sprint_is_closed_shown_and_taken_back(cto):
    before = text("halcyon")
    answer = send(cto, SPRINTS, do="close")
    assert (answer.status_code, answer.headers["Location"]) == (303, SPRINTS)
    html = cto.get(SPRINTS).text
    assert "Sprint 24: 13 of 42 points done, 6 stories carried over." in html
    assert "Velocity: <b>13</b> points" in html
    assert "Closed by Ingrid Solheim" in html
    assert "Retry webhooks with backoff and jitter" in html
    assert "Undo the closing" not in client("halcyon-reader").get(SPRINTS).text
    (group,) = re.findall(r'name="group" value="([^"]+)"', html)
    assert cto.post(SPRINTS, {"do": "undo", "group": group}).status_code == 303
    assert text("halcyon") == before
    refused = cto.post(SPRINTS, {"do": "undo", "group": group})
    assert refused.status_code == 422
    assert "taken back already" in refused.text


def test_sprint_that_changed_since_the_page_was_shown_is_shown_anew(cto):
    seen = plan("halcyon").revision
    line = row("halcyon", "sprint")
    editing.set_cell(HALCYON, line.pk, 0, "Sprint 30", seen=None, by=actor("halcyon-cto"))
    refused = cto.post(SPRINTS, {"do": "close", "revision": seen})
    assert refused.status_code == 409
    assert "Ingrid Solheim changed this meanwhile" in refused.text
    assert ">Close Sprint 30</button>" in refused.text
    assert send(cto, SPRINTS, do="close").status_code == 303


def test_reader_reads_and_closes_nothing(cto):
    browser = client("halcyon-reader")
    for url in (SPRINTS, RELEASES):
        html = browser.get(url).text
        assert "You may read this plan but not" in html
        assert 'name="revision"' not in html
        assert browser.post(url, {"do": "undo", "group": ""}).status_code == 403


def test_gate_that_is_closed_is_told_before_anybody_tries(cto):
    seen = plan("halcyon").revision
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    for url, words in ((SPRINTS, "It cannot be closed now"), (RELEASES, "No release can be")):
        html = cto.get(url).text
        assert words in html
        assert 'name="revision"' not in html
        refused = cto.post(url, {"revision": seen, "name": "1", "reason": "x"})
        assert refused.status_code == 423
        assert 'role="alert"' in refused.text


def test_plan_without_sprint_or_checklist_says_so(db):
    bare = PlanFactory(text="# CTO - Technical Plan\n")
    browser = client(reader(bare).username)
    assert "The plan has no sprint." in browser.get(f"{bare.url}sprints/").text
    assert "The plan has no deployment checklist." in browser.get(f"{bare.url}releases/").text


def test_release_is_recorded_shown_and_taken_back(cto):
    before = text("halcyon")
    tick = block("halcyon", CHECKLIST).rows.all()[2]
    editing.set_cell(HALCYON, tick.pk, 0, "x", seen=None, by=actor("halcyon-cto"))
    html = cto.get(RELEASES).text
    assert "Not ticked: Documentation updated." in html
    assert "Ingrid Solheim" in html
    refused = send(cto, RELEASES, name="2.4.1")
    assert refused.status_code == 422
    assert "Say why it is released although not ticked: Documentation updated." in refused.text
    assert 'value="2.4.1"' in refused.text
    assert send(cto, RELEASES, name="2.4.1", reason="Hot & <fixed>").status_code == 303
    html = cto.get(RELEASES).text
    assert "6 of 7 ticked, released although: Hot &amp; &lt;fixed&gt;." in html
    assert "Recorded by Ingrid Solheim" in html
    assert "0 of 7 ticked. Open: All tests passing" in cto.get("/halcyon/cto/figures/").text
    assert "Last release: 2.4.1, 30 Nov 2026." in cto.get("/halcyon/cto/figures/").text
    (group,) = re.findall(r'name="group" value="([^"]+)"', html)
    assert cto.post(RELEASES, {"do": "undo", "group": group}).status_code == 303
    editing.undo(HALCYON, by=actor("halcyon-cto"))
    assert text("halcyon") == before


def test_what_is_kept_is_listed_in_pages_the_newest_first_at_the_same_cost(cto):
    by = actor("halcyon-cto")
    one = None
    for number in range(21):
        seen = plan("halcyon").revision
        editing.record_release(HALCYON, f"1.{number}", reason="x", seen=seen, by=by)
        one = one or asked(cto, RELEASES)[0]
    queries, html = asked(cto, RELEASES)
    assert queries == one == 10
    assert html.index("1.20</h3>") < html.index("1.1</h3>")
    assert "1.0</h3>" not in html
    older = cto.get(f"{RELEASES}?page=2").text
    assert "1.0</h3>" in older
    assert 'aria-label="Pages of the releases"' in older
    assert len(kept.of_plans([plan("halcyon")])[plan("halcyon").pk].releases) == 21


def test_page_of_sprints_costs_the_same_however_many_were_closed(cto):
    assert send(cto, SPRINTS, do="close").status_code == 303
    one, _ = asked(cto, SPRINTS)
    for _ in range(3):
        assert send(cto, SPRINTS, do="close").status_code == 303
    queries, html = asked(cto, SPRINTS)
    assert (queries, html.count("Closed by Ingrid Solheim")) == (one, 4)
    figures = cto.get("/halcyon/cto/figures/").text
    assert "Velocity: 0 points, the mean of the last 3 sprints." in figures
    assert "<b>Sprint 24</b>" in figures
    assert 'href="/halcyon/cto/sprints/"' in figures


def test_lately_kept_are_the_newest(cto, monkeypatch):
    by = actor("halcyon-cto")
    for number in range(4):
        seen = plan("halcyon").revision
        editing.record_release(HALCYON, f"1.{number}", reason="x", seen=seen, by=by)
    editing.undo(HALCYON, by=by)
    monkeypatch.setattr(kept, "RECENT", 3)
    (past,) = kept.of_plans([plan("halcyon")]).values()
    assert [each.what.name for each in past.releases] == ["1.2"]
    monkeypatch.setattr(kept, "RECENT", 1)
    (past,) = kept.of_plans([plan("halcyon")]).values()
    assert past.releases == []
