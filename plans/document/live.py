"""Live facts: the only characters of a document that do not come from its source.

They are put into a piece of source on its way out; what is stored keeps what was imported, so
a document never says of its gate what the gate does not.
"""

import re
from dataclasses import dataclass

from plans.document import fields
from plans.document.lines import split_lines
from plans.document.placeholders import placeholders
from plans.enums import BlockKind

_COMPANY = "[COMPANY NAME]"
_UPDATED = "last updated"
_PIPE = re.compile(r"(?<!\\)\|")
_UNPRINTED = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_CLAIM = re.compile(
    r"\A([ \t]*>[ \t>]*(?:[-*+][ \t]+)?\**"
    r"(GATE STATUS|CMO Validation|Human Approval)(?::\**|\**:)[ \t]*)([^\r\n]*)",
    re.IGNORECASE,
)
_KEYS = {"gate status": "status", "cmo validation": "validation", "human approval": "approval"}


@dataclass(frozen=True)
class Facts:
    """What is so now; a fact that is None leaves what the source says."""

    company: str
    updated: str | None = None
    gate: str | None = None
    validation: str | None = None
    approval: str | None = None

    def of_the_gate(self) -> dict[str, str | None]:
        """What is so of the gate, as `gate_claim` names it."""
        return {"status": self.gate, "validation": self.validation, "approval": self.approval}


def apply(kind: BlockKind | None, source: str, facts: Facts) -> str:
    """A piece of source, or a text that is none, with the facts that stand in it."""
    if kind == BlockKind.GATE:
        source = _with_gate(source, facts)
    elif kind == BlockKind.FIELD:
        source = _with_date(source, facts)
    if _COMPANY in source:
        source = source.replace(_COMPANY, _company(kind, facts))
    return source


def told(kind: BlockKind | None, source: str, facts: Facts | None) -> str:
    """The same; without facts, as it stands."""
    return apply(kind, source, facts) if facts else source


def gate_claim(source: str) -> dict[str, str | None]:
    """What the banner of a file claims of its gate: `status`, `validation`, `approval`.

    None for what it leaves out or open, as in `[GATED / OPEN]`.
    """
    claim: dict[str, str | None] = dict.fromkeys(_KEYS.values())
    for found in filter(None, map(_CLAIM.match, split_lines(source))):
        value, _ = _value(found[3])
        is_open = placeholders(value) == [value]
        claim[_KEYS[found[2].casefold()]] = None if is_open else value or None
    return claim


def _with_gate(source: str, facts: Facts) -> str:
    """The banner with the states that are known; bold markers and `>` stay."""
    states = facts.of_the_gate()

    def exchanged(found: re.Match[str]) -> str:
        state = states[_KEYS[found[2].casefold()]]
        _, rest = _value(found[3])
        return found[0] if state is None else found[1] + state + rest

    # line by line, because a line may end in CR, which no MULTILINE knows
    return "".join(_CLAIM.sub(exchanged, line, count=1) for line in split_lines(source))


def _value(text: str) -> tuple[str, str]:
    """The rest of a line as its value and what follows it: closing asterisks and blanks."""
    value = text.rstrip(" \t*")
    return value, text[len(value) :]


def _with_date(source: str, facts: Facts) -> str:
    """The line `**Last Updated:**` with the date; any other field as it is."""
    found = fields.field(source)
    if facts.updated is None or found is None or found.label.casefold() != _UPDATED:
        return source
    return fields.splice(source, found.label, facts.updated)


def _company(kind: BlockKind | None, facts: Facts) -> str:
    """The company's name on one line, and in a table in one cell."""
    name = _UNPRINTED.sub(" ", facts.company).strip()
    return _PIPE.sub(r"\\|", name) if kind == BlockKind.TABLE else name
