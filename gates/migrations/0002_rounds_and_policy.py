"""Rounds, requests, overrides and policies in the log; baselines; who was written to."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

from gates.append_only import AppendOnly


def keep_facts(apps: Any, schema_editor: Any) -> None:
    """Refuse to go back once a record has facts: its hash covers them, so they cannot be lost."""
    if apps.get_model("gates", "Decision").objects.exclude(facts={}).exists():
        raise IrreversibleError(
            "The gates' logs hold facts that an older Plangate cannot keep. Restore a backup."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("gates", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the text.", max_length=64, unique=True),
                ),
                ("text", models.TextField()),
            ],
            options={
                "ordering": ("pk",),
                "default_permissions": (),
            },
        ),
        migrations.AlterModelOptions(
            name="gate",
            options={
                "default_permissions": ("view",),
                "ordering": ("pk",),
                "permissions": (
                    ("validate_gate", "Can record the validation decision"),
                    ("override_gate", "Can override a decision"),
                    ("request_gate", "Can request approval"),
                    ("approve_gate", "Can approve, reject and revoke"),
                    ("halt_gate", "Can halt and resume"),
                    ("configure_gate", "Can change the policy"),
                ),
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="facts",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Plain values that belong to the event: see decisions.",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                help_text="Whose agent this is: they do not approve what it requests.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agents",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="baseline",
            field=models.CharField(
                blank=True,
                help_text="The digest of the subject's text; see Baseline.",
                max_length=64,
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="event",
            field=models.CharField(
                choices=[
                    ("created", "Created"),
                    ("decided", "Decision recorded"),
                    ("reopened", "Round reopened"),
                    ("overridden", "Decision overridden"),
                    ("requested", "Approval requested"),
                    ("withdrawn", "Request withdrawn"),
                    ("approved", "Approved"),
                    ("changes-requested", "Changes requested"),
                    ("rejected", "Rejected"),
                    ("expired", "Expired"),
                    ("revoked", "Approval revoked"),
                    ("halted", "Halted"),
                    ("resumed", "Resumed"),
                    ("configured", "Policy changed"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("request", "An approval is requested"),
                            ("reminder", "A request is about to expire"),
                            ("answer", "A request was answered"),
                            ("expired", "A request ran out without an answer"),
                            ("closed", "An approval no longer stands"),
                            ("halted", "A gate was halted"),
                        ],
                        max_length=20,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="gates.decision",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("decision", "kind", "user"), name="notice_sent_once"
                    )
                ],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_facts),
        AppendOnly("gates_baseline"),
        AppendOnly("gates_decision"),  # altering its table took the triggers away
    ]
