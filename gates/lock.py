"""The one place that says whether a gate is open: every door asks here.

Page, banner, API and command print the same reasons. Whoever writes the subject of a gate locks
the gate's row in the same transaction, then calls `check_open`: no decision can come between.
"""

from gates import reasons as grounds
from gates import state as states
from gates.models import Gate
from gates.reasons import Reason
from gates.state import State


class GateClosed(Exception):
    """The gate is shut; `reasons` say why, and who can change that."""

    def __init__(self, gate: Gate, reasons: list[Reason]) -> None:
        super().__init__(" ".join(reason.sentence for reason in reasons))
        self.gate = gate
        self.reasons = reasons


def reasons(gate: Gate | State) -> list[Reason]:
    """Everything that is missing; empty means open. One query for a gate, none for a state."""
    return grounds.of_state(gate if isinstance(gate, State) else states.current(gate))


def check_open(gate: Gate) -> State:
    """Raises `GateClosed` with the reasons; gives the state of an open gate. One query."""
    state = states.current(gate)
    missing = reasons(state)
    if missing:
        raise GateClosed(gate, missing)
    return state


def is_open(gate: Gate | State) -> bool:
    """Whether nothing is missing."""
    return not reasons(gate)


def locked(pk: int) -> Gate:
    """The gate, its row locked to the transaction's end; on SQLite the transaction is the lock."""
    return Gate.objects.select_for_update().get(pk=pk)
