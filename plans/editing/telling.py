"""Telling what happened to a plan before it came here: each as a record of its own."""

from collections.abc import Iterable

from gates.actors import Actor
from plans import history
from plans.address import Address
from plans.editing.door import check_gate, writing
from plans.history import Entry


def tell(address: Address, told: Iterable[Entry], *, by: Actor) -> None:
    """Record what happened, each with its time; the document stays as it is.

    Raises Gone, PermissionDenied or GateClosed.
    """
    with writing(address, by=by) as plan:
        check_gate(plan)
        for entry in told:
            history.record(plan, [entry], by=by)
