"""What the portfolio shows of companies and their plans, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum

from gates import access, lock
from gates import state as states
from gates.actors import Actor
from gates.state import State
from plans.catalogue import Count
from plans.enums import Position
from plans.models import Company, Plan


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan in a list: where it stands and how far it is."""

    title: str
    url: str
    position: str
    state: State | None
    count: Count
    updated_at: datetime

    @property
    def filled(self) -> int:
        """The share of cells that are filled, in whole percent."""
        return self.count.filled

    @property
    def reasons(self) -> list[lock.Reason]:
        """What keeps the gate shut."""
        return lock.reasons(self.state) if self.state else []


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """A company with the plans that one may see."""

    name: str
    slug: str
    url: str
    plans: list[PlanCard]


def cards(companies: Iterable[Company], actor: Actor) -> list[CompanyCard]:
    """Give the companies' cards; two queries beside that for the companies."""
    companies = list(companies)
    plans = list(visible_plans(companies, actor))
    logs = states.current_of([plan.gate for plan in plans if plan.gate])
    by_company: dict[int, list[PlanCard]] = defaultdict(list)
    for plan in plans:
        by_company[plan.company_id].append(card(plan, logs))
    return [
        CompanyCard(company.name, company.slug, company.url, by_company[company.pk])
        for company in companies
    ]


def visible_plans(companies: list[Company], actor: Actor) -> QuerySet[Plan]:
    """Give the companies' plans that the actor may see, with the sums of their sections."""
    plans = access.visible_to(actor, "view_plan", Plan.objects.filter(company__in=companies))
    return plans.select_related("company", "gate").annotate(
        cells=Sum("sections__cells"),
        to_fill=Sum("sections__to_fill"),
        flagged=Sum("sections__flagged"),
    )


def card(plan: Plan, logs: dict[int, State]) -> PlanCard:
    """Give a plan's card."""
    counts = (plan.cells, plan.to_fill, plan.flagged)  # type: ignore[attr-defined]
    return PlanCard(
        title=Position(plan.position).label,
        url=plan.url,
        position=plan.position,
        state=logs[plan.gate_id] if plan.gate_id else None,
        count=Count(*(number or 0 for number in counts)),
        updated_at=plan.updated_at,
    )
