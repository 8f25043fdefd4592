"""Where the implementation stands: the sprint by its days, and milestones by their dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.agents.records import Typed, day, text, under
from plans.enums import MilestoneStatus
from plans.figures.lines import counted


@dataclass(frozen=True, slots=True)
class SprintFacts:
    """The sprint on one day; days count from 1 and include both ends.

    `day` is None before the first and after the last; all but the name are None where the plan
    gives no dates.
    """

    name: str
    start: date | None
    end: date | None
    day: int | None
    days: int | None
    days_left: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A milestone that is not Complete; `days_left` is below 0 once its date has passed.

    `risk` says why it is at risk: its date has passed, or its status says so. Empty: it is not.
    """

    milestone: str
    target_date: date | None
    criteria: str
    status: str
    days_left: int | None
    risk: str


def sprint_on(today: date, sprints: list[Typed]) -> SprintFacts | None:
    """Judge the plan's sprint, the first of its records, by its dates; None where it has none."""
    if not sprints:
        return None
    record, name = sprints[0], text(sprints[0].row)
    start, end = record.dates_start, record.dates_end
    if start is None:
        return SprintFacts(name, None, None, None, None, None, f"{name}: its dates are not known.")
    days, left, number = (end - start).days + 1, (end - today).days, (today - start).days + 1
    current = number if 1 <= number <= days else None
    sentence = f"{name}, {start} to {end}: {progress(number, days, left)}."
    return SprintFacts(name, start, end, current, days, max(left, 0), sentence)


def progress(number: int, days: int, left: int) -> str:
    """Say where day `number` of a sprint of so many days lies; the first is 1."""
    if number < 1:
        return f"starts in {counted(1 - number, 'day')}"
    if left < 0:
        return f"ended {counted(-left, 'day')} ago"
    return f"day {number} of {days}, {counted(left, 'day')} left"


def open_milestones(today: date, milestones: list[Typed]) -> list[MilestoneFacts]:
    """Judge those of the records that are not Complete."""
    still = (record for record in milestones if record.status != MilestoneStatus.COMPLETE)
    return [milestone_on(today, record) for record in still]


def milestone_on(today: date, record: Typed) -> MilestoneFacts:
    """Judge a milestone by its date and its status."""
    target: date | None = record.target_date
    return MilestoneFacts(
        text(record.row),
        target,
        under(record.row, "Criteria"),
        under(record.row, "Status"),
        (target - today).days if target else None,
        " ".join(risks(today, target, record.status)),
    )


def risks(today: date, target: date | None, status: str | None) -> Iterator[str]:
    """Say what puts an open milestone at risk."""
    if target and target < today:
        yield f"Its target date, {day(target)}, has passed."
    if status == MilestoneStatus.AT_RISK:
        yield "Its status is At Risk."
