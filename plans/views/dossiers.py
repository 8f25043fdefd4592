"""What the pages of a plan's decisions show."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gates.requests import SignedInRequest
from plans import rendering
from plans.decisions import facts, madr, records
from plans.decisions.madr import Option
from plans.decisions.records import Decision
from plans.enums import DecisionStatus
from plans.figures.decisions import Listed, graph
from plans.figures.drawing import Figure
from plans.models import DecisionRecord, Plan
from plans.models.strategy import STEPS
from plans.problems import status_of
from plans.views.refusals import reasons

type Context = dict[str, Any]

NEW_OPTIONS = 2
"""How many options can be added at once."""


def one_of(plan: Plan, number: int) -> tuple[dict[int, Decision], Decision]:
    """Give the decisions of a plan, and one of them, or 404; two queries."""
    found = records.of_plan(plan)
    if number not in found:
        raise Http404("There is no such decision.")
    return found, found[number]


def record_of(plan: Plan, number: int) -> DecisionRecord | None:
    """Give a decision's record, if it has one; a query."""
    return DecisionRecord.objects.filter(plan=plan, number=number).first()


def text_of(plan: Plan, number: int) -> str:
    """Give the text of a decision's record; a query."""
    record = record_of(plan, number)
    return record.text if record else ""


def overview(
    request: SignedInRequest, plan: Plan, refusal: Exception | None = None
) -> HttpResponse:
    """Show all decisions; refused, with the reason and what was pasted."""
    found = records.of_plan(plan)
    listed = {
        each.number: Listed(each.row.pk, each.number, each.name, each.title, each.status, each.day)
        for each in found.values()
        if each.row and (each.title or each.status)
    }
    shapes = graph(listed, {number: each.related for number, each in found.items()})
    context = shared(plan, refusal) | {
        "decisions": [(each, relations_of(each, found)) for each in found.values()],
        "figure": Figure(0, "", "What supersedes and depends on what", shapes, records.KEY),
        "at": plan.url,
        "drafts": [each for each in found.values() if not (each.settled and each.has_text)],
        "into": request.POST.get("into", ""),
        "pasted": request.POST.get("text", ""),
    }
    return render(request, "plans/decisions.html", context, status=status(refusal))


def page(
    request: SignedInRequest, plan: Plan, number: int, refusal: Exception | None = None
) -> HttpResponse:
    """Show a decision; refused, with the reason and what was typed."""
    found, one = one_of(plan, number)
    record = record_of(plan, number)
    read = madr.parse(record.text if record else "")
    references = frozenset[str]()
    context = shared(plan, refusal) | {
        "decision": one,
        "relations": relations_of(one, found),
        "record": record,
        "madr": read,
        "front": front_of(read),
        "parts": [
            (part, rendering.blocks(said, references))
            for part in madr.TEXTS
            if (said := read.said(part))
        ],
        "options": [
            (each, rendering.blocks(each.text, references), each.counts) for each in read.arguments
        ],
        "others": [(each.title, rendering.blocks(each.text, references)) for each in read.others],
        "steps": [each for each in steps(one) if each != DecisionStatus.SUPERSEDED],
        "may_be_superseded": DecisionStatus.SUPERSEDED in steps(one) or is_unnamed(one),
        "successors": [
            each
            for each in found.values()
            if each.status == DecisionStatus.ACCEPTED and each.number != number
        ],
        "form": form(request, read, record),
        "seen": records.digest(record),
    }
    return render(request, "plans/decision.html", context, status=status(refusal))


def shared(plan: Plan, refusal: Exception | None) -> Context:
    """Give what both pages show: who may write, why nobody may, and what was refused."""
    why = reasons(plan)
    return {
        "plan": plan,
        "may_write": plan.may_change_plan and not why,  # type: ignore[attr-defined]
        "reasons": why if plan.may_change_plan else [],  # type: ignore[attr-defined]
        "error": str(refusal or ""),
    }


def status(refusal: Exception | None) -> HTTPStatus:
    """Give the status of a page that says why something was refused, or nothing of it."""
    return status_of(refusal) if refusal else HTTPStatus.OK


def steps(one: Decision) -> tuple[DecisionStatus, ...]:
    """Give what may become of a decision; of one without a status, what may be its first."""
    if one.row is None:
        return ()
    first = (DecisionStatus.PROPOSED, *STEPS[DecisionStatus.PROPOSED])
    return STEPS[one.status] if one.status else first


def is_unnamed(one: Decision) -> bool:
    """Tell whether a decision is superseded, and nobody says by which."""
    return one.status == DecisionStatus.SUPERSEDED and not one.related.superseded_by


def relations_of(one: Decision, found: Mapping[int, Decision]) -> list[tuple[str, list[Decision]]]:
    """Give what a decision is to others, and they to it, in words."""
    named = (
        ("Supersedes", one.related.supersedes),
        ("Superseded by", one.related.superseded_by),
        ("Depends on", one.related.depends_on),
        ("Needed by", one.related.needed_by),
    )
    return [
        (words, [found.get(number) or Decision(number, facts.label(number)) for number in numbers])
        for words, numbers in named
        if numbers
    ]


def front_of(read: madr.Madr) -> list[tuple[str, str]]:
    """Give the front matter's entries that are no live facts."""
    told = {"status", "date", facts.SUPERSEDES, facts.SUPERSEDED, facts.DEPENDS}
    return [
        (name.replace("-", " ").capitalize(), value)
        for name, value in facts.values(read).items()
        if name not in told and value
    ]


def form(request: SignedInRequest, read: madr.Madr, record: DecisionRecord | None) -> Context:
    """Give the form of a record, with what was typed, or else with what stands."""
    asked = request.POST if "seen" in request.POST and "context" in request.POST else None
    options = typed_options(request) if asked else read.arguments
    named = ", ".join(map(facts.label, record.depends_on)) if record else ""
    texts = asked or read.parts
    people = asked or facts.values(read)
    return {
        "texts": [(part, texts.get(part.key, "")) for part in madr.TEXTS],
        "options": [*options, *[Option("", "")] * (0 if asked else NEW_OPTIONS)],
        "people": [
            (name, name.replace("-", " ").capitalize(), people.get(name, ""))
            for name in facts.PEOPLE
        ],
        "depends_on": asked.get("depends-on", "") if asked else named,
        "is_open": bool(asked),
    }


def typed_options(request: SignedInRequest) -> list[Option]:
    """Give the options as the form has sent them."""
    titles, texts = request.POST.getlist("option"), request.POST.getlist("arguments")
    return [Option(*each) for each in zip(titles, texts, strict=False)]
