"""The history of what is measured."""

from typing import ClassVar

from django.db import models

from gates.append_only import AppendOnlyModel
from gates.enums import ActorKind
from plans.enums import SampleSource
from plans.models.plan import Plan


class Sample(AppendOnlyModel):
    """One value of one row of a register that measures, at a time: written once, never changed.

    `register` is the key of the register's first form; `row` is the row's key, which it keeps as
    long as it is there; `name` and `text` are what the row was called and what its cell said then,
    as a person reads them. `key` names it for whoever records it, once in a plan; "" for a change
    of the cell itself.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="samples")
    register = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()
    name = models.TextField()
    text = models.TextField()
    at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=SampleSource)
    actor_kind = models.CharField(max_length=20, choices=ActorKind)
    actor_name = models.CharField(max_length=310)
    key = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering: ClassVar = ["plan_id", "-at", "-pk"]
        default_permissions = ()
        indexes: ClassVar = [
            models.Index(fields=["plan", "-at", "-id"], name="sample_of_a_plan"),
            models.Index(fields=["row", "-at", "-id"], name="sample_of_a_row"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "key"], condition=~models.Q(key=""), name="sample_once_a_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"
