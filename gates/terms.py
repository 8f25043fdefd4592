"""The terms of a gate: what an approval approves, and the digest that names it."""

from collections.abc import Mapping
from typing import Any

from gates import chain
from gates.evidence import Evidence
from gates.models import Decision
from gates.policy import Policy


def covered(
    decision: Decision,
    override: Decision | None,
    policy: Policy,
    configured: Decision | None,
    sections: Mapping[str, str],
) -> dict[str, Any]:
    """What the digest of the terms covers, under the names to print.

    The records of policy and override are named by their numbers too: setting a policy back to
    what it was makes other terms, so no change of policy can open a gate.
    """
    found: dict[str, Any] = {
        "Gate": decision.gate_id,
        "Record": decision.sequence,
        "Decision": decision.outcome,
        "Criteria": decision.facts.get("criteria", []),
        "Confidence": decision.facts.get("confidence", ""),
        "Rationale": decision.reason,
        "Recorded by": decision.actor_name,
        "Account": decision.actor_id,
        "Recorded at": decision.at,
        "Policy": policy.plain(),
        "Policy record": configured.sequence if configured else 0,
    }
    if override:
        found["Override record"] = override.sequence
        found["Override by"] = override.actor_name
        found["Override until"] = override.facts["until"]
    if sections:
        found["Sections"] = dict(sections)
    return found


def digest(covered: Mapping[str, Any]) -> str:
    """The SHA-256 of the terms."""
    return chain.digest(covered)


def printed(covered: Mapping[str, Any]) -> dict[str, list[str]]:
    """The terms as lines to read: criteria and policy in words, digests shortened."""
    found: dict[str, list[str]] = {}
    for name, value in covered.items():
        if name == "Criteria":
            found[name] = criteria(Evidence.stored(value))
        elif name == "Policy":
            found[name] = Policy.stored(value).sentences()
        elif isinstance(value, dict):
            found[name] = [f"{heading}: {text[:10] or 'gone'}" for heading, text in value.items()]
        elif name not in {"Recorded at", "Override until"}:
            found[name] = [str(value)]
    return found


def criteria(evidence: Evidence) -> list[str]:
    """Each criterion in a line: "Sign-ups >500: 640, PASS"."""
    return [
        f"{each.metric} {each.threshold}: {each.current or '–'}, {each.verdict}"
        for each in evidence.criteria
    ]
