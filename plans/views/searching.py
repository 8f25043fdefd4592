"""The page on which everything is searched that one may read."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gates.requests import SignedInRequest
from gates.words import MOST_CHARACTERS
from plans import search as searching
from plans.search import Found, Kind

HITS_A_PAGE = 50


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """What has the words `q`, the best first; of one `kind` where that is asked for."""
    asked = request.GET.get("q", "")[:MOST_CHARACTERS]
    found = searching.search(asked, by=request.actor)
    kind = request.GET.get("kind", "")
    hits = [hit for hit in found.hits if kind in ("", hit.kind)]
    context = {
        "asked": asked,
        "found": found,
        "kind": kind,
        "filters": filters(found),
        "page_obj": Paginator(hits, HITS_A_PAGE).get_page(request.GET.get("page")),
        "most": searching.MOST,
    }
    return render(request, "plans/search.html", context)


def filters(found: Found) -> list[tuple[str, str, int]]:
    """Give what can be seen alone: a kind, its name and how many there are; first everything."""
    counts = found.counts
    kinds = [(kind.value, kind.value.capitalize(), counts[kind]) for kind in Kind if counts[kind]]
    return [("", "All", len(found.hits)), *kinds]
