"""6.3: which vulnerabilities are due, and which are breached, by the SLA of their severity."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from plans.columns.times import WORKING
from plans.figures import workdays
from plans.figures.days import NEAR, line_of
from plans.figures.drawing import BAD, GOOD, NOTHING, PLAIN, SOON, Bar, Bars, Shapes, Spot
from plans.figures.lines import Around, Line, Lines, day

DAY = timedelta(days=1)
HOURS = re.compile(r"\d\s*(?:ms|milli\w*|s|sec\w*|m|min\w*|h|hrs?|hours?)\s*$", re.IGNORECASE)
"""A length of time that is counted by the clock; any other is counted in days."""


@dataclass(frozen=True, slots=True)
class Sla:
    """How long a vulnerability may be open: by the clock, in days, or in working days."""

    length: timedelta
    is_by_clock: bool
    is_working: bool

    def due(self, found: date, at: time | None) -> datetime:
        """Give the moment from which on one is breached that was found on a day, at a time.

        By the clock, so many hours after it was found, whatever clocks were changed between;
        where no time is said, after the end of that day. In days, the end of the last of them.
        OverflowError: beyond all calendars.
        """
        if self.is_by_clock:
            start = midnight(found + DAY) if at is None else local(found, at)
            return start + self.length
        if self.is_working:
            return midnight(workdays.after(found, self.length.days) + DAY)
        return midnight(found + self.length + DAY)


def sla_of(line: Line) -> Sla | None:
    """Read a severity's SLA; None where it says none."""
    length, text = line.values["sla"], line.texts.get("SLA", "")
    if length is None:
        return None
    return Sla(length, bool(HOURS.search(text)), bool(re.search(WORKING, text, re.IGNORECASE)))


def local(day: date, at: time) -> datetime:
    """Give a moment of the clock here, counted in UTC, in which hours are all as long."""
    return timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)


def midnight(day: date) -> datetime:
    """Give the moment at which a day begins here."""
    return local(day, time.min)


@dataclass(frozen=True, slots=True)
class Open:
    """A vulnerability that is not fixed; `due` is None where no SLA says when it has to be."""

    line: Line
    severity: str
    due: datetime | None

    def is_breached(self, at: datetime) -> bool:
        """Tell whether it is open for longer than its SLA."""
        return self.due is not None and self.due <= at

    @property
    def due_day(self) -> date | None:
        """The last day on which it may be open."""
        return None if self.due is None else timezone.localdate(self.due - timedelta(seconds=1))


def open_ones(lines: Lines, slas: Lines) -> list[Open]:
    """Give the vulnerabilities that are not fixed, each with when it is due."""
    known = {line.values["severity"]: sla_of(line) for line in slas}
    found = (line for line in lines if line.values["vulnerability"] and not line.values["fixed"])
    return [Open(line, line.values["severity"] or "", due(line, known)) for line in found]


def due(line: Line, slas: Mapping[str, Sla | None]) -> datetime | None:
    """Give when a vulnerability is due, if somebody said its severity, and when it was found."""
    sla, found = slas.get(line.values["severity"]), line.values["found_day"]
    if sla and found:
        with suppress(OverflowError):
            return sla.due(found, line.values["found_time"])
    return None


def vulnerabilities(lines: Lines, around: Around) -> Shapes:
    """6.3, the open ones: when each is due by the SLA of its severity."""
    there = open_ones(lines, around.table("vulnerability-management"))
    if not any(line.values["vulnerability"] for line in lines):
        return NOTHING
    breached = [each.line.name for each in there if each.is_breached(around.at)]
    sentences = [f"{len(there)} open, {len(breached)} breached."]
    sentences += [f"Breached: {', '.join(breached)}."] if breached else []
    spots = [spot(each, around.at) for each in there if each.due]
    left = len(there) - len(spots)
    sentences += [f"Of {left} nobody can say when they are due."] if left else []
    return Shapes(sentences, timeline=line_of(spots, around.today) if spots else None)


def spot(vulnerability: Open, at: datetime) -> Spot:
    """Give an open vulnerability on the last day on which it may be open."""
    line, last = vulnerability.line, vulnerability.due_day or date.max
    severity = vulnerability.severity
    if vulnerability.is_breached(at):
        return Spot(line.row, line.name, last, f"{severity}, breached since {day(last)}", BAD)
    tone = SOON if last - timezone.localdate(at) <= NEAR else PLAIN
    return Spot(line.row, line.name, last, f"{severity}, due {day(last)}", tone)


def severities(lines: Lines, around: Around) -> Shapes:
    """6.3: per severity how many are open, due and breached; a typed count that is not so."""
    listed = around.table("open-vulnerabilities")
    counts = [line for line in lines if line.values["current_open"] is not None]
    if not listed and not counts:
        return NOTHING
    if not listed:
        total = sum(line.values["current_open"] for line in counts)
        return Shapes(
            [f"{total} open.", f"When they are due is not said: add a table {NAMED}."],
            bars=typed_bars(counts),
        )
    there = open_ones(listed, lines)
    bars = [severity(line, there, around.at) for line in lines if line.values["severity"]]
    breached = sum(each.is_breached(around.at) for each in there)
    return Shapes([f"{len(there)} open, {breached} breached."], bars=scaled(bars))


NAMED = "“Vulnerability, Severity, Found, Owner, Fixed”"


def typed_bars(lines: Sequence[Line]) -> Bars:
    """Give severities by the counts that are typed."""
    bars = [
        Bar(line.row, line.name, line.values["current_open"], f"{line.values['current_open']} open")
        for line in lines
    ]
    return scaled(bars)


def severity(line: Line, there: Sequence[Open], at: datetime) -> Bar:
    """Give a severity by its open vulnerabilities."""
    own = [each for each in there if each.severity == line.values["severity"]]
    breached = sum(each.is_breached(at) for each in own)
    days = sorted(each.due_day for each in own if each.due_day and not each.is_breached(at))
    words = [f"{len(own)} open"]
    words += [f"{breached} breached"] if breached else []
    words += [f"next due {day(days[0])}"] if days else []
    typed = line.values["current_open"]
    note = f"{typed} is typed" if typed not in (None, len(own)) else ""
    tone = BAD if breached else PLAIN if own else GOOD
    return Bar(line.row, line.name, len(own), ", ".join(words), tone, note)


def scaled(bars: Sequence[Bar]) -> Bars:
    """Draw counts, the most as the whole; the rows are judged where they are listed."""
    most = max((bar.share for bar in bars), default=0) or 1
    drawn = [replace(bar, share=bar.share * 100 / most) for bar in bars]
    return Bars(drawn, is_summary=True)
