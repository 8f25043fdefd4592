"""What the portfolio shows of companies and their plans, in a constant number of queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.http import HttpRequest

from gates import access
from gates.actors import Actor
from plans import blueprints, roles
from plans.attention import Need, needs
from plans.catalogue import Count
from plans.models import Company, Plan
from plans.page import Banner, banner
from plans.reviews import Review
from plans.standings import Overview, Standing, Task

MOST_COMPANIES = 10
"""In the menu of every page; the portfolio has them all."""


MOST_PLANS = 20
"""Of one's own, whose needs the portfolio lists."""


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A plan in a list: where it stands, how far it is, whose it is, and what waits for one."""

    title: str
    url: str
    position: str
    banner: Banner | None
    count: Count
    owners: list[str]
    reviews: Sequence[Review]
    tasks: list[Task]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """A company with the plans that one may see, those that need attention first."""

    name: str
    slug: str
    url: str
    plans: list[PlanCard]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for this person, and at which plan of which company."""

    task: Task
    title: str
    company: str


def waiting(overviews: Iterable[Overview]) -> list[Waiting]:
    """Give everything that waits for this person, in the order of the companies."""
    return [
        Waiting(task, standing.position.label, overview.company.name)
        for overview in overviews
        for standing in overview.plans
        for task in standing.tasks
    ]


def own_needs(overviews: Iterable[Overview], by: Actor, at: datetime) -> list[Need]:
    """Give what needs attention in the plans that this person owns, of the first of them."""
    names = access.group_names(by)
    own = [
        standing.pk
        for overview in overviews
        for standing in overview.plans
        if roles.group_name(overview.company, standing.position) in names
    ]
    plans = Plan.objects.filter(pk__in=own[:MOST_PLANS]).select_related("company", "gate")
    return needs(plans, at) if own else []


def cards(overviews: Sequence[Overview]) -> list[CompanyCard]:
    """Give the companies' cards; two queries."""
    standings = [standing for overview in overviews for standing in overview.plans]
    plans = Plan.objects.filter(pk__in=[standing.pk for standing in standings])
    counted = plans.select_related("gate").annotate(
        cells=Sum("sections__cells"),
        to_fill=Sum("sections__to_fill"),
        flagged=Sum("sections__flagged"),
    )
    by_key = {plan.pk: plan for plan in counted}
    owners = roles.owners([overview.company for overview in overviews])
    return [
        CompanyCard(
            overview.company.name,
            overview.company.slug,
            overview.company.url,
            [
                card(standing, by_key[standing.pk], owners)
                for standing in overview.plans
                if standing.pk in by_key
            ],
        )
        for overview in overviews
    ]


def card(standing: Standing, plan: Plan, owners: dict[str, list[str]]) -> PlanCard:
    """Give a plan's card; `owners` are those of all plans, by the names of their groups."""
    counts = (plan.cells, plan.to_fill, plan.flagged)  # type: ignore[attr-defined]
    return PlanCard(
        title=standing.position.label,
        url=standing.url,
        position=standing.position,
        banner=banner(plan.gate, standing.state),
        count=Count(*(number or 0 for number in counts)),
        owners=owners.get(roles.group_name(standing.company, standing.position), []),
        reviews=standing.reviews,
        tasks=standing.tasks,
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
    """Let every page's frame offer one's first companies; a query, where a page asks for them."""

    def own_companies() -> list[Company]:
        if not request.user.is_authenticated:
            return []
        actor = Actor.of(request.user)
        visible = access.visible_to(actor, "view_company", Company.objects.all())
        return list(visible[:MOST_COMPANIES])

    return {"own_companies": own_companies}
