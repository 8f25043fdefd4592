"""The backups of a company, as its plans print them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0007_validation_criteria"),
    ]

    operations = [
        migrations.CreateModel(
            name="BackupStatus",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="plans.row",
                    ),
                ),
                ("target", models.TextField(null=True, verbose_name="Target")),
                ("frequency", models.PositiveIntegerField(null=True, verbose_name="Frequency")),
                ("last_copy", models.DateField(null=True, verbose_name="Last Copy")),
                (
                    "last_restore_test",
                    models.DateField(null=True, verbose_name="Last Restore Test"),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("Pass", "Pass"), ("Fail", "Fail")],
                        max_length=20,
                        null=True,
                        verbose_name="Result",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="BackupStrategy",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DB_CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="plans.row",
                    ),
                ),
                ("data_type", models.TextField(null=True, verbose_name="Data Type")),
                ("frequency", models.PositiveIntegerField(null=True, verbose_name="Frequency")),
                ("retention", models.TextField(null=True, verbose_name="Retention")),
                ("location", models.TextField(null=True, verbose_name="Location")),
                ("encryption", models.TextField(null=True, verbose_name="Encryption")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
            },
        ),
    ]
