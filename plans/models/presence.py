"""Who is at work where, for as long as it is true."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from plans.models.plan import Plan


class Presence(models.Model):
    """One person at work on one plan: `place` is the heading of the section, `at` when last seen.

    No part of the document: it is overwritten, and nobody is told of it a minute later.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    place = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "user_id"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "user"], name="presence_one_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.place}"
