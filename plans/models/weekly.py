"""Who gets the weekly e-mail, and which was the last."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class WeeklyMail(models.Model):
    """What somebody said of the weekly e-mail, and the Monday of the last that was sent."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    is_wanted = models.BooleanField(default=True)
    week = models.DateField(null=True)

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.user}, {self.week}"
