"""People, groups and gates to test with; every gate comes through the one door."""

from collections.abc import Callable
from typing import Any

import factory
from django.contrib.auth.models import Group

from gates import access, decisions, state
from gates.actors import Actor
from gates.enums import Outcome
from gates.models import Decision, Gate, User

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    """A person who may do nothing yet."""

    username = factory.Sequence("user{}".format)
    first_name = "Robin"
    last_name = factory.Sequence("Example {}".format)
    email = factory.LazyAttribute("{0.username}@example.com".format)
    password = factory.django.Password(PASSWORD)

    class Meta:
        model = User
        skip_postgeneration_save = True


class AgentFactory(UserFactory):
    """An agent."""

    is_agent = True


class GroupFactory(factory.django.DjangoModelFactory):
    """A group without members."""

    name = factory.Sequence("group {}".format)

    class Meta:
        model = Group


class GateFactory(factory.Factory):
    """A gate as its subject's creation leaves it: one record, nothing decided."""

    title = factory.Sequence("Plan {}".format)
    url = factory.Sequence("/company/{}/".format)
    by = factory.LazyFunction(lambda: Actor.of(UserFactory()))

    class Meta:
        model = Gate

    @classmethod
    def _create(cls, model_class: type[Gate], *args: Any, **kwargs: Any) -> Gate:
        return decisions.create_gate(**kwargs)


def holder(obj: Any, *actions: str, **fields: Any) -> User:
    """A user in a new group that may do `actions` to `obj`."""
    user = UserFactory(**fields)
    join(user, obj, *actions)
    return user


def join(user: User, obj: Any, *actions: str) -> Group:
    """Put `user` into a new group that may do `actions` to `obj`."""
    group = GroupFactory()
    access.grant(group, actions, obj)
    user.groups.add(group)
    return group


def actor(obj: Any, *actions: str, **fields: Any) -> Actor:
    """The actor behind a new holder of `actions` on `obj`."""
    return Actor.of(holder(obj, *actions, **fields))


def decided(gate: Gate, outcome: str = Outcome.PROCEED, by: Actor | None = None) -> Decision:
    """Record a decision by a new CMO."""
    return decisions.decide(gate, outcome, "The pilot sold.", by=by or actor(gate, "validate"))


def requested(gate: Gate, by: Actor | None = None) -> Decision:
    """Request approval of the current terms, by a new CTO."""
    seen = state.current(gate).digest
    return decisions.request(gate, "We are ready.", seen=seen, by=by or actor(gate, "request"))


def approved(gate: Gate, by: Actor | None = None) -> Decision:
    """Approve the current terms, by a new approver."""
    seen = state.current(gate).digest
    by = by or actor(gate, "approve")
    return decisions.approve(gate, "I read it.", seen=seen, password=PASSWORD, by=by)


def opened(gate: Gate | None = None) -> Gate:
    """An open gate."""
    gate = gate or GateFactory()
    decided(gate)
    requested(gate)
    approved(gate)
    return gate


def rejected(gate: Gate) -> None:
    """Decide, request, and refuse the decision."""
    decided(gate)
    seen = requested(gate).digest
    decisions.reject(gate, "Not yet.", seen=seen, by=actor(gate, "approve"))


def revoked(gate: Gate) -> None:
    """Open the gate, and withdraw the approval."""
    decisions.revoke(opened(gate), "No more.", by=actor(gate, "approve"))


def halted(gate: Gate) -> None:
    """Open the gate, and halt it."""
    decisions.halt(opened(gate), "Stop.", by=actor(gate, "halt"))


CLOSED: dict[str, Callable[[Gate], object]] = {
    "pending": lambda _: None,
    "iterate": lambda gate: decided(gate, "ITERATE"),
    "pivot": lambda gate: decided(gate, "PIVOT"),
    "approval missing": decided,
    "approval requested": lambda gate: (decided(gate), requested(gate)),
    "approval stale": lambda gate: decided(opened(gate)),
    "approval rejected": rejected,
    "approval revoked": revoked,
    "halted": halted,
}
"""Every way in which a gate is shut; called with a new gate, each shuts it in that way."""
