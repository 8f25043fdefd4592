"""Part 1: technical strategy."""

from typing import ClassVar

from plans.columns import Choice, Date, Numbered, Quantity, Text, Values
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


STEPS: dict[str, tuple[DecisionStatus, ...]] = {
    DecisionStatus.PROPOSED: (DecisionStatus.ACCEPTED, DecisionStatus.REJECTED),
    DecisionStatus.ACCEPTED: (DecisionStatus.SUPERSEDED, DecisionStatus.DEPRECATED),
    DecisionStatus.DEPRECATED: (DecisionStatus.SUPERSEDED,),
    DecisionStatus.REJECTED: (),
    DecisionStatus.SUPERSEDED: (),
}
"""What may become of a decision. One without a status yet may take any: so lists come in."""


class ArchitectureDecision(Record):
    """1.4 Architecture Decision Records (ADRs): once decided, immutable but for their status."""

    moving: ClassVar = frozenset({"Status"})

    number = Numbered("ADR", "ADR")
    title = Text("Title")
    status = Choice("Status", DecisionStatus)
    date = Date("Date")

    @classmethod
    def settled(cls, values: Values) -> str:
        """Say that a decision that was taken stays as it is."""
        status = values["status"]
        if status in {None, DecisionStatus.PROPOSED}:
            return ""
        return (
            f"This decision is {status}: it stays as it is. "
            "Write a new one that supersedes it, or take back the last change by Undo."
        )

    @classmethod
    def misstep(cls, before: Values, after: Values) -> str:
        """Say which status may follow another."""
        was, becomes = before["status"], after["status"]
        if was in {None, becomes} or becomes in STEPS[was]:
            return ""
        if was == DecisionStatus.PROPOSED and becomes is None:
            return ""
        steps = " or ".join(STEPS[was])
        then = f"can only become {steps}" if steps else "stays so; write a new decision"
        return f"A decision that is {was} {then}. Undo takes a mistake back."


class Api(Record):
    """1.5 API Strategy."""

    api = Text("API")
    type = Text("Type")
    authentication = Text("Authentication")
    rate_limit = Quantity("Rate Limit")
    documentation = Text("Documentation")
