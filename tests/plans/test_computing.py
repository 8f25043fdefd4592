"""Exports with what is computed: where a cell is still open, or where somebody chose so."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans import computing, editing
from plans.address import Address
from plans.catalogue import CATALOGUE
from plans.enums import Action, SampleSource
from plans.figures.computed import COMPUTED
from plans.history import Entry
from plans.models import Computed
from plans.sprints import Sprint, Story
from plans.verification import check_plan
from tests.plans.companies import BY, changed_lines, client
from tests.plans.factories import PlanFactory, cto, reader

pytestmark = pytest.mark.django_db

TEXT = """# CTO - Technical Plan

### 4.1 Current Capacity

| Resource     | Current | Max Capacity | Utilization |
|--------------|---------|--------------|-------------|
| Requests/sec | 1,850   | 4,000        | [X]%        |
| Storage      | 1.7 TB  | 2,000 GB     | 62%         |
| Compute      | [X]     | 64 units     | [X]%        |
| Ragged       | 1       | 2

### 5.3 Code Quality Metrics

| Metric | Current | Target | Trend |
|---|---|---|---|
| Test Coverage | 80% | 85% | [Up/Down/Flat] |
| Code Duplication | 3% | <5% | Down |

### 7.3 Key Metrics

| Metric | Target | Current | Status |
|---|---|---|---|
| Uptime | 99.9% | 99.95% | [On Track/Behind] |
| Bugs | 0 | 3 | [On Track/Behind] |
| Speed | 9 | - | [On Track/Behind] |
| Ease | 9 | 5 | At Risk |
"""


LATER = """# CTO - Technical Plan

### 2.1 Current Sprint

**Sprint 8:** 2026-11-23 - 2026-12-04

| Story | Points | Assignee | Status |
|---|---|---|---|
| Pay debt back | 3 | Jo | Done |
| Grow | 5 | Jo | To Do |

### 2.3 Feature Breakdown

| Feature | Complexity | Dependencies | Estimate | Status |
|---|---|---|---|---|
| Portal | High | - | 30 days | In Progress |

### 2.4 Technical Milestones

| Milestone | Target Date | Criteria | Status |
|---|---|---|---|
| Late | 2026-11-01 | x | [On Track/At Risk/Complete] |
| Near | 2026-12-04 | Portal | [On Track/At Risk/Complete] |
| Today | 2026-11-27 | x | [On Track/At Risk/Complete] |
| Undated | [Date] | x | [On Track/At Risk/Complete] |
| Done | 2026-11-01 | x | Complete |
| Brave | 2026-11-01 | x | On Track |

### 5.2 Tech Debt Budget

| Sprint | Debt Items | Completed |
|---|---|---|
| Sprint 7 | Old | [Yes/No/Partial] |
| Sprint 8 | Pay debt back | [Yes/No/Partial] |
"""


def test_status_of_milestones_and_debt_of_closed_sprints_are_computed(time_machine):
    time_machine.move_to("2026-11-27T12:00:00Z", tick=False)
    plan = PlanFactory(text=LATER, opened=True)
    story = Story("Old", 3, "Jo", "Done", is_debt=True)
    sprint = Sprint(7, date(2026, 11, 9), date(2026, 11, 20), (story,))
    kept = Entry(Action.CLOSE, after=sprint.frozen())
    editing.tell(Address(plan.company.slug, "CTO"), [kept], by=BY)
    plan.refresh_from_db()
    assert [*lines(plan, computing.text(plan, timezone.now())).values()] == [
        "| Late | 2026-11-01 | x | At Risk |",
        "| Near | 2026-12-04 | Portal | At Risk |",
        "| Today | 2026-11-27 | x | On Track |",
        "| Sprint 7 | Old | Yes |",
    ]
    client(cto(plan).username).post(f"{plan.url}figures/technical-milestones/", {"keep": "yes"})
    kept = lines(plan, computing.text(plan, timezone.now()))
    assert kept["| Brave | 2026-11-01 | x | On Track |"] == "| Brave | 2026-11-01 | x | At Risk |"
    assert "| Done | 2026-11-01 | x | Complete |" not in kept


@pytest.fixture
def made():
    plan = PlanFactory(text=TEXT, opened=True)
    at = (timezone.now() + timedelta(minutes=1)).isoformat()
    given = [
        {"register": "code-quality-metrics", "name": name, "value": value, "at": at, "key": name}
        for name, value in (("Test Coverage", "91%"), ("Code Duplication", "4%"))
    ]
    address = Address(plan.company.slug, "CTO")
    editing.record_samples(address, given, source=SampleSource.COMMAND, by=BY)
    plan.refresh_from_db()
    return plan


def lines(plan, text):
    """The lines of an export that are not what people typed."""
    return dict(changed_lines(typed(plan), text))


def typed(plan):
    return client(reader(plan).username).get(f"{plan.url}export.md").text


def test_open_cells_are_filled_and_typed_ones_are_not(made):
    text = client(reader(made).username).get(f"{made.url}export.md?computed").text
    assert lines(made, text) == {
        "| Requests/sec | 1,850   | 4,000        | [X]%        |": (
            "| Requests/sec | 1,850   | 4,000        | 46%         |"
        ),
        "| Test Coverage | 91% | 85% | [Up/Down/Flat] |": "| Test Coverage | 91% | 85% | Up |",
        "| Uptime | 99.9% | 99.95% | [On Track/Behind] |": "| Uptime | 99.9% | 99.95% | On Track |",
        "| Bugs | 0 | 3 | [On Track/Behind] |": "| Bugs | 0 | 3 | Behind |",
    }


def test_typed_ones_too_where_somebody_keeps_what_is_computed(made):
    browser = client(cto(made).username)
    before = typed(made)
    for register in COMPUTED:
        for _ in range(2):
            browser.post(f"{made.url}figures/{register}/", {"keep": "yes"})
    assert computing.kept(made) == COMPUTED.keys()
    found = lines(made, computing.text(made, timezone.now()))
    storage = "| Storage      | 1.7 TB  | 2,000 GB     | {}         |"
    assert found[storage.format("62%")] == storage.format("85%")
    assert found["| Code Duplication | 4% | <5% | Down |"] == "| Code Duplication | 4% | <5% | Up |"
    assert found["| Ease | 9 | 5 | At Risk |"] == "| Ease | 9 | 5 | Behind |"
    assert len(found) == 7
    assert typed(made) == before
    assert check_plan(made, "default").problems == ()
    browser.post(f"{made.url}figures/current-capacity/", {"keep": "no"})
    assert "current-capacity" not in computing.kept(made)
    assert str(Computed.objects.first()).endswith(f"of {made.pk}")


def test_page_of_figures_shows_the_choice_to_all_and_the_switch_to_writers(made):
    writer, other = client(cto(made).username), client(reader(made).username)
    address = f"{made.url}figures/current-capacity/"
    assert (other.get(f"{made.url}figures/").text.count("Typed values are kept.")) == 3
    assert 'name="keep"' not in other.get(f"{made.url}figures/").text
    assert "Keep computed" in writer.get(f"{made.url}figures/").text
    said = writer.post(address, {"keep": "yes"}, follow=True).text
    assert "Computed values are kept." in said
    assert "Keep what is typed" in said
    assert other.post(address, {"keep": "no"}).status_code == 403
    assert writer.post(f"{made.url}figures/risks/", {"keep": "yes"}).status_code == 404


def test_command_exports_what_is_computed(made):
    arguments = ["--company", made.company.slug, "--position", "CTO"]
    plain, computed = StringIO(), StringIO()
    call_command("export_plan", *arguments, stdout=plain)
    call_command("export_plan", *arguments, "--computed", stdout=computed)
    assert plain.getvalue() == typed(made)
    assert len(lines(made, computed.getvalue())) == 4


def test_computed_export_costs_eight_queries(made):
    with CaptureQueriesContext(connection) as captured:
        computing.text(made, timezone.now())
    assert len(captured) == 8


def test_computed_columns_are_columns_of_their_registers():
    by_key = {register.key: register for register in CATALOGUE}
    for key, columns in COMPUTED.items():
        headers = {header for form in by_key[key].forms for header in form.headers}
        assert columns.keys() <= headers
