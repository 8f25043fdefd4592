"""The terms of a gate: what an approval approves, and the digest that names it."""

from gates import chain
from gates.models import Decision


def covered(decision: Decision) -> dict[str, object]:
    """What the digest of the terms that `decision` sets covers, under the names to print."""
    return {
        "Gate": decision.gate_id,
        "Record": decision.sequence,
        "Decision": decision.outcome,
        "Rationale": decision.reason,
        "Recorded by": decision.actor_name,
        "Account": decision.actor_id,
        "Recorded at": decision.at,
    }


def digest(decision: Decision) -> str:
    """The SHA-256 of the terms that `decision` sets."""
    return chain.digest(covered(decision))
