"""The portfolio over all of one's companies, and the page of one company."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gates import access
from gates.requests import SignedInRequest
from plans import blueprints, editing, forms, founding, portfolios, roles, staging, standings, trees
from plans.attention import needs
from plans.enums import Position
from plans.models import Company
from plans.views.imports import visible_company
from plans.views.refusals import shown

PAGE = 10
"""Companies on a page of the portfolio."""


@require_safe
def portfolio(request: SignedInRequest) -> HttpResponse:
    """Every company that this person may see, with its plans."""
    companies = access.visible_to(request.actor, "view_company", Company.objects.all())
    overviews = standings.overviews(companies, request.actor)
    shown = Paginator(overviews, PAGE).get_page(request.GET.get("page"))
    context = {
        "companies": portfolios.cards(list(shown)),
        "waiting": portfolios.waiting(overviews),
        "needs": portfolios.own_needs(overviews, request.actor, timezone.now()),
        "pages": shown,
        "may_found": founding.may_found(request.actor),
    }
    return render(request, "plans/portfolio.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def found_company(request: SignedInRequest) -> HttpResponse:
    """The form that founds a company with its ten plans, to whoever may; a POST does it."""
    if not founding.may_found(request.actor):
        raise Http404("There is nothing to be done here.")
    form = forms.CompanyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = founding.found(**form.cleaned_data, by=request.actor)
            return redirect(f"{new.url}people/")
        except ValidationError as error:
            form.add_error(None, error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "plans/found.html", {"form": form.focused()}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def company(request: SignedInRequest, company: str) -> HttpResponse:
    """One company; a POST creates the plan of a `position` from its blueprint."""
    found = visible_company(request, company)
    error = ""
    if request.method == "POST":
        try:
            return redirect(create(found, request).plan.url)
        except shown(request, (editing.Invalid,)) as refusal:
            error = str(refusal)
    overviews = standings.overviews([found], request.actor)
    (card,) = portfolios.cards(overviews)
    context = {
        "company": card,
        "waiting": portfolios.waiting(overviews),
        "needs": portfolios.own_needs(overviews, request.actor, timezone.now()),
        "plans": card.plans,
        "importable": bool(staging.offered(found, request.actor)),
        "creatable": portfolios.creatable(found, request.actor),
        "manages": access.can(request.actor, "manage_company", found),
        "error": error,
    }
    return render(request, "plans/company.html", context, status=422 if error else 200)


@require_safe
def attention(request: SignedInRequest, company: str) -> HttpResponse:
    """What needs attention in a company's plans that one may see, or in one of them, `?plan=cto`.

    In those that one owns for `?mine`.
    """
    found = visible_company(request, company)
    plans = visible = trees.visible_plans(found, request.actor)
    is_mine, position = "mine" in request.GET, request.GET.get("plan", "").upper()
    if is_mine:
        plans = roles.owned(visible, request.actor)
    elif position:
        plans = [plan for plan in visible if plan.position == position]
    context = {
        "company": found,
        "needs": needs(plans, timezone.now()),
        "is_mine": is_mine,
        "position": position,
        "plans": visible,
    }
    return render(request, "plans/attention.html", context)


@require_safe
def export(request: SignedInRequest, company: str) -> HttpResponse:
    """The company's plans that this person may see, as a ZIP of the tree that they lie in."""
    found = visible_company(request, company)
    return HttpResponse(
        trees.zipped(trees.files(found, request.actor)),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{found.slug}-plans.zip"'},
    )


def create(company: Company, request: SignedInRequest) -> editing.Imported:
    """Create the plan that the form asks for."""
    position = request.POST.get("position", "")
    if position not in blueprints.offered():
        message = "There is no blueprint for this position."
        raise editing.Invalid(message)
    text = blueprints.text(Position(position))
    return editing.create_plan(company, Position(position), text, by=request.actor)
