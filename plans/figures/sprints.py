"""Figures of sprints: the running one and those before it, and what they spend on debt."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from plans import sprints
from plans.enums import StoryStatus
from plans.figures import workdays
from plans.figures.drawing import (
    BAD,
    GOOD,
    NOTHING,
    PLAIN,
    QUIET,
    SOON,
    Bar,
    Bars,
    Burnup,
    Link,
    Part,
    Shapes,
    Spot,
    Timeline,
    parts,
)
from plans.figures.lines import Around, Lines, counted, plain
from plans.figures.measures import rounded
from plans.sprints import Sprint

SHOWN = 6
"""Closed sprints that are drawn."""

TENTH = Decimal("0.1")

STATUSES = (
    (StoryStatus.DONE, "Done", GOOD),
    (StoryStatus.IN_PROGRESS, "In Progress", PLAIN),
    (StoryStatus.TO_DO, "To Do", QUIET),
    ("", "No status", QUIET),
)


def running(around: Around, stories: Lines | None = None) -> Sprint:
    """Read the running sprint from the plan's tables."""
    tables = {key: [line.values for line in around.table(key)] for key in sprints.TABLES}
    if stories is not None:
        tables[sprints.STORIES] = [line.values for line in stories]
    return sprints.read(tables)


def closed(around: Around) -> list[Sprint]:
    """Give the sprints that were closed, the oldest first."""
    return [each.what for each in around.past.sprints]


# --- 2.1


def sprint(lines: Lines, around: Around) -> Shapes:
    """2.1: the sprint's points, its days, how they were done, and the velocity of those before."""
    now, before = running(around, lines), closed(around)
    if not now.stories and not before:
        return NOTHING
    end, mean = end_of(now, around), sprints.velocity(before)
    drawn = burnup(now, lines, around, end) if end else None
    sentences = [*said(now, end, drawn), *([pace_of(before, mean)] if mean is not None else ())]
    return Shapes(
        sentences,
        parts=by_status(now),
        burnup=drawn,
        timeline=Timeline([end], around.today) if end and not drawn else None,
        bars=Bars([finished(each, mean) for each in before[-SHOWN:]]) if mean is not None else None,
        link=Link("Close this sprint" if now.stories else "Closed sprints", "sprints/"),
    )


def said(now: Sprint, end: Spot | None, drawn: Burnup | None) -> Iterator[str]:
    """Say how much of the sprint is done, and how long it goes on."""
    if now.committed:
        left = now.committed - now.done
        yield f"{now.done} of {counted(now.committed, 'point')} done, {left} left."
    else:
        yield "No points are committed."
    if end:
        yield f"{now.name} {end.words}."
    if drawn and drawn.start <= drawn.today <= drawn.end.day:
        yield f"An even pace has {counted(drawn.due, 'point')} done by the end of today."
    if drawn and drawn.unknown:
        points = counted(drawn.unknown, "point")
        yield f"Of {points} done nobody recorded the day: they count from the first one."
    if missing := sum(each.points is None for each in now.stories):
        yield f"{missing} of {len(now.stories)} stories have no points."


def pace_of(before: Sequence[Sprint], mean: Decimal) -> str:
    """Say what the velocity is."""
    last = min(len(before), sprints.LATELY)
    over = f"the mean of the last {last} sprints" if last > 1 else "that of the last sprint"
    return f"Velocity: {plain(mean.quantize(TENTH, ROUND_HALF_UP))} points, {over}."


def finished(each: Sprint, mean: Decimal) -> Bar:
    """Give a closed sprint as a bar, whose mark is the velocity."""
    share = float(each.done * 100 / mean) if mean else 0.0
    return Bar(0, each.name, share, f"{each.done} of {counted(each.committed, 'point')}")


def by_status(now: Sprint) -> list[Part]:
    """Lay the points beside each other by the status of their stories, those without one last."""
    amounts = {status: 0 for status, _, _ in STATUSES}
    for each in now.stories:
        amounts[each.status] += each.points or 0
    return parts((label, amounts[status], tone) for status, label, tone in STATUSES)


def end_of(now: Sprint, around: Around) -> Spot | None:
    """Give the last day of a sprint that has stories, as the row that says it."""
    if now.start is None or now.end is None or not now.stories:
        return None
    line = next(each for each in around.table(sprints.LINE) if each.values["dates_end"] == now.end)
    words, tone = days_of(now.start, now.end, around.today)
    return Spot(line.row, now.name, now.end, words, tone)


def days_of(start: date, end: date, today: date) -> tuple[str, str]:
    """Say when a sprint ends, and with which tone."""
    left = (end - today).days
    if today < start:
        return f"starts in {counted((start - today).days, 'day')}", PLAIN
    if left < 0:
        return f"ended {counted(-left, 'day')} ago: close it", BAD
    if not left:
        return "ends today", SOON
    working = workdays.between(today + workdays.DAY, end)
    return f"ends in {counted(left, 'day')}, {counted(working, 'working day')}", PLAIN


def burnup(now: Sprint, lines: Lines, around: Around, end: Spot) -> Burnup | None:
    """Draw when the stories that are done were, those of which nobody knows on the first day."""
    if now.start is None or not now.committed:
        return None
    by_day: dict[date, int] = defaultdict(int)
    unknown = 0
    for line in lines:
        if line.values["story"] and line.values["status"] == StoryStatus.DONE:
            step, points = around.steps.get(line.row), line.values["points"] or 0
            on = timezone.localdate(step.at) if step else now.start
            by_day[max(on, now.start)] += points
            unknown += 0 if step else points
    steps, total = [], 0
    for on in sorted(by_day):
        total += by_day[on]
        steps.append((on, total))
    return Burnup(now.start, end, around.today, now.committed, steps, unknown)


# --- 5.2


def debt(lines: Lines, around: Around) -> Shapes:
    """5.2: what share of each sprint's points went into debt, against the one that is planned.

    Of a closed sprint the points that were done count, of the running one those committed.
    """
    shares = [each for each in around.table("allocation") if each.values["share"] is not None]
    planned = shares[0].values["share"] if shares else None
    rows = {line.values["sprint"]: line.row for line in lines if line.values["sprint"] is not None}
    now, before = running(around), closed(around)[-SHOWN:]
    if shares and now.number is not None:
        rows.setdefault(now.number, shares[0].row)
    bars = [spent(each, rows, planned, is_closed=True) for each in before]
    bars += [spent(now, rows, planned, is_closed=False)] if now.stories else []
    if not bars:
        known = rows or planned is not None
        return Shapes(["What is spent shows once a sprint has stories."]) if known else NOTHING
    plan = f"{plain(planned)} % planned" if planned is not None else "No share is planned"
    rule = "A story is debt if it says so, or names an item of the register, or is named here."
    return Shapes([f"{plan}.", rule], bars=Bars(bars), link=Link("Closed sprints", "sprints/"))


def spent(
    each: Sprint, rows: Mapping[int | None, int], planned: Decimal | None, *, is_closed: bool
) -> Bar:
    """Give what a sprint spends as a bar, whose mark is what is planned, or else all of it."""
    whole, part = (each.done, each.debt_done) if is_closed else (each.committed, each.debt)
    row, what = rows.get(each.number, 0), "done" if is_closed else "committed"
    share = sprints.share(part, whole)
    if share is None:
        return Bar(row, each.name, 0, f"no points {what}", QUIET)
    words = f"{rounded(share)} %: {part} of {counted(whole, 'point')} {what}"
    if not planned:
        return Bar(row, each.name, float(share), words)
    tone = GOOD if share >= planned else PLAIN if is_closed else SOON
    return Bar(row, each.name, float(share * 100 / planned), words, tone)
