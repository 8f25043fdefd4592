"""Part 6: security implementation plan."""

from plans.columns import Cadence, Choice, Date, Duration, Moment, Text, Whole
from plans.enums import RunResult, SecurityStatus, Severity
from plans.models.document import Record


class SecurityRequirement(Record):
    """6.1 Security Requirements."""

    requirement = Text("Requirement")
    implementation = Text("Implementation")
    status = Choice("Status", SecurityStatus)


class SecurityTest(Record):
    """6.2 Security Testing."""

    test_type = Text("Test Type")
    frequency = Cadence("Frequency")
    last_run = Date("Last Run")
    status = Choice("Status", RunResult)


class VulnerabilitySla(Record):
    """6.3 Vulnerability Management."""

    severity = Choice("Severity", Severity)
    sla = Duration("SLA")
    current_open = Whole("Current Open")


class Vulnerability(Record):
    """6.3, what stands behind the counts: each vulnerability, from found to fixed."""

    vulnerability = Text("Vulnerability")
    severity = Choice("Severity", Severity)
    found = Moment("Found")
    owner = Text("Owner")
    fixed = Date("Fixed")


class Secret(Record):
    """6.4 Secrets Management."""

    secret_type = Text("Secret Type")
    storage = Text("Storage")
    rotation = Cadence("Rotation")
    last_rotated = Date("Last Rotated")
