"""Part 3: DevOps plan."""

from plans.columns import Choice, Duration, Text, Tick
from plans.enums import Strategy
from plans.models.document import Record


class Environment(Record):
    """3.1 Environments."""

    environment = Text("Environment")
    purpose = Text("Purpose")
    url = Text("URL")
    access = Text("Access")


class PipelineDiagram(Record):
    """3.2 CI/CD Pipeline."""

    diagram = Text("Diagram")


class DeploymentStrategy(Record):
    """3.3 Deployment Strategy."""

    strategy = Choice("Strategy", Strategy)
    use_case = Text("Use Case")
    rollback_time = Duration("Rollback Time")


class DeploymentCheck(Record):
    """3.3 Deployment Checklist."""

    done = Tick("Done")
    item = Text("Item")


class Monitor(Record):
    """3.4 Monitoring & Observability."""

    type = Text("Type")
    tool = Text("Tool")
    metrics = Text("Metrics")


class OnCallShift(Record):
    """3.5 On-Call Rotation."""

    week = Text("Week")
    primary = Text("Primary")
    secondary = Text("Secondary")
    escalation = Text("Escalation")
