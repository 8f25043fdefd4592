"""What is found from a plan's page, by whom, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans import finding
from plans.address import Address, visible_plan
from tests.plans.companies import HALCYON, actor, client, load, row

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
        "History",
        "All plans of the company",
        "Approvals that wait for me",
        "Shortcuts",
    }


def test_plans_of_others_are_not_found_and_queries_stay_two(halcyon):
    by = actor("halcyon-cto")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            found = finding.find(halcyon, "plan", by=by)
        counts.append(len(seen.captured_queries))
        assert {each.where for each in found.plans} == {"Halcyon Freight"}
        load("meridian")
    assert counts == [2, 2]


def test_dialogs_are_fragments(halcyon):
    browser = client("halcyon-reader")
    address = f"/{HALCYON.company}/cto/"
    assert 'role="combobox"' in browser.get(f"{address}find/").text
    assert ">1 found<" in browser.get(f"{address}find/", {"q": "export markdown"}).text
    results = browser.get(f"{address}find/", {"q": "<script> zzz"}).text
    assert ("Nothing has all these words." in results, "combobox" in results) == (True, False)
    assert "Ctrl+K" in browser.get(f"{address}shortcuts/").text
