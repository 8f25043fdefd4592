"""A refusal as machines read it: the document of RFC 9457, in the words that people read.

Beside the RFC's members it has a `code`, and where a gate is in question how the gate stands:
what is `missing`, which roles can give it, and the `next_actions` that can be taken from there.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from gates import access, lock
from gates import state as states
from gates.enums import Event
from gates.lock import GateClosed
from gates.models import Gate
from gates.reasons import Reason
from gates.refusals import Incomplete, NotAllowed, Refusal
from gates.state import State
from gates.transitions import TRANSITIONS, of

type Problem = dict[str, Any]

CONTENT_TYPE = "application/problem+json"
MACHINES = ("application/json", CONTENT_TYPE)

TITLES = {
    HTTPStatus.UNAUTHORIZED: "Not signed in",
    HTTPStatus.FORBIDDEN: "Not allowed",
    HTTPStatus.NOT_FOUND: "Not found",
    HTTPStatus.CONFLICT: "Overtaken",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Too large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "Not JSON",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Not valid",
    HTTPStatus.LOCKED: "The gate is closed",
}

GIVEN_BY = {
    "halt": Event.RESUMED,
    "validation": Event.DECIDED,
    "approval": Event.APPROVED,
}
"""Which event gives what a reason says is missing; its permission tells the eligible roles."""


def wanted(request: HttpRequest) -> bool:
    """Whether this request would rather have JSON than a page; `*/*` is a browser or htmx."""
    return request.get_preferred_type(["text/html", *MACHINES]) in MACHINES


def problem(status: HTTPStatus, code: str, detail: str, **members: object) -> Problem:
    """The document of any refusal; `detail` is the sentence that a person is shown."""
    kind = f"urn:plangate:problem:{code}"
    title = TITLES[status]
    rfc = {"type": kind, "title": title, "status": status.value, "detail": detail, "code": code}
    return rfc | members


def closed(refusal: GateClosed) -> Problem:
    """The document of a closed gate, its code that of the first reason; two queries."""
    first, standing = refusal.reasons[0], _standing(refusal.gate, refusal.reasons)
    return problem(HTTPStatus.LOCKED, first.code, str(refusal), **standing)


def refused(refusal: Refusal, gate: Gate) -> Problem:
    """The document of a decision that is not taken, with how the gate stands; two queries."""
    return problem(status_of(refusal), refusal.code, refusal.sentence, **_standing(gate))


def status_of(refusal: Refusal) -> HTTPStatus:
    """403, 422, or 409 where the gate has moved on."""
    if isinstance(refusal, NotAllowed):
        return HTTPStatus.FORBIDDEN
    if isinstance(refusal, Incomplete):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.CONFLICT


def response(document: Problem) -> HttpResponse:
    """A problem document as the answer to a request."""
    return JsonResponse(document, status=document["status"], content_type=CONTENT_TYPE)


def _standing(gate: Gate, reasons: list[Reason] | None = None) -> Problem:
    now, roles = states.current(gate), access.holders(gate)
    missing = lock.reasons(now) if reasons is None else reasons
    return {
        "gate": now.gate.value,
        "missing": [_missing(reason, roles) for reason in missing],
        "since": now.since,
        "digest": now.digest,
        "next_actions": _next_actions(gate, now),
    }


def _missing(reason: Reason, roles: dict[str, list[str]]) -> Problem:
    permission = access.codename(of(GIVEN_BY[reason.what]).permission, Gate)
    return {
        "code": reason.code,
        "what": reason.what,
        "needed": reason.needed,
        "have": str(reason.have),
        "who": reason.who,
        "eligible_roles": roles.get(permission, []),
        "since": reason.since,
        "sentence": reason.sentence,
    }


def _next_actions(gate: Gate, now: State) -> list[Problem]:
    """What somebody can do from here to open the gate in the end, and at which address."""
    return [
        {
            "event": row.event.value,
            "label": row.label,
            "who": row.who,
            "href": reverse("gates:record", args=[gate.pk, row.event]),
        }
        for row in TRANSITIONS
        if row.opens and not any(bar.stops(now) for bar in row.bars)
    ]
