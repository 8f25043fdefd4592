"""Writing more than one cell: the answer is what the page does not know yet."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import UUIDField
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from gates.requests import SignedInRequest
from plans import answers, editing
from plans.address import Address
from plans.editing import Group, Invalid, Written
from plans.enums import Position
from plans.problems import status_of
from plans.views.refusals import answered, shown


@require_POST
@answered
def add(request: SignedInRequest, company: str, position: Position, block: int) -> HttpResponse:
    """Add a row to a block, below the row `after` or at the end."""
    address = Address(company, position)
    return answer(
        request,
        address,
        lambda: editing.add_row(address, block, after=number(request, "after"), by=request.actor),
    )


@require_POST
@answered
def paste(request: SignedInRequest, company: str, position: Position, block: int) -> HttpResponse:
    """Write a `text` from a spreadsheet, from `row` and `column` on."""
    address = Address(company, position)
    return answer(
        request,
        address,
        lambda: editing.paste(
            address,
            block,
            request.POST.get("text", ""),
            row=number(request, "row"),
            column=number(request, "column") or 0,
            seen=number(request, "revision"),
            by=request.actor,
        ),
    )


@require_POST
@answered
def delete(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """Delete `rows`, as the page showed them at `revision`."""
    address = Address(company, position)
    return answer(
        request,
        address,
        lambda: editing.delete_rows(
            address, numbers(request, "rows"), seen=number(request, "revision"), by=request.actor
        ),
    )


@require_POST
@answered
def fill(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """Write `text` into one `column` of `rows`."""
    address = Address(company, position)
    return answer(
        request,
        address,
        lambda: editing.set_cells(
            address,
            numbers(request, "rows"),
            number(request, "column") or 0,
            request.POST.get("text", ""),
            seen=number(request, "revision"),
            by=request.actor,
        ),
    )


@require_POST
@answered
def move(request: SignedInRequest, company: str, position: Position, row: int) -> HttpResponse:
    """Move a row `by` rows, up if negative."""
    address = Address(company, position)
    return answer(
        request,
        address,
        lambda: editing.move_row(
            address, row, by_rows=number(request, "by") or 0, by=request.actor
        ),
    )


@require_POST
@answered
def undo(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """Take back one's own last change, or the `group` that is named; `quiet` says nothing of it."""
    address = Address(company, position)
    return answer(
        request, address, lambda: editing.undo(address, chosen(request), by=request.actor)
    )


@require_POST
@answered
def redo(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """Do again what one took back last."""
    address = Address(company, position)
    return answer(request, address, lambda: editing.redo(address, by=request.actor))


def answer(
    request: SignedInRequest, address: Address, write: Callable[[], Written | Group]
) -> HttpResponse:
    """Write, and tell the page what it does not know; a refusal tells it too, with the reason."""
    status, done = 200, None
    toast: answers.Context = {}
    try:
        done = write()
    except shown(request) as refusal:
        status, toast = status_of(refusal), {"message": str(refusal)}
    context = answers.news(address, number_or_none(request, "revision"), by=request.actor)
    context |= toast or ({} if "quiet" in request.POST else {"done": done})
    response = render(request, answers.NEWS, context, status=status)
    response.headers["HX-Trigger"] = answers.told(context["since"], context["plan"].revision, done)
    return response


def chosen(request: SignedInRequest) -> UUID | None:
    """Read the group to take back; None for the last."""
    text = request.POST.get("group", "")
    try:
        return UUIDField().to_python(text) if text else None
    except ValidationError as error:
        raise Invalid("There is no such change.") from error


def number(request: SignedInRequest, name: str) -> int | None:
    """Read a whole number from the form; Invalid for anything else, None for nothing."""
    text = request.POST.get(name, "")
    return whole(text) if text else None


def number_or_none(request: SignedInRequest, name: str) -> int | None:
    """Read a whole number from the form, None for anything else."""
    try:
        return number(request, name)
    except Invalid:
        return None


def numbers(request: SignedInRequest, name: str) -> list[int]:
    """Read whole numbers, parted by commas."""
    return [whole(text) for text in request.POST.get(name, "").split(",") if text]


def whole(text: str) -> int:
    """Read a whole number; Invalid for anything else."""
    try:
        return int(text[:12])
    except ValueError as error:
        raise Invalid(f"“{text[:40]}” is not a number.") from error
