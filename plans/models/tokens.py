"""What lets a machine in without a sign-in."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from plans.enums import TokenScope
from plans.models.plan import Plan


class AccessToken(models.Model):
    """A key to one plan for one purpose, with the rights of whoever made it.

    `digest` is the SHA-256 of the secret, which is kept nowhere; `prefix` is how the secret starts,
    to tell it by. `used_at` is right to the hour.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=TokenScope)
    prefix = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tokens")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["plan_id", "-created_at", "-pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(scope__in=TokenScope.values), name="token_scope_known"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_by__isnull=True, revoked_at__isnull=True)
                | models.Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="token_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class Computed(models.Model):
    """Somebody chose that a plan's tables of one register are exported as computed.

    `register` is the key of the register's first form.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    register = models.CharField(max_length=40)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["plan_id", "register"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "register"], name="computed_once_a_register"),
        ]

    def __str__(self) -> str:
        return f"{self.register} of {self.plan_id}"
