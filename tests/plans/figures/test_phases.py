"""Phases and milestones: in time, late, and at risk by what they wait for."""

import pytest

from tests.plans.figures.asking import drawn, figure

PHASES = (
    "Phase 1: Base | x | 2026-08-03 | 8 weeks | Complete",
    "Phase 2: Core | x | [Date] | 6 weeks | In Progress",
    "Phase 3: Polish | x | [Date] | 2 weeks | Planned",
    "Phase 4: Launch | x | 2027-02-01 | 1 week | Planned",
)


def test_phases_follow_each_other_and_what_follows_a_late_one_is_at_risk():
    milestones = ("Beta | 2026-12-01 | x | On Track", "Someday | [Date] | x | On Track")
    shapes = figure("implementation-phases-2", *PHASES, technical_milestones=milestones)
    assert drawn(shapes) == [
        ("Phase 1: Base", "3 Aug 2026 to 27 Sep 2026, complete", "good"),
        ("Phase 2: Core", "28 Sep 2026 to 8 Nov 2026, 19 days late", "bad"),
        (
            "Phase 3: Polish",
            "9 Nov 2026 to 22 Nov 2026, 5 days late",
            "bad",
        ),
        ("Phase 4: Launch", "1 Feb 2027 to 7 Feb 2027", "plain"),
    ]
    assert shapes.sentences == [
        "Complete: 1 of 4, 25 %.",
        "Planned until 7 Feb 2027.",
        "Late: Phase 2: Core, Phase 3: Polish.",
    ]
    assert [point.words for point in shapes.schedule.points] == ["milestone, 1 Dec 2026"]
    assert len(shapes.schedule.drawn) == 5
    assert shapes.schedule.mark == pytest.approx(61.38, abs=0.1)


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        ("B | x | [Date] | 8 weeks | Planned", "21 days too late", "soon"),
        ("B | x | 2026-12-20 | 1 week | Planned", "20 Dec 2026 to 26 Dec 2026", "plain"),
        ("B | x | 2026-11-20 | 4 weeks | Planned", "ends 8 days too late", "soon"),
        ("B | x | 2026-11-27 | 4 weeks | Planned", "ends 1 day too late", "soon"),
        ("B | x | 2026-11-20 | 4 weeks | In Progress", "20 Nov 2026 to 17 Dec 2026", "plain"),
    ],
)
def test_what_is_late_pushes_what_follows(row, words, tone):
    late = "A | x | 2026-10-10 | 4 weeks | In Progress"
    (_, (_, said, found)) = drawn(figure("implementation-phases-2", late, row))
    assert said.endswith(words)
    assert found == tone


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        (
            "A | x | 2026-11-20 | 4 weeks | Planned",
            "20 Nov 2026 to 17 Dec 2026, should have begun",
            "soon",
        ),
        ("A | x | 2026-11-20 | 4 weeks | In Progress", "20 Nov 2026 to 17 Dec 2026", "plain"),
        ("A | x | 2026-11-27 | 0.5 weeks | Planned", "27 Nov 2026 to 30 Nov 2026", "plain"),
        ("A | x | 2026-11-27 | 0 weeks | Planned", "27 Nov 2026 to 27 Nov 2026", "plain"),
        ("A | x | 2028-02-21 | 2 weeks | Planned", "21 Feb 2028 to 5 Mar 2028", "plain"),
    ],
)
def test_phase_by_its_own_days(row, words, tone):
    assert drawn(figure("implementation-phases-2", row)) == [("A", words, tone)]


def test_phases_at_risk_are_named():
    rows = ("A | x | 2026-11-20 | 4 weeks | Planned", "B | x | [Date] | 1 week | Planned")
    assert "At risk: A." in figure("implementation-phases-2", *rows).sentences


def test_phase_of_no_duration_or_beyond_calendars_breaks_the_chain():
    rows = (
        "A | x | 2026-12-01 | [X] weeks | Planned",
        "B | x | [Date] | 1 week | Planned",
        "C | x | 9999-12-01 | 52 weeks | Planned",
        "D | x | 2027-01-01 | 1 week | Planned",
    )
    assert [label for label, _, _ in drawn(figure("implementation-phases-2", *rows))] == ["D"]


def test_phases_without_days_are_laid_out_in_weeks():
    rows = (
        "A | x | 10 weeks | Complete",
        "Gap | x | [X] weeks | Planned",
        "B | x | 1 week | Planned",
        "C | x | 1.5 weeks | Planned",
    )
    shapes = figure("implementation-phases", *rows)
    assert drawn(shapes) == [
        ("A", "weeks 1 to 10", "plain"),
        ("B", "week 11", "plain"),
        ("C", "weeks 12 to 12.5", "plain"),
    ]
    assert shapes.schedule.mark is None
    assert "Start" in shapes.schedule.unit


FEATURES = (
    "Portal | Med | API | 10 days | Planned",
    "API | Med | - | 5 days | In Progress",
    "Login | Med | - | 50 days | Complete",
)


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        # Friday 27 November and ten working days more, both included
        ("A | 2026-12-11 | API is used | On Track", "due in 14 days", "plain"),
        (
            "A | 2026-12-11 | The portal is used | On Track",
            "due in 14 days, at risk; Portal takes 15 days, 11 working days left",
            "soon",
        ),
        ("Portal | 2026-12-17 | x | On Track", "due in 20 days", "plain"),
        ("A | 2026-11-27 | Login, Portals | On Track", "due today", "soon"),
        (
            "A | 2026-11-27 | API | On Track",
            "due today, at risk; API takes 5 days, 1 working day left",
            "soon",
        ),
        ("A | 2026-12-11 | Portal | Complete", "complete", "good"),
        ("A | 2026-11-20 | Portal | On Track", "7 days late", "bad"),
        (
            "A | 2026-12-04 | Phase 2 is done | On Track",
            "due in 7 days, at risk; Phase 2: Core is expected to end on 6 Dec 2026",
            "soon",
        ),
        ("A | 2026-12-06 | Phase 2: Core, Phase 1 | On Track", "due in 9 days", "plain"),
    ],
)
def test_milestone_is_at_risk_by_what_it_names(row, words, tone):
    phases = (
        "Phase 1: Base | x | 2026-08-03 | 99 weeks | Complete",
        "Phase 2: Core | x | 2026-11-23 | 2 weeks | In Progress",
    )
    shapes = figure(
        "technical-milestones",
        row,
        feature_breakdown=FEATURES,
        implementation_phases_2=phases,
    )
    assert [(spot.words, spot.tone) for spot in shapes.timeline.spots] == [(words, tone)]
    assert any(each.startswith("At risk: ") for each in shapes.sentences) == ("at risk" in words)
