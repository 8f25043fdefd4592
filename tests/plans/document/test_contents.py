"""Anchors of headings, and a table of contents that goes with them."""

import pytest

from plans.document.contents import anchors, relinked, renamed

HEADINGS = ["1. A & B", "Twice", "Twice", "*", "Ärger"]


def test_anchors_are_those_of_github():
    assert anchors(HEADINGS) == ["1-a--b", "twice", "twice-1", "section-3", "ärger"]


@pytest.mark.parametrize(
    ("source", "place", "heading", "expected"),
    [
        ("1. [A & B](#1-a--b)\n", 0, "1. C", "1. [C](#1-c)\n"),
        ("- [1. A & B](#1-a--b)\n", 0, "1. C", "- [1. C](#1-c)\n"),
        ("- [all about it](#1-a--b) x\n", 0, "1. C", "- [all about it](#1-c) x\n"),
        (
            "- [Twice](#twice)\n- [Twice](#twice-1)\n",
            1,
            "Once",
            "- [Once](#once)\n- [Twice](#twice)\n",
        ),
        ("- [A](other.md#1-a--b) [B](#b) [x]\n", 0, "1. C", "- [A](other.md#1-a--b) [B](#b) [x]\n"),
    ],
)
def test_contents_follow_a_heading_that_is_renamed(source, place, heading, expected):
    after = [*HEADINGS]
    after[place] = heading
    assert relinked(source, renamed(HEADINGS, after)) == expected
    assert relinked(expected, renamed(after, HEADINGS)) == source
