"""What the tables of a plan come to."""

from hashlib import sha256

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from gates.requests import SignedInRequest
from plans import computing
from plans.address import Address
from plans.catalogue import MEASURED
from plans.enums import Position
from plans.figures.computed import COMPUTED
from plans.figures.drawing import Figure
from plans.figures.plans import of_plan
from plans.models import Plan
from plans.page import LONG
from plans.views.imports import see_other
from plans.views.plans import plan_or_404
from plans.views.refusals import answered


@require_safe
@vary_on_headers("HX-Request")
def figures(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """What the plan's tables come to today; to the plan's own page, each for its place there."""
    plan, now = plan_or_404(request, company, position), timezone.now()
    at = "" if request.htmx else plan.url
    context = {"plan": plan, "now": now, "figures": drawn(of_plan(plan, now), plan, at)}
    if not request.htmx:
        context |= {"computed": COMPUTED, "kept": computing.kept(plan)}
    template = "plans/figures.html#placed" if request.htmx else "plans/figures.html"
    return render(request, template, context)


def drawn(figures: list[Figure], plan: Plan, at: str) -> list[tuple[Figure, str]]:
    """Give figures with their HTML, whose links start with `at`.

    It is kept by all that it says, so after an edit only what is another is rendered anew.
    """
    shared = {"plan": plan, "at": at, "measured": {*MEASURED.values()}}
    keys = [key_of(figure, plan, at) for figure in figures]
    kept = cache.get_many(keys)
    fresh = {
        key: render_to_string("plans/figures.html#figure", shared | {"figure": figure})
        for key, figure in zip(keys, figures, strict=True)
        if key not in kept
    }
    cache.set_many(fresh, LONG)
    html = kept | fresh
    return [(figure, html[key]) for key, figure in zip(keys, figures, strict=True)]


def key_of(figure: Figure, plan: Plan, at: str) -> str:
    """Give the key of a figure's HTML: the digest of what it is made of, and of where it stands."""
    made_of = repr((figure, plan.url, at)).encode(errors="surrogatepass")
    return f"figure-{sha256(made_of).hexdigest()}"


@require_POST
@answered
def keep(request: SignedInRequest, company: str, position: Position, register: str) -> HttpResponse:
    """Choose, by `keep`, whether the tables of a register are exported as computed."""
    address, is_kept = Address(company, position), request.POST.get("keep") == "yes"
    plan = computing.keep(address, register, is_kept=is_kept, by=request.actor)
    what = "what is computed" if is_kept else "what is typed"
    messages.success(request, f"An export with computed values has {what} here.")
    return see_other(f"{plan.url}figures/")
