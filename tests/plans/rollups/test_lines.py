"""What counts for each roll-up, and what is said of it."""

import pytest

from plans import editing, rollups
from plans.address import Address
from plans.enums import Position
from plans.models import Plan
from tests.plans import corporate
from tests.plans.factories import PlanFactory, address, open_gate
from tests.plans.trees import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db, time_machine) -> Plan:
    time_machine.move_to(f"{corporate.TODAY}T12:00Z")
    return corporate.company()


def lines(plan: Plan, key: str) -> list[rollups.Line]:
    panels = rollups.panels(plan, by=BY)
    return next(panel.lines for panel in panels if panel.rollup.key == key)


def told(plan: Plan, key: str) -> list[tuple[str, ...]]:
    """What a roll-up says, cell by cell."""
    return [line.cells for line in lines(plan, key)]


def test_milestones_are_at_risk_by_their_word_or_late_by_their_day(plan):
    assert told(plan, "milestones") == [
        ("Pitch deck", "CFO", "2026-11-15", "12 days late"),
        ("Term sheet", "CFO", "not said", "at risk"),
        ("Outreach", "CFO", "2026-11-26", "At Risk, 1 day late"),
    ]


@pytest.mark.parametrize(
    ("header", "status", "standing"),
    [
        ("Release", "Planned", ["26 days late"]),
        ("Release", "Released", []),
        ("Milestone", "✅ Done", []),
        ("Milestone", "Completed", []),
        ("Milestone", "Behind (by a week)", ["Behind (by a week), 26 days late"]),
        ("Milestone", "", ["26 days late"]),
        ("Feature", "At Risk", []),
    ],
)
def test_milestone_counts_by_its_table_and_its_word(plan, header, status, standing):
    text = f"| {header} | Target Date | Status |\n|-|-|-|\n| It | 1 November 2026 | {status} |\n"
    PlanFactory(company=plan.company, position=Position.CPO, text=text)
    found = [cells[3] for cells in told(plan, "milestones") if cells[1] == "CPO"]
    assert found == standing


def test_initiatives_are_at_risk_by_their_word(plan):
    assert told(plan, "initiatives") == [("Night | day shifts", "COO", "🔴 Blocked")]


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("At Risk", True),
        ("at-risk", True),
        ("BEHIND", True),
        ("**Delayed** until May", True),
        ("Unblocked", False),
        ("Not at risk", False),
        ("Risky", False),
        ("[On Track/At Risk/Done]", False),
        ("", False),
    ],
)
def test_initiative_counts_by_its_word(plan, status, counts):
    text = f"| Key Initiatives | Status |\n|-|-|\n| It | {status} |\n"
    PlanFactory(company=plan.company, position=Position.CPO, text=text)
    assert ("CPO" in [cells[1] for cells in told(plan, "initiatives")]) == counts


def test_open_positions_are_those_for_which_somebody_is_sought(plan):
    assert told(plan, "open-positions") == [
        ("Dispatcher", "COO", "Operations", "P1", "Interviewing"),
        ("Driver", "COO", "not said", "P2", "Offered"),
    ]


def test_not_compliant_is_what_is_not_kept_to_or_not_said(plan):
    assert told(plan, "compliance") == [
        ("GDPR", "CLO", "In Progress"),
        ("COPPA", "CLO", "not said"),
        ("Norway", "CLO", "Not compliant"),
        ("California", "CLO", "In Progress"),
        ("Representative", "CLO", "not said"),
    ]
    assert [line.tone for line in lines(plan, "compliance")][:2] == ["late", "soon"]


def test_requirements_of_another_kind_are_no_rules(plan):
    text = "| Requirement | Implementation | Status |\n|-|-|-|\n| Login | OAuth | In Progress |\n"
    PlanFactory(company=plan.company, position=Position.CIO, text=text)
    assert "CIO" not in [cells[1] for cells in told(plan, "compliance")]


def test_reviews_due_are_those_of_plans_and_of_rows_the_first_due_first(plan):
    assert told(plan, "reviews") == [
        ("Operations Plan: Review", "COO", "2026-10-01", "57 days overdue"),
        ("Payroll", "CFO", "2026-11-01", "26 days overdue"),
        ("Cash", "CFO", "2026-11-27", "due today"),
        ("Refunds", "CFO", "2026-12-27", "due in 30 days"),
    ]
    found = lines(plan, "reviews")
    assert [line.tone for line in found] == ["late", "late", "soon", "soon"]
    assert (found[0].url, found[0].path) == (
        "/acme/coo/#document-history",
        "COO/README.md#document-history",
    )


def test_review_of_a_plan_is_due_a_week_ahead(plan, time_machine):
    time_machine.move_to("2026-09-26T12:00Z")
    assert told(plan, "reviews")[0] == (
        *("Operations Plan: Review", "COO", "2026-10-01", "due in 5 days"),
    )


def test_plan_index_says_how_gates_stand_and_how_far_plans_are(plan):
    cto = PlanFactory(company=plan.company, position=Position.CTO)
    PlanFactory(company=plan.company, position=Position.CXA, text="# Nothing\n")
    found = told(plan, "plan-index")
    assert [cells[:2] for cells in found] == [
        ("Financial Plan", "CFO"),
        ("Operations Plan", "COO"),
        ("Legal Plan", "CLO"),
        ("Technical Plan", "CTO"),
        ("Experience Plan", "CXA"),
    ]
    assert found[0][2:] == ("No gate", "86 %", "2026-11-27")
    assert found[3][2].startswith("GATED. Validation is PENDING since 27 November 2026, 12:00")
    assert found[4][3] == "–"
    open_gate(cto)
    assert ("Technical Plan", "CTO", "OPEN") in [cells[:3] for cells in told(plan, "plan-index")]


def test_lines_lead_to_their_rows_and_to_their_sections(plan):
    found = lines(plan, "milestones")[0]
    key = corporate.row(Position.CFO, "Pitch deck").pk
    assert found.url == f"/acme/cfo/#r-{key}"
    assert found.path == "CFO/README.md#24-fundraising-timeline"


def test_what_is_written_is_told_at_once(plan):
    late = corporate.row(Position.CFO, "Pitch deck")
    editing.set_cell(Address("acme", "CFO"), late.pk, 2, "Complete", seen=None, by=BY)
    assert "Pitch deck" not in [cells[0] for cells in told(plan, "milestones")]


def test_own_tables_of_the_corporate_plan_are_not_told(plan):
    text = "| Initiative | Status |\n|-|-|\n| Own | At Risk |\n"
    editing.replace_document(address(plan), text, by=BY)
    assert [cells[1] for cells in told(plan, "initiatives")] == ["COO"]


def test_cells_are_told_as_one_reads_them(plan):
    cells = "[COMPANY NAME] **sells** `x` [here](../CTO/README.md)<br>and \\| there | [label] |"
    text = (
        f"| Initiative | Owner | Status |\n|-|-|-|\n| {cells} Delayed |\n| Ragged |\n\n[label]: x\n"
    )
    PlanFactory(company=plan.company, position=Position.CPO, text=text)
    found = [cells for cells in told(plan, "initiatives") if cells[1] == "CPO"]
    assert found == [("Acme sells x here and | there", "CPO", "Delayed")]
