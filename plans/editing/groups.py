"""What a write of many cells or rows left behind."""

from dataclasses import dataclass, field
from uuid import UUID

from plans.models import Plan


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell of many that was not written: its row and column as they are called, and why."""

    row: str
    column: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was done at one moment, in words, and what of it was refused.

    `group` is what an Undo takes back, None where nothing was changed; `since` is the plan's
    revision before it; `row` is where it was done.
    """

    plan: Plan
    since: int
    group: UUID | None
    said: str
    refusals: list[Refusal] = field(default_factory=list)
    row: int | None = None
