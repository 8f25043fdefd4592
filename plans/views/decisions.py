"""The decisions of a plan: all of them, each with its record, and their MADR files."""

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gates.requests import SignedInRequest
from plans import editing, trees
from plans.address import Address
from plans.decisions import facts, madr, records
from plans.document.decode import Unreadable, decode
from plans.editing import Group, Invalid
from plans.enums import Position
from plans.models import Plan
from plans.views.dossiers import one_of, overview, page, text_of, typed_options
from plans.views.imports import see_other, sent
from plans.views.plans import plan_or_404
from plans.views.refusals import REFUSALS, answered, shown
from plans.views.structure import writable


@require_safe
def decisions(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """All decisions of the plan, what they are to each other, and where a file is read in."""
    return overview(request, plan_or_404(request, company, position))


@require_POST
@answered
def read_in(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """Read a MADR file or a pasted text in, `into` a decision or as a new one."""
    plan, address = plan_or_404(request, company, position), Address(company, position)
    try:
        writable(request, address)
        file = sent(request)
        text = decode(file.data)
        if file.is_pasted:
            text = madr.normal(text)
        number = chosen(plan, request.POST.get("into", ""), file.name)
        done = editing.read_record(address, text, number, by=request.actor)
    except shown(request, (*REFUSALS, Unreadable)) as refusal:
        return overview(request, plan, refusal)
    return to_page(request, plan, done)


@require_http_methods(["GET", "HEAD", "POST"])
@answered
def decision(
    request: SignedInRequest, company: str, position: Position, number: int
) -> HttpResponse:
    """A decision with its record; a POST writes the record's parts, options and relations."""
    plan = plan_or_404(request, company, position)
    if request.method != "POST":
        return page(request, plan, number)
    try:
        done = save(request, Address(company, position), number)
    except shown(request) as refusal:
        return page(request, plan, number, refusal)
    return to_page(request, plan, done, number)


@require_POST
@answered
def decide(request: SignedInRequest, company: str, position: Position, number: int) -> HttpResponse:
    """Give a decision another `status`; for Superseded, `successor` is the number of the newer."""
    plan, asked = plan_or_404(request, company, position), request.POST
    successor = asked.get("successor", "")
    try:
        done = editing.decide(
            Address(company, position),
            number,
            asked.get("status", ""),
            successor=int(successor[:9]) if successor.isdecimal() else None,
            seen=asked.get("seen"),
            by=request.actor,
        )
    except shown(request) as refusal:
        return page(request, plan, number, refusal)
    return to_page(request, plan, done, number)


@require_safe
def adr(request: SignedInRequest, company: str, position: Position, number: int) -> HttpResponse:
    """A decision's MADR file, gated or not, with its title, status, date and relations."""
    plan = plan_or_404(request, company, position)
    found, one = one_of(plan, number)
    text = records.file_of(found, number, text_of(plan, number))
    return HttpResponse(
        text.encode(),
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{one.file_name}"'},
    )


@require_safe
def files(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """The MADR files of all decisions of the plan, as a ZIP."""
    plan = plan_or_404(request, company, position)
    return HttpResponse(
        trees.zipped(records.files(plan)),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{plan.file_name}-decisions.zip"'},
    )


# --- What is asked


def chosen(plan: Plan, into: str, file_name: str) -> int | None:
    """Give the number of the decision that a file is for; None for the next one that is free.

    Without a choice it is the number in the file's name, if nothing is written there yet.
    """
    if into.isdecimal():
        return int(into[:9])
    number = facts.number_in(file_name)
    taken = records.of_plan(plan).get(number or 0)
    return None if taken and (taken.title or taken.has_text) else number


def save(request: SignedInRequest, address: Address, number: int) -> Group:
    """Write what the form of a record has sent."""
    writable(request, address)
    asked = request.POST
    try:
        depends_on = facts.named(asked.get("depends-on", ""))
    except facts.Wrong as refusal:
        raise Invalid(str(refusal)) from refusal
    return editing.set_record(
        address,
        number,
        {part.key: asked[part.key] for part in madr.TEXTS if part.key in asked},
        typed_options(request),
        people={name: asked[name] for name in facts.PEOPLE if name in asked},
        depends_on=depends_on,
        seen=asked.get("seen"),
        by=request.actor,
    )


def to_page(
    request: SignedInRequest, plan: Plan, done: Group, number: int | None = None
) -> HttpResponse:
    """Say what was done, on the page of the decision or, without a number, on that of all."""
    messages.success(request, done.said)
    return see_other(f"{plan.url}{'decisions/' if number is None else records.page_of(number)}")
