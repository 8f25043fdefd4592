"""Samples of what is measured, access tokens, and what is exported as computed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gates.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0018_sprints_and_releases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("samples", "Record samples"),
                            ("calendar", "Read the on-call calendar"),
                        ],
                        max_length=10,
                    ),
                ),
                ("prefix", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="plans.plan",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["plan_id", "-created_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["samples", "calendar"])),
                        name="token_scope_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="token_revoked_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Computed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan_id", "register"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "register"), name="computed_once_a_register"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=40)),
                ("row", models.PositiveBigIntegerField()),
                ("name", models.TextField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("cell", "cell"),
                            ("document", "document"),
                            ("command", "command"),
                            ("http", "HTTP"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("agent", "agent"),
                            ("operator", "operator"),
                            ("import", "import"),
                            ("system", "system"),
                        ],
                        max_length=20,
                    ),
                ),
                ("actor_name", models.CharField(max_length=310)),
                ("key", models.CharField(blank=True, max_length=100)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan_id", "-at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["plan", "-at", "-id"], name="sample_of_a_plan"),
                    models.Index(fields=["row", "-at", "-id"], name="sample_of_a_row"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("plan", "key"),
                        name="sample_once_a_key",
                    )
                ],
            },
        ),
        AppendOnly("plans_sample"),
    ]
