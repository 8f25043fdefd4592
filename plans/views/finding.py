"""The two dialogs that keys open on a plan's page: find anything, and the list of shortcuts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gates.requests import SignedInRequest
from plans import finding
from plans.enums import Position
from plans.views.plans import plan_or_404

LONGEST = 200


@require_safe
def find(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """What has the words `q`; without any asked for, the dialog that asks."""
    plan = plan_or_404(request, company, position)
    results = finding.find(plan, request.GET.get("q", "")[:LONGEST], by=request.actor)
    part = "results" if "q" in request.GET else "dialog"
    return render(request, f"plans/find.html#{part}", {"plan": plan, "results": results})


@require_safe
def shortcuts(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """The list of keys, with a switch to turn those off that are this page's own."""
    plan_or_404(request, company, position)
    return render(request, "plans/shortcuts.html")
