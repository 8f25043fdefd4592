"""What needs attention in plans: one list, each line with its rule, its row and whose it is.

It is made of what the figures find, of the plans' reviews, gates and unreadable cells; nothing is
stored. A line of the tone `bad` is so now, one of `soon` is about to be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from gates import reasons
from gates import state as states
from gates.enums import GateState
from gates.state import State, until
from plans import roles
from plans.enums import Position
from plans.figures.drawing import BAD, SOON, Figure
from plans.figures.lines import day
from plans.figures.plans import of_plans
from plans.models import Plan, Section
from plans.reviews import next_of

ENDS = timedelta(days=14)
"""How long before its end an approval is listed."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs attention: in which plan, what, what about it, and whose it is.

    `rule` is the part of the plan that says so; `is_now` tells what is so from what is about to be.
    """

    plan: str
    rule: str
    label: str
    words: str
    url: str
    is_now: bool
    owners: list[str]


def needs(plans: Iterable[Plan], at: datetime) -> list[Need]:
    """Give what needs attention in plans, of which each has its company; what is so now first.

    Four queries, whatever the number of plans and rows, and for a gate's policy that names
    sections those of `gates.state.current_of`.
    """
    plans = list(plans)
    today = timezone.localdate(at)
    figures = of_plans(plans, at)
    logs = states.current_of([plan.gate for plan in plans if plan.gate], at)
    flagged = flags(plans)
    owners = roles.owners({plan.company_id: plan.company for plan in plans}.values())
    found = [
        Need(
            str(Position(plan.position).label),
            *(rule, label, words, url),
            tone == BAD,
            owners.get(roles.group_name(plan.company, plan.position), []),
        )
        for plan in plans
        for rule, label, words, url, tone in (
            *of_gate(plan, logs.get(plan.gate_id or 0), at),
            *of_reviews(plan, today),
            *(line for figure in figures[plan.pk] for line in of_figure(plan, figure)),
            *flagged[plan.pk],
        )
    ]
    return sorted(found, key=lambda need: not need.is_now)


type Told = tuple[str, str, str, str, str]
"""Rule, label, words, address and tone."""


def of_gate(plan: Plan, state: State | None, at: datetime) -> Iterator[Told]:
    """Say that a gate is halted, or that its approval is about to end."""
    if plan.gate is None or state is None:
        return
    url = plan.gate.get_absolute_url()
    if state.halt:
        yield "Gate", plan.gate.title, f"halted by {state.halt.actor_name}", url, BAD
    end = until(state.granted) if state.granted and state.gate == GateState.OPEN else None
    if end and end - at <= ENDS:
        yield "Gate", plan.gate.title, f"approval ends {reasons.moment(end)}", url, SOON


def of_reviews(plan: Plan, today: date) -> Iterator[Told]:
    """Say that a review is overdue, or near."""
    for review in next_of(plan, today):
        if review.is_overdue or review.is_due:
            words = day(review.due)
            words, tone = (
                (f"overdue since {words}", BAD) if review.is_overdue else (f"due {words}", SOON)
            )
            url = f"{plan.url}#document-history"
            yield "Review cycle", review.words, words, url, tone


def of_figure(plan: Plan, figure: Figure) -> Iterator[Told]:
    """Say what a table's figure has found."""
    for row in figure.shapes.rows:
        if row.tone in {BAD, SOON}:
            url = f"{plan.url}#r-{row.row}"
            yield figure.heading, row.label, row.words, url, row.tone


def flags(plans: Iterable[Plan]) -> dict[int, list[Told]]:
    """Say in which sections cells cannot be read; a query."""
    by_key = {plan.pk: plan for plan in plans}
    found: dict[int, list[Told]] = {key: [] for key in by_key}
    sections = Section.objects.filter(plan__in=by_key, flagged__gt=0)
    for section in sections:
        words = "1 cell" if section.flagged == 1 else f"{section.flagged} cells"
        url = f"{by_key[section.plan_id].url}#s-{section.pk}"
        found[section.plan_id].append(
            (section.heading, section.heading, f"{words} cannot be read", url, BAD)
        )
    return found
