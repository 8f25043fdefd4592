"""The access tokens of a plan: made, listed and revoked by whoever may change the plan."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gates.requests import SignedInRequest
from plans import forms, tokens
from plans.address import Address, Gone, changeable
from plans.enums import Position, TokenScope
from plans.models import Plan
from plans.views.imports import see_other


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens_of(request: SignedInRequest, company: str, position: Position) -> HttpResponse:
    """The plan's tokens; a POST makes one and shows its secret, once."""
    address = Address(company, position)
    plan = writable_or_404(address, request)
    form = forms.TokenForm(request.POST if request.method == "POST" else None)
    secret = calendar = ""
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            typed = form.cleaned_data
            scope, days = TokenScope(typed["scope"]), int(typed["days"])
            _, secret = tokens.make(address, typed["name"], scope, days, by=request.actor)
            if scope == TokenScope.CALENDAR:
                query = urlencode({"token": secret})
                calendar = request.build_absolute_uri(f"{plan.url}on-call.ics?{query}")
            form, status = forms.TokenForm(), HTTPStatus.CREATED
    context = {
        "plan": plan,
        "tokens": tokens.of_plan(plan),
        "now": timezone.now(),
        "form": form.focused() if form.errors else form,
        "secret": secret,
        "calendar": calendar,
    }
    return render(request, "plans/tokens.html", context, status=status)


@require_POST
def revoke(request: SignedInRequest, company: str, position: Position, token: int) -> HttpResponse:
    """End a token."""
    address = Address(company, position)
    try:
        ended = tokens.revoke(address, token, by=request.actor)
    except Gone as gone:
        raise Http404(str(gone)) from gone
    messages.success(request, f"The token {ended.name} is revoked.")
    return see_other(f"/{company}/{position.lower()}/tokens/")


def writable_or_404(address: Address, request: SignedInRequest) -> Plan:
    """Give a plan to whoever may change it: 404 to whoever may not see it, 403 to readers."""
    try:
        return changeable(address, request.actor)
    except Gone as gone:
        raise Http404(str(gone)) from gone
