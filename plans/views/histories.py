"""A plan's history, and taking back what was read into the plan last."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gates.requests import SignedInRequest
from plans import editing, history
from plans.address import Address
from plans.enums import Position
from plans.models import Plan
from plans.problems import status_of
from plans.views.plans import plan_or_404
from plans.views.refusals import shown

CHANGES_A_PAGE = 100


@require_safe
def changes(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """What was changed, by whom and when, newest first."""
    return page(request, plan_or_404(request, company, position))


@require_POST
def undo(request: SignedInRequest, company: str, position: Position, group: UUID) -> HttpResponse:
    """Take back a document that was read in, as a whole; refused, the history says why."""
    plan = plan_or_404(request, company, position)
    try:
        editing.undo_document(Address(company, position), group, by=request.actor)
    except shown(request) as refusal:
        messages.error(request, str(refusal))
        return page(request, plan, status_of(refusal))
    messages.success(request, "Taken back: the plan says what it said before.")
    return HttpResponseRedirect(plan.url, status=HTTPStatus.SEE_OTHER)


def page(request: SignedInRequest, plan: Plan, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """Show the history; what can be taken back as a whole has a button for it."""
    paginator = Paginator(history.changes(plan), CHANGES_A_PAGE)
    listed = paginator.get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "page_obj": listed,
        "groups": history.groups(plan, listed.object_list),
        "undoable": history.undoable(plan) if plan.may_change_plan else None,  # type: ignore[attr-defined]
    }
    return render(request, "plans/history.html", context, status=status)
