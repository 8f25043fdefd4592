"""The sprints of a plan: those that were closed, and the running one, which is closed here."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gates.requests import SignedInRequest
from plans import editing, history, kept
from plans.address import Address
from plans.editing import Closing, Group, Invalid
from plans.enums import Position
from plans.figures.sprints import days_of
from plans.models import Plan
from plans.problems import status_of
from plans.sprints import LATELY, velocity
from plans.views.imports import see_other
from plans.views.plans import plan_or_404
from plans.views.refusals import answered, reasons, shown
from plans.views.rows import chosen, number_or_none

A_PAGE = 20


@require_http_methods(["GET", "HEAD", "POST"])
@answered
def sprints(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """The sprints that were closed, and the running one; a POST closes it, or takes that back."""
    plan = plan_or_404(request, company, position)
    if request.method != "POST":
        return page(request, plan)
    try:
        done = write(request, Address(company, position))
    except shown(request) as refusal:
        return page(request, plan, error=str(refusal), status=status_of(refusal))
    messages.success(request, done.said)
    return see_other(f"{plan.url}sprints/")


def write(request: SignedInRequest, address: Address) -> Group:
    """Close the sprint as the page showed it at `revision`, or take back the `group` that did."""
    if request.POST.get("do") == "undo":
        return editing.undo(address, chosen(request), by=request.actor)
    seen = number_or_none(request, "revision")
    return editing.close_sprint(address, seen=seen, by=request.actor)


def page(
    request: SignedInRequest, plan: Plan, *, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Show the sprints as they are now."""
    past = kept.of_plan(plan).sprints
    closing, why_not = closing_or_not(request, plan)
    context = {
        "plan": plan,
        "closing": closing,
        "days": when(closing) if closing else "",
        "why_not": why_not,
        "may_write": plan.may_change_plan,  # type: ignore[attr-defined]
        "reasons": reasons(plan),
        "velocity": velocity([each.what for each in past]),
        "lately": LATELY,
        "page_obj": Paginator(past[::-1], A_PAGE).get_page(request.GET.get("page")),
        "undoable": undoable(request, plan, [each.group for each in past]),
        "error": error,
    }
    return render(request, "plans/sprints.html", context, status=status)


def closing_or_not(request: SignedInRequest, plan: Plan) -> tuple[Closing | None, str]:
    """Say what closing would do, or why there is nothing to close."""
    try:
        return editing.preview_close(plan, by=request.actor), ""
    except Invalid as refusal:
        return None, str(refusal)


def when(closing: Closing) -> str:
    """Say when the running sprint ends."""
    start, end = closing.sprint.start, closing.sprint.end
    return days_of(start, end, timezone.localdate())[0] if start and end else ""


def undoable(request: SignedInRequest, plan: Plan, groups: list[UUID]) -> UUID | None:
    """Give the last group that kept something, if it is the actor's own to take back; a query."""
    last = groups[-1] if groups else None
    return last if last and history.stands(plan, last, request.actor) else None
