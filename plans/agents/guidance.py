"""`cto.implement`: what is being built, what comes next, what stands in the way, and what binds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from gates.actors import Actor
from plans.agents.implementation import MilestoneFacts, SprintFacts, open_milestones, sprint_on
from plans.agents.records import Typed, day, folded, name, records, text
from plans.enums import DecisionStatus, StoryStatus
from plans.models import Plan, devops, implementation, strategy

UNKNOWN = "Status not known"
BLOCKED = "blocked"
"""No choice of the printed ones: whoever writes it has it flagged, and it counts all the same."""

DONE = "Complete"
"""Of features, phases and milestones alike."""


@dataclass(frozen=True, slots=True)
class StoryFacts:
    """A story; `points` is None where no number can be read."""

    story: str
    points: int | None
    assignee: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The stories that have one status, with the sum of their points."""

    status: str
    points: int
    stories: list[StoryFacts]


@dataclass(frozen=True, slots=True)
class Blocked:
    """A feature that is not Complete and cannot go on, and why."""

    feature: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """An architecture decision that binds."""

    adr: str
    title: str
    date: date | None


@dataclass(frozen=True, slots=True)
class Guidance:
    """`next_milestone` is the open one with the earliest date, even where that has passed."""

    plan: str
    sprint: SprintFacts | None
    goals: list[str]
    lanes: list[Lane]
    next_milestone: MilestoneFacts | None
    blocked: list[Blocked]
    unticked: list[str]
    decisions: list[DecisionFacts]

    def lines(self) -> Iterator[str]:
        """Give the answer in words."""
        yield f"{self.plan}: {self.sprint.sentence if self.sprint else 'the plan has no sprint.'}"
        yield from headed("Goals", self.goals)
        for lane in self.lanes:
            yield from headed(f"{lane.status}, {lane.points} points", map(said, lane.stories))
        if milestone := self.next_milestone:
            due = f", {day(milestone.target_date)}" if milestone.target_date else ""
            yield f"Next milestone{due}: {milestone.milestone}: {milestone.criteria}"
            yield from filter(None, [milestone.risk and f"  {milestone.risk}"])
        yield from headed("Blocked", (f"{each.feature}: {each.reason}" for each in self.blocked))
        yield from headed("Before a deployment", self.unticked)
        yield from headed("Binding", (f"{each.adr} {each.title}" for each in self.decisions))


def headed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Give lines under a heading; nothing where there are none."""
    for number, line in enumerate(lines):
        if not number:
            yield f"{heading}:"
        yield f"  {line}"


def said(story: StoryFacts) -> str:
    """Print a story."""
    points = "" if story.points is None else f", {story.points} points"
    return f"{story.story} ({story.assignee}{points})"


def answer(plan: Plan, *, by: Actor, at: datetime) -> Guidance:
    """Say what to build next; eight queries."""
    today = timezone.localdate(at)
    milestones = records(implementation.Milestone, plan)
    return Guidance(
        str(plan),
        sprint_on(today, records(implementation.Sprint, plan)),
        [text(record.row) for record in records(implementation.SprintGoal, plan)],
        lanes(records(implementation.Story, plan)),
        next_of(open_milestones(today, milestones)),
        blocked(plan, milestones),
        [name(each.row) for each in records(devops.DeploymentCheck, plan) if each.done is False],
        [
            DecisionFacts(text(record.row), text(record.row, 1), record.date)
            for record in records(strategy.ArchitectureDecision, plan)
            if record.status == DecisionStatus.ACCEPTED
        ],
    )


def lanes(stories: list[Typed]) -> list[Lane]:
    """Sort stories by status: first what is in progress, then what is to do, then the rest."""
    order = (StoryStatus.IN_PROGRESS, StoryStatus.TO_DO, StoryStatus.DONE, None)
    found = [(status, [each for each in stories if each.status == status]) for status in order]
    return [
        Lane(
            status or UNKNOWN,
            sum(each.points or 0 for each in those),
            [StoryFacts(text(each.row), each.points, text(each.row, 2)) for each in those],
        )
        for status, those in found
        if those
    ]


def next_of(milestones: list[MilestoneFacts]) -> MilestoneFacts | None:
    """Give the milestone with the earliest date; without any dates, the first."""
    return min(milestones, key=lambda each: each.target_date or date.max, default=None)


def blocked(plan: Plan, milestones: list[Typed]) -> list[Blocked]:
    """Give the open features that say they are blocked, or depend on what is not done.

    A dependency is known where it is, by its printed name, another feature, a phase or a
    milestone of this plan; of any other nothing is known. Two queries.
    """
    features = records(implementation.Feature, plan)
    things = [*features, *records(implementation.Phase, plan), *milestones]
    undone = {folded(text(each.row)): each for each in things if each.status != DONE}
    found = ((feature, why(feature, undone)) for feature in features)
    return [
        Blocked(text(feature.row), text(feature.row, 4), reason)
        for feature, reason in found
        if reason and feature.status != DONE
    ]


def why(feature: Typed, undone: dict[str, Typed]) -> str:
    """Say what blocks a feature, if anything does."""
    itself = {"", folded(text(feature.row))}
    named = {folded(each) for each in text(feature.row, 2).split(",")} - itself
    waiting = [text(each.row) for key, each in undone.items() if key in named]
    if waiting:
        return f"It depends on what is not done: {', '.join(waiting)}."
    return "Its status says so." if folded(text(feature.row, 4)) == BLOCKED else ""
