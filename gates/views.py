"""The gate's own page, the door to its log, and what waits for one's decision."""

from datetime import datetime, time
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_safe

from gates import access, decisions, page, problems
from gates import state as states
from gates.actors import Actor
from gates.entries import Entry
from gates.models import Gate
from gates.page import Attempt
from gates.policy import Policy
from gates.refusals import Refusal
from gates.requests import SignedInRequest
from gates.transitions import TRANSITIONS, Transition

NUMBER_LENGTH = 9


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """Show what waits for this person's approval, over everything that they may approve."""
    gates = list(access.visible_to(request.actor, "approve", Gate.objects.all()))
    waiting = page.waiting(gates, states.current_of(gates), request.actor)
    return render(request, "gates/inbox.html", {"waiting": waiting, **page.FORMS})


@require_safe
def gate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a gate to whoever may see it."""
    return _page(request, _visible_gate(request.actor, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest, pk: int, event: str) -> HttpResponse:
    """Take a decision; refused, the page comes back with the sentence and what was typed.

    Whoever comes by GET, back from signing in again or by reloading a refusal, is shown the gate.
    """
    gate, transition = _visible_gate(request.actor, pk), _transition_or_404(event)
    if request.method == "POST":
        entry = _entry(request, transition)
        try:
            decision = decisions.record(gate, transition.event, entry, by=request.actor)
        except Refusal as refusal:
            if problems.wanted(request):
                return problems.response(problems.refused(refusal, gate))
            return _page(request, gate, Attempt(transition.event, entry, refusal))
        messages.success(request, f"Recorded: {decision.meaning}")
    return HttpResponseRedirect(gate.get_absolute_url(), status=HTTPStatus.SEE_OTHER)


def _visible_gate(actor: Actor, pk: int) -> Gate:
    return get_object_or_404(access.visible_to(actor, "view", Gate.objects.all()), pk=pk)


def _transition_or_404(event: str) -> Transition:
    for transition in TRANSITIONS:
        if transition.permission and transition.event == event:
            return transition
    raise Http404("There is no such event.")


def _page(request: SignedInRequest, gate: Gate, attempt: Attempt | None = None) -> HttpResponse:
    context = page.context(gate, states.current(gate), request.actor, attempt)
    status = problems.status_of(attempt.refusal) if attempt else HTTPStatus.OK
    return render(request, "gates/gate.html", context, status=status)


def _entry(request: HttpRequest, row: Transition) -> Entry:
    typed = request.POST
    return Entry(
        reason=typed.get("reason", ""),
        outcome=typed.get("outcome", ""),
        confidence=typed.get("confidence", ""),
        seen=typed.get("seen", ""),
        baseline=typed.get("baseline", ""),
        after=_number(typed.get("after", "")),
        until=_end_of_day(typed.get("until", "")),
        policy=_policy(typed) if row.needs_policy else None,
        password=typed.get("password", ""),
    )


def _policy(typed: QueryDict) -> Policy:
    """The policy that was filled in; what is no number becomes one that the policy refuses."""
    numbers = {
        name: _whole(typed.get(name, ""))
        for name in ("quorum", "request_days", "approval_days", "other_plans", "other_filled")
    }
    return Policy(
        **numbers,
        solo=bool(typed.get("solo")),
        approvers=tuple(typed.getlist("approvers")),
        sections=tuple(typed.getlist("sections")),
    )


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= NUMBER_LENGTH else -1


def _number(text: str) -> int | None:
    """A record's number, 0 (which none has) for anything else, None where there is no text."""
    return max(_whole(text), 0) if text else None


def _end_of_day(text: str) -> datetime | None:
    """The last moment of a day written as 2026-12-31; None for anything else."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None
