"""3.5: who is on call and who is next, by the weeks of the rotation; its gaps and clashes.

A week is a first day, two days, or a week of ISO 8601: "2026-11-23", "2026-11-23 - 2026-11-29",
"2026-W48". A week that says none of these is the one after the week above. One that says its first
day only lasts until the next begins, and seven days where none does.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from plans.columns import DateRange
from plans.columns.times import read_date
from plans.figures.drawing import BAD, NOTHING, PLAIN, SOON, Schedule, Shapes, Span
from plans.figures.lines import Around, Line, Lines, day

DAY, WEEK = timedelta(days=1), timedelta(days=7)
NEAR = timedelta(days=14)
SAID = DateRange("Week")


@dataclass(frozen=True, slots=True)
class Shift:
    """Who is on call from the first to the last day, both included; empty names are nobody."""

    row: int
    first: date
    last: date
    primary: str
    secondary: str
    escalation: str

    @property
    def people(self) -> str:
        """Who it is, the primary first."""
        return f"{self.primary or 'nobody'}, then {self.secondary or 'nobody'}"


def shifts(lines: Lines) -> list[Shift]:
    """Give the shifts that have days, in order of these."""
    found, before = list[tuple[Line, date, date | None]](), None
    for line in lines:
        first, last = days_of(line.texts.get("Week", ""))
        with suppress(OverflowError):
            first = first or (before and before + WEEK)
            if first:
                found.append((line, first, last))
                before = last - WEEK + DAY if last else first
    found.sort(key=lambda each: each[1])
    starts = [first for _, first, _ in found]
    return [
        shift(line, first, last or last_day(first, starts[index + 1 :]))
        for index, (line, first, last) in enumerate(found)
    ]


def last_day(first: date, later: Sequence[date]) -> date:
    """Give the day before the next shift begins, or the seventh."""
    following = next((start for start in later if start > first), None)
    if following and following - first <= WEEK:
        return following - DAY
    return first + min(WEEK - DAY, date.max - first)


def days_of(text: str) -> tuple[date | None, date | None]:
    """Read the days of a week: the first and the last, of which either may be unsaid."""
    with suppress(ValueError):
        said = SAID.read(text)
        return said["_start"], said["_end"]
    with suppress(ValueError):
        return read_date(text), None
    if match := re.fullmatch(r"(\d{4})-?\s?W(?:eek\s)?(\d{1,2})", text.strip(), re.IGNORECASE):
        with suppress(ValueError):
            first = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return first, first + WEEK - DAY
    return None, None


def shift(line: Line, first: date, last: date) -> Shift:
    """Give a shift."""
    values = line.values
    people = (values[name] or "" for name in ("primary", "secondary", "escalation"))
    return Shift(line.row, first, last, *people)


def rotation(lines: Lines, around: Around) -> Shapes:
    """3.5: who is on call today, who is next, when nobody is, and where two are at once."""
    found, today = shifts(lines), around.today
    if not found:
        return undated(lines)
    ahead = [each for each in found if each.last >= today]
    sentences = [now(ahead, today)]
    following = next((each for each in ahead if each.first > today), None)
    sentences += [f"Next: {following.people}, from {day(following.first)}."] if following else []
    sentences += troubles(found, today)
    spans = [span(each, today) for each in ahead]
    return Shapes(sentences, schedule=Schedule(spans, today.toordinal()) if spans else None)


def undated(lines: Lines) -> Shapes:
    """Say that no week has a day, where somebody is named at all."""
    if not any(line.values["primary"] for line in lines):
        return NOTHING
    return Shapes(["The weeks have no days: write the first of each, such as 2026-11-23."])


def now(ahead: Sequence[Shift], today: date) -> str:
    """Say who is on call today."""
    current = [each for each in ahead if each.first <= today]
    if not current:
        return "Nobody is on call today."
    return f"On call: {' and '.join(f'{each.people}, until {day(each.last)}' for each in current)}."


def troubles(found: Sequence[Shift], today: date) -> Iterator[str]:
    """Name gaps and clashes, from today on, and when the rotation ends."""
    for before, after in pairwise(found):
        if before.last + DAY < after.first and after.first > today:
            gap = f"from {day(before.last + DAY)} to {day(after.first - DAY)}"
            yield f"Nobody is on call {gap}."
        if after.first <= before.last >= today:
            yield f"Two are on call on {day(after.first)}: {before.primary}, {after.primary}."
    end = max(each.last for each in found)
    yield f"The rotation {'ends' if end >= today else 'ended'} on {day(end)}."


def span(shift: Shift, today: date) -> Span:
    """Give a shift in time: with nobody, or the same person twice, it needs attention."""
    tone, words = PLAIN, f"{day(shift.first)} to {day(shift.last)}"
    if not shift.primary:
        tone, words = SOON, f"{words}, has no primary"
    elif shift.primary == shift.secondary:
        tone, words = SOON, f"{words}, is also secondary"
    if tone == SOON and shift.first <= today:
        tone = BAD
    start, end = shift.first.toordinal(), shift.last.toordinal() + 1
    return Span(shift.row, shift.primary or "Nobody", start, end, words, tone)
