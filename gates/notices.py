"""Who is written to about a gate, and once for each reason; what is due follows from the state."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from gates import access, checks, lock
from gates.actors import Actor
from gates.enums import Approval, NoticeKind
from gates.models import Decision, Gate, Notice, User
from gates.reasons import moment
from gates.state import State, until

SOONEST = timedelta(days=2)
"""A reminder comes this long before the end of a request, or after three quarters of its time."""

SUBJECTS = {
    NoticeKind.REQUEST: "Your approval is asked for: {title}",
    NoticeKind.REMINDER: "Your approval is still asked for: {title}",
    NoticeKind.ANSWER: "Your request was answered: {title}",
    NoticeKind.EXPIRED: "Your request ran out without an answer: {title}",
    NoticeKind.CLOSED: "The approval no longer stands: {title}",
    NoticeKind.HALTED: "Halted: {title}",
}

ANSWERS = {Approval.APPROVED, Approval.CHANGES_REQUESTED, Approval.REJECTED}
CLOSINGS = {Approval.STALE, Approval.EXPIRED, Approval.REVOKED}


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is due: what for, and the record that it is about."""

    kind: NoticeKind
    record: Decision


def due(state: State) -> Iterator[Due]:
    """The notices that the state of a gate calls for, whether they were sent or not."""
    if state.halt:
        yield Due(NoticeKind.HALTED, state.halt)
    if state.approval == Approval.REQUESTED and state.request:
        yield Due(NoticeKind.REQUEST, state.request)
        if state.at >= reminder(state.request):
            yield Due(NoticeKind.REMINDER, state.request)
    if state.approval in ANSWERS and (answer := state.answer or state.granted):
        yield Due(NoticeKind.ANSWER, answer)
    if state.approval == Approval.EXPIRED and state.request and not state.granted:
        yield Due(NoticeKind.EXPIRED, state.request)
    elif state.approval in CLOSINGS and (closed := state.granted or state.answer):
        yield Due(NoticeKind.CLOSED, closed)


def reminder(request: Decision) -> datetime:
    """When approvers are reminded of a request."""
    end = until(request) or request.at
    return end - min(SOONEST, (end - request.at) / 4)


def recipients(gate: Gate, state: State, kind: NoticeKind) -> list[User]:
    """The active people with an address whom a notice concerns; two queries at most."""
    if kind in {NoticeKind.REQUEST, NoticeKind.REMINDER}:
        found: Iterable[User] = approvers(gate, state)
    elif kind in {NoticeKind.ANSWER, NoticeKind.EXPIRED}:
        found = requesters(state)
    else:
        found = access.people(gate, "approve", "validate", "request", "halt")
    return [user for user in found if user.email and user.is_active]


def approvers(gate: Gate, state: State) -> list[User]:
    """Those who could approve what is requested, and have not."""
    people = access.people(gate, "approve").prefetch_related("groups")
    return [
        user
        for user in people
        if state.policy.admits(group.name for group in user.groups.all())
        and checks.may_answer(state, Actor.of(user))
    ]


def requesters(state: State) -> list[User]:
    """Whoever requested, or the owner of the agent that did."""
    user = state.request.actor if state.request else None
    found = user.owner if user and user.is_agent else user
    return [found] if found else []


def deliver(gate: Gate, state: State) -> int:
    """Send what is due and was not sent; the number of e-mails. Raises what the mailer raises."""
    dues = list(due(state))
    known = Notice.objects.filter(decision__in=[each.record for each in dues])
    sent = set(known.values_list("decision", "kind", "user"))
    number = 0
    for each in dues:
        for user in recipients(gate, state, each.kind):
            if (each.record.pk, each.kind.value, user.pk) not in sent:
                number += write(gate, state, each, user)
    return number


def write(gate: Gate, state: State, due: Due, user: User) -> bool:
    """Write to one person, unless another worker has; noted and sent, or neither."""
    with transaction.atomic():
        _, is_new = Notice.objects.get_or_create(
            decision=due.record, kind=due.kind, user=user, defaults={"sent_at": timezone.now()}
        )
        if is_new:
            subject = SUBJECTS[due.kind].format(title=gate.title)
            send_mail(subject, body(gate, state, due), settings.DEFAULT_FROM_EMAIL, [user.email])
    return is_new


def body(gate: Gate, state: State, due: Due) -> str:
    """What an e-mail says: the record, how the gate stands, until when, and where to go."""
    record = due.record
    lines = [f"{record.actor_name}, {moment(record.at)}: “{record.meaning}”", record.reason]
    if due.kind in {NoticeKind.REQUEST, NoticeKind.REMINDER}:
        lines.append(f"The request expires on {moment(until(record))}.")
    lines.append(" ".join([f"{gate.title} is {state.gate}.", *map(str, _sentences(state))]))
    lines.append(urljoin(settings.BASE_URL, gate.get_absolute_url()))
    return "\n\n".join(lines) + "\n"


def _sentences(state: State) -> list[str]:
    return [reason.sentence for reason in lock.reasons(state)]
