"""Part 1: technical strategy."""

from plans.columns import Choice, Date, Numbered, Quantity, Text
from plans.enums import DecisionStatus
from plans.models.document import Record


class VisionStatement(Record):
    """1.1 Technical Vision Statement."""

    statement = Text("Technical Vision Statement")


class GuidingPrinciple(Record):
    """1.1 Guiding Principles."""

    principle = Text("Principle")
    description = Text("Description")
    trade_offs = Text("Trade-offs")


class StackLayer(Record):
    """1.2 Technology Stack."""

    layer = Text("Layer")
    technology = Text("Technology")
    rationale = Text("Rationale")
    alternatives = Text("Alternatives Considered")


class ArchitectureDiagram(Record):
    """1.3 Architecture Overview."""

    diagram = Text("Diagram")


class ArchitectureDecision(Record):
    """1.4 Architecture Decision Records (ADRs)."""

    number = Numbered("ADR", "ADR")
    title = Text("Title")
    status = Choice("Status", DecisionStatus)
    date = Date("Date")


class Api(Record):
    """1.5 API Strategy."""

    api = Text("API")
    type = Text("Type")
    authentication = Text("Authentication")
    rate_limit = Quantity("Rate Limit")
    documentation = Text("Documentation")
