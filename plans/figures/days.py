"""Figures of days: what is due when, and what is late."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from plans.figures.drawing import BAD, NOTHING, PLAIN, SOON, Shapes, Spot, Timeline
from plans.figures.lines import Around, Line, Lines, counted, day

NEAR = timedelta(days=14)


def tests(lines: Lines, around: Around) -> Shapes:
    """6.2: when each security test is to run again, and which are overdue."""
    spots = recurring(lines, "last_run", "frequency", around.today)
    if not spots:
        return NOTHING
    return Shapes([first_of(spots)], timeline=line_of(spots, around.today))


def rotations(lines: Lines, around: Around) -> Shapes:
    """6.4: when each secret is to be rotated again, and which are overdue."""
    there = [line for line in lines if line.values["rotation"] is not None]
    if not there:
        return NOTHING
    spots = recurring(there, "last_rotated", "rotation", around.today)
    sentences = [first_of(spots)] if spots else []
    if unknown := len(there) - len(spots):
        sentences.append(f"When {counted(unknown, 'secret')} last changed is not said")
        sentences[-1] += "." if spots else ": add a column “Last Rotated”."
    return Shapes(sentences, timeline=line_of(spots, around.today) if spots else None)


def recurring(lines: Lines, last: str, period: str, today: date) -> list[Spot]:
    """Give what recurs at its next time, by two columns; not what nobody can say that of."""
    nexts = ((line, next_run(line.values[last], line.values[period])) for line in lines)
    return [again(line, due, today) for line, due in nexts if due]


def again(line: Line, due: date, today: date) -> Spot:
    """Give what is due again on a day."""
    if due < today:
        return Spot(line.row, line.name, due, f"overdue since {day(due)}", BAD)
    return Spot(line.row, line.name, due, f"due {day(due)}", SOON if due - today <= NEAR else PLAIN)


def first_of(spots: Sequence[Spot]) -> str:
    """Name what is overdue, or else what comes next."""
    if overdue := [spot.label for spot in spots if spot.tone == BAD]:
        return f"Overdue: {', '.join(overdue)}."
    first = min(spots, key=lambda spot: spot.day)
    return f"Next: {first.label}, {first.words}."


def next_run(last: date | None, period: int | None) -> date | None:
    """Give the day a period of days after the last run, at least one.

    None for what runs at events, or of which nobody says when it ran, and beyond all calendars.
    """
    if last is None or period is None:
        return None
    try:
        return last + timedelta(days=max(period, 1))
    except OverflowError:
        return None


def line_of(spots: Iterable[Spot], today: date) -> Timeline:
    """Put points in time in order."""
    return Timeline(sorted(spots, key=lambda spot: spot.day), today)
