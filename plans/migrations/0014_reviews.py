"""What plans say of their reviews, kept with the plan."""

from collections import defaultdict
from typing import Any

from django.db import migrations, models

from plans.reviews import REGISTERS, stated


def note(apps: Any, schema_editor: Any) -> None:
    """Keep it for the plans that are there."""
    rows = apps.get_model("plans", "Row").objects.filter(block__register__in=REGISTERS)
    found = defaultdict(list)
    for plan, *row in rows.values_list("block__section__plan", "block__register", "cells"):
        found[plan].append(row)
    plans = apps.get_model("plans", "Plan").objects
    there = list(plans.filter(pk__in=found))
    for plan in there:
        plan.review_cycle, plan.versioned_on = stated(found[plan.pk])
    plans.bulk_update(there, ["review_cycle", "versioned_on"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0013_people_and_roles"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="review_cycle",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="plan",
            name="versioned_on",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
