"""Every refusal that plans know, with its status and its code: what machines are told of it."""

from dataclasses import asdict
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gates import problems
from gates.problems import Problem
from plans.address import Gone
from plans.agents.commands import Ungated
from plans.document.decode import Unreadable
from plans.editing import Conflict, GateClosed, Invalid, Outdated, Rejected
from plans.people import Refused
from plans.tokens import NoToken, OtherToken

KINDS: dict[type[Exception], tuple[HTTPStatus, str]] = {
    Conflict: (HTTPStatus.CONFLICT, "plan.conflict"),
    GateClosed: (HTTPStatus.LOCKED, "gate.closed"),
    Gone: (HTTPStatus.NOT_FOUND, "not_found"),
    Http404: (HTTPStatus.NOT_FOUND, "not_found"),
    Invalid: (HTTPStatus.UNPROCESSABLE_ENTITY, "plan.invalid"),
    NoToken: (HTTPStatus.UNAUTHORIZED, "token.missing"),
    OtherToken: (HTTPStatus.FORBIDDEN, "token.other"),
    Outdated: (HTTPStatus.CONFLICT, "plan.outdated"),
    PermissionDenied: (HTTPStatus.FORBIDDEN, "actor.forbidden"),
    Refused: (HTTPStatus.UNPROCESSABLE_ENTITY, "people.refused"),
    Rejected: (HTTPStatus.UNPROCESSABLE_ENTITY, "samples.rejected"),
    Ungated: (HTTPStatus.LOCKED, "gate.none"),
    Unreadable: (HTTPStatus.UNPROCESSABLE_ENTITY, "document.unreadable"),
}
"""By the exception itself. A closed gate's code is that of its first reason."""

NOWHERE = "There is nothing at this address."


def status_of(refusal: Exception) -> HTTPStatus:
    """Give the HTTP status of a refusal."""
    return KINDS[type(refusal)][0]


def problem_of(refusal: Exception) -> Problem | None:
    """Give the document of a refusal, None for what is none; two queries for a closed gate."""
    if isinstance(refusal, GateClosed):
        return problems.closed(refusal)
    if type(refusal) not in KINDS:
        return None
    status, code = KINDS[type(refusal)]
    detail = NOWHERE if isinstance(refusal, Http404) else str(refusal)
    return problems.problem(status, code, detail, **members(refusal))


def members(refusal: Exception) -> Problem:
    """Give what a refusal says beside its sentence: both texts of a conflict, where it lies."""
    if isinstance(refusal, Conflict):
        names = {"theirs": refusal.theirs, "mine": refusal.mine, "row": refusal.row.pk}
        return names | {"column": refusal.column}
    if isinstance(refusal, Invalid):
        return {"column": refusal.column}
    if isinstance(refusal, Rejected):
        return {"errors": [asdict(problem) for problem in refusal.problems]}
    if isinstance(refusal, Refused):
        return {"field": refusal.field}
    return {}
