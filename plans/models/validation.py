"""The marketing plan's part 3: the criteria that the gate's decision rests on."""

from plans.columns import Choice, Date, Quantity, Text, Threshold
from plans.enums import CriterionStatus, Requirement
from plans.models.document import Record


class Measured(Record):
    """What both tables of criteria say: a metric, its bound, and where it stands."""

    metric = Text("Metric")
    threshold = Threshold("Threshold")
    current = Quantity("Current")

    class Meta(Record.Meta):
        abstract = True


class ValidationCriterion(Measured):
    """3.1 Validation Gate Criteria, each with where its value is from and of which day."""

    source = Text("Source")
    as_of = Date("As of")
    required = Choice("Required", Requirement)
    status = Choice("Status", CriterionStatus)


class BriefValidationCriterion(Measured):
    """3.1 Validation Gate Criteria, as files have them that give no sources; all required."""

    status = Choice("Status", CriterionStatus)
