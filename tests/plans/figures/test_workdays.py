"""Working days, by examples and against counting them one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.figures import workdays

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        ("2026-11-27", "2026-11-27", 1),  # a Friday
        ("2026-11-28", "2026-11-29", 0),
        ("2026-11-27", "2026-11-30", 2),
        ("2026-11-30", "2026-11-27", 0),
        ("2028-02-28", "2028-03-01", 3),  # over a leap day
        ("2026-10-23", "2026-10-26", 2),  # over the end of summer time
        ("2026-12-28", "2027-01-01", 5),
    ],
)
def test_between(first, last, number):
    assert workdays.between(date.fromisoformat(first), date.fromisoformat(last)) == number


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        ("2026-11-27", 0, "2026-11-27"),
        ("2026-11-27", 1, "2026-11-30"),
        ("2026-11-28", 0, "2026-11-30"),
        ("2026-11-28", 1, "2026-11-30"),
        ("2026-11-29", 2, "2026-12-01"),
        ("2028-02-28", 2, "2028-03-01"),
        ("2026-11-27", 10, "2026-12-11"),
    ],
)
def test_after(day, number, found):
    assert workdays.after(date.fromisoformat(day), number) == date.fromisoformat(found)


@given(DAYS, st.integers(0, 60))
def test_they_are_counted_as_one_by_one(day, number):
    days = [day + timedelta(days=each) for each in range(number)]
    last = day + timedelta(days=number - 1)
    assert workdays.between(day, last) == sum(each.weekday() < 5 for each in days)
    if number:
        found = workdays.after(day, number)
        assert found.weekday() < 5
        assert workdays.between(day + timedelta(days=1), found) == number
