"""What of a figure the document has a cell for: the texts that stand there where it is exported."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from plans.enums import Completion, GoalStatus, MilestoneStatus, Trend
from plans.figures import amounts, milestones, trends
from plans.figures.lines import Around, Line
from plans.figures.measures import rounded


def utilization(line: Line, around: Around) -> str:
    """Give how much of a capacity is in use, "" where that cannot be said."""
    used = amounts.in_use(line)
    return "" if used is None else f"{rounded(used)}%"


def trend(line: Line, around: Around) -> Trend | str:
    """Give where a value is heading, "" where that cannot be said."""
    found = trends.course(line.row, around)
    return found.trend if found else ""


def status(line: Line, around: Around) -> GoalStatus | str:
    """Give whether a target is met, "" where that cannot be said."""
    is_met = amounts.is_met(line)
    return "" if is_met is None else GoalStatus.ON_TRACK if is_met else GoalStatus.BEHIND


@lru_cache(maxsize=1)
def waits_of(around: Around) -> milestones.Waits:
    """Give what milestones wait for, worked out once for all rows of an export."""
    return milestones.Waits(around)


def milestone(line: Line, around: Around) -> MilestoneStatus | str:
    """Give whether a milestone is late or at risk; "" for one of no day, or that is complete."""
    target = line.values["target_date"]
    if target is None or line.values["status"] == MilestoneStatus.COMPLETE:
        return ""
    reasons = waits_of(around).reasons(line, target)
    is_at_risk = target < around.today or any(reasons)
    return MilestoneStatus.AT_RISK if is_at_risk else MilestoneStatus.ON_TRACK


def completed(line: Line, around: Around) -> Completion | str:
    """Give what came of a sprint's debt, "" for one that was not closed or had none."""
    closed = {each.what.number: each.what.outcome for each in around.past.sprints}
    return closed.get(line.values["sprint"]) or ""


COMPUTED: Mapping[str, Mapping[str, Callable[[Line, Around], str]]] = {
    "current-capacity": {"Utilization": utilization},
    "technical-milestones": {"Status": milestone},
    "tech-debt-budget": {"Completed": completed},
    "code-quality-metrics": {"Trend": trend},
    "key-metrics-dashboard": {"Trend": trend, "Status": status},
}
"""By the key of a register's first form: what gives the text of a column, by its header."""
