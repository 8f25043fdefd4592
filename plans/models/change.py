"""The history's one table."""

import json
from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.db import models

from gates.append_only import AppendOnlyModel
from gates.chain import Link
from gates.enums import ActorKind
from plans.enums import Action
from plans.models.plan import Plan

WHOLE = (Action.IMPORT, Action.LAYOUT, Action.UNDO)
"""What replaces a whole document; its `column` is the encoding before, where not UTF-8."""

OPPOSITE = {
    Action.CLOSE: Action.REOPEN,
    Action.REOPEN: Action.CLOSE,
    Action.RELEASE: Action.WITHDRAW,
    Action.WITHDRAW: Action.RELEASE,
}
"""What freezes something that is kept with the plan, and what takes that back, by each other."""

NAMING = (*WHOLE, *OPPOSITE)
"""What a group is called by, whatever else it changed."""

HASHED = (
    *("action", "actor_id", "actor_kind", "actor_name", "after", "at", "before", "column"),
    *("index", "place", "plan_id", "register", "revision", "row"),
)
"""The fields that a record's hash covers, besides the groups, which it covers as text."""


class Change(AppendOnlyModel):
    """One change of one plan, written once by `plans.history`.

    `group` ties together what one Undo takes back, and `undoes` is the group that this one took
    back. `place`, `actor_name` and `column` are the words as they stood then; `index` is the
    column's, counted from 0. `before` and `after` are a cell's texts; for a row that came or went,
    for a decision's record and for what is kept its canonical JSON, for a document its Markdown.
    `hash` seals the record and the one before.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="changes")
    revision = models.PositiveIntegerField()
    group = models.UUIDField()
    undoes = models.UUIDField(null=True)
    action = models.CharField(max_length=10, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="changes"
    )
    actor_kind = models.CharField(max_length=20, choices=ActorKind)
    actor_name = models.CharField(max_length=310)
    place = models.TextField(blank=True)
    register = models.CharField(max_length=40, blank=True)
    row = models.PositiveBigIntegerField(null=True)
    column = models.TextField(blank=True)
    index = models.PositiveSmallIntegerField(null=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["plan_id", "-revision"]
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["plan", "row"], name="change_of_a_row"),
            models.Index(fields=["plan", "actor", "-revision"], name="change_of_an_actor"),
            models.Index(fields=["plan", "action", "-revision"], name="change_by_action"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "revision"], name="change_one_per_revision"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}@{self.revision}"

    @property
    def shown_before(self) -> str:
        """What stood before, as a person reads it; nothing of a document."""
        return self.shown("before")

    @property
    def shown_after(self) -> str:
        """What stands since, likewise."""
        return self.shown("after")

    def shown(self, side: str) -> str:
        """Give a row's cells, a place, a cell's text, a record's lines that differ, what is kept.

        `plans.history.changes` loads no documents, and has the rest under other names.
        """
        if self.action in WHOLE:
            return ""
        text = self.kept(side)
        if not text or self.action == Action.SET:
            return text
        if self.action == Action.MOVE:
            return f"row {text}"
        if self.action == Action.RECORD:
            other = {*lines_of(self.kept("before" if side == "after" else "after"))}
            return "\n".join(line for line in lines_of(text) if line not in other)
        whole = json.loads(text)
        said: str = whole["said"] if self.action in OPPOSITE else " | ".join(whole["cells"])
        return said

    def kept(self, side: str) -> str:
        """Give what is kept of a side, under whichever name it was loaded."""
        name = f"short_{side}"
        text: str = getattr(self, name if name in self.__dict__ else side)
        return text

    def payload(self) -> dict[str, object]:
        """What the hash covers: everything but the hashes, empty values left out."""
        values = {name: getattr(self, name) for name in HASHED}
        values["group"] = str(self.group)
        values["undoes"] = str(self.undoes or "")
        return {name: value for name, value in values.items() if value not in {None, ""}}

    def link(self) -> Link:
        """The record as `gates.chain.verify` wants it."""
        return Link(self.revision, self.previous_hash, self.payload(), self.hash)


def lines_of(kept: str) -> Iterator[str]:
    """Give what a decision's record says, in lines: its text, and what it is to others."""
    if kept:
        record = json.loads(kept)
        yield from record["text"].splitlines()
        for words, name in (("Supersedes", "supersedes"), ("Depends on", "depends_on")):
            yield from (f"{words} ADR-{number:03}" for number in record[name])
