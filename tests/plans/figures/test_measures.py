"""Values against bounds: worked examples of units, of comparators and of by how much they miss."""

from decimal import Decimal

import pytest

from plans.columns import Quantity, Threshold
from plans.figures.measures import hold, measure, percent, rounded


def read(column, text):
    values = column.read(text)
    return measure(values["_value"], values["_unit"], values.get("_comparator"))


def held(current, bound):
    found = hold(read(Quantity("Current"), current), read(Threshold("Target"), bound))
    share = None if found.share is None else rounded(found.share)
    return found.verdict, share, None if found.off is None else rounded(found.off)


@pytest.mark.parametrize(
    ("current", "bound", "found"),
    [
        ("142ms", "<200ms", ("PASS", 71, 0)),
        ("540ms", "<500ms", ("FAIL", 108, 8)),
        ("200ms", "<200ms", ("FAIL", 100, 0)),
        ("200ms", "<=200ms", ("PASS", 100, 0)),
        ("1.9s", "<2,500ms", ("PASS", 76, 0)),
        ("1900 ms", "<2.5s", ("PASS", 76, 0)),
        ("2 minutes", "<1 hour", ("PASS", 3, 0)),
        ("36 hours", "<1 day", ("FAIL", 150, 50)),
        ("1,240 GB", "<2 TB", ("PASS", 62, 0)),
        ("83%", "90%", ("FAIL", 92, 8)),
        ("90%", "90%", ("PASS", 100, 0)),
        ("99.95%", "99.9%", ("PASS", 100, 0)),
        ("4.1%", "<3%", ("FAIL", 137, 37)),
        ("900k", ">1M", ("FAIL", 90, 10)),
        ("$18", "<$25", ("PASS", 72, 0)),
        ("€18", "<$25", ("MISSING", None, None)),
        ("31", "<5 critical", ("MISSING", None, None)),
        ("3", "<5%", ("MISSING", None, None)),
        ("0", "0", ("PASS", None, 0)),
        ("31", "0", ("FAIL", None, None)),
        ("0", "<=0", ("PASS", None, 0)),
        ("0%", ">40% for 7 days", ("FAIL", 0, 100)),
        ("310ms", "<300ms p95", ("FAIL", 103, 3)),
    ],
)
def test_value_is_held_against_its_bound(current, bound, found):
    assert held(current, bound) == found


@pytest.mark.parametrize(("number", "unit"), [(None, None), (None, "ms")])
def test_what_is_not_said_is_missing(number, unit):
    nothing, bound = measure(number, unit), measure(Decimal(5), "ms", "<")
    assert hold(nothing, bound).verdict == hold(bound, nothing).verdict == "MISSING"


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        ("1,850", "4,000", 46),
        ("46 units", "64 units", 72),
        ("5,000", "4,000", 125),
        ("0", "4,000", 0),
        ("0", "0", None),
        ("5", "0", None),
        ("500 GB", "1 TB", 50),
        ("500 GB", "4,000", None),
        ("2.5%", "5%", 50),
        ("1", "8", 13),
    ],
)
def test_share_of_a_whole(part, whole, share):
    found = percent(read(Quantity("Current"), part), read(Quantity("Max"), whole))
    assert (None if found is None else rounded(found)) == share
