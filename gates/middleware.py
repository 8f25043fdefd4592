"""Every address needs a sign-in unless its view says otherwise; behind it, `request.actor`."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gates import problems
from gates.actors import Actor
from gates.requests import SignedInRequest

SIGNED_OUT = "You are signed out. Sign in again, then repeat this."
PLAIN = "text/plain; charset=utf-8"
type View = Callable[..., HttpResponseBase]


def by_token[V: View](*methods: str) -> Callable[[V], V]:
    """Mark a view that, asked by these methods, wants a token and looks at no sign-in.

    Such a view checks the token itself, and takes nothing from a cookie.
    """

    def mark(view: V) -> V:
        view.token_methods = frozenset(methods)  # type: ignore[attr-defined] # as Django marks views
        return view

    return mark


class SignInMiddleware(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page, and tells machines 401: htmx would swap it in."""

    def process_view(
        self, request: HttpRequest, view_func: View, *view_arguments: Any
    ) -> HttpResponseBase | None:
        """Refuse, or name the actor; the user was loaded to decide it, so the actor is free."""
        if request.method in getattr(view_func, "token_methods", ()):
            return None
        response = super().process_view(request, view_func, *view_arguments)
        signed_in = cast("SignedInRequest", request)
        if response is not None and problems.wanted(request):
            code = "actor.signed_out"
            return problems.response(problems.problem(HTTPStatus.UNAUTHORIZED, code, SIGNED_OUT))
        if response is not None and signed_in.htmx:
            return HttpResponse(SIGNED_OUT, status=HTTPStatus.UNAUTHORIZED, content_type=PLAIN)
        if request.user.is_authenticated:
            signed_in.actor = Actor.of(request.user)
        return response
