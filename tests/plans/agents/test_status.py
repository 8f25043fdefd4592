"""`cto.status`: by dates and typed statuses, on the day on which somebody asks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gates.actors import Actor
from plans.agents import status
from plans.agents.dues import Due
from tests.gates.factories import halted
from tests.plans.factories import PlanFactory, cto, measured
from tests.plans.texts import table_of

pytestmark = pytest.mark.django_db
BY = Actor.operator("tests")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MILESTONES = [
    ["Past", "2026-11-20", "It runs", "On Track"],
    ["Past and done", "2026-11-20", "It runs", "Complete"],
    ["Today", "2026-11-23", "It runs", "On Track"],
    ["Later, at risk", "2026-12-04", "It runs", "At Risk"],
    ["Past, at risk", "2026-11-22", "It runs", "At Risk"],
    ["Past, unreadable", "2026-11-21", "It runs", "Perhaps"],
    ["[Milestone]", "[Date]", "[Criteria]", "[On Track/At Risk/Complete]"],
    ["Undated, at risk", "[Date]", "It runs", "At Risk"],
]


def asked(text: str, at: datetime = NOON, **options: object) -> status.Status:
    return status.answer(PlanFactory(text=text, **options), by=BY, at=at)


def overdue(key: str, *rows: list[str], above: str = "# CTO\n") -> list[Due]:
    return asked(above + table_of(key, rows)).overdue


def test_gate_is_told_in_its_own_words():
    plan = PlanFactory(text="# CTO\n", company__name="Acme")
    measured(plan.company)
    halted(plan.gate)
    first, second, *reasons = list(status.answer(plan, by=BY, at=NOON).lines())[:3]
    assert first == "Acme CTO: HALTED"
    assert second == "Validation PROCEED, human approval APPROVED."
    assert reasons[0].startswith("HALTED by Robin Example")


def test_share_filled_is_the_pages(client):
    plan = PlanFactory(opened=True)
    client.force_login(cto(plan))
    answer = status.answer(plan, by=BY, at=NOON)
    assert answer.filled == client.get(plan.url).context["filled"]
    assert f"{answer.filled}% filled, {answer.to_fill} to fill, 0 flagged." in answer.lines()


def test_document_without_cells_has_no_share():
    answer = asked("\n")
    assert (answer.filled, answer.to_fill, answer.flagged) == (None, 0, 0)
    assert not [line for line in answer.lines() if "filled" in line]


@pytest.mark.parametrize(
    ("day", "number", "left", "words"),
    [
        ("2026-11-14", None, 13, "starts in 2 days"),
        ("2026-11-15", None, 12, "starts in 1 day"),
        ("2026-11-16", 1, 11, "day 1 of 12, 11 days left"),
        ("2026-11-26", 11, 1, "day 11 of 12, 1 day left"),
        ("2026-11-27", 12, 0, "day 12 of 12, 0 days left"),
        ("2026-11-28", None, 0, "ended 1 day ago"),
    ],
)
def test_sprint_is_told_by_its_days(day, number, left, words):
    sprint = asked(
        "# CTO\n\n**Sprint 24:** 2026-11-16 - 2026-11-27\n",
        datetime.fromisoformat(f"{day}T12:00:00+00:00"),
    ).sprint
    assert (sprint.name, sprint.day, sprint.days, sprint.days_left) == (
        *("Sprint 24", number, 12, left),
    )
    assert sprint.sentence == f"Sprint 24, 2026-11-16 to 2026-11-27: {words}."


def test_sprint_without_dates_is_told_by_its_name():
    sprint = asked("# CTO\n\n**Sprint [X]:** [Start Date] - [End Date]\n").sprint
    assert (sprint.start, sprint.day, sprint.days_left) == (None, None, None)
    assert sprint.sentence == "Sprint [X]: its dates are not known."


def test_plan_without_a_sprint_says_so():
    answer = asked("# CTO\n")
    assert answer.sprint is None
    assert "The plan has no sprint." in answer.lines()


def test_milestones_are_at_risk_by_date_or_by_status():
    answer = asked("# CTO\n" + table_of("technical-milestones", MILESTONES))
    assert {each.milestone: (each.days_left, each.risk) for each in answer.at_risk} == {
        "Past": (-3, "Its target date, 20 November 2026, has passed."),
        "Later, at risk": (11, "Its status is At Risk."),
        "Past, at risk": (
            -1,
            "Its target date, 22 November 2026, has passed. Its status is At Risk.",
        ),
        "Past, unreadable": (-2, "Its target date, 21 November 2026, has passed."),
        "Undated, at risk": (None, "Its status is At Risk."),
    }
    assert "5 milestones at risk" in answer.lines()


def test_milestones_may_be_printed_without_criteria():
    rows = [["Funding closes", "2026-01-31", "At Risk"]]
    (milestone,) = asked("# CTO\n" + table_of("technical-milestones-2", rows)).at_risk
    assert (milestone.criteria, milestone.status) == ("", "At Risk")


def test_milestones_are_overdue_from_the_day_after():
    found = overdue("technical-milestones", *MILESTONES)
    assert found[0] == Due(
        "2.4",
        "2.4 Technical Milestones",
        "Past",
        "The target date has passed, and the milestone is not Complete.",
        date(2026, 11, 20),
    )
    assert [due.row for due in found] == ["Past", "Past, at risk", "Past, unreadable"]


def test_sprint_is_overdue_once_it_is_over():
    over = asked("# CTO\n\n**Sprint 24:** 2026-11-09 - 2026-11-22\n")
    assert [(due.number, due.row, due.since) for due in over.overdue] == [
        ("2.1", "Sprint 24", date(2026, 11, 22))
    ]
    assert asked("# CTO\n\n**Sprint 24:** 2026-11-09 - 2026-11-23\n").overdue == []
    (line,) = [line for line in over.lines() if line.startswith("  ")]
    assert line == (
        "  CTO, Sprint 24: The sprint is over, and the plan names no next one. "
        "Due 22 November 2026."
    )


BUDGET = [
    ["Sprint 22", "Two", "Partial"],
    ["Sprint 23", "One", "Planned"],
    ["Sprint 24", "One", "Planned"],
    ["[Sprint X]", "[Items]", "Planned"],
]


@pytest.mark.parametrize(
    ("sprint", "rows"),
    [
        ("\n**Sprint 24:** 2026-11-16 - 2026-11-27\n", [("Sprint 23", date(2026, 11, 15))]),
        ("\n**Sprint 24:** [Start Date] - [End Date]\n", []),
        ("\n**Sprint [X]:** 2026-11-16 - 2026-11-27\n", []),
        ("", []),
    ],
)
def test_debt_items_are_overdue_once_their_sprint_is_over(sprint, rows):
    found = overdue("tech-debt-budget", *BUDGET, above=f"# CTO\n{sprint}")
    assert [(due.row, due.since) for due in found] == rows


def test_security_tests_are_overdue_a_period_after_their_last_run():
    found = overdue(
        "security-testing",
        ["On every PR", "Every PR", "2026-01-01", "Pass"],
        ["Due today", "Daily", "2026-11-22", "Pass"],
        ["Due yesterday", "Daily", "2026-11-21", "Pass"],
        ["Hourly, due today", "Hourly", "2026-11-22", "Pass"],
        ["Never run", "Weekly", "[Date]", "[Pass/Fail]"],
        ["Unreadable", "now and then", "2026-01-01", "Pass"],
        ["Beyond all calendars", "365000 days", "9999-12-01", "Pass"],
        ["Quarterly", "Quarterly", "2026-07-14", "Fail"],
    )
    assert [(due.row, due.since) for due in found] == [
        ("Due yesterday", date(2026, 11, 22)),
        ("Quarterly", date(2026, 10, 13)),
    ]


def test_review_is_overdue_a_cycle_after_the_last_version(time_machine):
    time_machine.move_to(NOON, tick=False)
    text = "# CTO\n\n**Review Cycle:** {}\n\n{}\n"
    versions = "| Date | Version | Author | Changes |\n|---|---|---|---|\n| {} | 1.1 | CTO | All |"
    both = "Sprint (Implementation), Quarterly (Architecture)"
    for days, cycle, version, expected in (
        (14, both, "", []),
        (15, both, "", [date(2026, 12, 7)]),
        (0, both, "2026-11-01", [date(2026, 11, 15)]),
        (0, both, "2026-11-20", []),
        (999, "Every board meeting", "", []),
    ):
        history = versions.format(version) if version else ""
        found = asked(text.format(cycle, history), NOON + timedelta(days=days)).overdue
        assert [due.since for due in found] == expected
