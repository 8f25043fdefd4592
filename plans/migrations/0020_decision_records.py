"""Records behind the decisions of table 1.4, and two states more that a decision can be in."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError


def keep_records(apps: Any, schema_editor: Any) -> None:
    """Refuse to go back once there are records: an older Plangate cannot keep them."""
    if apps.get_model("plans", "DecisionRecord").objects.exists():
        raise IrreversibleError(
            "Plans hold records of decisions, which an older Plangate cannot keep. Restore a backup."
        )


class Migration(migrations.Migration):
    dependencies = [("plans", "0019_samples")]

    operations = [
        migrations.AlterField(
            model_name="architecturedecision",
            name="status",
            field=models.CharField(
                choices=[
                    ("Proposed", "Proposed"),
                    ("Accepted", "Accepted"),
                    ("Rejected", "Rejected"),
                    ("Superseded", "Superseded"),
                    ("Deprecated", "Deprecated"),
                ],
                max_length=20,
                null=True,
                verbose_name="Status",
            ),
        ),
        migrations.AlterField(
            model_name="change",
            name="action",
            field=models.CharField(
                choices=[
                    ("set", "Set"),
                    ("add", "Add"),
                    ("delete", "Delete"),
                    ("move", "Move"),
                    ("import", "Import"),
                    ("layout", "Layout"),
                    ("undo", "Undo"),
                    ("close", "Close"),
                    ("reopen", "Reopen"),
                    ("release", "Release"),
                    ("withdraw", "Withdraw"),
                    ("record", "Record"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="DecisionRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("supersedes", models.JSONField(default=list)),
                ("depends_on", models.JSONField(default=list)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="decision_records",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan_id", "number"],
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="record_one_a_decision")
                ],
            },
        ),
        migrations.RunPython(migrations.RunPython.noop, keep_records),
    ]
