"""Figures of days: what is due when, and what is late."""

from collections.abc import Iterable
from datetime import date, timedelta

from plans.enums import MilestoneStatus
from plans.figures.drawing import BAD, GOOD, NOTHING, PLAIN, SOON, Shapes, Spot, Timeline
from plans.figures.lines import Around, Line, Lines, counted, day

NEAR = timedelta(days=14)


def milestones(lines: Lines, around: Around) -> Shapes:
    """2.4: when each milestone is due, and which are late or at risk."""
    spots = [milestone(line, around.today) for line in lines if line.values["target_date"]]
    if not spots:
        return NOTHING
    late = [spot.label for spot in spots if spot.tone == BAD]
    ahead = [spot for spot in spots if spot.tone in {PLAIN, SOON}]
    sentences = [f"Late: {', '.join(late)}."] if late else []
    if ahead:
        following = min(ahead, key=lambda spot: spot.day)
        sentences.append(f"Next: {following.label}, {following.words}.")
    return Shapes(sentences or ["All are complete."], timeline=line_of(spots, around.today))


def milestone(line: Line, today: date) -> Spot:
    """Give a milestone at its target date; one that is complete is never late."""
    target, status = line.values["target_date"], line.values["status"]
    left = (target - today).days
    words, tone = f"due in {counted(left, 'day')}" if left else "due today", PLAIN
    if status == MilestoneStatus.COMPLETE:
        words, tone = "complete", GOOD
    elif left < 0:
        words, tone = f"{counted(-left, 'day')} late", BAD
    elif status == MilestoneStatus.AT_RISK:
        words, tone = f"{words}, at risk", SOON
    elif not left:
        tone = SOON
    return Spot(line.row, line.name, target, words, tone)


def tests(lines: Lines, around: Around) -> Shapes:
    """6.2: when each security test is to run again, and which are overdue."""
    spots = [spot for line in lines if (spot := test(line, around.today))]
    if not spots:
        return NOTHING
    overdue = [spot.label for spot in spots if spot.tone == BAD]
    first = min(spots, key=lambda spot: spot.day)
    sentence = f"Next: {first.label}, {first.words}."
    if overdue:
        sentence = f"Overdue: {', '.join(overdue)}."
    return Shapes([sentence], timeline=line_of(spots, around.today))


def test(line: Line, today: date) -> Spot | None:
    """Give a test at its next run; None where nobody can say when that is."""
    due = next_run(line.values["last_run"], line.values["frequency"])
    if due is None:
        return None
    if due < today:
        return Spot(line.row, line.name, due, f"overdue since {day(due)}", BAD)
    return Spot(line.row, line.name, due, f"due {day(due)}", SOON if due - today <= NEAR else PLAIN)


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
