"""Part 2: implementation plan."""

from plans.columns import Choice, Date, DateRange, Estimate, Numbered, Text, Whole
from plans.enums import Grade, MilestoneStatus, StoryStatus, WorkStatus
from plans.models.document import Record


class Sprint(Record):
    """2.1 Current Sprint, its line: "**Sprint 24:** 2026-11-16 - 2026-11-27"."""

    number = Numbered("Sprint", "Sprint")
    dates = DateRange("Dates")


class Story(Record):
    """2.1 Current Sprint, its stories."""

    story = Text("Story")
    points = Whole("Points")
    assignee = Text("Assignee")
    status = Choice("Status", StoryStatus)


class SprintGoal(Record):
    """2.1 Sprint Goals."""

    goal = Text("Goal")


class Phase(Record):
    """2.2 Implementation Phases."""

    phase = Text("Phase")
    description = Text("Description")
    start = Date("Start")
    duration = Estimate("Duration", "weeks")
    status = Choice("Status", WorkStatus)


class Feature(Record):
    """2.3 Feature Breakdown."""

    feature = Text("Feature")
    complexity = Choice("Complexity", Grade)
    dependencies = Text("Dependencies")
    estimate = Estimate("Estimate", "days")
    status = Choice("Status", WorkStatus)


class Milestone(Record):
    """2.4 Technical Milestones."""

    milestone = Text("Milestone")
    target_date = Date("Target Date")
    criteria = Text("Criteria")
    status = Choice("Status", MilestoneStatus)
