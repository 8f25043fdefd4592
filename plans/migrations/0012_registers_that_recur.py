"""Registers that recur: their tables, and what of them stands in plans already."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

from plans.catalogue import BY_KEY, Place, Register, recognise
from plans.enums import BlockKind

NEW = frozenset(
    {
        "quick-links",
        "c-suite-plans",
        "c-suite-plans-2",
        "technical-milestones-2",
        *(f"key-metrics-dashboard-{number}" for number in range(2, 11)),
        *("risks", "risks-2", "risks-3"),
        "compliance-requirements",
        *(f"compliance-requirements-{number}" for number in range(2, 8)),
        "incident-classification",
        "checklist",
    }
)


def read_blocks(apps: Any, schema_editor: Any) -> None:
    """Make registers of the tables and checklists that stand in plans already.

    A table that was taken for the technical plan's quality metrics by its header row alone is
    read as the key metrics that it is.
    """
    for plan in apps.get_model("plans", "Plan").objects.all():
        blocks = list(blocks_of(apps, kind__in=("table", "checklist"), section__plan=plan))
        for block, register in zip(blocks, recognise(map(place_of, blocks)), strict=True):
            if register and register.key in NEW and register.key != block.register:
                forget_block(apps, block)
                read_block(apps, block, register)


def forget_blocks(apps: Any, schema_editor: Any) -> None:
    """Leave them to stand as any other, without flags."""
    for block in blocks_of(apps, register__in=NEW):
        forget_block(apps, block)


def blocks_of(apps: Any, **which: Any) -> Any:
    blocks = apps.get_model("plans", "Block").objects.filter(**which)
    order = ("section__plan", "section__position", "position")
    return blocks.select_related("section__plan").order_by(*order)


def place_of(block: Any) -> Place:
    section = block.section
    kind, headers = BlockKind(block.kind), tuple(block.columns)
    return Place(kind, section.heading, section.level, block.label, headers)


def read_block(apps: Any, block: Any, register: Register) -> None:
    """Read a block's rows; its section is shown anew, with what cannot be read flagged."""
    model = apps.get_model("plans", register.model.__name__)
    rows = list(apps.get_model("plans", "Row").objects.filter(block=block))
    read = [register.read(row.cells, block.section.plan.references) for row in rows]
    pairs = zip(rows, read, strict=True)
    model.objects.bulk_create(model(row=row, **values) for row, (values, _) in pairs)
    note(apps, block, register.key, sum(len(problems) for _, problems in read))


def forget_block(apps: Any, block: Any) -> None:
    """Take a block's records and flags away, if it has any."""
    register = BY_KEY.get(block.register)
    if register is None:
        return
    rows = list(apps.get_model("plans", "Row").objects.filter(block=block))
    apps.get_model("plans", register.model.__name__).objects.filter(row__in=rows).delete()
    references = block.section.plan.references
    note(apps, block, "", -sum(len(register.read(row.cells, references)[1]) for row in rows))


def note(apps: Any, block: Any, key: str, flagged: int) -> None:
    block.register = key
    block.save(update_fields=["register"])
    sections = apps.get_model("plans", "Section").objects.filter(pk=block.section_id)
    sections.update(version=F("version") + 1, flagged=F("flagged") + flagged)


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0011_layout"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChecklistItem",
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
                ("done", models.BooleanField(null=True, verbose_name="Done")),
                ("item", models.TextField(null=True, verbose_name="Item")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="IncidentClass",
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
                ("severity", models.TextField(null=True, verbose_name="Severity")),
                ("definition", models.TextField(null=True, verbose_name="Definition")),
                ("response_time", models.DurationField(null=True, verbose_name="Response Time")),
                ("escalation", models.TextField(null=True, verbose_name="Escalation")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="QuickLink",
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
                ("resource", models.TextField(null=True, verbose_name="Resource")),
                ("description", models.TextField(null=True, verbose_name="Description")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Regulation",
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
                ("regulation", models.TextField(null=True, verbose_name="Regulation")),
                ("jurisdiction", models.TextField(null=True, verbose_name="Jurisdiction")),
                ("applicability", models.TextField(null=True, verbose_name="Applicability")),
                ("requirement", models.TextField(null=True, verbose_name="Requirement")),
                ("owner", models.TextField(null=True, verbose_name="Owner")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("Compliant", "Compliant"),
                            ("In Progress", "In Progress"),
                            ("N/A", "N/A"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="Status",
                    ),
                ),
                ("compliance_date", models.DateField(null=True, verbose_name="Compliance Date")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Risk",
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
                ("risk", models.TextField(null=True, verbose_name="Risk")),
                (
                    "likelihood",
                    models.CharField(
                        choices=[("H", "High"), ("M", "Medium"), ("L", "Low")],
                        max_length=20,
                        null=True,
                        verbose_name="Likelihood",
                    ),
                ),
                (
                    "impact",
                    models.CharField(
                        choices=[("H", "High"), ("M", "Medium"), ("L", "Low")],
                        max_length=20,
                        null=True,
                        verbose_name="Impact",
                    ),
                ),
                ("mitigation", models.TextField(null=True, verbose_name="Mitigation")),
                ("owner", models.TextField(null=True, verbose_name="Owner")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("Open", "Open"),
                            ("Mitigated", "Mitigated"),
                            ("Accepted", "Accepted"),
                            ("Closed", "Closed"),
                        ],
                        max_length=20,
                        null=True,
                        verbose_name="Status",
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
            name="SisterPlan",
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
                ("position", models.TextField(null=True, verbose_name="Position")),
                ("plan", models.TextField(null=True, verbose_name="Plan")),
                ("location", models.TextField(null=True, verbose_name="Location")),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="keymetric",
            name="definition",
            field=models.TextField(null=True, verbose_name="Definition"),
        ),
        migrations.AddField(
            model_name="keymetric",
            name="gap",
            field=models.TextField(null=True, verbose_name="Gap"),
        ),
        migrations.AddField(
            model_name="keymetric",
            name="industry_average",
            field=models.TextField(null=True, verbose_name="Industry Avg"),
        ),
        migrations.AddField(
            model_name="keymetric",
            name="status",
            field=models.CharField(
                choices=[("On Track", "On Track"), ("At Risk", "At Risk"), ("Behind", "Behind")],
                max_length=20,
                null=True,
                verbose_name="Status",
            ),
        ),
        migrations.AddField(
            model_name="keymetric",
            name="trend",
            field=models.CharField(
                choices=[("Up", "Up"), ("Down", "Down"), ("Flat", "Flat")],
                max_length=20,
                null=True,
                verbose_name="Trend",
            ),
        ),
        migrations.RunPython(read_blocks, forget_blocks),
    ]
