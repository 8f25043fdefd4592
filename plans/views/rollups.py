"""The roll-ups of the Corporate Plan: shown, and taken over into the document."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from gates.requests import SignedInRequest
from plans import answers
from plans import rollups as door
from plans.address import Address, visible_plan
from plans.enums import Position
from plans.models import Plan
from plans.problems import status_of
from plans.views.imports import see_other
from plans.views.plans import plan_or_404
from plans.views.refusals import answered, shown
from plans.views.structure import writable

POLL = '{"now": {"target": "#news"}}'
"""Has the plan's page ask for its news at once."""


@require_safe
@vary_on_headers("HX-Request")
def rollups(request: SignedInRequest, company: str) -> HttpResponse:
    """What the other plans say now, for the Corporate Plan: to its page the panels, else a page."""
    plan = plan_or_404(request, company, Position.CORP)
    return answer(request, plan, "rollup.html#panels" if request.htmx else "rollups.html")


@require_POST
@answered
def take_over(request: SignedInRequest, company: str, key: str) -> HttpResponse:
    """Copy what a roll-up (`key`) says now into the Corporate Plan, as a table with the date."""
    address = Address(company, Position.CORP)
    try:
        done = door.take_over(writable(request, address), key, by=request.actor)
    except shown(request) as refusal:
        return refused(request, address, refusal)
    if request.htmx:
        response = render(request, answers.NEWS, {"done": done})
        response.headers["HX-Trigger"] = POLL
        return response
    messages.success(request, done.said)
    return see_other(done.plan.url)


def refused(request: SignedInRequest, address: Address, refusal: Exception) -> HttpResponse:
    """Say why nothing was copied: on the plan's page in a toast, else above the roll-ups."""
    message, status = str(refusal), status_of(refusal)
    if request.htmx:
        context = {"message": message}
        return render(request, "plans/answer.html#refusal", context, status=status)
    plan = visible_plan(address, request.actor)
    return answer(request, plan, "rollups.html", error=message, status=status)


def answer(
    request: SignedInRequest,
    plan: Plan,
    template: str,
    *,
    error: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show the roll-ups as they are now."""
    context = {
        "plan": plan,
        "panels": door.panels(plan, by=request.actor),
        "may_write": plan.may_change_plan,  # type: ignore[attr-defined]
        "error": error,
    }
    return render(request, f"plans/{template}", context, status=status)
