"""A plan's page, what is new on it, and its export."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gates.requests import SignedInRequest
from plans import answers, computing, editing, page, presences, printing, rollups
from plans.address import Address, Gone, visible_plan
from plans.document.decode import encoding_for
from plans.enums import BlockKind, Position
from plans.models import Plan, Section


@require_safe
def plan(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """The whole plan on one page."""
    found = plan_or_404(request, company, position)
    state = printing.gate_state(found)
    sections = list(Section.objects.filter(plan=found))
    context = page.context(found, sections, state) | {"gate": 0}
    context["sections"] = rollups.beside(found, sections, context["sections"])
    if state:
        context["gate"] = presences.mark(len(state.log), state.policy.sections, found.revision)
    return render(request, "plans/plan.html", context)


@require_safe
def news(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """What the page does not know yet, if anything; `at` is the heading one is editing under."""
    address, asked = Address(company, position), request.GET
    try:
        now = presences.look(address, asked.get("at", "")[:200], by=request.actor)
    except Gone as gone:
        raise Http404(str(gone)) from gone
    seen, gate = revision(asked.get("seen", "")), revision(asked.get("gate", ""))
    if (now.revision, now.gate, now.who) == (seen, gate, asked.get("who", "")):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context: answers.Context = {"who": now.who}
    if now.revision != seen:
        context |= answers.news(address, seen, by=request.actor)
    response = render(request, answers.NEWS, context)
    response.headers["HX-Trigger"] = answers.told(seen, now.revision, gate=now.gate)
    return response


@require_POST
def preview(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """How a `text` that is being typed will be shown; nothing where it will look as it is typed.

    `kind` is the block's, where it holds more than a line.
    """
    found, text = plan_or_404(request, company, position), request.POST.get("text", "")
    asked = request.POST.get("kind", "")
    kind = BlockKind(asked) if asked in BlockKind else BlockKind.TABLE
    return HttpResponse(answers.preview(found, kind, text) if len(text) <= editing.MAX_CELL else "")


@require_safe
def export(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """The plan as Markdown, gated or not, in its file's encoding if that can hold it.

    `computed` asks for what is computed, in the cells that the document has for it.
    """
    found = plan_or_404(request, company, position)
    facts = printing.facts(found, printing.gate_state(found))
    if "computed" in request.GET:
        text = computing.text(found, timezone.now(), facts)
    else:
        text = printing.text(found, facts)
    encoding = encoding_for(text, found.encoding)
    return HttpResponse(
        text.encode(encoding),
        content_type=f"text/markdown; charset={encoding}",
        headers={"Content-Disposition": f'attachment; filename="{found.file_name}.md"'},
    )


def revision(text: str) -> int:
    """Read the number that a page sends back; 0, at which everything is new, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0  # noqa: PLR2004 (an integer's)


def plan_or_404(request: SignedInRequest, company: str, position: Position) -> Plan:
    """Give the plan that an address names, to whoever may see it."""
    try:
        return visible_plan(Address(company, position), request.actor)
    except Gone as gone:
        raise Http404(str(gone)) from gone
