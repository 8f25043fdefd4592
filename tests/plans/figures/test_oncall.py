"""Who is on call: by days, weeks and their order; gaps, clashes and the end of the rotation."""

import pytest

from plans.figures.oncall import days_of, shifts
from tests.plans.figures.asking import drawn, figure, lines


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-23", "2026-11-23", "None"),
        ("23 Nov 2026", "2026-11-23", "None"),
        ("2026-11-23 - 2026-12-06", "2026-11-23", "2026-12-06"),
        ("2026-W48", "2026-11-23", "2026-11-29"),
        ("2026 week 48", "2026-11-23", "2026-11-29"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2027-W53", "None", "None"),
        ("Current", "None", "None"),
        ("[Week]", "None", "None"),
    ],
)
def test_week_says_its_days(text, first, last):
    assert tuple(map(str, days_of(text))) == (first, last)


@pytest.mark.parametrize(
    ("weeks", "spans"),
    [
        (["2026-11-23", "2026-11-30"], ["11-23 11-29", "11-30 12-06"]),
        (["2026-11-23", "2026-11-26"], ["11-23 11-25", "11-26 12-02"]),
        (["2026-11-23", "2026-12-14"], ["11-23 11-29", "12-14 12-20"]),
        (["2026-11-30", "2026-11-23"], ["11-23 11-29", "11-30 12-06"]),
        (["2026-11-23", "Next", "After"], ["11-23 11-29", "11-30 12-06", "12-07 12-13"]),
        (["2026-11-23 - 2026-11-24", "Next"], ["11-23 11-24", "11-25 12-01"]),
        (["Current", "2026-11-23"], ["11-23 11-29"]),
        (["2026-11-23", "2026-11-23"], ["11-23 11-29", "11-23 11-29"]),
        (["9999-12-20", "Next", "Next"], ["12-20 12-26", "12-27 12-31"]),
    ],
)
def test_shifts_have_days(weeks, spans):
    found = shifts(lines("on-call-rotation", *(f"{week} | A | B | C" for week in weeks)))
    assert [f"{each.first:%m-%d} {each.last:%m-%d}" for each in found] == spans


def test_rotation_says_who_is_on_call_and_who_is_next():
    rows = (
        "2026-11-16 | Old | Gone | CTO",
        "2026-11-23 | Lars | Aoife | CTO",
        "Next | Tomás | Marta | CTO",
        "After | Jonas | Jonas | CTO",
        "2026-12-21 | [Name] | Pavel | CTO",
        "2026-12-24 - 2026-12-30 | Sofia | [Name] | CTO",
    )
    shapes = figure("on-call-rotation", *rows)
    assert shapes.sentences == [
        "On call: Lars, then Aoife, until 29 Nov 2026.",
        "Next: Tomás, then Marta, from 30 Nov 2026.",
        "Nobody is on call from 14 Dec 2026 to 20 Dec 2026.",
        "The rotation ends on 30 Dec 2026.",
    ]
    assert drawn(shapes) == [
        ("Lars", "23 Nov 2026 to 29 Nov 2026", "plain"),
        ("Tomás", "30 Nov 2026 to 6 Dec 2026", "plain"),
        ("Jonas", "7 Dec 2026 to 13 Dec 2026, is also secondary", "soon"),
        ("Nobody", "21 Dec 2026 to 23 Dec 2026, has no primary", "soon"),
        ("Sofia", "24 Dec 2026 to 30 Dec 2026", "plain"),
    ]


def test_clashes_are_named_and_both_are_on_call():
    rows = ("2026-11-16 - 2026-11-29 | A | B | C", "2026-11-23 - 2026-12-06 | D | E | F")
    assert figure("on-call-rotation", *rows).sentences == [
        "On call: A, then B, until 29 Nov 2026 and D, then E, until 6 Dec 2026.",
        "Two are on call on 23 Nov 2026: A, D.",
        "The rotation ends on 6 Dec 2026.",
    ]


@pytest.mark.parametrize(
    ("row", "sentences"),
    [
        (
            "2026-11-01 | A | B | C",
            ["Nobody is on call today.", "The rotation ended on 7 Nov 2026."],
        ),
        (
            "2026-12-07 | A | B | C",
            [
                "Nobody is on call today.",
                "Next: A, then B, from 7 Dec 2026.",
                "The rotation ends on 13 Dec 2026.",
            ],
        ),
        (
            "Current | A | B | C",
            ["The weeks have no days: write the first of each, such as 2026-11-23."],
        ),
        ("Current | [Name] | [Name] | C", []),
    ],
)
def test_rotation_that_does_not_say_who_is_on_call(row, sentences):
    assert figure("on-call-rotation", row).sentences == sentences


def test_nobody_on_call_now_needs_attention_now():
    ((_, words, tone),) = drawn(figure("on-call-rotation", "2026-11-23 | [Name] | [Name] | C"))
    assert (words, tone) == ("23 Nov 2026 to 29 Nov 2026, has no primary", "bad")
