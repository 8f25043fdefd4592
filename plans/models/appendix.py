"""Part 7: appendix."""

from plans.columns import Choice, Quantity, Text, Threshold
from plans.enums import GoalStatus, Trend
from plans.models.document import Record


class DevelopmentStandard(Record):
    """7.1 Development Standards."""

    standard = Text("Standard")
    enforced_by = Text("Enforced By")


class AgentCommand(Record):
    """7.2 Agent Commands."""

    command = Text("Command")
    purpose = Text("Purpose")


class KeyMetric(Record):
    """7.3 Key Metrics Dashboard, and whatever else has a metric, its target and where it stands."""

    category = Text("Category")
    metric = Text("Metric", "Key Result", "Process")
    definition = Text("Definition")
    current = Quantity("Current", "Current Performance")
    target = Threshold("Target", "SLA")
    gap = Text("Gap")
    industry_average = Text("Industry Avg")
    trend = Choice("Trend", Trend)
    status = Choice("Status", GoalStatus)


class RelatedDocument(Record):
    """7.4 Related Documents."""

    document = Text("Document")
    location = Text("Location")
    owner = Text("Owner")
