"""A release: its checklist with who ticked what and when, as it is frozen."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Check:
    """An item of the checklist; `by` and `at` are who ticked it when, where that is on record."""

    item: str
    is_ticked: bool
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A release under its name, with the reason for which it went out although items were open."""

    name: str
    checks: tuple[Check, ...]
    reason: str = ""

    @property
    def open(self) -> list[str]:
        """The items that are not ticked."""
        return open_items(self.checks)

    @property
    def said(self) -> str:
        """What it was, in a sentence."""
        ticked = len(self.checks) - len(self.open)
        although = f", released although: {self.reason}" if self.reason else ""
        return f"Release {self.name}: {ticked} of {len(self.checks)} ticked{although}"

    def frozen(self) -> str:
        """Give it as the text that the history keeps."""
        kept = asdict(self) | {"said": self.said}
        return json.dumps(kept, default=moment, sort_keys=True, ensure_ascii=False)


def moment(value: datetime) -> str:
    """Print a time so that it can be read again."""
    return value.isoformat()


def open_items(checks: Sequence[Check]) -> list[str]:
    """Name the items that are not ticked."""
    return [each.item for each in checks if not each.is_ticked]


def thawed(text: str) -> Release:
    """Read what the history kept."""
    kept = json.loads(text)
    checks = tuple(check(**each) for each in kept["checks"])
    return Release(kept["name"], checks, kept["reason"])


def check(item: str, by: str, at: str | None, *, is_ticked: bool) -> Check:
    """Read an item."""
    return Check(item, is_ticked, by, datetime.fromisoformat(at) if at else None)
