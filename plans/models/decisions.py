"""The records behind the decisions of table 1.4."""

import json
from typing import ClassVar

from django.db import models

from plans.models.guard import Guarded
from plans.models.plan import Plan


class DecisionRecord(Guarded):
    """What stands behind a decision: the `text` of its MADR file, and what it is to others.

    It goes by the decision's number, not by its row, so it outlives imports that make rows anew;
    `supersedes` and `depends_on` are numbers in order. "" is no text yet.
    """

    plan = models.ForeignKey(Plan, models.DO_NOTHING, related_name="decision_records")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    supersedes = models.JSONField(default=list)
    depends_on = models.JSONField(default=list)

    class Meta(Guarded.Meta):
        ordering: ClassVar = ["plan_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="record_one_a_decision"),
        ]

    def __str__(self) -> str:
        return f"ADR-{self.number:03}"

    @property
    def said(self) -> str:
        """All that it says, as the history keeps it; "" for nothing."""
        kept = {"text": self.text, "supersedes": self.supersedes, "depends_on": self.depends_on}
        if not any(kept.values()):
            return ""
        return json.dumps({"number": self.number} | kept, ensure_ascii=False)
