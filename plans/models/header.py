"""The plan's own header, above its numbered parts, and the history printed at its end."""

from plans.columns import Cadence, Date, Text
from plans.models.document import Record


class PlanSummary(Record):
    """The line under the title: whose plan it is and what for."""

    summary = Text("Summary")


class LastUpdated(Record):
    """**Last Updated:** as the file said it; the page and the export print the true date."""

    label = Text("Label")
    updated_on = Date("Last Updated")


class PlanOwner(Record):
    """**Plan Owner:** the position that answers for the plan."""

    label = Text("Label")
    owner = Text("Plan Owner")


class ReviewCycle(Record):
    """**Review Cycle:** how often the plan is to be looked at again, in days."""

    label = Text("Label")
    cycle = Cadence("Review Cycle")


class DocumentVersion(Record):
    """A row of Document History."""

    date = Date("Date")
    version = Text("Version")
    author = Text("Author")
    changes = Text("Changes")
