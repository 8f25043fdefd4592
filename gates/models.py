"""People, gates, and the append-only log of what people decided about each gate."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from guardian.models import GroupObjectPermissionBase

from gates.append_only import AppendOnlyModel
from gates.chain import Link
from gates.enums import ActorKind, Event, NoticeKind, Outcome
from gates.word_index import Words

REASON_LENGTH = 4000


def storable(text: str) -> None:
    """Refuse what one database would store and the other not: NUL and half characters."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError("The text contains a character that cannot be stored.")


class User(AbstractUser):
    """Somebody who signs in: a person, or an agent acting for one."""

    words: ClassVar = Words("gates_user", ("first_name", "last_name", "username"))

    is_agent = models.BooleanField(
        "agent",
        default=False,
        help_text="An agent may read and propose; it never decides on a gate.",
    )
    owner = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="agents",
        help_text="Whose agent this is: they do not approve what it requests.",
    )

    @property
    def display_name(self) -> str:
        """The full name, or the user name of somebody who gave none."""
        return self.get_full_name() or self.username


class Gate(models.Model):
    """A lock on a subject that it knows only as a title and an address."""

    title = models.CharField(max_length=200, validators=[storable])
    url = models.CharField("address", max_length=500, validators=[storable])
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """The permissions are granted on one gate to one group; see `gates.access`."""

        ordering = ("pk",)
        default_permissions = ("view",)
        permissions = (
            ("validate_gate", "Can record the validation decision"),
            ("override_gate", "Can override a decision"),
            ("request_gate", "Can request approval"),
            ("approve_gate", "Can approve, reject and revoke"),
            ("halt_gate", "Can halt and resume"),
            ("configure_gate", "Can change the policy"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The gate's own page, not its subject's."""
        return reverse("gates:gate", args=[self.pk])


class GateGroupObjectPermission(GroupObjectPermissionBase):
    """What a group may do on a gate."""

    content_object = models.ForeignKey(Gate, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        """Guardian's one-grant-only constraint holds."""

        verbose_name = "gate permission"


class Baseline(AppendOnlyModel):
    """The text of a subject when its approval was requested, once for each text there was."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the text.")
    text = models.TextField()

    class Meta:
        """Nobody is given these: they are shown to whoever sees the gate."""

        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest


class Decision(AppendOnlyModel):
    """One record of a gate's log; only `gates.decisions` makes one.

    `facts` holds, by event: the criteria, the computed decision and the confidence of a decision;
    the end of an override, a request or an approval; the digests of the sections that a request or
    an approval names; the policy that was set.
    """

    words: ClassVar = Words("gates_decision", ("actor_name", "meaning", "reason"))

    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="decisions")
    sequence = models.PositiveIntegerField()
    event = models.CharField(max_length=20, choices=Event)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="decisions")
    actor_kind = models.CharField(max_length=20, choices=ActorKind)
    actor_name = models.CharField(max_length=310, help_text="As printed at the time.")
    reason = models.TextField(blank=True, validators=[MaxLengthValidator(REASON_LENGTH), storable])
    meaning = models.CharField(max_length=300, help_text="What the actor says by this.")
    digest = models.CharField(
        max_length=64, blank=True, help_text="The terms that this sets or answers."
    )
    baseline = models.CharField(
        max_length=64, blank=True, help_text="The digest of the subject's text; see Baseline."
    )
    facts = models.JSONField(
        default=dict, blank=True, help_text="Plain values that belong to the event: see decisions."
    )
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """The log of each gate is one unbroken sequence."""

        ordering = ("gate", "sequence")
        default_permissions = ("view",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gate", "sequence"], name="decision_one_per_sequence"),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="decision_sequence_from_1"),
            models.CheckConstraint(
                condition=Q(event=Event.DECIDED, outcome__in=Outcome.values)
                | (~Q(event=Event.DECIDED) & Q(outcome="")),
                name="decision_outcome_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False)
                | ~Q(actor_kind__in=[ActorKind.PERSON, ActorKind.AGENT]),
                name="decision_user_behind_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id}/{self.sequence} {self.get_event_display()}"

    def payload(self) -> dict[str, object]:
        """What the hash covers. Empty values are left out, so a later column breaks no hash."""
        values = {
            "gate": self.gate_id,
            "sequence": self.sequence,
            "event": self.event,
            "outcome": self.outcome,
            "actor": self.actor_id,
            "actor_kind": self.actor_kind,
            "actor_name": self.actor_name,
            "reason": self.reason,
            "meaning": self.meaning,
            "digest": self.digest,
            "baseline": self.baseline,
            "facts": self.facts,
            "at": self.at,
        }
        return {name: value for name, value in values.items() if value not in (None, "", {})}

    def link(self) -> Link:
        """The record as `chain.verify` wants it."""
        return Link(self.sequence, self.previous_hash, self.payload(), self.hash)


class Notice(models.Model):
    """That somebody was written to about a record of a gate: once for each kind of notice."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    sent_at = models.DateTimeField()

    class Meta:
        """A notice is nobody's to see: it only keeps the next one from being sent."""

        ordering = ("pk",)
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "kind", "user"], name="notice_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.decision_id} {self.user_id}"
