"""Writing one cell: the answer is the cell as it stands now, whatever happened."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gates.requests import SignedInRequest
from plans import answers, editing
from plans.address import Address
from plans.editing import Written
from plans.enums import Position
from plans.problems import status_of
from plans.views.refusals import answered, shown


@require_POST
@answered
def cell(
    request: SignedInRequest, company: str, position: Position, row: int, column: int
) -> HttpResponse:
    """Write `text` into a cell whose editor showed `seen`."""
    address = Address(company, position)
    typed, seen = request.POST.get("text", ""), request.POST.get("seen")
    try:
        written = editing.set_cell(address, row, column, typed, seen=seen, by=request.actor)
    except shown(request) as refusal:
        context = answers.refused_cell(address, row, column, refusal, typed)
        return render(request, answers.CELL, context, status=status_of(refusal))
    response = render(request, answers.CELL, answers.saved_cell(written, column))
    response.headers["HX-Trigger"] = answers.told(written.since, known(written))
    return response


def known(written: Written) -> int:
    """Give the revision that a page knows with the cell alone: a heading changes other parts."""
    plan = written.plan
    return written.since if plan.laid_out > written.since else plan.revision
