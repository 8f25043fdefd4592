"""A `**Label:** value` line, and the label that stands glued above a block."""

import re
from dataclasses import dataclass

from plans.document.lines import BLANK, body

_FIELD = re.compile(r"([ \t]*\*\*)([^*\s:][^*]*?)(:\*\*|\*\*:)(?=[ \t]|$)")


@dataclass(slots=True)
class Field:
    """A line cut up: joining the parts gives it back."""

    opening: str
    label: str
    closing: str
    gap: str
    value: str
    suffix: str

    def __str__(self) -> str:
        return f"{self.opening}{self.label}{self.closing}{self.gap}{self.value}{self.suffix}"


def field(line: str) -> Field | None:
    """The line's parts, or None for a line that is no field."""
    bare = body(line)
    start = _FIELD.match(bare)
    if not start:
        return None
    rest = bare[start.end() :]
    value = rest.strip(BLANK)
    gap = rest[: rest.index(value)] if value else rest
    return Field(start[1], start[2], start[3], gap, value, line[start.end() + len(gap + value) :])


def glued_label(line: str) -> str:
    """The label, without its colon, of a line that is nothing else; otherwise ""."""
    found = field(line)
    return found.label if found and not found.value else ""


def splice(line: str, label: str, value: str) -> str:
    """The line with another label or value; raises ValueError if it is no field."""
    found = field(line)
    if found is None:
        raise ValueError("No field stands here.")
    found.label, found.value = label, value
    found.gap = found.gap or (" " if value else "")
    return str(found)
