"""Part 5: tech debt plan."""

from plans.columns import Choice, Date, Estimate, Numbered, Percent, Quantity, Text, Threshold
from plans.enums import Completion, DebtCategory, Grade, Priority, Trend
from plans.models.document import Record


class DebtItem(Record):
    """5.1 Tech Debt Register."""

    item = Text("Item")
    category = Choice("Category", DebtCategory)
    impact = Choice("Impact", Grade)
    effort = Estimate("Effort", "days")
    priority = Choice("Priority", Priority)
    since = Date("Since")


class DebtAllocation(Record):
    """5.2 Tech Debt Budget, its line: "**Allocation:** 20% of each sprint …"."""

    label = Text("Label")
    share = Percent("Allocation")


class DebtBudget(Record):
    """5.2 Tech Debt Budget, its sprints."""

    sprint = Numbered("Sprint", "Sprint")
    debt_items = Text("Debt Items")
    completed = Choice("Completed", Completion)


class QualityMetric(Record):
    """5.3 Code Quality Metrics."""

    metric = Text("Metric")
    current = Quantity("Current")
    target = Threshold("Target")
    trend = Choice("Trend", Trend)


class RefactoringPriority(Record):
    """5.4 Refactoring Priorities."""

    area = Text("Area")
    current_state = Text("Current State")
    target_state = Text("Target State")
    benefit = Text("Benefit")
