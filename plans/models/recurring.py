"""The registers that many plans of a company print, whatever part of each they stand in."""

from plans.columns import Choice, Date, Duration, Text, Tick
from plans.enums import ComplianceStatus, Level, RiskStatus
from plans.models.document import Record


class QuickLink(Record):
    """Quick Links."""

    resource = Text("Resource")
    description = Text("Description")


class SisterPlan(Record):
    """C-Suite Plans; in the Corporate Plan its Plan Index, which also says where they lie."""

    position = Text("Position")
    plan = Text("Plan")
    location = Text("Location")


class Risk(Record):
    """What may happen, how likely, how bad, and what is done about it."""

    risk = Text("Risk")
    likelihood = Choice("Likelihood", Level)
    impact = Choice("Impact", Level)
    mitigation = Text("Mitigation")
    owner = Text("Owner")
    status = Choice("Status", RiskStatus)


class Regulation(Record):
    """A rule from outside: where and when it applies, and whether we keep to it."""

    regulation = Text("Regulation", "Framework")
    jurisdiction = Text("Jurisdiction")
    applicability = Text("Applicability", "Applies If")
    requirement = Text("Requirement")
    owner = Text("Owner")
    status = Choice("Status", ComplianceStatus)
    compliance_date = Date("Compliance Date")


class IncidentClass(Record):
    """How severe an incident is, how fast somebody answers, and who is called."""

    severity = Text("Severity")
    definition = Text("Definition")
    response_time = Duration("Response Time")
    escalation = Text("Escalation")


class ChecklistItem(Record):
    """An item of any checklist."""

    done = Tick("Done")
    item = Text("Item")
