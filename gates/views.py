"""The gate's own page: its state, what is missing, what this person may do, and the whole log."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from gates import access, decisions, lock, problems, terms
from gates import state as states
from gates.actors import Actor
from gates.decisions import Choice, Entry
from gates.enums import Approval, Event, GateState, Outcome
from gates.models import REASON_LENGTH, Decision, Gate
from gates.refusals import Refusal
from gates.requests import SignedInRequest
from gates.state import State
from gates.transitions import TRANSITIONS, Transition

NUMBER_LENGTH = 9


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody tried, and why it was refused; the page shows both again."""

    event: Event
    entry: Entry
    refusal: Refusal

    @property
    def status(self) -> HTTPStatus:
        """The status of the answer."""
        return problems.status_of(self.refusal)


@dataclass(frozen=True, slots=True)
class Action:
    """A transition as the page offers it: a form, or the reason why not."""

    transition: Transition
    meaning: str
    why_not: str
    error: str = ""
    entry: Entry | None = None

    @property
    def tone(self) -> str:
        """The class of the button."""
        return "button-danger" if self.transition.closes else "button-primary"


@require_safe
def gate(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a gate to whoever may see it; 6 queries with sign-in."""
    return _page(request, _visible_gate(request.actor, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest, pk: int, event: str) -> HttpResponse:
    """Take a decision; refused, the page comes back with the sentence and what was typed.

    Whoever comes by GET, back from signing in again or by reloading a refusal, is shown the gate.
    """
    gate, transition = _visible_gate(request.actor, pk), _transition_or_404(event)
    if request.method == "POST":
        entry = _entry(request)
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


def _entry(request: HttpRequest) -> Entry:
    return Entry(
        reason=request.POST.get("reason", ""),
        outcome=request.POST.get("outcome", ""),
        seen=request.POST.get("seen", ""),
        after=_number(request.POST.get("after", "")),
    )


def _number(text: str) -> int | None:
    """A record's number, 0 (which none has) for anything else, None where there is no text."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) <= NUMBER_LENGTH else 0


def _page(request: SignedInRequest, gate: Gate, attempt: Attempt | None = None) -> HttpResponse:
    now = states.current(gate)
    actions = [
        _action(gate, choice, attempt) for choice in decisions.available(gate, now, request.actor)
    ]
    context = {
        "gate": gate,
        "state": now,
        "state_class": f"is-{now.gate.lower()}",
        "reasons": lock.reasons(now),
        "standing": _standing(now),
        "terms": _terms(now),
        "holders": _holders(gate),
        "actions": sorted(actions, key=lambda action: bool(action.why_not)),
        "refusal": attempt.refusal.sentence if attempt else "",
        "outcomes": Outcome.values,
        "reason_length": REASON_LENGTH,
    }
    status = attempt.status if attempt else HTTPStatus.OK
    return render(request, "gates/gate.html", context, status=status)


def _standing(now: State) -> list[tuple[str, str, Decision | None]]:
    rows: list[tuple[str, str, Decision | None]] = [
        ("Validation", now.validation, now.decided),
        ("Approval", now.approval.label, now.answer if now.approval != Approval.NONE else None),
    ]
    return [*rows, ("Halt", GateState.HALTED, now.halt)] if now.halt else rows


def _terms(now: State) -> dict[str, object]:
    """The terms with times as sentences print them."""
    covered = terms.covered(now.decided) if now.decided else {}
    return {
        name: lock.moment(value) if isinstance(value, datetime) else value
        for name, value in covered.items()
    }


def _action(gate: Gate, choice: Choice, attempt: Attempt | None) -> Action:
    row = choice.transition
    meaning = row.says(gate.title)
    why_not = choice.refusal.sentence if choice.refusal else ""
    if attempt is None or attempt.event != row.event:
        return Action(row, meaning, why_not)
    return Action(row, meaning, why_not, attempt.refusal.sentence, attempt.entry)


def _holders(gate: Gate) -> dict[str, str]:
    """The groups behind each permission that decides, by the permission's printed name."""
    held = access.holders(gate)
    rows = {row.permission: access.codename(row.permission, Gate) for row in TRANSITIONS[1:]}
    return {name: ", ".join(held.get(code, [])) for name, code in rows.items()}
