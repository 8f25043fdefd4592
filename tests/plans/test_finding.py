"""What is found from a plan's page, by whom, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates import decisions
from gates.actors import Actor
from plans import finding
from plans.address import Address, visible_plan
from plans.enums import Position
from plans.models import Section
from tests.plans.companies import HALCYON, actor, block, client, load, plan, row
from tests.plans.factories import PlanFactory, address, reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def halcyon(db):
    load("halcyon")
    return visible_plan(HALCYON, actor("halcyon-cto"))


def names(found: list[finding.Found]) -> set[str]:
    return {each.name for each in found}


def test_cells_are_found_by_all_their_words_in_any_case(halcyon):
    backend = row("halcyon", "technology-stack", "Backend")
    found = finding.find(halcyon, f"backend {backend.cells[1].upper()}", by=actor("halcyon-cto"))
    (cell,) = [each for each in found.cells if each.row == backend.pk and each.column == 1]
    assert cell.name == backend.cells[1]
    assert cell.where == "1.2 Technology Stack · Backend · Technology"
    assert not finding.find(halcyon, "technology stack", by=actor("halcyon-cto")).cells
    assert not finding.find(halcyon, "no such words", by=actor("halcyon-cto")).cells


def test_sections_plans_and_actions_are_found(halcyon):
    cto = actor("halcyon-cto")
    assert [each.name for each in finding.find(halcyon, "sprint cur", by=cto).sections] == [
        "2.1 Current Sprint"
    ]
    assert [each.url for each in finding.find(halcyon, "marketing", by=cto).plans] == [
        "/halcyon/cmo/"
    ]
    assert [each.name for each in finding.find(halcyon, "decisions gate", by=cto).actions] == [
        "Gate and decisions"
    ]
    everything = finding.find(halcyon, "", by=cto)
    assert len(everything.sections) > finding.MOST
    assert (everything.cells, everything.plans) == ([], [])
    assert names(everything.actions) >= {
        "Gate and decisions",
        "Import a file",
        "Undo my last change",
    }
    marketing = finding.find(visible_plan(Address("halcyon", "CMO"), cto), "", by=cto)
    assert names(marketing.actions) == {
        "Export Markdown",
        "Figures",
        "History",
        "All plans of the company",
        "Approvals that wait for me",
        "Shortcuts",
    }


def test_plans_of_others_are_not_found(halcyon):
    load("meridian")
    found = finding.find(halcyon, "plan", by=actor("halcyon-cto"))
    assert {each.where for each in found.plans} == {"Halcyon Freight"}
    assert found.elsewhere
    assert all(each.where.startswith("Halcyon Freight · Marketing") for each in found.elsewhere)


def test_sections_and_rows_of_other_plans_are_found_where_they_stand(halcyon):
    found = finding.find(halcyon, "marketing criteria", by=actor("halcyon-cto"))
    section = Section.objects.get(heading="3.1 Validation Gate Criteria")
    assert found.elsewhere[0] == finding.Found(
        section.heading, "Halcyon Freight · Marketing Plan", url=f"/halcyon/cmo/#s-{section.pk}"
    )
    cost = row("halcyon", "validation-gate-criteria", "Cost per Signup", Position.CMO)
    found = finding.find(halcyon, "cost signup", by=actor("halcyon-cto"))
    assert f"/halcyon/cmo/#r-{cost.pk}" in [each.url for each in found.elsewhere]
    page = client("halcyon-cto").get("/halcyon/cmo/").text
    assert f"<section id=s-{section.pk} " in page
    assert f"id=r-{cost.pk}>" in page


def test_everything_is_searched_for_the_same_words(halcyon):
    found = finding.find(halcyon, "C&A “x”", by=actor("halcyon-cto"))
    assert found.everything == [
        finding.Found("All results for “C&A “x””", url="/search/?q=C%26A+%E2%80%9Cx%E2%80%9D")
    ]
    assert found.count == 0


def test_rows_are_added_by_who_may_where_the_gate_lets_them(halcyon):
    debt = block("halcyon", "tech-debt-register")
    add = finding.Found("Add row to 5.1 Tech Debt Register", do="add", block=debt.pk)
    cto = actor("halcyon-cto")
    assert finding.find(halcyon, "add row debt register", by=cto).actions == [add]
    goals = block("halcyon", "sprint-goals")
    assert finding.find(halcyon, "add goals", by=cto).actions == [
        finding.Found("Add item to Sprint Goals", "2.1 Current Sprint", do="add", block=goals.pk)
    ]
    reader = actor("halcyon-reader")
    assert finding.find(visible_plan(HALCYON, reader), "add row", by=reader).actions == []
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    assert names(finding.find(halcyon, "add", by=cto).actions) == {
        "Add row to 3.5 On-Call Rotation"
    }
    browser = client("halcyon-cto")
    html = browser.get("/halcyon/cto/find/", {"q": "add on-call"}).text
    key = block("halcyon", "on-call-rotation").pk
    assert f'data-do="add" data-block="{key}">Add row to 3.5 On-Call Rotation</button>' in html
    assert browser.post(f"/halcyon/cto/blocks/{key}/rows/").status_code == 200


def test_queries_do_not_grow_with_the_plans(db):
    own = PlanFactory(position=Position.COO, text="# Plan\n\n| A |\n|---|\n| plan |\n")
    by, counts = Actor.of(reader(own)), []
    for others in ([], [Position.CFO], [Position.CLO, Position.CIO]):
        for position in others:
            PlanFactory(company=own.company, position=position, text="# Plan\n")
        asked = visible_plan(address(own), by)
        with CaptureQueriesContext(connection) as seen:
            found = finding.find(asked, "plan", by=by)
        counts.append((len(seen.captured_queries), len(found.elsewhere), len(found.plans)))
    assert counts == [(2, 0, 1), (4, 1, 2), (4, 3, 4)]  # without others, nothing of them is asked


def test_queries_do_not_grow_with_the_tables(halcyon, django_assert_num_queries):
    by = actor("halcyon-cto")
    with django_assert_num_queries(6):
        found = finding.find(halcyon, "add", by=by)
    assert len(found.actions) == finding.MOST


def test_dialogs_are_fragments(halcyon):
    browser = client("halcyon-reader")
    address = f"/{HALCYON.company}/cto/"
    assert 'role="combobox"' in browser.get(f"{address}find/").text
    assert ">1 found<" in browser.get(f"{address}find/", {"q": "export markdown"}).text
    results = browser.get(f"{address}find/", {"q": "<script> zzz"}).text
    assert ("Nothing has all these words." in results, "combobox" in results) == (True, False)
    assert "Ctrl+K" in browser.get(f"{address}shortcuts/").text
