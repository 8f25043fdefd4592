"""2.2: phases one after the other, by the days on which they begin, with milestones between."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from plans.enums import WorkStatus
from plans.figures.amounts import statuses
from plans.figures.drawing import BAD, GOOD, PLAIN, SOON, Schedule, Shapes, Span
from plans.figures.lines import Around, Line, Lines, counted, day, plain

WEEK, DAY = 7, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """A phase with its first and last day as they are planned, and as they are to be expected.

    `until` is the day until which it is in the way of what follows: of one that is complete, none;
    of any other, its end, today at the earliest. What has not begun yet waits for what is before.
    """

    line: Line
    start: date
    end: date
    slip: int
    until: date

    @property
    def is_complete(self) -> bool:
        """Whether it is, by its own word."""
        return bool(self.line.values["status"] == WorkStatus.COMPLETE)


def planned(lines: Lines, today: date) -> list[Planned]:
    """Give the phases that have days: their own start, or the day after the phase before.

    A phase of no duration, or beyond all calendars, has none, nor has what follows it until one
    names its start again.
    """
    found: list[Planned] = []
    start: date | None = None
    ready = date.min
    for line in lines:
        start, length = line.values["start"] or start, line.values["duration"]
        if start is None or length is None:
            start = None
            continue
        with suppress(OverflowError):
            found.append(phase(line, start, length, ready, today))
            start, ready = found[-1].end + DAY, found[-1].until + DAY
    return found


def phase(line: Line, start: date, weeks: Decimal, ready: date, today: date) -> Planned:
    """Give a phase whose predecessor is expected to be done before `ready`.

    OverflowError: beyond all calendars.
    """
    end = start + timedelta(days=max(round(weeks * WEEK) - 1, 0))
    if line.values["status"] == WorkStatus.COMPLETE:
        return Planned(line, start, end, 0, date.min)
    has_begun = line.values["status"] == WorkStatus.IN_PROGRESS
    slip = 0 if has_begun else max((ready - start).days, 0)
    return Planned(line, start, end, slip, max(end + timedelta(days=slip), today))


def phases(lines: Lines, around: Around) -> Shapes:
    """2.2: phases by status and in time, with the milestones of 2.4; which are late or at risk."""
    counts, found = statuses(lines, around), planned(lines, around.today)
    if not found:
        return Shapes(counts.sentences, parts=counts.parts, schedule=in_weeks(lines))
    spans = [span(each, around.today) for each in found]
    late = [each.label for each in spans if each.tone == BAD]
    risky = [each.label for each in spans if each.tone == SOON]
    sentences = [*counts.sentences, f"Planned until {day(max(each.end for each in found))}."]
    sentences += [f"Late: {', '.join(late)}."] if late else []
    sentences += [f"At risk: {', '.join(risky)}."] if risky else []
    points = list(milestones(around.table("technical-milestones")))
    schedule = Schedule(spans, around.today.toordinal(), points)
    return Shapes(sentences, parts=counts.parts, schedule=schedule)


def span(phase: Planned, today: date) -> Span:
    """Give a phase in time."""
    words, tone = f"{day(phase.start)} to {day(phase.end)}", PLAIN
    if phase.is_complete:
        words, tone = f"{words}, complete", GOOD
    elif phase.end < today:
        words, tone = f"{words}, {counted((today - phase.end).days, 'day')} late", BAD
    elif phase.slip:
        words = f"{words}, what is before it ends {counted(phase.slip, 'day')} too late"
        tone = SOON
    elif phase.start < today and phase.line.values["status"] == WorkStatus.PLANNED:
        words, tone = f"{words}, should have begun", SOON
    start, end = phase.start.toordinal(), phase.end.toordinal() + 1
    return Span(phase.line.row, phase.line.name, start, end, words, tone)


def milestones(lines: Lines) -> Iterator[Span]:
    """Give milestones as points in time."""
    for line in lines:
        if target := line.values["target_date"]:
            at = target.toordinal()
            yield Span(line.row, line.name, at, at, f"milestone, {day(target)}")


def in_weeks(lines: Lines) -> Schedule | None:
    """Lay phases that name no day one after the other, in weeks; None where none says how long."""
    spans, start = [], Decimal(0)
    for line in lines:
        if weeks := line.values["duration"]:
            first, last = plain(start + 1), plain(start + weeks)
            words = f"week {first}" if first == last else f"weeks {first} to {last}"
            end = start + weeks
            spans.append(Span(line.row, line.name, float(start), float(end), words))
            start = end
    unit = "weeks; a column “Start” would give them days"
    return Schedule(spans, unit=unit) if spans else None
