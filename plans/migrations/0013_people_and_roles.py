"""Invitations, the log of people, and for the companies that are there an administrator's role."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import gates.models
from gates.append_only import AppendOnly

ON_COMPANY = {
    "view_company": "Can view company",
    "create_plan": "Can create the company's plans",
    "manage_company": "Can invite people and give roles",
}


def grant(apps: Any, schema_editor: Any) -> None:
    """Make the group of each company's administrators; operators put the first one in."""
    seen = [
        ("plans", "Plan", permission(apps, "plans", "plan", "view_plan", "Can view plan")),
        ("gates", "Gate", permission(apps, "gates", "gate", "view_gate", "Can view gate")),
    ]
    managed = [permission(apps, "plans", "company", *each) for each in ON_COMPANY.items()]
    Group = apps.get_model("auth", "Group")
    of_company = {"plans.Plan": "company", "gates.Gate": "plan__company"}
    for company in apps.get_model("plans", "Company").objects.all():
        group, _ = Group.objects.get_or_create(name=f"{company.slug}: Administrator")
        give(apps, "plans.Company", group, managed, company.pk)
        for app, model, view in seen:
            things = apps.get_model(app, model).objects.filter(
                **{of_company[f"{app}.{model}"]: company.pk}
            )
            for key in things.values_list("pk", flat=True):
                give(apps, f"{app}.{model}", group, [view], key)


def permission(apps: Any, app: str, model: str, codename: str, name: str) -> Any:
    """Give a permission, which is made after the migrations otherwise."""
    of_model, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=of_model, codename=codename, defaults={"name": name}
    )[0]


def give(apps: Any, model: str, group: Any, permissions: list[Any], key: int) -> None:
    """Grant permissions on one object."""
    grants = apps.get_model(f"{model}GroupObjectPermission").objects
    for each in permissions:
        grants.get_or_create(group=group, permission=each, content_object_id=key)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("gates", "0002_rounds_and_policy"),
        ("plans", "0012_registers_that_recur"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="company",
            options={
                "default_permissions": ("add", "view"),
                "ordering": ["name", "pk"],
                "permissions": [
                    ("create_plan", "Can create the company's plans"),
                    ("manage_company", "Can invite people and give roles"),
                ],
                "verbose_name_plural": "companies",
            },
        ),
        migrations.AlterField(
            model_name="company",
            name="name",
            field=models.CharField(max_length=100, validators=[gates.models.storable]),
        ),
        migrations.CreateModel(
            name="PeopleRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("founded", "Founded the company"),
                            ("renamed", "Renamed the company"),
                            ("invited", "Invited"),
                            ("sent", "Sent the invitation anew"),
                            ("revoked", "Withdrew the invitation"),
                            ("joined", "Accepted the invitation"),
                            ("given", "Gave a role"),
                            ("taken", "Took a role"),
                            ("removed", "Removed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("person_name", models.CharField(blank=True, max_length=310)),
                ("roles", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=500)),
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
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people_records",
                        to="plans.company",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["company_id", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=150)),
                ("roles", models.JSONField(default=list)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="plans.company",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["email", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "email"), name="invitation_one_an_address"
                    )
                ],
            },
        ),
        AppendOnly("plans_peoplerecord"),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
