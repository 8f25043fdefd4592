"""The figures of a plan, on a page of their own and above their tables."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans import editing
from plans.enums import SampleSource
from plans.figures import plans as figures
from tests.plans.companies import HALCYON, actor, block, client, load, row
from tests.plans.factories import PlanFactory, reader

pytestmark = pytest.mark.django_db

URL = "/halcyon/cto/figures/"


@pytest.fixture
def halcyon(time_machine):
    time_machine.move_to("2026-11-27T12:00:00Z", tick=False)
    load("halcyon")
    return client("halcyon-cto")


def asked(client, **headers):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(URL, headers=headers)
    assert response.status_code == 200
    return response.text, len(captured)


def test_page_says_what_the_tables_come_to_and_links_to_the_rows(halcyon):
    html, _ = asked(halcyon)
    assert "come to on 27 November 2026." in html
    assert "5 of 6 are met." in html
    late = row("halcyon", "technical-milestones", "Backup restore proven")
    assert f'<a href="/halcyon/cto/#r-{late.pk}">Backup restore proven</a>' in html
    assert "Late: Backup restore proven." in html


def test_plan_s_page_gets_each_for_its_place(halcyon):
    html, queries = asked(halcyon, hx_request="true")
    budgets = block("halcyon", "performance-budgets").pk
    assert html.lstrip().startswith('<div hx-swap-oob="delete:.figure"></div>')
    assert f"beforebegin:.block[data-block='{budgets}']" in html
    assert f'id="f-{budgets}" data-register="performance-budgets">' in html
    assert 'href="#r-' in html
    assert queries == 10


def test_figures_cost_as_many_queries_whatever_the_rows(halcyon):
    before = asked(halcyon)[1]
    for _ in range(5):
        where = block("halcyon", "performance-budgets").pk
        cells = ["More", "<9ms", "5ms"]
        editing.add_row(HALCYON, where, cells=cells, by=actor("halcyon-cto"))
    html, after = asked(halcyon)
    assert "10 of 11 are met." in html
    assert after == before == 12


def test_measured_values_say_where_they_are_heading_by_their_last_samples(halcyon):
    given = [
        {
            "register": "performance-budgets",
            "name": "API Response (p99)",
            "value": f"{n}ms",
            "at": f"2026-11-27T12:01:{n:02}Z",
            "key": str(n),
        }
        for n in range(1, 31)
    ]
    editing.record_samples(HALCYON, given, source=SampleSource.HTTP, by=actor("halcyon-cto"))
    html, queries = asked(halcyon)
    line = re.search(r"<small>up, from 18ms on 27 Nov 2026</small> .*?points=\"(.*?)\"", html)
    assert len(line[1].split()) == 24
    assert '<a href="/halcyon/cto/samples/">Samples</a>' in html
    assert queries == 12


def test_empty_plan_says_that_there_is_nothing_yet():
    plan = PlanFactory()
    browser = client(reader(plan).username)
    html = browser.get(f"{plan.url}figures/").text
    assert html.count("<figure") == 20
    assert html.count("Nothing to show yet") == 17
    assert "Measured nowhere: CPU, Memory, Response time, Error rate." in html
    assert "How many users there are is not said" in html
    assert "0 of 7 ticked." in html
    bare = PlanFactory(text="# CTO - Technical Plan\n")
    assert (
        "No table of this plan has a figure."
        in client(reader(bare).username).get(f"{bare.url}figures/").text
    )


def test_what_people_typed_is_escaped(halcyon):
    late = row("halcyon", "technical-milestones", "Backup restore proven")
    text = "<script>alert(1)</script>"
    editing.set_cell(HALCYON, late.pk, 0, text, seen=None, by=actor("halcyon-cto"))
    html, _ = asked(halcyon)
    assert not re.search(r"<script>alert", html)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_nothing_of_it_is_exported(halcyon):
    before = halcyon.get("/halcyon/cto/export.md").content
    asked(halcyon)
    assert halcyon.get("/halcyon/cto/export.md").content == before


def test_table_of_too_many_rows_is_not_drawn(halcyon, monkeypatch):
    monkeypatch.setattr(figures, "MOST", 5)
    html, _ = asked(halcyon)
    assert "Not drawn: of 6 rows" in html
    assert "5 of 6 are met." not in html
    assert "1 of 4 are met." in html


def test_age_of_rows_follows_from_what_the_history_tells(halcyon):
    by = actor("halcyon-cto")
    where = block("halcyon", "tech-debt-register").pk
    cells = ["Brand new", "Code", "Low", "1 day", "P2"]
    editing.add_row(HALCYON, where, cells=cells, by=by)
    html, _ = asked(halcyon)
    assert re.search(r"Brand new</a>\s*<small>P2, 1 day, 0 days old", html)
