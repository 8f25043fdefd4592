"""Backups, as the plans of a company print them."""

from plans.columns import Cadence, Choice, Date, Text
from plans.enums import RunResult
from plans.models.document import Record


class BackupStrategy(Record):
    """5.1 Backup Strategy of the Information Plan."""

    data_type = Text("Data Type")
    frequency = Cadence("Frequency")
    retention = Text("Retention")
    location = Text("Location")
    encryption = Text("Encryption")


class BackupStatus(Record):
    """What is backed up, and how the last copy and its restoration went; in any plan."""

    target = Text("Target")
    frequency = Cadence("Frequency")
    last_copy = Date("Last Copy")
    last_restore_test = Date("Last Restore Test")
    result = Choice("Result", RunResult)
