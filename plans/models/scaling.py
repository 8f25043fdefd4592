"""Part 4: scaling plan."""

from plans.columns import Magnitude, Percent, Quantity, Text, Threshold
from plans.models.document import Record


class Capacity(Record):
    """4.1 Current Capacity."""

    resource = Text("Resource")
    current = Quantity("Current")
    max_capacity = Quantity("Max Capacity")
    utilization = Percent("Utilization")


class ScalingTrigger(Record):
    """4.2 Scaling Triggers."""

    metric = Text("Metric")
    threshold = Threshold("Threshold")
    action = Text("Action")


class ScalingStep(Record):
    """4.3 Scaling Roadmap."""

    users = Magnitude("Users")
    infrastructure_changes = Text("Infrastructure Changes")
    timeline = Text("Timeline")


class PerformanceBudget(Record):
    """4.4 Performance Budgets."""

    metric = Text("Metric")
    budget = Threshold("Budget")
    current = Quantity("Current")
