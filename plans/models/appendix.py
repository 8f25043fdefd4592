"""Part 7: appendix."""

from plans.columns import Quantity, Text, Threshold
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
    """7.3 Key Metrics Dashboard."""

    category = Text("Category")
    metric = Text("Metric")
    current = Quantity("Current")
    target = Threshold("Target")


class RelatedDocument(Record):
    """7.4 Related Documents."""

    document = Text("Document")
    location = Text("Location")
    owner = Text("Owner")
