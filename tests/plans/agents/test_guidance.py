"""`cto.implement`: what is being built, what comes next, what stands in the way, what binds."""

from datetime import UTC, date, datetime

import pytest

from gates.actors import Actor
from plans.agents import guidance
from plans.agents.guidance import Blocked, DecisionFacts, Lane, StoryFacts
from tests.plans.factories import PlanFactory
from tests.plans.texts import table_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def asked(text: str = "", **tables: list[list[str]]) -> guidance.Guidance:
    """Ask of a plan with these tables, by the keys of their registers."""
    parts = (table_of(key.replace("_", "-"), rows) for key, rows in tables.items())
    plan = PlanFactory(text="".join(["# CTO\n", text, *parts]), company__name="Acme")
    return guidance.answer(plan, by=Actor.operator("tests"), at=AT)


def test_stories_stand_by_status_with_their_points():
    answer = asked(
        current_sprint=[
            ["Webhooks", "5", "Marta", "Done"],
            ["Tracking", "8", "Jonas", "In Progress"],
            ["Backfill", "[X]", "Tomás", "In Progress"],
            ["Someday", "3", "[Name]", "Perhaps"],
        ]
    )
    assert answer.lanes == [
        Lane(
            "In Progress",
            8,
            [StoryFacts("Tracking", 8, "Jonas"), StoryFacts("Backfill", None, "Tomás")],
        ),
        Lane("Done", 5, [StoryFacts("Webhooks", 5, "Marta")]),
        Lane("Status not known", 3, [StoryFacts("Someday", 3, "[Name]")]),
    ]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([["Later", "2027-01-29"], ["Sooner", "2026-12-04"]], "Sooner"),
        ([["Undated", "[Date]"], ["Dated", "2027-01-29"]], "Dated"),
        ([["Undated", "[Date]"]], "Undated"),
        ([["Past", "2026-11-20"], ["Later", "2027-01-29"]], "Past"),
    ],
)
def test_next_milestone_is_the_open_one_with_the_earliest_date(rows, name):
    done = ["Done", "2026-10-30", "It runs", "Complete"]
    open_ones = [[*row, "It runs", "On Track"] for row in rows]
    assert asked(technical_milestones=[done, *open_ones]).next_milestone.milestone == name


def test_no_milestone_is_next_where_all_are_done():
    answer = asked(technical_milestones=[["Done", "2026-10-30", "It runs", "Complete"]])
    assert answer.next_milestone is None


def feature(name: str, dependencies: str, status: str) -> list[str]:
    return [name, "Med", dependencies, "5 days", status]


def test_features_are_blocked_by_what_is_not_done_or_by_their_own_word():
    answer = asked(
        feature_breakdown=[
            feature("Map", "Kafka, PostGIS", "In Progress"),
            feature("Inbox", "Kafka,  MAP , Phase 2: Core", "Planned"),
            feature("Loop", "loop, ", "Planned"),
            feature("", "", "Planned"),
            feature("Export", "Beta", "Planned"),
            feature("Search", "Index, Alpha, Phase 1: Base", "Planned"),
            feature("Index", "Map", "Complete"),
            feature("SAP", "–", "blocked"),
        ],
        implementation_phases=[
            ["Phase 1: Base", "All", "2 weeks", "Complete"],
            ["Phase 2: Core", "All", "2 weeks", "In Progress"],
        ],
        technical_milestones=[
            ["Alpha", "2026-10-30", "It runs", "Complete"],
            ["Beta", "2026-12-30", "It runs", "On Track"],
        ],
    )
    assert answer.blocked == [
        Blocked("Inbox", "Planned", "It depends on what is not done: Map, Phase 2: Core."),
        Blocked("Export", "Planned", "It depends on what is not done: Beta."),
        Blocked("SAP", "blocked", "Its status says so."),
    ]


def test_unticked_boxes_are_listed():
    text = "\n**Deployment Checklist:**\n- [x] Tests\n- [ ] Scan\n- Talk to operations\n"
    assert asked(text).unticked == ["Scan"]


def test_accepted_decisions_bind():
    answer = asked(
        architecture_decision_records_adrs=[
            ["ADR-001", "A monolith", "Superseded", "2025-02-11"],
            ["ADR-002", "PostgreSQL", "Accepted", "2025-02-25"],
            ["ADR-003", "GraphQL", "Deprecated", "2025-07-22"],
        ]
    )
    assert answer.decisions == [DecisionFacts("ADR-002", "PostgreSQL", date(2025, 2, 25))]


def test_guidance_in_words():
    answer = asked(
        "\n**Sprint 24:** 2026-11-16 - 2026-11-27\n"
        "\n**Sprint Goals:**\n1. Ship the gateway\n"
        "\n**Deployment Checklist:**\n- [ ] Scan\n",
        current_sprint=[["Tracking", "8", "Jonas", "To Do"], ["Map", "[X]", "Ana", "To Do"]],
        feature_breakdown=[feature("SAP", "–", "Blocked")],
        technical_milestones=[["Beta", "2026-11-20", "It runs", "On Track"]],
        architecture_decision_records_adrs=[["ADR-002", "PostgreSQL", "Accepted", "2025-02-25"]],
    )
    assert list(answer.lines()) == [
        "Acme CTO: Sprint 24, 2026-11-16 to 2026-11-27: day 8 of 12, 4 days left.",
        "Goals:",
        "  Ship the gateway",
        "To Do, 8 points:",
        "  Tracking (Jonas, 8 points)",
        "  Map (Ana)",
        "Next milestone, 20 November 2026: Beta: It runs",
        "  Its target date, 20 November 2026, has passed.",
        "Blocked:",
        "  SAP: Its status says so.",
        "Before a deployment:",
        "  Scan",
        "Binding:",
        "  ADR-002 PostgreSQL",
    ]


def test_empty_plan_gives_little_guidance():
    assert list(asked().lines()) == ["Acme CTO: the plan has no sprint."]
    undated = asked(technical_milestones=[["Beta", "[Date]", "It runs", "On Track"]])
    assert list(undated.lines())[1:] == ["Next milestone: Beta: It runs"]
