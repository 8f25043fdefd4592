"""Columns that speak of time: days, spans, periods."""

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta

from django.db import models

from plans.columns.base import Column, Fields, Values
from plans.columns.numbers import NUMBER, read_number

DATE_FORMATS = (
    "%Y-%m-%d",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d.%m.%Y",
)
"""ISO first; the others name the month or are unambiguous in day-first countries by their dots."""


def read_date(text: str) -> date:
    """Read a date in one of DATE_FORMATS. ValueError: no such date."""
    for format_ in DATE_FORMATS:
        try:
            return datetime.strptime(text.strip(), format_).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    message = f"“{text}” is not a date. Write it as 2026-11-23."
    raise ValueError(message)


class Date(Column):
    """A day."""

    editor = "date"

    def fields(self) -> Fields:
        """Give one date field."""
        return {"": models.DateField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """Read one of DATE_FORMATS."""
        return {"": read_date(text)}


MOMENT_FORMATS = (" %H:%M", "T%H:%M", " %H:%M:%S", "T%H:%M:%S")


class Moment(Column):
    """A day, with or without the time of day, where the plan is kept: "2026-11-26 14:30"."""

    def fields(self) -> Fields:
        """Give the day, and the time, null where only the day is said."""
        return {
            "_day": models.DateField(self.header, null=True),
            "_time": models.TimeField("Time", null=True),
        }

    def read(self, text: str) -> Values:
        """Read a date, or a date in ISO's form and a time."""
        for format_ in MOMENT_FORMATS:
            with suppress(ValueError):
                found = datetime.strptime(text.strip(), f"%Y-%m-%d{format_}").replace(tzinfo=UTC)
                return {"_day": found.date(), "_time": found.time()}
        try:
            return {"_day": read_date(text), "_time": None}
        except ValueError:
            message = f"“{text}” is not a moment. Write it as 2026-11-26 or 2026-11-26 14:30."
            raise ValueError(message) from None


class DateRange(Column):
    """A first and a last day, printed as "2026-11-16 - 2026-11-27"."""

    def fields(self) -> Fields:
        """Give two date fields, both days included."""
        return {
            "_start": models.DateField("Start", null=True),
            "_end": models.DateField("End", null=True),
        }

    def read(self, text: str) -> Values:
        """Read two dates with a dash or "to" between them."""
        parts = re.split(r"\s+(?:-|–|—|to)\s+", text.strip())
        if len(parts) != 2:  # noqa: PLR2004 (a range has two ends)
            message = f"“{text}” is not a span of dates. Write it as 2026-11-16 - 2026-11-27."
            raise ValueError(message)
        start, end = map(read_date, parts)
        if end < start:
            message = f"The last day, {end}, is before the first, {start}."
            raise ValueError(message)
        return {"_start": start, "_end": end}


SPANS: dict[str, timedelta] = {
    "ms": timedelta(milliseconds=1),
    "millisecond": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "sec": timedelta(seconds=1),
    "second": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "minute": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "hr": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "d": timedelta(days=1),
    "day": timedelta(days=1),
    "w": timedelta(weeks=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30),
    "quarter": timedelta(days=91),
    "year": timedelta(days=365),
}
WORKING = "(?:business|working)"
LONGEST_SPAN = timedelta(days=365_000)
"""SQLite would take 290 times as much, and nobody means it."""


def read_span(text: str, example: str) -> timedelta:
    """Read "24 hours", "7 days", "< 5 min", "3 business days", these as days.

    ValueError: no such span; the message shows example.
    """
    pattern = rf"<?\s*({NUMBER})\s*(?:{WORKING}\s+(?=days?$))?([a-z]+)"
    match = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
    unit = match[2].casefold() if match else ""
    span = SPANS.get(unit) or SPANS.get(unit.removesuffix("s"))
    if not match or span is None:
        message = f"“{text}” is not a length of time. Write it as {example}."
        raise ValueError(message)
    number = read_number(match[1], text)
    if number > LONGEST_SPAN / span:
        message = f"“{text}” is longer than Plangate can count."
        raise ValueError(message)
    return span * float(number)


class Duration(Column):
    """A length of time with its unit: an SLA of "24 hours", a rollback in "5 min"."""

    example = "24 hours or 7 days"

    def fields(self) -> Fields:
        """Give one duration field."""
        return {"": models.DurationField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """Read a number and a unit from milliseconds to weeks."""
        return {"": read_span(text, self.example)}


@dataclass(frozen=True, slots=True)
class Period:
    """How long from one time to the next: in days, or where `months` are given, by the calendar."""

    days: int
    months: int = 0

    def after(self, day: date) -> date:
        """Give the day a period later: of a shorter month the last. OverflowError: no such year."""
        if not self.months:
            return day + timedelta(days=self.days)
        years, month = divmod(day.month - 1 + self.months, 12)
        year = day.year + years
        if year > MAXYEAR:
            message = "date value out of range"
            raise OverflowError(message)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


PERIODS = {
    "hourly": Period(0),
    "daily": Period(1),
    "weekly": Period(7),
    "biweekly": Period(14),
    "fortnightly": Period(14),
    "sprint": Period(14),
    "monthly": Period(30, months=1),
    "quarterly": Period(91, months=3),
    "half-yearly": Period(182, months=6),
    "yearly": Period(365, months=12),
    "annually": Period(365, months=12),
    "annual": Period(365, months=12),
}
EVENTS = (
    "every",
    "each",
    "per",
    "on",
    "at",
    "after",
    "before",
    "continuous",
    "manual",
    "never",
)


class Cadence(Column):
    """How often: a period in days ("Weekly", "90 days"), or an event ("Every PR"), without days.

    Of several periods the shortest counts: "Sprint (Implementation), Quarterly (Architecture)".
    """

    def fields(self) -> Fields:
        """Give one integer field: days, 0 for less than one, null for an event."""
        return {"": models.PositiveIntegerField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """Read the periods that the text names, else a span, else an event."""
        words = re.findall(r"[a-z-]+", text.casefold())
        days = [PERIODS[word].days for word in words if word in PERIODS]
        if days:
            return {"": min(days)}
        if words and words[0] in EVENTS:
            return {"": self.every(text)}
        return {"": read_span(text, "Weekly, Quarterly, 90 days or Every PR").days}

    def every(self, text: str) -> int | None:
        """Give the days of "every 90 days" or "every week"; None for an event: "every PR"."""
        rest = text.partition(" ")[2]
        for span in (rest, f"1 {rest}"):
            with suppress(ValueError):
                return read_span(span, "90 days").days
        return None


def names_event(text: str) -> bool:
    """Tell whether a cadence names an event: what goes on continuously is due all the time."""
    word = re.match(r"[a-z-]+", text.strip().casefold())
    return word is not None and word[0] in EVENTS and word[0] != "continuous"
