"""Changes that can be taken back by their makers, and what a page has to know to stay fresh."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

from gates.append_only import AppendOnly


def keep_indexes(apps: Any, schema_editor: Any) -> None:
    """Refuse to go back once a record has an index: its hash covers it, so it cannot be lost."""
    if apps.get_model("plans", "Change").objects.filter(index__isnull=False).exists():
        raise IrreversibleError(
            "The plans' histories hold what an older Plangate cannot keep. Restore a backup."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0009_gate_permissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["plan_id", "user_id"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="change",
            name="index",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="change",
            name="undoes",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="laid_out",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="section",
            name="revision",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["plan", "actor", "-revision"], name="change_of_an_actor"),
        ),
        migrations.AddField(
            model_name="presence",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="presences",
                to="plans.plan",
            ),
        ),
        migrations.AddField(
            model_name="presence",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="presence",
            constraint=models.UniqueConstraint(
                fields=("plan", "user"), name="presence_one_a_person"
            ),
        ),
        AppendOnly("plans_change"),
        migrations.RunPython(migrations.RunPython.noop, keep_indexes),
    ]
