"""What the portfolio shows of companies and their plans, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from gates import access
from gates import state as states
from gates.actors import Actor
from gates.state import State
from plans import blueprints
from plans.catalogue import Count
from plans.enums import Position
from plans.models import Company, Plan
from plans.page import Banner, banner


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan in a list: where it stands and how far it is."""

    title: str
    url: str
    position: str
    banner: Banner | None
    filled: int | None
    updated_at: datetime


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
        banner=banner(plan.gate, logs.get(plan.gate_id or 0)),
        filled=Count(*(number or 0 for number in counts)).filled,
        updated_at=plan.updated_at,
    )


def creatable(company: Company, actor: Actor) -> list[tuple[str, str]]:
    """Give the plans that the actor may create now: those with a blueprint that are missing."""
    if not access.can(actor, "create_plan", company):
        return []
    there = set(Plan.objects.filter(company=company).values_list("position", flat=True))
    return [
        (position.value, f"{position} · {position.label}")
        for position in blueprints.offered()
        if position not in there
    ]


def switch(request: HttpRequest) -> dict[str, Callable[[], list[Company]]]:
    """Let every page's frame offer one's companies; a query, where a page asks for them."""

    def own_companies() -> list[Company]:
        if not request.user.is_authenticated:
            return []
        actor = Actor.of(request.user)
        return list(access.visible_to(actor, "view_company", Company.objects.all()))

    return {"own_companies": own_companies}
