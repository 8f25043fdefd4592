"""The releases of a plan: its checklist as it stands, and those that were recorded."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gates.requests import SignedInRequest
from plans import editing, kept
from plans.address import Address
from plans.editing import Group, Invalid
from plans.enums import Position
from plans.models import Plan
from plans.problems import status_of
from plans.releases import Check, open_items
from plans.views.imports import see_other
from plans.views.plans import plan_or_404
from plans.views.refusals import answered, reasons, shown
from plans.views.rows import chosen, number_or_none
from plans.views.sprints import A_PAGE, undoable


@require_http_methods(["GET", "HEAD", "POST"])
@answered
def releases(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """The checklist and the releases so far; a POST records one, or takes that back."""
    plan = plan_or_404(request, company, position)
    if request.method != "POST":
        return page(request, plan)
    try:
        done = write(request, Address(company, position))
    except shown(request) as refusal:
        return page(request, plan, error=str(refusal), status=status_of(refusal))
    messages.success(request, done.said)
    return see_other(f"{plan.url}releases/")


def write(request: SignedInRequest, address: Address) -> Group:
    """Record the release `name` of the list as it was at `revision`, or take back a `group`."""
    if request.POST.get("do") == "undo":
        return editing.undo(address, chosen(request), by=request.actor)
    name, reason = request.POST.get("name", ""), request.POST.get("reason", "")
    seen = number_or_none(request, "revision")
    return editing.record_release(address, name, reason=reason, seen=seen, by=request.actor)


def page(
    request: SignedInRequest, plan: Plan, *, error: str = "", status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Show the checklist and the releases as they are now, with what somebody typed."""
    past = kept.of_plan(plan).releases
    checks, why_not = checks_or_not(request, plan)
    context = {
        "plan": plan,
        "checks": checks,
        "open": open_items(checks),
        "why_not": why_not,
        "may_write": plan.may_change_plan,  # type: ignore[attr-defined]
        "reasons": reasons(plan),
        "page_obj": Paginator(past[::-1], A_PAGE).get_page(request.GET.get("page")),
        "undoable": undoable(request, plan, [each.group for each in past]),
        "error": error,
        "name": request.POST.get("name", ""),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "plans/releases.html", context, status=status)


def checks_or_not(request: SignedInRequest, plan: Plan) -> tuple[tuple[Check, ...], str]:
    """Give the checklist's items, or say why there are none."""
    try:
        return editing.preview_release(plan, by=request.actor), ""
    except Invalid as refusal:
        return (), str(refusal)
