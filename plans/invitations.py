"""How somebody comes into a company: asked by e-mail, by a link that holds once and for a week."""

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gates import access
from gates.actors import Actor
from gates.models import User
from gates.reasons import moment
from plans import people, roles
from plans.address import Gone
from plans.enums import PeopleEvent
from plans.models import Company, Invitation
from plans.people import Refused

KEPT = timedelta(days=7)
"""How long a link holds, counted from when it was sent."""


class Unsent(Exception):
    """The invitation stands, and its e-mail could not be sent; it can be sent anew."""


class Expired(Exception):
    """The link was right once, and its time has run out."""


def ends(invitation: Invitation) -> datetime:
    """Give until when the link holds."""
    return invitation.sent_at + KEPT


def invite(company: Company, email: str, wanted: Collection[str], *, by: Actor) -> Invitation:
    """Ask somebody into a company, with these roles, and write to them.

    Raises Refused, naming the field, for an address that is asked already or no role at all, and
    Unsent where the e-mail did not go out. That an address has an account elsewhere shows nowhere.
    """
    user: User = by.user  # type: ignore[assignment] # only who signed in invites
    with people.administering(company, by=by) as held:
        people.check_given(held, None, wanted, by)
        check_address(held, email)
        if not wanted:
            raise Refused("Choose at least one role.", "roles")
        invitation = Invitation(
            company=held, email=email, roles=list(wanted), invited_by=user, sent_at=timezone.now()
        )
        token = seal(invitation)
        people.record(held, PeopleEvent.INVITED, address=email, roles=wanted, by=by)
    send(invitation, token, by)
    return invitation


def check_address(company: Company, email: str) -> None:
    """Raise Refused for an address that is invited, or that somebody of the company has."""
    if Invitation.objects.filter(company=company, email=email).exists():
        raise Refused("This address is invited already: send that invitation anew.", "email")
    members = User.objects.filter(pk__in=roles.holding(company), email__iexact=email)
    if members.exists():
        raise Refused("Somebody of the company has this address: change their roles.", "email")


def send_anew(company: Company, key: int, *, by: Actor) -> Invitation:
    """Send a waiting invitation with a new link, which ends the one before, in one's own name.

    Raises Gone where it does not wait any more, Unsent where the e-mail did not go out.
    """
    user: User = by.user  # type: ignore[assignment] # the same
    with people.administering(company, by=by) as held:
        invitation = waiting(held, key)
        invitation.invited_by, invitation.sent_at = user, timezone.now()
        token = seal(invitation)
        people.record(
            held, PeopleEvent.SENT, address=invitation.email, roles=invitation.roles, by=by
        )
    send(invitation, token, by)
    return invitation


def revoke(company: Company, key: int, *, by: Actor) -> Invitation:
    """Withdraw an invitation: its link ends. Raises Gone where it does not wait any more."""
    with people.administering(company, by=by) as held:
        invitation = waiting(held, key)
        Invitation.objects.filter(pk=key).delete()
        people.record(
            held, PeopleEvent.REVOKED, address=invitation.email, roles=invitation.roles, by=by
        )
    return invitation


def waiting(company: Company, key: int) -> Invitation:
    """Give an invitation of the company; raises Gone."""
    found = Invitation.objects.filter(company=company, pk=key).first()
    if found is None:
        raise Gone("The invitation is not waiting any more.")
    return found


def seal(invitation: Invitation) -> str:
    """Save the invitation under a new token, and give that."""
    token = secrets.token_urlsafe(32)
    invitation.digest = digest(token)
    invitation.save()
    return token


def digest(token: str) -> str:
    """Give what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def send(invitation: Invitation, token: str, by: Actor) -> None:
    """Write to whoever is invited, after the invitation is kept; raises Unsent."""
    link = urljoin(settings.BASE_URL, reverse("accept", args=[token]))
    subject = f"{by.name} invites you to the plans of {invitation.company}"
    offered = ", ".join(map(roles.words, invitation.roles))
    lines = [
        f"{by.name} invites you to the plans of {invitation.company} on Plangate, as {offered}.",
        f"Open this link to accept; it can be used once, until {moment(ends(invitation))}:",
        link,
        "If you expected no invitation, do nothing.",
    ]
    try:
        send_mail(
            " ".join(subject.split()),
            "\n\n".join(lines) + "\n",
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )
    except OSError as error:  # also what smtplib raises
        raise Unsent(f"The e-mail to {invitation.email} could not be sent: {error}") from error


def find(token: str) -> Invitation:
    """Give the invitation that a link leads to.

    Raises Gone for a link that leads nowhere, used or withdrawn, or whose sender administers the
    company no more, and Expired.
    """
    invitations = Invitation.objects.select_related("company", "invited_by")
    found = invitations.filter(digest=digest(token)).first()
    if found is None or not is_backed(found):
        raise Gone("There is no such invitation.")
    if timezone.now() >= ends(found):
        raise Expired
    return found


def is_backed(invitation: Invitation) -> bool:
    """Tell whether its sender still administers the company; else somebody has to send it anew."""
    return access.can(Actor.of(invitation.invited_by), "manage_company", invitation.company)


def account_of(invitation: Invitation) -> User | None:
    """Give the account that has the invited address already, if there is one."""
    email = invitation.email
    return User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).first()


@contextmanager
def using(token: str) -> Iterator[Invitation]:
    """Use a link up, in a transaction; raises what `find` raises."""
    with transaction.atomic():
        Company.objects.select_for_update().get(pk=find(token).company_id)
        yield (invitation := find(token))  # it may have been used while this waited
        Invitation.objects.filter(pk=invitation.pk).delete()


def accept(token: str, *, by: Actor) -> Company:
    """Take the roles of an invitation, as somebody who has an account.

    Raises what `find` raises, and Refused for whoever sent it and for agents.
    """
    with using(token) as invitation:
        if by.user is None or not by.is_human:
            raise Refused("An agent accepts no invitation; a person has to.")
        if by.user == invitation.invited_by:
            raise Refused("You sent this invitation: somebody else has to accept it.")
        join(invitation, by.user)
        return invitation.company


def sign_up(token: str, user: User) -> Company:
    """Take the roles of an invitation as somebody new, with the invited address as user name."""
    with using(token) as invitation:
        if account_of(invitation):
            raise Refused("There is an account with this address: sign in, then accept.")
        user.username = user.email = invitation.email
        user.save()
        join(invitation, user)
        return invitation.company


def join(invitation: Invitation, user: User) -> None:
    """Put somebody in the roles that they were invited to."""
    company, by = invitation.company, Actor.of(user)
    for role in invitation.roles:
        roles.put(user, company, role)
    sender = invitation.invited_by.display_name
    note = f"sent to {invitation.email} by {sender}"
    people.record(
        company, PeopleEvent.JOINED, person=user, roles=invitation.roles, note=note, by=by
    )
