"""Samples of what is measured: listed for people, and recorded by machines that have a token."""

import json
from dataclasses import asdict
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gates import problems
from gates.middleware import by_token
from gates.requests import SignedInRequest
from plans import editing, tokens
from plans.address import Address
from plans.enums import Position, SampleSource, TokenScope
from plans.models import Sample
from plans.problems import KINDS, problem_of
from plans.tokens import CHALLENGE, NoToken
from plans.views.plans import plan_or_404, revision

SAMPLES_A_PAGE = 100
MAX_BODY = 1_000_000
"""Bytes; 1,000 samples have about 150,000."""


class Unfit(Exception):
    """A body that is not what is asked for."""

    def __init__(self, status: HTTPStatus, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.code = status, code


@csrf_exempt  # a POST looks at no cookie
@by_token("POST")
@require_http_methods(["GET", "HEAD", "POST"])
def samples(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """What was measured, newest first, or of one `row`; a POST with a token records samples."""
    if request.method == "POST":
        return recorded(request, Address(company, position))
    plan, row = plan_or_404(request, company, position), revision(request.GET.get("row", ""))
    found = Sample.objects.filter(plan=plan, **({"row": row} if row else {}))
    page = Paginator(found.order_by("-at", "-pk"), SAMPLES_A_PAGE).get_page(request.GET.get("page"))
    of_row = page.object_list[0].name if row and page.object_list else ""
    context = {"plan": plan, "page_obj": page, "row": row, "of_row": of_row}
    return render(request, "plans/samples.html", context)


def recorded(request: HttpRequest, address: Address) -> HttpResponse:
    """Record what a machine sends; it is always answered in JSON."""
    try:
        by = tokens.actor(tokens.bearer(request), address, TokenScope.SAMPLES)
        sent = body(request)
        done = editing.record_samples(address, sent, source=SampleSource.HTTP, by=by)
    except Unfit as unfit:
        return problems.response(problems.problem(unfit.status, unfit.code, str(unfit)))
    except tuple(KINDS) as refusal:
        response = problems.response(problem_of(refusal) or {})
        if isinstance(refusal, NoToken):
            response.headers["WWW-Authenticate"] = CHALLENGE
        return response
    return JsonResponse(asdict(done))


def body(request: HttpRequest) -> list[editing.Given]:
    """Read the samples of a request; raises Unfit."""
    if request.content_type != "application/json":
        sentence = "Send the samples as JSON, with Content-Type: application/json."
        raise Unfit(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "samples.not_json", sentence)
    data = request.read(MAX_BODY + 1)
    if len(data) > MAX_BODY:
        sentence = f"Send at most {MAX_BODY:,} bytes at once; keys let you send again what was in."
        raise Unfit(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "samples.too_large", sentence)
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError):  # also for bytes that are not UTF-8
        sent = None
    given = sent.get("samples") if isinstance(sent, dict) else None
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        sentence = 'Send an object with the list “samples”: {"samples": [{"register": …, …}]}.'
        raise Unfit(HTTPStatus.UNPROCESSABLE_ENTITY, "samples.unreadable", sentence)
    return given
