"""2.3: what depends on what, what is blocked by it, and the longest way through what is left."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from plans.enums import WorkStatus
from plans.figures.amounts import statuses
from plans.figures.drawing import BAD, PLAIN, SOON, Schedule, Shapes, Span
from plans.figures.lines import Around, Line, Lines, counted, names, plain

MOST_CYCLES = 5
NO_TIME = Decimal(0)

type Needs = Mapping[int, Sequence[int]]
"""By row, the rows that it depends on."""


@dataclass(frozen=True)
class Work:
    """Features and what they depend on; a feature is known by its row.

    Other words in the column of dependencies, services and suppliers, are nobody's to judge.
    """

    lines: Lines

    @cached_property
    def cycles(self) -> list[list[int]]:
        """Circles of features that depend on each other, of those that are not complete."""
        return cycles({row: self.blockers(row) for row in self.left})

    @cached_property
    def by_row(self) -> dict[int, Line]:
        """The features that have a name."""
        return {line.row: line for line in self.lines if line.values["feature"]}

    @cached_property
    def needs(self) -> dict[int, list[int]]:
        """What each depends on: the features that are named in full in its dependencies."""
        rows = {line.name.casefold(): row for row, line in self.by_row.items()}
        return {
            row: [rows[name] for name in names(line.texts.get("Dependencies", ""), rows)]
            for row, line in self.by_row.items()
        }

    @cached_property
    def left(self) -> dict[int, Line]:
        """The features that are not complete."""
        done = WorkStatus.COMPLETE
        return {row: line for row, line in self.by_row.items() if line.values["status"] != done}

    def blockers(self, row: int) -> list[int]:
        """Give what a feature waits for: what it depends on and is not complete."""
        return [need for need in self.needs[row] if need in self.left]

    @cached_property
    def ends(self) -> dict[int, Decimal]:
        """After how many days of work each that is left could be done, if all begins at once.

        What has no estimate takes no time; what is in a circle, or needs it, waits for nothing.
        """
        waits = {row: self.blockers(row) for row in self.left}
        order = ordered(waits)
        free = set(waits).difference(order)
        ends: dict[int, Decimal] = {}
        for row in (*order, *free):
            starts = (ends[need] for need in waits[row] if need not in free)
            ends[row] = max(starts, default=NO_TIME) + self.days(row)
        return ends

    def days(self, row: int) -> Decimal:
        """Give the estimate of a feature."""
        return self.by_row[row].values["estimate"] or NO_TIME

    @cached_property
    def critical_path(self) -> list[int]:
        """The features that are left of which none may take longer, the first first."""
        path: list[int] = []
        row = max(self.ends, key=lambda row: self.ends[row], default=None)
        while row is not None and self.ends[row]:
            path.insert(0, row)
            start = self.ends[row] - self.days(row)
            before = (need for need in self.blockers(row) if self.ends[need] == start)
            row = next(before, None) if start else None
        return path

    def called(self, rows: Sequence[int], between: str = ", ") -> str:
        """Name features."""
        return between.join(self.by_row[row].name for row in rows)


def ordered(needs: Needs) -> list[int]:
    """Give rows after all that they need, but for those in a circle and those that need it."""
    sorter, order = TopologicalSorter(needs), list[int]()
    with suppress(CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        order += ready
        sorter.done(*ready)
    return order


def cycles(needs: Needs) -> list[list[int]]:
    """Give rows that depend on each other in circles, each circle in order; MOST_CYCLES at most.

    A row is in one circle at most: those that share a row with one that was found are left out.
    """
    left, found = {row: list(each) for row, each in needs.items()}, list[list[int]]()
    for _ in range(MOST_CYCLES):
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            found.append(error.args[1][:-1])
            left |= {row: [] for row in found[-1]}
    return found


def features(lines: Lines, around: Around) -> Shapes:
    """2.3: features by status, what is blocked by what, and the critical path of what is left."""
    counts, work = statuses(lines, around), Work(lines)
    blocked = [row for row in work.left if work.blockers(row)]
    sentences = list(counts.sentences)
    sentences += [f"Depend on each other: {circle(work, each)}." for each in work.cycles]
    sentences += [f"Blocked: {work.called(blocked)}."] if blocked else []
    if path := work.critical_path:
        way = work.called(path, " → ")
        sentences.append(f"Critical path: {way}, {took(work.ends[path[-1]])}.")
    if unknown := [row for row in work.left if work.by_row[row].values["estimate"] is None]:
        verb = "has" if len(unknown) == 1 else "have"
        sentences.append(f"{counted(len(unknown), 'feature')} left {verb} no estimate.")
    spans = [span(work, row) for row in work.left]
    return Shapes(
        sentences,
        parts=counts.parts,
        schedule=Schedule(spans, unit="days of work from now on") if spans else None,
    )


def circle(work: Work, rows: Sequence[int]) -> str:
    """Name a circle, from one feature back to it."""
    return work.called([*rows, rows[0]], " → ")


def span(work: Work, row: int) -> Span:
    """Give a feature from the day on which all that it needs could be done."""
    end, length = work.ends[row], work.days(row)
    words, tone = took(length) if length else "no estimate", PLAIN
    if blockers := work.blockers(row):
        words, tone = f"{words}, blocked by {work.called(blockers)}", SOON
    if any(row in each for each in work.cycles):
        words, tone = f"{words}, depends on itself", BAD
    note = "critical path" if row in work.critical_path else ""
    start = float(end - length)
    return Span(row, work.by_row[row].name, start, float(end), words, tone, note)


def took(number: Decimal) -> str:
    """Print days of work."""
    return f"{plain(number)} {'day' if number == 1 else 'days'}"
