"""What the tables of a plan come to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from gates.requests import SignedInRequest
from plans.catalogue import MEASURED
from plans.enums import Position
from plans.figures.plans import of_plan
from plans.views.plans import plan_or_404


@require_safe
@vary_on_headers("HX-Request")
def figures(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """What the plan's tables come to today; to the plan's own page, each for its place there."""
    plan, now = plan_or_404(request, company, position), timezone.now()
    at = "" if request.htmx else plan.url
    context = {
        "plan": plan,
        "now": now,
        "figures": of_plan(plan, now),
        "measured": {*MEASURED.values()},
        "at": at,
    }
    template = "plans/figures.html#placed" if request.htmx else "plans/figures.html"
    return render(request, template, context)
