"""What needs attention in plans: one list, each line with its rule, its row and whose it is.

It is made of what the figures find, of the plans' reviews and gates, and of cells that cannot be
read or are to fill; nothing is stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from gates import reasons
from gates import state as states
from gates.enums import GateState
from gates.state import State, until
from plans import roles
from plans.enums import Position
from plans.figures.drawing import BAD, SOON, Figure
from plans.figures.lines import counted, day
from plans.figures.plans import of_plans
from plans.models import Plan, Section
from plans.reviews import next_of

ENDS = timedelta(days=14)
"""How long before its end an approval is listed."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs attention: in which plan, what, what about it, and whose it is.

    `rule` is the part of the plan that says so; `is_now` tells what is so from what is about to be.
    `owners` are whom the row itself names, else who owns the plan.
    """

    company: str
    position: str
    plan: str
    rule: str
    label: str
    words: str
    url: str
    is_now: bool
    owners: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule says of something in a plan."""

    rule: str
    label: str
    words: str
    url: str
    is_now: bool
    owner: str = ""


def needs(plans: Iterable[Plan], at: datetime) -> list[Need]:
    """Give what needs attention in plans, of which each has its company; what is so now first.

    A constant number of queries, whatever the number of plans and rows, and for a gate's policy
    that names sections those of `gates.state.current_of`.
    """
    plans = list(plans)
    today = timezone.localdate(at)
    figures = of_plans(plans, at)
    logs = states.current_of([plan.gate for plan in plans if plan.gate], at)
    sections = unfinished(plans)
    owners = roles.owners({plan.company_id: plan.company for plan in plans}.values())
    found = [
        need(plan, told, owners)
        for plan in plans
        for told in (
            *of_gate(plan, logs.get(plan.gate_id or 0), at),
            *of_reviews(plan, today),
            *(told for figure in figures[plan.pk] for told in of_figure(plan, figure)),
            *of_sections(plan, sections[plan.pk]),
        )
    ]
    return sorted(found, key=lambda need: not need.is_now)


def need(plan: Plan, told: Told, owners: Mapping[str, list[str]]) -> Need:
    """Say of a plan what a rule told."""
    position = Position(plan.position)
    names = owners.get(roles.group_name(plan.company, position), [])
    return Need(
        company=plan.company.name,
        position=position.value,
        plan=str(position.label),
        rule=told.rule,
        label=told.label,
        words=told.words,
        url=told.url,
        is_now=told.is_now,
        owners=[told.owner] if told.owner else names,
    )


def of_gate(plan: Plan, state: State | None, at: datetime) -> Iterator[Told]:
    """Say that a gate is halted, or that its approval is about to end."""
    if plan.gate is None or state is None:
        return
    title, url = plan.gate.title, plan.gate.get_absolute_url()
    if state.halt:
        yield Told("Gate", title, f"halted by {state.halt.actor_name}", url, is_now=True)
    end = until(state.granted) if state.granted and state.gate == GateState.OPEN else None
    if end and end - at <= ENDS:
        yield Told("Gate", title, f"approval ends {reasons.moment(end)}", url, is_now=False)


def of_reviews(plan: Plan, today: date) -> Iterator[Told]:
    """Say that a review is overdue, or near."""
    for review in next_of(plan, today):
        if review.is_overdue or review.is_due:
            said = "overdue since" if review.is_overdue else "due"
            yield Told(
                "Review cycle",
                review.words,
                f"{said} {day(review.due)}",
                f"{plan.url}#document-history",
                review.is_overdue,
            )


def of_figure(plan: Plan, figure: Figure) -> Iterator[Told]:
    """Say what a table's figure has found."""
    for row in figure.shapes.rows:
        if row.tone in {BAD, SOON}:
            url, owner = f"{plan.url}#r-{row.row}", figure.owners.get(row.row, "")
            yield Told(figure.heading, row.label, row.words, url, row.tone == BAD, owner)


def unfinished(plans: Iterable[Plan]) -> dict[int, list[Section]]:
    """Give the sections of plans that have cells to fill, or that cannot be read; a query."""
    found: dict[int, list[Section]] = {plan.pk: [] for plan in plans}
    wanted = Q(flagged__gt=0) | Q(to_fill__gt=0)
    for section in Section.objects.filter(wanted, plan__in=found):
        found[section.plan_id].append(section)
    return found


def of_sections(plan: Plan, sections: Iterable[Section]) -> Iterator[Told]:
    """Say where cells cannot be read or are to fill; what is not begun is told in one line."""
    empty = []
    for each in sections:
        heading, url = each.heading, f"{plan.url}#s-{each.pk}"
        if each.flagged:
            words = f"{counted(each.flagged, 'cell')} cannot be read"
            yield Told(heading, heading, words, url, is_now=True)
        if each.to_fill == each.cells:
            empty.append(url)
        elif each.to_fill:
            words = f"{counted(each.to_fill, 'cell')} to fill"
            yield Told(heading, heading, words, url, is_now=False)
    if empty:
        label, words = counted(len(empty), "section"), "nothing of it is filled in yet"
        yield Told("To fill", label, words, empty[0], is_now=False)
