"""What a sprint comes to, and what follows it: worked examples."""

from datetime import date
from decimal import Decimal

import pytest

from plans import sprints
from plans.enums import Completion
from plans.sprints import Sprint, Story
from tests.plans.figures.asking import lines

START, END = date(2026, 11, 16), date(2026, 11, 27)


def read(**tables):
    """Read a sprint from rows in one text each, by register, dashes as underscores."""
    named = {name.replace("_", "-"): rows for name, rows in tables.items()}
    return sprints.read({key: [each.values for each in lines(key, *named[key])] for key in named})


def of(*stories, number=24):
    return Sprint(number, START, END, stories)


def story(points, status="Done", *, is_debt=False):
    return Story("Any", points, "Jo", status, is_debt)


@pytest.mark.parametrize(
    ("stories", "comes_to"),
    [
        ([], (0, 0, 0, 0, 0)),
        ([story(None)], (0, 0, 0, 0, 0)),
        ([story(0, "To Do")], (0, 0, 1, 0, 0)),
        ([story(5), story(3, "In Progress"), story(2, "")], (10, 5, 2, 0, 0)),
        ([story(5, is_debt=True), story(3, "To Do", is_debt=True)], (8, 5, 1, 8, 5)),
    ],
)
def test_points(stories, comes_to):
    """Committed, done, carried over, of which debt, and debt that is done."""
    sprint = of(*stories)
    debt = (sprint.debt, sprint.debt_done)
    assert (sprint.committed, sprint.done, len(sprint.carried), *debt) == comes_to


@pytest.mark.parametrize(
    ("stories", "outcome"),
    [
        ([story(5)], None),
        ([story(None, is_debt=True)], Completion.YES),
        ([story(5, "To Do", is_debt=True), story(5)], Completion.NO),
        ([story(5, "To Do", is_debt=True), story(0, is_debt=True)], Completion.PARTIAL),
    ],
)
def test_outcome_of_debt(stories, outcome):
    assert of(*stories).outcome == outcome


def test_what_is_frozen_is_read_again():
    sprint = read(
        sprint=["Sprint 24 | 2028-02-29 - 2028-03-10"],
        current_sprint=[r"A \| B | 5 | Zoë | Done", "C<br>D | [X] | [Name] | later"],
        sprint_goals=["Ship it", "[Goal 2]"],
    )
    assert sprint.stories == (
        Story("A | B", 5, "Zoë", "Done", is_debt=False),
        Story("C\nD", None, "", "", is_debt=False),
    )
    assert sprint.goals == ("Ship it",)
    assert sprints.thawed(sprint.frozen()) == sprint
    assert sprint.said == "Sprint 24: 5 of 5 points done, 1 story carried over"


def test_sprint_is_read_from_what_there_is():
    assert read() == Sprint(None, None, None)
    assert read().name == "Sprint"
    blank = read(
        sprint=["Sprint [X] | [Start Date] - [End Date]"], current_sprint=["[S] | 5 | - | Done"]
    )
    assert (blank.number, blank.start, blank.stories) == (None, None, ())
    found = read(sprint=["Scrum Master | Jo", "Sprint 7 | 2026-11-16 - 2026-11-27"])
    assert (found.number, found.end) == (7, END)


@pytest.mark.parametrize(
    ("text", "is_debt"),
    [
        ("Pay debt", True),
        ("Move consumers #debt", True),
        ("Move consumers (Debt)", True),
        ("tech-debt: move consumers", True),
        ("Indebted to Jo", False),
        ("Collect debts", False),
        ("Fix Terraform  Drift in the   region at last", True),
        ("Terraform drift in the regions", False),
        ("Backfill partitions", True),
        ("Backfill", False),
        ("Smoke suite", True),
        ("Retry webhooks", False),
        ("Costs of C++ builds", True),
    ],
)
def test_story_is_debt_by_its_word_an_item_of_the_register_or_the_sprint_s_row(text, is_debt):
    (found,) = read(
        sprint=["Sprint 24 | 2026-11-16 - 2026-11-27"],
        current_sprint=[f"{text} | 5 | Jo | To Do"],
        tech_debt_register=[
            "Terraform drift in the region | Code | High | 3 days | P1",
            "C++ | Code | High | 3 days | P1",
            "[Debt 1] | Code | High | 3 days | P1",
        ],
        tech_debt_budget=[
            "Sprint 23 | Retry webhooks | No",
            "Sprint 24 | backfill partitions, smoke suite | Planned",
            "Sprint 25 | [Items] | Planned",
        ],
    ).stories
    assert found.is_debt is is_debt


def test_row_of_no_sprint_marks_nothing():
    tables = {"current_sprint": ["A | 5 | Jo | Done"], "tech_debt_budget": ["[Sprint X] | A | Yes"]}
    assert not read(**tables).stories[0].is_debt


@pytest.mark.parametrize(
    ("done", "mean"),
    [((), None), ((0,), 0), ((10,), 10), ((10, 11), Decimal("10.5")), ((90, 10, 20, 30), 20)],
)
def test_velocity_is_the_mean_of_the_last_three(done, mean):
    assert sprints.velocity([of(story(each)) for each in done]) == mean


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0, 0, None), (5, 0, None), (0, 5, 0), (5, 20, 25), (30, 20, 150)]
)
def test_share(part, whole, share):
    assert sprints.share(part, whole) == share


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("2026-11-16 - 2026-11-27", "2026-11-30 - 2026-12-11"),  # two weeks of work
        ("2026-11-16 - 2026-11-29", "2026-11-30 - 2026-12-13"),  # two whole weeks
        ("2026-11-16 - 2026-11-30", "2026-11-30 - 2026-12-14"),  # from Monday to Monday
        ("2026-11-18 - 2026-12-01", "2026-12-02 - 2026-12-15"),  # from Wednesday to Tuesday
        ("2026-11-16 - 2026-11-26", "2026-11-30 - 2026-12-10"),  # a long weekend
        ("2026-11-16 - 2026-11-25", "2026-11-26 - 2026-12-05"),  # ten days
        ("2026-11-16 - 2026-11-16", "2026-11-17 - 2026-11-17"),  # a day
        ("2026-10-12 - 2026-10-23", "2026-10-26 - 2026-11-06"),  # clocks go back between
        ("2027-03-15 - 2027-03-26", "2027-03-29 - 2027-04-09"),  # and forth
        ("2028-02-14 - 2028-02-25", "2028-02-28 - 2028-03-10"),  # over a leap day
        ("2026-02-16 - 2026-02-27", "2026-03-02 - 2026-03-13"),  # a February without
        ("2026-12-14 - 2026-12-25", "2026-12-28 - 2027-01-08"),  # over the end of the year
        ("2026-12-01 - 2026-12-31", "2027-01-01 - 2027-01-31"),  # a month
        ("2027-11-01 - 2028-01-31", "2028-02-01 - 2028-04-30"),  # a quarter
        ("2028-01-01 - 2028-01-31", "2028-02-01 - 2028-02-29"),  # the month of a leap day
        ("2028-02-01 - 2028-02-29", "2028-03-01 - 2028-03-31"),
    ],
)
def test_days_that_follow(line, following):
    start, end = map(date.fromisoformat, line.split(" - "))
    assert sprints.next_line(line, sprints.next_days(start, end)) == following


def test_no_sprint_follows_the_last_year():
    for start, end in (("9999-12-13", "9999-12-24"), ("9999-12-01", "9999-12-31")):
        with pytest.raises(OverflowError):
            sprints.next_days(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("line", "following"),
    [
        ("2 November 2026 to 13 November 2026", "30 November 2026 to 4 December 2026"),
        ("16 Nov 2026 – 27 Nov 2026", "30 Nov 2026 – 4 Dec 2026"),
        ("16 Nov 2026 - 27 Nov 2026", "30 Nov 2026 - 4 Dec 2026"),
        ("02 Nov 2026 - 13 Nov 2026", "30 Nov 2026 - 04 Dec 2026"),
        ("November 16, 2026 — November 27, 2026", "November 30, 2026 — December 4, 2026"),
        ("Nov 16, 2026 - Nov 27, 2026", "Nov 30, 2026 - Dec 4, 2026"),
        ("16.11.2026 - 27.11.2026", "30.11.2026 - 04.12.2026"),
        ("2.11.2026 - 13.11.2026", "30.11.2026 - 4.12.2026"),
        ("16 NOV 2026 - 27 NOV 2026", "2026-11-30 - 2026-12-04"),
        ("2026-11-16 - 27 November 2026", "2026-11-30 - 2026-12-04"),
    ],
)
def test_days_are_printed_in_the_form_that_was_typed(line, following):
    assert sprints.next_line(line, (date(2026, 11, 30), date(2026, 12, 4))) == following


@pytest.mark.parametrize(
    ("label", "following"),
    [
        ("Sprint 24", "Sprint 25"),
        ("Sprint 99", "Sprint 100"),
        ("SPRINT-007", "SPRINT-008"),
        ("Sprint [X]", "Sprint [X]"),
    ],
)
def test_next_label(label, following):
    assert sprints.next_label(label) == following
