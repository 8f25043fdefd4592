from django.db import migrations, models

KINDS = [
    "heading",
    "prose",
    "statement",
    "field",
    "list",
    "checklist",
    "diagram",
    "table",
    "toc",
    "gate",
    "rule",
    "verbatim",
]


class Migration(migrations.Migration):
    """A heading becomes a block of its own kind: see 0004, which needs its own transaction."""

    dependencies = [("plans", "0002_plan_encoding")]

    operations = [
        migrations.RemoveConstraint(model_name="block", name="block_kind_known"),
        migrations.AlterField(
            model_name="block",
            name="kind",
            field=models.CharField(
                choices=[(kind, kind.capitalize()) for kind in KINDS], max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="block_kind_known"
            ),
        ),
    ]
