"""The portfolio over all of one's companies, and the page of one company."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gates import access
from gates.requests import SignedInRequest
from plans import blueprints, editing, portfolios, staging, trees
from plans.enums import Position
from plans.models import Company
from plans.views.imports import visible_company
from plans.views.refusals import shown


@require_safe
def portfolio(request: SignedInRequest) -> HttpResponse:
    """Every company that this person may see, with its plans."""
    companies = access.visible_to(request.actor, "view_company", Company.objects.all())
    cards = portfolios.cards(companies, request.actor)
    return render(request, "plans/portfolio.html", {"companies": cards})


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
    (card,) = portfolios.cards([found], request.actor)
    context = {
        "company": card,
        "plans": card.plans,
        "importable": bool(staging.offered(found, request.actor)),
        "creatable": portfolios.creatable(found, request.actor),
        "error": error,
    }
    return render(request, "plans/company.html", context, status=422 if error else 200)


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
