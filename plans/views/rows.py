"""Adding, deleting and moving rows: the answer is the whole section as it stands now."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gates.requests import SignedInRequest
from plans import answers, editing
from plans.address import Address
from plans.editing import Invalid, Written
from plans.enums import Position
from plans.models import Block, Row
from plans.problems import status_of
from plans.views.refusals import answered, shown


@require_POST
@answered
def add(request: SignedInRequest, company: str, position: Position, block: int) -> HttpResponse:
    """Add a row to a block, below the row `after` or at the end."""
    address = Address(company, position)
    section = Block.objects.filter(pk=block).values_list("section", flat=True)
    return answer(
        request,
        address,
        section.first(),
        lambda: editing.add_row(address, block, after=number(request, "after"), by=request.actor),
    )


@require_POST
@answered
def delete(request: SignedInRequest, company: str, position: Position, row: int) -> HttpResponse:
    """Delete a row of which the page showed version `seen`."""
    address = Address(company, position)
    return answer(
        request,
        address,
        section_of(row),
        lambda: editing.delete_row(address, row, seen=number(request, "seen"), by=request.actor),
    )


@require_POST
@answered
def move(request: SignedInRequest, company: str, position: Position, row: int) -> HttpResponse:
    """Move a row `by` rows, up if negative."""
    address = Address(company, position)
    return answer(
        request,
        address,
        section_of(row),
        lambda: editing.move_row(
            address, row, by_rows=number(request, "by") or 0, by=request.actor
        ),
    )


def answer(
    request: SignedInRequest, address: Address, section: int | None, write: Callable[[], Written]
) -> HttpResponse:
    """Write, and show the section; a refusal shows it too, with the reason."""
    status, message = 200, ""
    try:
        write()
    except shown(request) as refusal:
        status, message = status_of(refusal), str(refusal)
    context = answers.section(address, section, message, by=request.actor)
    return render(request, answers.SECTION, context, status=status)


def section_of(row: int) -> int | None:
    """Give the section of a row, before the row goes."""
    return Row.objects.filter(pk=row).values_list("block__section", flat=True).first()


def number(request: SignedInRequest, name: str) -> int | None:
    """Read a whole number from the form; Invalid for anything else, None for nothing."""
    text = request.POST.get(name, "")
    if not text:
        return None
    try:
        return int(text[:12])
    except ValueError as error:
        message = f"“{text[:40]}” is not a number."
        raise Invalid(message) from error
