"""Access tokens: made and revoked by people, and what a machine may do by one.

A token has the rights of whoever made it, for one plan and one purpose, and only as long as they
may change that plan.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from gates import access
from gates.actors import Actor, ActorKind
from gates.models import User
from plans.address import Address, Gone, changeable
from plans.enums import TokenScope
from plans.models import AccessToken, Plan

START = "plangate_"
SHOWN = len(START) + 6
"""Characters of a secret that are kept, to tell it by."""
NOTED = timedelta(hours=1)
"""How often it is noted that a token is used."""
LONGEST_NAME = 310

CHALLENGE = 'Bearer realm="Plangate"'
"""What the header WWW-Authenticate says where a token is missing."""


class NoToken(Exception):
    """A request without a token, or with one that is not good, or no longer."""


class OtherToken(Exception):
    """A token that is good for something else."""


def make(
    address: Address, name: str, scope: TokenScope, days: int, *, by: Actor
) -> tuple[AccessToken, str]:
    """Make a token, and give its secret, which nobody can be told again.

    Raises Gone, or PermissionDenied for agents and for whoever may not change the plan.
    """
    plan = changeable(address, by)
    if by.user is None or not by.is_human:
        raise PermissionDenied("An agent makes no tokens; a person has to do this.")
    secret, now = START + secrets.token_urlsafe(32), timezone.now()
    token = AccessToken.objects.create(
        plan=plan,
        name=name,
        scope=scope,
        prefix=secret[:SHOWN],
        digest=digest(secret),
        created_by=by.user,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    return token, secret


def revoke(address: Address, key: int, *, by: Actor) -> AccessToken:
    """End a token; one that ended already stays as it is.

    Whoever may change the plan may, whoever made it. Raises Gone or PermissionDenied.
    """
    plan = changeable(address, by)
    found = of_plan(plan).filter(pk=key)
    found.filter(revoked_at=None).update(revoked_by=by.user, revoked_at=timezone.now())
    token = found.first()
    if token is None:
        raise Gone("There is no such token.")
    return token


def of_plan(plan: Plan) -> QuerySet[AccessToken]:
    """Give the tokens of a plan with their people, the newest first."""
    return AccessToken.objects.filter(plan=plan).select_related("created_by", "revoked_by")


def bearer(request: HttpRequest) -> str:
    """Give the secret in a request's header, "" if there is none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.casefold() == "bearer" else ""


def actor(secret: str, address: Address, scope: TokenScope) -> Actor:
    """Give who acts by a secret: whoever made the token, as an import.

    Raises NoToken where it is not good, OtherToken for another plan or purpose. Two queries, and
    once an hour one that notes the use. It is found by its hash: how long that takes tells nothing.
    """
    tokens = AccessToken.objects.select_related("plan__company", "created_by")
    token = tokens.filter(digest=digest(secret)).first() if secret else None
    if token is None or not is_good(token):
        raise NoToken("Send a token that is good: it is wrong, expired or revoked, or missing.")
    if (token.plan.company.slug, token.plan.position, token.scope) != (*address, scope):
        raise OtherToken("This token is good for another plan, or for something else.")
    note(token)
    name = f"{token.created_by.display_name} by token {token.name}"
    return Actor(token.created_by, ActorKind.IMPORT, name[:LONGEST_NAME])


def is_good(token: AccessToken) -> bool:
    """Tell whether it neither ended nor lost the rights that it was made with."""
    if token.revoked_at or token.expires_at <= timezone.now():
        return False
    user: User = token.created_by
    return access.can(Actor.of(user), "change_plan", token.plan)


def note(token: AccessToken) -> None:
    """Note that a token is used, at most once an hour."""
    now = timezone.now()
    if token.used_at is None or now - token.used_at >= NOTED:
        AccessToken.objects.filter(pk=token.pk).update(used_at=now)


def digest(secret: str) -> str:
    """Give what is kept of a secret."""
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
