"""What a browser is told when a write is refused."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from plans.address import Gone
from plans.editing import Conflict, GateClosed, Invalid, Outdated

type View = Callable[..., HttpResponse]

REFUSALS = (Conflict, GateClosed, Invalid, Outdated)
"""The refusals that leave all as it is, so that the answer can show it."""

STATUSES = {
    Conflict: HTTPStatus.CONFLICT,
    GateClosed: HTTPStatus.LOCKED,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    Outdated: HTTPStatus.CONFLICT,
}
PLAIN = "text/plain; charset=utf-8"


def status_of(refusal: Exception) -> HTTPStatus:
    """Give the HTTP status of one of REFUSALS."""
    return STATUSES[type(refusal)]


def answered(view: View) -> View:
    """Answer what is gone with 404 and what is not allowed with 403, in one plain sentence."""

    @wraps(view)
    def wrapped(*args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except Gone as gone:
            return HttpResponse(str(gone), status=HTTPStatus.NOT_FOUND, content_type=PLAIN)
        except PermissionDenied as denied:
            return HttpResponse(str(denied), status=HTTPStatus.FORBIDDEN, content_type=PLAIN)

    return wrapped
