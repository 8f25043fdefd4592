"""Whom a command acts for."""

from gates.models import User
from plans.address import Gone


def user(username: str) -> User:
    """Give the user of this name; raises Gone for one who is not there or no longer active."""
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        message = f"There is no active user “{username}”."
        raise Gone(message)
    return found
