"""The policy of a gate: what an approval takes. The log holds it; the newest record counts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from gates.refusals import Incomplete

MOST_DAYS = 3650
MOST_PEOPLE = 20
MOST_PLANS = 100
MOST_NAMES = 1000
LONGEST_NAME = 5000
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""What one of the databases would not store."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What it takes to open a gate; the defaults are those of a new one.

    `approvers` are names of groups, of which an approver has to be in one: none means everybody
    who holds the permission. `sections` are the subject's headings whose text an approval covers.
    `approval_days` 0 means for as long as the terms stand. `other_plans` is how many of the
    subject's siblings have to be `other_filled` percent filled when approval is requested and
    given. `solo` lets one person decide, request and approve.
    """

    quorum: int = 1
    request_days: int = 14
    approval_days: int = 0
    other_plans: int = 0
    other_filled: int = 80
    solo: bool = False
    approvers: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()

    @classmethod
    def stored(cls, facts: Mapping[str, Any]) -> "Policy":
        """The policy that a record holds; what it does not name has its default."""
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in facts.items()
            if name in known
        }
        return cls(**values)

    def plain(self) -> dict[str, object]:
        """The policy as JSON can hold it."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    def admits(self, groups: Iterable[str]) -> bool:
        """Whether somebody in the groups of these names may approve, holding the permission."""
        return not self.approvers or not set(self.approvers).isdisjoint(groups)

    def check(self) -> None:
        """Raises `Incomplete`, naming the field, for a policy that no gate can have."""
        for names in (self.approvers, self.sections):
            self._check_names(names)
        for name, least, most in (
            ("quorum", 1, MOST_PEOPLE),
            ("request_days", 1, MOST_DAYS),
            ("approval_days", 0, MOST_DAYS),
            ("other_plans", 0, MOST_PLANS),
            ("other_filled", 0, 100),
        ):
            if not least <= getattr(self, name) <= most:
                words = name.replace("_", " ").capitalize()
                raise Incomplete(f"{words} has to be a whole number from {least} to {most}.")

    def _check_names(self, names: tuple[str, ...]) -> None:
        if len(names) > MOST_NAMES:
            raise Incomplete(f"A policy names at most {MOST_NAMES} groups and sections.")
        if any(len(name) > LONGEST_NAME or UNSTORABLE.search(name) for name in names):
            raise Incomplete("There can be no group or section of a name that was given.")

    def sentences(self) -> list[str]:
        """The policy in words, for page, log and report."""
        people = "1 approval" if self.quorum == 1 else f"{self.quorum} approvals"
        by = f" by members of {', '.join(self.approvers)}" if self.approvers else ""
        lasts = f"for {self.approval_days} days" if self.approval_days else "without an end"
        found = [
            f"It takes {people}{by}.",
            f"A request waits {self.request_days} days for them.",
            f"An approval holds {lasts}, as long as its terms stand.",
            SOLO if self.solo else SEPARATE,
        ]
        if self.other_plans:
            found.append(
                f"At least {self.other_plans} of the other plans have to be "
                f"{self.other_filled} % filled."
            )
        if self.sections:
            found.append(f"A change of these sections makes it stale: {'; '.join(self.sections)}.")
        return found


SOLO = "Solo: the same person may decide, request and approve."
SEPARATE = "Whoever decided or requested does not approve."
