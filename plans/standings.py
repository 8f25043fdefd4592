"""Where plans stand for one person, and what waits for them: what the portfolio is sorted by."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format

from gates import access, checks
from gates import page as gate_page
from gates import state as states
from gates.actors import Actor
from gates.enums import Event, GateState
from gates.models import Gate
from gates.state import State
from plans import reviews, roles
from plans.enums import Position
from plans.models import Company, Plan
from plans.reviews import Review

POSITIONS = list(Position)

NEEDED = (
    *("pk", "company_id", "position", "gate_id"),
    *("came", "review_cycle", "versioned_on"),
)
"""Of each plan; it may be thousands."""


class Attention(IntEnum):
    """What a plan needs, the most urgent first."""

    MINE = 1
    HALTED = 2
    OVERDUE = 3
    GATED = 4
    DUE = 5
    NONE = 6


@dataclass(frozen=True, slots=True)
class Holdings:
    """What somebody holds: permissions on gates, and the groups by whose names they own plans."""

    actor: Actor
    on_gates: dict[int, frozenset[str]]
    groups: frozenset[str]

    @classmethod
    def of(cls, actor: Actor) -> "Holdings":
        """Ask for both; two queries."""
        return cls(actor, access.held_on(actor, Gate), access.group_names(actor))


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for a person: what, and the address where it is done."""

    label: str
    url: str


@dataclass(frozen=True)
class Standing:
    """Where a plan stands: its gate and its next reviews; and for whom it is asked."""

    pk: int
    company: Company
    position: Position
    gate: int | None
    state: State | None
    reviews: Sequence[Review]
    holdings: Holdings

    @cached_property
    def tasks(self) -> list[Task]:
        """What waits for this person: a decision on the gate, and reviews of a plan of theirs."""
        return [*self._decisions(), *self._reviews()]

    def _decisions(self) -> Iterator[Task]:
        if not self.gate or not self.state:
            return
        held = self.holdings.on_gates.get(self.gate, frozenset())
        admitted = checks.admitted(held, self.state.policy, self.holdings.groups)
        row = gate_page.awaited(self.state, checks.Asker(self.holdings.actor, admitted))
        if row:
            by = self.state.request
            answers = row.event == Event.APPROVED and by
            label = f"Answer the request of {by.actor_name}" if answers and by else row.label
            yield Task(label, Gate(pk=self.gate).get_absolute_url())

    def _reviews(self) -> Iterator[Task]:
        if roles.group_name(self.company, self.position) not in self.holdings.groups:
            return
        for review in self.reviews:
            if review.is_overdue:
                since = date_format(review.due, "j M Y")
                yield Task(f"{review.words} overdue since {since}", f"{self.url}#document-history")

    @property
    def url(self) -> str:
        """The address of the plan's page."""
        return f"{self.company.url}{self.position.lower()}/"

    @cached_property
    def attention(self) -> Attention:
        """What it needs most."""
        if self.tasks:
            return Attention.MINE
        if self.state and self.state.gate == GateState.HALTED:
            return Attention.HALTED
        if any(review.is_overdue for review in self.reviews):
            return Attention.OVERDUE
        if self.state and self.state.gate == GateState.GATED:
            return Attention.GATED
        if any(review.is_due for review in self.reviews):
            return Attention.DUE
        return Attention.NONE


@dataclass(frozen=True)
class Overview:
    """A company with where its plans stand, those that need attention first."""

    company: Company
    plans: list[Standing]

    @property
    def urgency(self) -> tuple[int, int, str, int]:
        """By what companies are sorted: the most urgent need, how many have it, and the name."""
        needs = [standing.attention for standing in self.plans]
        first = min(needs, default=Attention.NONE)
        how_many = needs.count(first) if first != Attention.NONE else 0
        return first, -how_many, self.company.name.casefold(), self.company.pk


def overviews(companies: Iterable[Company], actor: Actor) -> list[Overview]:
    """Say where the companies' plans stand, those that the actor may see; the most urgent first.

    Four queries, whatever the number of companies, plans and records.
    """
    by_company = {company: list[Standing]() for company in companies}
    for company, found in groupby(standings(by_company, actor), attrgetter("company")):
        by_company[company] = sorted(found, key=urgency)
    made = (Overview(company, found) for company, found in by_company.items())
    return sorted(made, key=lambda each: each.urgency)


def urgency(standing: Standing) -> tuple[int, int]:
    """By what plans are sorted: their need, and the usual order of the positions."""
    return standing.attention, POSITIONS.index(standing.position)


def standings(companies: Iterable[Company], actor: Actor) -> Iterator[Standing]:
    """Say where each plan stands, company by company."""
    by_key = {company.pk: company for company in companies}
    plans = visible_plans(by_key, actor)
    plans = plans.annotate(came=TruncDate("created_at")).order_by("company_id")
    found = list(plans.values_list(*NEEDED, named=True))
    logs = states.current_of(Gate(pk=plan.gate_id) for plan in found if plan.gate_id)
    holdings, today = Holdings.of(actor), timezone.localdate()
    for plan in found:
        yield Standing(
            plan.pk,
            by_key[plan.company_id],
            Position(plan.position),
            plan.gate_id,
            logs.get(plan.gate_id),
            reviews.of_plan(plan.review_cycle, plan.versioned_on, plan.came, today),
            holdings,
        )


def visible_plans(companies: Iterable[int], actor: Actor) -> QuerySet[Plan]:
    """Give the plans of companies, by primary key, that the actor may see."""
    return access.visible_to(actor, "view_plan", Plan.objects.filter(company__in=list(companies)))
