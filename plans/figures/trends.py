"""Where a measured value is heading, by its last samples."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils import timezone

from plans.enums import Trend
from plans.figures.drawing import Bar, Shapes, spark
from plans.figures.lines import Around, Lines, Point, day

SHOWN = 24
"""Samples of a row that are drawn and compared."""
SAME = Decimal("0.02")
"""A value that is off by no more than this share of another is the same."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a value is heading: the trend, the words that say from where, and the line of it."""

    trend: Trend
    words: str
    line: str


def along(shapes: Shapes, lines: Lines, around: Around) -> Shapes:
    """Let the bars of a table that is measured say where each value is heading.

    A trend that is typed and is not so is named beside, as any such value.
    """
    if shapes.bars is None:
        return shapes
    typed = {line.row: line.values.get("trend") for line in lines}
    bars = [headed(bar, typed.get(bar.row), around) for bar in shapes.bars.bars]
    return replace(shapes, bars=replace(shapes.bars, bars=bars))


def headed(bar: Bar, typed: str | None, around: Around) -> Bar:
    """Let a bar say where its value is heading, if that can be said."""
    found = course(bar.row, around)
    if found is None:
        return bar
    note = f"{typed} is typed" if typed and typed != found.trend else ""
    notes = ", ".join(filter(None, (bar.note, note)))
    return replace(bar, note=notes, course=found.words, spark=found.line)


def course(row: int, around: Around) -> Course | None:
    """Give where a row's value is heading; None where fewer than two samples can be compared.

    The last is held against the median of those before it, of two in the middle the newer; what
    was measured in another unit than the last is left out.
    """
    points = alike(around.samples.get(row, ()))
    if len(points) < 2:  # noqa: PLR2004 (two are a course)
        return None
    *before, last = points
    base = median(before)
    trend = heading(number(base), number(last))
    when = day(timezone.localdate(base.at))
    preposition = "as" if trend == Trend.FLAT else "from"
    words = f"{trend.lower()}, {preposition} {base.text} on {when}"
    drawn = spark([(point.at.timestamp(), float(number(point))) for point in points])
    return Course(trend, words, drawn)


def alike(points: Sequence[Point]) -> list[Point]:
    """Give the points that are measured in the unit of the last one."""
    return [point for point in points if point.measure.unit == points[-1].measure.unit]


def median(points: Sequence[Point]) -> Point:
    """Give the point in the middle, of two the newer; `points` are in order of time."""
    ranked = sorted(points, key=number)
    middle = ranked[(len(ranked) - 1) // 2 : len(ranked) // 2 + 1]
    return max(middle, key=points.index)


def number(point: Point) -> Decimal:
    """Give a point's number, which it has: what says none is no sample."""
    return Decimal(point.measure.number or 0)


def heading(base: Decimal, last: Decimal) -> Trend:
    """Tell where a value goes from another one; from nothing, any value is up."""
    if abs(last - base) <= SAME * abs(base):
        return Trend.FLAT
    return Trend.UP if last > base else Trend.DOWN
