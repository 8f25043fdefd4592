"""Figures of sprints and releases: worked examples, with what the history tells of them."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from plans.figures.drawing import NOTHING, Burnup, Spot
from plans.figures.lines import Around
from plans.figures.registers import FIGURES
from plans.figures.sprints import days_of
from plans.kept import Kept, Past, Step
from plans.releases import Release
from plans.sprints import Sprint, Story
from tests.plans.figures.asking import lines

ALL_TIME = "ends in 2912119 days, 2080085 working days"
LINE = "Sprint 24 | 2026-11-16 - 2026-11-27"
ROWS = ("A | 8 | Jo | In Progress", "B | 5 | Jo | Done", "C | 3 | Jo | Done", "D | 5 | Jo | To Do")


def at(moment):
    return datetime.fromisoformat(moment).astimezone(UTC)


def kept(what):
    return Kept(what, "Jo", at("2026-11-20T12:00Z"), UUID(int=1), "")


def closed(number, *stories):
    """A sprint that was closed, of stories that are points, whether done, and whether debt."""
    found = [Story("S", points, "", "Done" if done else "", debt) for points, done, debt in stories]
    return Sprint(number, date(2026, 10, 5), date(2026, 10, 16), tuple(found))


def figure(key, *rows, now="2026-11-20", sprints=(), releases=(), steps=(), **tables):
    named = {name.replace("_", "-"): each for name, each in tables.items()}
    around = Around(
        at(f"{now}T12:00Z"),
        {name: lines(name, *each) for name, each in named.items()},
        Past([kept(each) for each in sprints], [kept(each) for each in releases]),
        {row: Step("Jo", at(when)) for row, when in dict(steps).items()},
    )
    return FIGURES[key][1](lines(key, *rows), around)


@pytest.mark.parametrize(
    ("start", "end", "today", "words", "tone"),
    [
        ("2026-11-16", "2026-11-27", "2026-11-13", "starts in 3 days", "plain"),
        ("2026-11-16", "2026-11-27", "2026-11-15", "starts in 1 day", "plain"),
        ("2026-11-16", "2026-11-27", "2026-11-16", "ends in 11 days, 9 working days", "plain"),
        ("2026-11-16", "2026-11-27", "2026-11-20", "ends in 7 days, 5 working days", "plain"),
        ("2026-11-16", "2026-11-29", "2026-11-27", "ends in 2 days, 0 working days", "plain"),
        ("2026-11-16", "2026-11-27", "2026-11-26", "ends in 1 day, 1 working day", "plain"),
        ("2026-11-16", "2026-11-27", "2026-11-27", "ends today", "soon"),
        ("2026-11-16", "2026-11-27", "2026-11-28", "ended 1 day ago: close it", "bad"),
        ("2026-11-16", "2026-11-27", "2026-12-07", "ended 10 days ago: close it", "bad"),
        ("2026-10-19", "2026-10-30", "2026-10-23", "ends in 7 days, 5 working days", "plain"),
        ("2027-03-22", "2027-04-02", "2027-03-26", "ends in 7 days, 5 working days", "plain"),
        ("2028-02-21", "2028-03-03", "2028-02-28", "ends in 4 days, 4 working days", "plain"),
        ("2026-12-21", "2027-01-01", "2026-12-31", "ends in 1 day, 1 working day", "plain"),
        ("2026-01-01", "9999-12-31", "2026-11-20", ALL_TIME, "plain"),
    ],
)
def test_days_of_a_sprint(start, end, today, words, tone):
    assert days_of(*map(date.fromisoformat, (start, end, today))) == (words, tone)


def test_sprint_says_what_is_done_what_is_left_and_until_when():
    shapes = figure("current-sprint", *ROWS, sprint=[LINE])
    assert shapes.sentences == [
        "8 of 21 points done, 13 left.",
        "Sprint 24 ends in 7 days, 5 working days.",
        "An even pace has 9 points done by the end of today.",
        "Of 8 points done nobody recorded the day: they count from the first one.",
    ]
    assert (shapes.bars, shapes.timeline) == (None, None)
    assert (shapes.link.words, shapes.link.path) == ("Close this sprint", "sprints/")


def test_sprint_that_ended_needs_attention():
    shapes = figure("current-sprint", *ROWS, sprint=["Note | x", LINE], now="2026-11-30")
    assert shapes.rows == [
        Spot(2, "Sprint 24", date(2026, 11, 27), "ended 3 days ago: close it", "bad")
    ]
    without = figure("current-sprint", "A | [X] | Jo | Done", sprint=[LINE], now="2026-11-30")
    assert [spot.words for spot in without.timeline.spots] == ["ended 3 days ago: close it"]
    assert without.sentences == [
        "No points are committed.",
        "Sprint 24 ended 3 days ago: close it.",
        "1 of 1 stories have no points.",
    ]


def test_points_are_burnt_up_on_the_days_on_which_stories_were_done():
    steps = {2: "2026-11-18T23:59Z", 3: "2026-11-02T12:00Z"}
    up = figure("current-sprint", *ROWS, sprint=[LINE], steps=steps).burnup
    assert (up.scope, up.start, up.end.day) == (21, date(2026, 11, 16), date(2026, 11, 27))
    assert up.steps == [(date(2026, 11, 16), 3), (date(2026, 11, 18), 8)]
    unknown = figure("current-sprint", *ROWS, sprint=[LINE]).burnup
    assert (unknown.steps, unknown.unknown, up.unknown) == ([(date(2026, 11, 16), 8)], 8, 0)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-10-24T21:59Z", 24),
        ("2026-10-24T22:00Z", 25),  # the day of 25 hours
        ("2026-10-25T00:30Z", 25),
        ("2026-10-25T22:59Z", 25),
        ("2026-10-25T23:00Z", 26),
    ],
)
def test_day_on_which_a_story_was_done_is_that_of_the_clock_on_the_wall(moment, day):
    with timezone.override(ZoneInfo("Europe/Berlin")):
        line = "Sprint 24 | 2026-10-19 - 2026-10-30"
        up = figure("current-sprint", *ROWS[:2], sprint=[line], steps={2: moment}).burnup
    assert up.steps == [(date(2026, 10, day), 5)]


@pytest.mark.parametrize(
    ("today", "steps", "line", "pace", "due"),
    [
        ("2026-11-15", [], "M0 40H0.0", "M0 40L100.0 0H100", 0),
        ("2026-11-15", [("2026-11-16", 5)], "M0 40H10.0V20.0H10.0", "M0 40L100.0 0H100", 0),
        ("2026-11-17", [("2026-11-16", 5)], "M0 40H10.0V20.0H20.0", "M0 40L100.0 0H100", 2),
        ("2026-11-25", [("2026-11-25", 10)], "M0 40H100.0V0.0H100.0", "M0 40L100.0 0H100", 10),
        ("2026-12-05", [("2026-12-05", 1)], "M0 40H100.0V36.0H100.0", "M0 40L50.0 0H100", 10),
    ],
)
def test_burnup_is_drawn_by_the_days(today, steps, line, pace, due):
    end = Spot(1, "Sprint 24", date(2026, 11, 25), "")
    done = [(date.fromisoformat(day), amount) for day, amount in steps]
    up = Burnup(date(2026, 11, 16), end, date.fromisoformat(today), 10, done)
    assert (up.line, up.pace, up.due) == (line, pace, due)


def test_velocity_is_told_and_drawn_for_the_last_six():
    sprints = [closed(number, (10 * number, True, False), (5, False, False)) for number in range(8)]
    shapes = figure("current-sprint", *ROWS, sprints=sprints)
    assert shapes.sentences[-1] == "Velocity: 60 points, the mean of the last 3 sprints."
    assert [(bar.row, bar.label, bar.words) for bar in shapes.bars.bars][::5] == [
        (0, "Sprint 2", "20 of 25 points"),
        (0, "Sprint 7", "70 of 75 points"),
    ]
    assert shapes.bars.bars[4].share == 100
    one = figure("current-sprint", sprints=[closed(1, (1, True, False))])
    assert one.sentences == [
        "No points are committed.",
        "Velocity: 1 points, that of the last sprint.",
    ]
    assert one.link.words == "Closed sprints"
    none = figure("current-sprint", sprints=[closed(1), closed(2, (2, False, False))])
    assert none.sentences[-1] == "Velocity: 0 points, the mean of the last 2 sprints."
    assert [bar.share for bar in none.bars.bars] == [0, 0]
    thirds = [closed(1, (points, True, False)) for points in (10, 10, 12)]
    told = figure("current-sprint", sprints=thirds).sentences[-1]
    assert told == "Velocity: 10.7 points, the mean of the last 3 sprints."


def debt(*rows, **more):
    shapes = figure("tech-debt-budget", *rows, **more)
    bars = shapes.bars.bars if shapes.bars else []
    told = [(bar.row, bar.label, round(bar.share), bar.words, bar.tone) for bar in bars]
    return shapes.sentences, told


def test_share_spent_on_debt_is_held_against_the_one_that_is_planned():
    sprints = [
        closed(22, (5, True, True), (5, True, False), (9, False, True)),
        closed(23, (1, True, True), (9, True, False)),
        closed(24, (3, False, True)),
    ]
    stories = ["A #debt | 3 | Jo | To Do", "B | 17 | Jo | Done", "C | 5 | Jo | Done"]
    rows = ["Sprint 23 | Drift | No", "Sprint 25 | C | Planned", "[Sprint X] | [Items] | Yes"]
    tables = {"sprint": ["Sprint 25 | x"], "current_sprint": stories}
    sentences, bars = debt(
        *rows, sprints=sprints, allocation=["Allocation | 20% of each"], **tables
    )
    assert sentences[0] == "20 % planned."
    assert bars == [
        (0, "Sprint 22", 250, "50 %: 5 of 10 points done", "good"),
        (1, "Sprint 23", 50, "10 %: 1 of 10 points done", "plain"),
        (0, "Sprint 24", 0, "no points done", "quiet"),
        (2, "Sprint 25", 60, "12 %: 3 of 25 points committed", "soon"),
    ]


@pytest.mark.parametrize(
    ("share", "words", "row", "length", "tone"),
    [
        ("[X]%", "No share is planned.", 0, 15, "plain"),
        ("0%", "0 % planned.", 1, 15, "plain"),
        ("15%", "15 % planned.", 1, 100, "good"),
        ("150%", "150 % planned.", 1, 10, "soon"),
    ],
)
def test_share_that_is_planned(share, words, row, length, tone):
    stories = ["A (debt) | 3 | Jo | To Do", "B | 17 | Jo | Done"]
    tables = {"sprint": ["Sprint 25 | x"], "current_sprint": stories}
    sentences, bars = debt(allocation=[f"Allocation | {share}"], **tables)
    assert sentences[0] == words
    assert bars == [(row, "Sprint 25", length, "15 %: 3 of 20 points committed", tone)]


def test_sprints_without_points_and_plans_without_sprints_spend_nothing():
    tables = {"sprint": ["Sprint 25 | x"], "current_sprint": ["Debt | [X] | Jo | Done"]}
    assert debt(**tables)[1] == [(0, "Sprint 25", 0, "no points committed", "quiet")]
    unknown = (["What is spent shows once a sprint has stories."], [])
    assert debt("Sprint 25 | A | Planned") == debt(allocation=["Allocation | 20%"]) == unknown
    assert figure("tech-debt-budget", allocation=["Allocation | [X]%"]) == NOTHING


def test_checklist_says_who_ticked_what_and_what_was_released_last():
    rows = ("x | Tests pass", "X | Scan clear", "  | Docs updated", "x | [Item]")
    steps = {1: "2026-11-19T12:00Z", 2: "2026-11-18T12:00Z", 3: "2026-11-17T12:00Z"}
    shapes = figure("deployment-checklist", *rows, steps=steps, releases=[Release("2.4.0", ())])
    assert shapes.sentences == [
        "2 of 3 ticked.",
        "Open: Docs updated.",
        "Last release: 2.4.0, 20 Nov 2026.",
    ]
    assert [(spot.label, spot.day.day, spot.words) for spot in shapes.timeline.spots] == [
        ("Scan clear", 18, "ticked by Jo"),
        ("Tests pass", 19, "ticked by Jo"),
    ]
    assert [(part.label, part.amount) for part in shapes.parts] == [("Ticked", 2), ("Open", 1)]
    assert (shapes.link.path, shapes.rows[0].tone) == ("releases/", "good")
    all_ticked = figure("deployment-checklist", "x | A")
    assert (all_ticked.sentences, all_ticked.timeline) == (["1 of 1 ticked."], None)
