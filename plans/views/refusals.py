"""What a browser is told when a write is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gates import lock, problems
from gates.reasons import Reason
from plans import printing
from plans.address import Gone
from plans.editing import Conflict, GateClosed, Invalid, Outdated
from plans.models import Plan
from plans.problems import status_of

REFUSALS = (Conflict, GateClosed, Invalid, Outdated)
"""The refusals that leave all as it is, so that the answer can show it."""

PLAIN = "text/plain; charset=utf-8"


def shown(
    request: HttpRequest, refusals: tuple[type[Exception], ...] = REFUSALS
) -> tuple[type[Exception], ...]:
    """Give the refusals that a view is to catch, to show them to a person.

    None for a machine: `plans.middleware` answers it whatever passes.
    """
    return () if problems.wanted(request) else refusals


def answered[R: HttpRequest, **P](
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """Answer what is gone with 404 and what is not allowed with 403, in one plain sentence."""

    @wraps(view)
    def wrapped(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except shown(request, (Gone, PermissionDenied)) as refusal:
            return HttpResponse(str(refusal), status=status_of(refusal), content_type=PLAIN)

    return wrapped


def reasons(plan: Plan) -> list[Reason]:
    """Say why the plan's gate refuses a write; a query where it has one."""
    state = printing.gate_state(plan)
    return lock.reasons(state) if state else []
