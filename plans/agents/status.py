"""`cto.status`: the gate, how far the plan is filled, and where the implementation stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gates.actors import Actor
from plans import page, printing
from plans.agents.dues import Due, dated, overdue
from plans.agents.implementation import MilestoneFacts, SprintFacts, open_milestones, sprint_on
from plans.agents.records import day
from plans.attention import Need, needs
from plans.figures.lines import counted
from plans.models import Plan, Section, implementation
from plans.page import Banner


@dataclass(frozen=True, slots=True)
class Status:
    """`filled` is the share of cells filled, in whole percent, as the page shows it.

    `attention` is the list that people see on the company's page, for this plan.
    """

    plan: str
    gate: Banner | None
    since: datetime | None
    filled: int | None
    to_fill: int
    flagged: int
    sprint: SprintFacts | None
    at_risk: list[MilestoneFacts]
    overdue: list[Due]
    attention: list[Need]

    def lines(self) -> Iterator[str]:
        """Give the answer in words."""
        yield f"{self.plan}: {self.gate.state if self.gate else 'no gate, and so never locked'}"
        if self.gate:
            yield f"Validation {self.gate.validation}, human approval {self.gate.approval}."
            yield from (reason.sentence for reason in self.gate.reasons)
            yield from self.gate.notes
        if self.filled is not None:
            yield f"{self.filled}% filled, {self.to_fill} to fill, {self.flagged} flagged."
        yield self.sprint.sentence if self.sprint else "The plan has no sprint."
        yield f"{counted(len(self.at_risk), 'milestone')} at risk"
        yield from (f"  {each.milestone}: {each.risk}" for each in self.at_risk)
        yield f"{len(self.overdue)} overdue"
        for due in self.overdue:
            yield f"  {due.section}, {due.row}: {due.rule} Due {day(due.since)}."
        yield f"{len(self.attention)} to attend to"
        for need in self.attention:
            yield f"  {need.rule}, {need.label}: {need.words}"


def answer(plan: Plan, *, by: Actor, at: datetime) -> Status:
    """Say where the plan stands; sixteen queries at most."""
    today, state, found = timezone.localdate(at), printing.gate_state(plan), dated(plan)
    count = page.total(Section.objects.filter(plan=plan))
    return Status(
        str(plan),
        page.banner(plan.gate, state),
        state.since if state else None,
        count.filled,
        count.to_fill,
        count.flagged,
        sprint_on(today, found[implementation.Sprint]),
        [each for each in open_milestones(today, found[implementation.Milestone]) if each.risk],
        overdue(today, plan, found),
        needs([plan], at),
    )
