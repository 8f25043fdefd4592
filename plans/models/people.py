"""Who was asked into a company, and the log of who gave whom which role."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from gates.append_only import AppendOnlyModel
from gates.enums import ActorKind
from plans.enums import PeopleEvent
from plans.models.plan import Company


class Invitation(models.Model):
    """An invitation that still waits: accepted or withdrawn, it is gone, and the log tells of it.

    `digest` is the SHA-256 of the token in the link that was sent last; the token is kept nowhere.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=150)
    roles = models.JSONField(default=list)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["email", "pk"]
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "email"], name="invitation_one_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.email} into {self.company}"


class PeopleRecord(AppendOnlyModel):
    """One line of a company's log of people, written once by `plans.people`.

    `person_name` is the name of whom it concerns as it stood then, or an invited address; `roles`
    are the names of `plans.roles`, `note` says whatever else belongs to the event.
    """

    company = models.ForeignKey(Company, models.PROTECT, related_name="people_records")
    event = models.CharField(max_length=10, choices=PeopleEvent)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    person_name = models.CharField(max_length=310, blank=True)
    roles = models.JSONField(default=list)
    note = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_kind = models.CharField(max_length=20, choices=ActorKind)
    actor_name = models.CharField(max_length=310)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["company_id", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.get_event_display()} {self.person_name}".rstrip()
