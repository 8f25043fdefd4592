"""What is overdue in a plan: one rule for each register whose columns say when something is due.

Nothing else prints a date: not features, phases, the scaling roadmap, debts or vulnerabilities;
secrets print how often they are rotated, and not when they last were.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from plans import reviews
from plans.agents.records import Typed, records, text
from plans.catalogue import CATALOGUE
from plans.enums import Completion, MilestoneStatus
from plans.figures.days import next_run
from plans.models import Plan, Record, debt, header, implementation, security
from plans.reviews import Review


@dataclass(frozen=True, slots=True)
class Due:
    """A row that is overdue: `since` is the day on which it was due, `rule` says by what."""

    number: str
    section: str
    row: str
    rule: str
    since: date


@dataclass(frozen=True, slots=True)
class Moment:
    """What rules know beside a record: the day, the plan's next reviews, and its sprint."""

    today: date
    reviews: Sequence[Review]
    sprint: Typed | None


@dataclass(frozen=True, slots=True)
class Rule:
    """When a row of a register was due; `due` gives None where that is done, or not said."""

    model: type[Record]
    says: str
    due: Callable[[Typed, Moment], date | None]

    def since(self, record: Typed, moment: Moment) -> date | None:
        """Give the day on which a record was due, if that has passed."""
        due = self.due(record, moment)
        return due if due and due < moment.today else None


def milestone(record: Typed, moment: Moment) -> date | None:
    """Give the target date of one that is not Complete."""
    return None if record.status == MilestoneStatus.COMPLETE else record.target_date


def sprint(record: Typed, moment: Moment) -> date | None:
    """Give the sprint's last day."""
    end: date | None = record.dates_end
    return end


def debt_budget(record: Typed, moment: Moment) -> date | None:
    """Give the start of the current sprint for an earlier one whose debt items are still Planned.

    It was due on the day before at the latest: no plan prints when earlier sprints ended.
    """
    now = moment.sprint
    if record.completed != Completion.PLANNED or now is None or now.dates_start is None:
        return None
    numbers = (record.sprint, now.number)
    is_over = None not in numbers and record.sprint < now.number
    return now.dates_start - timedelta(days=1) if is_over else None


def security_test(record: Typed, moment: Moment) -> date | None:
    """Give the last run and its period later; an hourly test is due on the next day."""
    return next_run(record.last_run, record.frequency)


def review(record: Typed, moment: Moment) -> date | None:
    """Give the first of the plan's next reviews."""
    return moment.reviews[0].due if moment.reviews else None


RULES = (
    Rule(header.ReviewCycle, "No version for longer than the review cycle.", review),
    Rule(implementation.Sprint, "The sprint is over, and the plan names no next one.", sprint),
    Rule(
        implementation.Milestone,
        "The target date has passed, and the milestone is not Complete.",
        milestone,
    ),
    Rule(
        debt.DebtBudget,
        "The sprint is over, and its debt items are still Planned.",
        debt_budget,
    ),
    Rule(security.SecurityTest, "The next run is past due.", security_test),
)
"""In printed order."""


type Found = dict[type[Record], list[Typed]]


def dated(plan: Plan) -> Found:
    """Read the records that have rules; a query for each rule."""
    return {rule.model: records(rule.model, plan) for rule in RULES}


def overdue(today: date, plan: Plan, found: Found) -> list[Due]:
    """Give all that is overdue, in printed order."""
    sprints = found[implementation.Sprint]
    moment = Moment(today, reviews.next_of(plan, today), sprints[0] if sprints else None)
    return [due for rule in RULES for due in dues(rule, found[rule.model], moment)]


def dues(rule: Rule, found: list[Typed], moment: Moment) -> Iterator[Due]:
    """Give what one rule finds overdue."""
    number = next(entry.number for entry in CATALOGUE if entry.model is rule.model)
    for record in found:
        if since := rule.since(record, moment):
            section = record.row.block.section.heading
            yield Due(number, section, text(record.row), rule.says, since)
