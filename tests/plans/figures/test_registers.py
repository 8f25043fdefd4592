"""What tables come to: worked examples, each with the day on which it is asked."""

from datetime import date
from decimal import Decimal

import pytest

from plans.catalogue import BY_KEY, CATALOGUE
from plans.figures.drawing import NOTHING, Bar, Bars, Spot, Timeline, parts
from plans.figures.lines import Around
from plans.figures.plans import FORMS
from plans.figures.registers import FIGURES
from tests.plans.factories import cells_of
from tests.plans.figures.asking import NOON, TODAY, figure, lines


def bars(key, *rows):
    return [(bar.label, bar.words, bar.tone, bar.note) for bar in figure(key, *rows).bars.bars]


def test_capacity_is_what_its_own_numbers_say():
    rows = (
        "Requests/sec | 1,850 | 4,000 | 46%",
        "Storage | 1.7 TB | 2,000 GB | 62%",
        "Compute | 70 units | 64 units | [X]%",
        "Memory | [X] GB | 64 GB | [X]%",
        "Idle | 5 | 0 | -",
    )
    assert bars("current-capacity", *rows) == [
        ("Requests/sec", "46 %", "plain", ""),
        ("Storage", "85 %", "soon", "62 % is typed"),
        ("Compute", "109 %", "bad", ""),
    ]
    assert figure("current-capacity", *rows).sentences == [
        "Compute is used most: 109 %.",
        "80 % or more: Storage, Compute.",
    ]


def test_budgets_and_targets_say_by_how_much_they_are_missed():
    rows = ("TTFB | <200ms | 142ms", "p99 | <500ms | 540ms", "CLS | <0.1 | [X]")
    assert bars("performance-budgets", *rows) == [
        ("TTFB", "met", "good", ""),
        ("p99", "missed by 8 %", "bad", ""),
    ]
    assert figure("performance-budgets", *rows).sentences == [
        "1 of 2 are met.",
        "Missed: p99.",
        "1 cannot be compared.",
    ]
    assert bars("key-metrics-dashboard", "Velocity | Points | 42 | 45", "Bugs | Open | 3 | 0") == [
        ("Points", "missed by 7 %", "bad", ""),
        ("Open", "missed", "bad", ""),
    ]


def test_status_that_is_typed_and_not_so_is_told_beside():
    key = next(
        form for form in FORMS if BY_KEY[form].headers == ("Metric", "Current", "Target", "Status")
    )
    rows = (
        "A | 5 | 9 | On Track",
        "B | 9 | 9 | Behind",
        "C | 5 | 9 | At Risk",
        "D | 9 | 9 | On Track",
    )
    assert [bar[3] for bar in bars(key, *rows)] == ["On Track is typed", "Behind is typed", "", ""]


def test_points_of_a_sprint():
    rows = (
        "A | 8 | Jo | In Progress",
        "B | 5 | Jo | Done",
        "C | 3 | Jo | To Do",
        "D | [X] | - | Done",
    )
    shapes = figure("current-sprint", *rows)
    left = ["5 of 16 points done, 11 left.", "1 of 4 stories have no points."]
    assert shapes.sentences == left
    assert [(part.label, part.amount) for part in shapes.parts] == [
        ("Done", 5),
        ("In Progress", 8),
        ("To Do", 3),
    ]
    assert figure("current-sprint", "A | 0 | Jo | Done").parts == []


def test_statuses_are_counted_the_best_first():
    rows = ("A | x | In Progress", "B | x | Implemented", "C | x | [Status]", "D | x | Implemented")
    shapes = figure("security-requirements", *rows)
    assert shapes.sentences == ["Implemented: 2 of 3, 67 %."]
    assert [(part.label, part.tone) for part in shapes.parts] == [
        ("Implemented", "good"),
        ("In Progress", "plain"),
    ]


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        ("A | 2026-11-26 | x | On Track", "1 day late", "bad"),
        ("A | 2026-11-26 | x | Complete", "complete", "good"),
        ("A | 2026-11-27 | x | On Track", "due today", "soon"),
        ("A | 2026-11-28 | x | On Track", "due in 1 day", "plain"),
        ("A | 2026-11-29 | x | At Risk", "due in 2 days, at risk", "soon"),
        ("A | 2028-02-29 | x | [Status]", "due in 459 days", "plain"),
    ],
)
def test_milestone(row, words, tone):
    (spot,) = figure("technical-milestones", row).timeline.spots
    assert (spot.words, spot.tone) == (words, tone)


def test_milestones_are_in_order_and_say_what_is_late_and_next():
    rows = (
        "Beta | 2026-12-24 | x | On Track",
        "Alpha | 2026-11-01 | x | On Track",
        "Start | 2026-10-01 | x | Complete",
        "Undated | [Date] | x | On Track",
    )
    shapes = figure("technical-milestones", *rows)
    assert [spot.label for spot in shapes.timeline.spots] == ["Start", "Alpha", "Beta"]
    assert shapes.sentences == ["Late: Alpha.", "Next: Beta, due in 27 days."]
    done = figure("technical-milestones", rows[2])
    assert done.sentences == ["All are complete."]


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        ("A | Weekly | 2026-11-20 | Pass", "due 27 Nov 2026", "soon"),
        ("A | Weekly | 2026-11-19 | Pass", "overdue since 26 Nov 2026", "bad"),
        ("A | Hourly | 2026-11-26 | Pass", "due 27 Nov 2026", "soon"),
        ("A | Quarterly | 2026-11-20 | Pass", "due 19 Feb 2027", "plain"),
        ("A | Daily | 2028-02-28 | Pass", "due 29 Feb 2028", "plain"),
    ],
)
def test_next_run(row, words, tone):
    (spot,) = figure("security-testing", row).timeline.spots
    assert (spot.words, spot.tone) == (words, tone)


def test_tests_that_run_at_events_or_never_ran_have_no_next_run():
    rows = (
        "A | Every PR | 2026-11-20 | Pass",
        "B | Weekly | [Date] | Pass",
        "C | 365000 days | 9999-12-01 | Pass",
    )
    assert figure("security-testing", *rows) == NOTHING
    late = ("D | Daily | 2026-11-01 | Fail", "E | Weekly | 2026-11-25 | Pass")
    assert figure("security-testing", *rows, *late).sentences == ["Overdue: D."]
    assert figure("security-testing", late[1]).sentences == ["Next: E, due 2 Dec 2026."]


def labels(matrix):
    return {
        (line, column): [entry.label for entry in entries]
        for line, fields in matrix.lines
        for column, entries in zip(matrix.columns, fields, strict=True)
        if entries
    }


def test_debt_by_impact_and_effort():
    rows = (
        "Slow | Code | High | 8 days | P2 | 2026-03-02",
        "Ugly | Code | High | 4 days | P1",
        "Old | Infra | Low | 3 days | [P1-3] | 2024-02-29",
        "Huge | Test | Med | 8.5 days | P3",
        "Unknown | Doc | Med | [X] days | P3",
        "Ahead | Doc | Low | 0 days | P2 | 2026-11-28",
    )
    shapes = figure("tech-debt-register-2", *rows)
    assert shapes.sentences == [
        "5 items: 23.5 days.",
        "P1: 1 item, 4 days.",
        "Oldest: Old, 1002 days.",
    ]
    words = {e.label: e.words for _, each in shapes.matrix.lines for f in each for e in f}
    assert words == {
        "Ugly": "P1, 4 days",
        "Slow": "P2, 8 days, 270 days old, by impact and effort P1",
        "Old": "P2 by impact and effort, 3 days, 1002 days old",
        "Huge": "P3, 8.5 days",
        "Ahead": "P2, 0 days",
    }
    assert labels(shapes.matrix) == {
        ("High", "Up to 8 days"): ["Ugly", "Slow"],
        ("Low", "Up to 3 days"): ["Ahead", "Old"],
        ("Med", "More"): ["Huge"],
    }
    one = figure("tech-debt-register", "Small | Doc | Low | 1 day | P3")
    assert one.sentences == ["1 item: 1 day."]


def test_risks_by_likelihood_and_impact():
    rows = (
        "Fire | H | H | Sprinklers | COO",
        "Flood | L | H | Pumps | COO",
        "? | [H/M/L] | L | - | -",
    )
    shapes = figure("risks", *rows)
    assert shapes.sentences == ["2 risks.", "Likely and bad: Fire."]
    assert labels(shapes.matrix) == {("High", "High"): ["Fire"], ("Low", "High"): ["Flood"]}
    assert figure("risks", rows[1]).sentences == ["1 risk."]


@pytest.mark.parametrize("key", sorted(form for form in FORMS if FORMS[form] in FIGURES))
def test_empty_tables_come_to_nothing_and_filled_ones_to_something(key):
    assert figure(key) == NOTHING
    blank = " | ".join("[X]" for _ in BY_KEY[key].headers)
    assert figure(key, blank) == NOTHING
    filled = figure(key, " | ".join(cells_of(BY_KEY[key])))
    assert filled.sentences


def test_every_figure_is_of_a_register():
    assert {register.key for register in CATALOGUE} >= FIGURES.keys()


def test_bars_share_a_scale_that_reaches_beyond_the_mark():
    found = Bars([Bar(1, "A", 50, ""), Bar(2, "B", 200, ""), Bar(3, "C", 0, "")])
    assert found.mark == 50
    assert [length for _, length in found.drawn] == [25, 100, 0]
    assert Bars([Bar(1, "A", 50, "")]).mark == 100


def test_parts_lie_beside_each_other():
    found = parts([("A", 1, "good"), ("B", 0, "plain"), ("C", 3, "bad")])
    assert [(part.label, part.start, part.length) for part in found] == [
        ("A", 0, 25),
        ("C", 25, 75),
    ]


def test_timeline_reaches_from_the_first_day_to_the_last_or_today():
    line = Timeline([Spot(1, "A", date(2026, 11, 17), "")], TODAY)
    assert (line.at(date(2026, 11, 17)), line.now) == (2, 98)
    assert Timeline([Spot(1, "A", TODAY, "")], TODAY).now == 2
    assert Decimal(str(line.at(date(2026, 11, 22)))) == 50


def test_age_of_a_debt_that_says_none_is_that_of_its_row():
    rows = lines(
        "tech-debt-register", "Old | Code | High | 4 days | P1", "New | Code | Low | 1 day | P2"
    )
    around = Around(NOON, came={1: date(2026, 1, 1), 2: TODAY})
    assert FIGURES["tech-debt-register"][1](rows, around).sentences[-1] == "Oldest: Old, 330 days."
