"""Machines are refused in one way, whichever view refuses them: here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gates import problems
from plans.problems import problem_of


class ProblemMiddleware:
    """Answers a refusal with a problem document where the request prefers JSON to a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, refusal: Exception) -> HttpResponse | None:
        """Answer what a view refused; anything else is an error, as ever."""
        if not problems.wanted(request):
            return None
        document = problem_of(refusal)
        return problems.response(document) if document else None
