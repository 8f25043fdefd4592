"""What a view receives behind `gates.middleware.SignInMiddleware`."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from gates.actors import Actor
from gates.models import User


class SignedInRequest(HttpRequest):
    """A request of somebody who signed in; only type checkers meet this class."""

    user: User
    actor: Actor
    htmx: HtmxDetails
