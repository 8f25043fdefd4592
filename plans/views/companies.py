"""The portfolio over all of one's companies, and the page of one company."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from gates import access
from gates.requests import SignedInRequest
from plans import blueprints, editing, portfolios
from plans.models import Company


@require_GET
def portfolio(request: SignedInRequest) -> HttpResponse:
    """Every company that this person may see, with its plans."""
    companies = access.visible_to(request.actor, "view_company", Company.objects.all())
    cards = portfolios.cards(companies, request.actor)
    return render(request, "plans/portfolio.html", {"companies": cards})


@require_http_methods(["GET", "POST"])
def company(request: SignedInRequest, company: str) -> HttpResponse:
    """One company; a POST creates the plan of a `position` from its blueprint."""
    visible = access.visible_to(request.actor, "view_company", Company.objects.all())
    found = get_object_or_404(visible, slug=company)
    error = ""
    if request.method == "POST":
        try:
            position = blueprints.position(request.POST.get("position", ""))
            text = blueprints.text(position)
            created = editing.create_plan(found, position, text, by=request.actor)
            return redirect(created.plan.url)
        except editing.Invalid as refusal:
            error = str(refusal)
    (card,) = portfolios.cards([found], request.actor)
    offered = blueprints.missing(card) if access.can(request.actor, "create_plan", found) else []
    context = {"company": card, "creatable": offered, "error": error}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "plans/company.html", context, status=status)


