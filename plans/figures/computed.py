"""What of a figure the document has a cell for: the texts that stand there where it is exported."""

from collections.abc import Callable, Mapping

from plans.enums import GoalStatus, Trend
from plans.figures import amounts, trends
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


COMPUTED: Mapping[str, Mapping[str, Callable[[Line, Around], str]]] = {
    "current-capacity": {"Utilization": utilization},
    "code-quality-metrics": {"Trend": trend},
    "key-metrics-dashboard": {"Trend": trend, "Status": status},
}
"""By the key of a register's first form: what gives the text of a column, by its header."""
