"""Features: what blocks what, circles, and the longest way through what is left."""

import pytest

from plans.figures.features import cycles, ordered
from tests.plans.figures.asking import drawn, figure


def test_features_wait_for_those_that_they_name_and_the_longest_way_is_found():
    rows = (
        "Login | Low | Keycloak | 3 days | Complete",
        "API | High | login, Kafka | 8 days | In Progress",
        "API gateway | Med | - | 2.5 days | Planned",
        "Portal | Med | API, API gateway | 10 days | Planned",
        "Report | Low | Login | 4 days | Planned",
        "Help | Low | API gateway | [X] days | Planned",
    )
    shapes = figure("feature-breakdown", *rows)
    assert shapes.sentences == [
        "Complete: 1 of 6, 17 %.",
        "Blocked: Portal, Help.",
        "Critical path: API → Portal, 18 days.",
        "1 feature left has no estimate.",
    ]
    assert drawn(shapes) == [
        ("API", "8 days", "plain"),
        ("API gateway", "2.5 days", "plain"),
        ("Portal", "10 days, blocked by API gateway, API", "soon"),
        ("Report", "4 days", "plain"),
        ("Help", "no estimate, blocked by API gateway", "soon"),
    ]
    assert [(span.start, span.end, span.note) for span in shapes.schedule.spans] == [
        (0, 8, "critical path"),
        (0, 2.5, ""),
        (8, 18, "critical path"),
        (0, 4, ""),
        (2.5, 2.5, ""),
    ]


def test_circles_are_named_and_break_nothing():
    rows = (
        "A | Low | B | 1 day | Planned",
        "B | Low | C, Redis | 1 day | Planned",
        "C | Low | A | 1 day | In Progress",
        "D | Low | A | 2 days | Planned",
        "E | Low | E | [X] days | Planned",
        "F | Low | G | [X] days | Complete",
        "G | Low | F | [X] days | Complete",
    )
    shapes = figure("feature-breakdown", *rows)
    named = [each for each in shapes.sentences if each.startswith("Depend")]
    (three,) = (each for each in named if "A" in each)
    assert sorted(three.removeprefix("Depend on each other: ")[:-1].split(" → ")[:3]) == [*"ABC"]
    assert "Depend on each other: E → E." in named
    assert len(named) == 2
    tones = {label: tone for label, _, tone in drawn(shapes)}
    assert tones == {"A": "bad", "B": "bad", "C": "bad", "D": "soon", "E": "bad"}
    assert "2 features left have no estimate." not in shapes.sentences
    assert "1 feature left has no estimate." in shapes.sentences


def test_all_complete_leaves_nothing_to_schedule():
    shapes = figure("feature-breakdown", "A | Low | - | 1 day | Complete")
    assert shapes.schedule is None
    assert shapes.sentences == ["Complete: 1 of 1, 100 %."]


@pytest.mark.parametrize(
    ("needs", "order"),
    [({}, []), ({1: [2], 2: []}, [2, 1]), ({1: [1]}, []), ({1: [2], 2: [1], 3: [1], 4: []}, [4])],
)
def test_order_leaves_out_what_hangs_on_a_circle(needs, order):
    assert ordered(needs) == order


def test_circles_are_found_one_after_the_other_and_not_without_end():
    pairs = {row: [row ^ 1] for row in range(40)}
    assert len(cycles(pairs)) == 5
    assert len(cycles({row: list(range(200)) for row in range(200)})) == 5
