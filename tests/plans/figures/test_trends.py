"""Where values are heading: worked examples, each with its samples in order of time."""

from datetime import timedelta

import pytest

from plans.catalogue import BY_KEY
from plans.figures.drawing import spark
from plans.figures.lines import Around, Point
from plans.figures.measures import measure
from plans.figures.trends import along, course
from plans.models import Sample
from plans.samples import read
from tests.plans.figures.asking import NOON, figure, lines

KEY = "performance-budgets"


def around(*texts, row=1, register=KEY):
    """A row's samples, the first on 1 November, one a day."""
    start = NOON.replace(day=1)
    points = []
    for number, text in enumerate(texts):
        said = read(BY_KEY[register], text)
        at = start + timedelta(days=number)
        points.append(Point(at, text, measure(said.number, said.unit)))
    return Around(NOON, samples={row: points})


def words(*texts):
    found = course(1, around(*texts))
    return found and found.words


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((), None),
        (("142ms",), None),
        (("142ms", "200 ms"), "up, from 142ms on 1 Nov 2026"),
        (("200ms", "142ms"), "down, from 200ms on 1 Nov 2026"),
        (("100ms", "102ms"), "flat, as 100ms on 1 Nov 2026"),
        (("100ms", "98ms"), "flat, as 100ms on 1 Nov 2026"),
        (("100ms", "103ms"), "up, from 100ms on 1 Nov 2026"),
        (("0", "0"), "flat, as 0 on 1 Nov 2026"),
        (("0", "1"), "up, from 0 on 1 Nov 2026"),
        (("1", "0"), "down, from 1 on 1 Nov 2026"),
        (("0.5s", "600ms"), "up, from 0.5s on 1 Nov 2026"),
        (("5 GB", "142ms"), None),
        (("90ms", "5 GB", "142ms"), "up, from 90ms on 1 Nov 2026"),
        (("100ms", "200ms", "150ms"), "down, from 200ms on 2 Nov 2026"),
        (("200ms", "100ms", "150ms"), "up, from 100ms on 2 Nov 2026"),
        (("10ms", "900ms", "20ms", "20ms"), "flat, as 20ms on 3 Nov 2026"),
        (("10ms", "10ms", "900ms", "10ms", "10ms"), "flat, as 10ms on 4 Nov 2026"),
    ],
)
def test_last_is_held_against_the_median_of_those_before(texts, said):
    assert words(*texts) == said


def test_bars_say_where_they_are_heading_and_what_else_is_typed():
    rows = "code-quality-metrics", "Coverage | 90% | 85% | Down", "Duplication | 3% | <5% | [Up]"
    asked = around("80%", "90%")
    shapes = along(figure(*rows), lines(*rows), asked)
    first, second = shapes.bars.bars
    assert (first.course, first.note) == ("up, from 80% on 1 Nov 2026", "Down is typed")
    assert (first.spark, second.course, second.note) == ("0.0,12.0 48.0,0.0", "", "")
    true = rows[0], rows[1].replace("Down", "Up")
    assert along(figure(*true), lines(*true), asked).bars.bars[0].note == ""
    assert along(figure("risks", "A | H | H | x | y"), (), asked).bars is None


def test_counts_have_a_course_too():
    asked = around("4", "1", register="vulnerability-management")
    assert course(1, asked).words == "down, from 4 on 1 Nov 2026"


@pytest.mark.parametrize(
    ("points", "corners"),
    [
        ([(0, 5), (10, 7), (20, 6)], "0.0,12.0 24.0,0.0 48.0,6.0"),
        ([(0, 5), (10, 5)], "0.0,6.0 48.0,6.0"),
        ([(3, 5), (3, 7)], "48.0,12.0 48.0,0.0"),
    ],
)
def test_line_reaches_from_the_lowest_to_the_highest(points, corners):
    assert spark(points) == corners


def test_sample_that_says_nothing_any_more_is_read_as_nothing():
    assert read(BY_KEY[KEY], "fast").number is None
    assert str(Sample(name="p99", text="480ms")) == "p99: 480ms"
