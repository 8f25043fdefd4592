"""Columns that speak of time."""

from datetime import date, time, timedelta

import pytest

from plans.columns import Cadence, Date, DateRange, Duration, Moment
from tests.plans.columns.reading import reads, refusal


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        " 2026-11-23\u00a0",
        "23 November 2026",
        "23 Nov 2026",
        "November 23, 2026",
        "nov 23, 2026",
        "23.11.2026",
        "２０２６-11-23",
    ],
)
def test_date_reads(text):
    assert reads(Date("Date"), text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "0000-01-01",
        "11/23/2026",
        "23/11/2026",
        "26-11-23",
        "2026-11",
        "2026 Q3",
        "10000-01-01",
        "2026-11-23T10:00",
        "2026-11-23 (planned)",
        "tomorrow",
        "\u017feptember 23, 2026",  # a long s, which is an s to a regular expression
        "-2026-11-23",
    ],
)
def test_date_refuses(text):
    assert refusal(Date("Date"), text) == f"“{text}” is not a date. Write it as 2026-11-23."


def test_date_knows_leap_years_and_the_first_year():
    assert reads(Date("Date"), "2028-02-29") == date(2028, 2, 29)
    assert reads(Date("Date"), "0001-01-01") == date(1, 1, 1)
    assert "is not a date" in refusal(Date("Date"), "2027-02-29")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-16 - 2026-11-27",
        "2026-11-16 – 2026-11-27",
        "16 Nov 2026 to 27 Nov 2026",
        "2026-11-16\u00a0—\u00a02026-11-27",
    ],
)
def test_date_range_reads(text):
    assert reads(DateRange("Dates"), text) == (date(2026, 11, 16), date(2026, 11, 27))


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2026-11-26", date(2026, 11, 26), None),
        ("26 Nov 2026", date(2026, 11, 26), None),
        ("2026-11-26 14:30", date(2026, 11, 26), time(14, 30)),
        ("2026-11-26T00:00", date(2026, 11, 26), time(0)),
        (" 2026-11-26 23:59:58 ", date(2026, 11, 26), time(23, 59, 58)),
    ],
)
def test_moment_reads(text, day, at):
    assert reads(Moment("Found"), text) == (day, at)


@pytest.mark.parametrize("text", ["14:30", "2026-11-26 24:00", "2026-11-26T10:00Z", "yesterday"])
def test_moment_refuses(text):
    said = f"“{text}” is not a moment. Write it as 2026-11-26 or 2026-11-26 14:30."
    assert refusal(Moment("Found"), text) == said


def test_date_range_may_be_one_day():
    day = date(2026, 11, 16)
    assert reads(DateRange("Dates"), "2026-11-16 - 2026-11-16") == (day, day)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-11-16", "“2026-11-16” is not a span of dates."),
        ("2026-11-16-2026-11-27", "“2026-11-16-2026-11-27” is not a span of dates."),
        ("2026-11-16 - a - b", "“2026-11-16 - a - b” is not a span of dates."),
        ("2026-11-16 - 2026-11-31", "“2026-11-31” is not a date."),
        ("2026-11-16 - soon", "“soon” is not a date."),
        ("2026-11-27 - 2026-11-16", "The last day, 2026-11-16, is before the first, 2026-11-27."),
    ],
)
def test_date_range_refuses(text, message):
    assert refusal(DateRange("Dates"), text).startswith(message)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("24 hours", timedelta(hours=24)),
        ("1 hr", timedelta(hours=1)),
        ("7 days", timedelta(days=7)),
        ("3 business days", timedelta(days=3)),
        ("1 working day", timedelta(days=1)),
        ("< 5 min", timedelta(minutes=5)),
        ("<5min", timedelta(minutes=5)),
        ("1.5 h", timedelta(minutes=90)),
        ("300 ms", timedelta(milliseconds=300)),
        ("2\u00a0Weeks", timedelta(weeks=2)),
        ("3 months", timedelta(days=90)),
        ("1,000 years", timedelta(days=365_000)),
        ("٣ days", timedelta(days=3)),
        ("5 \u017fec", timedelta(seconds=5)),
    ],
)
def test_duration_reads(text, span):
    assert reads(Duration("SLA"), text) == span


@pytest.mark.parametrize(
    "text",
    [
        "24",
        "hours",
        "4 business hours",
        "3 businessdays",
        "-1 day",
        "~5 days",
        "> 5 min",
        "5-10 min",
        "1 day 2 hours",
        "1e3 days",
        "5 d\u0131ys",
        "5 blinks",
        "½ day",
        "1,24 days",
    ],
)
def test_duration_refuses(text):
    assert refusal(Duration("SLA"), text) == (
        f"“{text}” is not a length of time. Write it as 24 hours or 7 days."
    )


@pytest.mark.parametrize("text", ["1,001 years", "999999999999 weeks", "365000.1 days"])
def test_duration_refuses_what_a_database_cannot_hold(text):
    assert refusal(Duration("SLA"), text) == f"“{text}” is longer than Plangate can count."


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Weekly", 7),
        ("DAILY", 1),
        ("Quarterly", 91),
        ("Half-yearly", 182),
        ("Sprint (Implementation), Quarterly (Architecture)", 14),
        ("90 days", 90),
        ("6 months", 180),
        ("12 hours", 0),
        ("Every 90 days", 90),
        ("Every week", 7),
        ("Each sprint", 14),
        ("Every PR", None),
        ("Every Monday", None),
        ("every", None),
        ("Hourly", 0),
        ("every 6 hours", 0),
        ("On demand", None),
        ("Continuous", None),
        ("Never", None),
    ],
)
def test_cadence_reads(text, days):
    assert reads(Cadence("Rotation"), text) == days


@pytest.mark.parametrize("text", ["90", "~90 days", "-1 day", "sometimes", "2026-11-23", "每周"])
def test_cadence_refuses(text):
    assert refusal(Cadence("Rotation"), text) == (
        f"“{text}” is not a length of time. Write it as Weekly, Quarterly, 90 days or Every PR."
    )


def test_cadence_refuses_what_a_database_cannot_hold():
    assert refusal(Cadence("Rotation"), "9,999 years").endswith("longer than Plangate can count.")
