"""What the administration and a debugger print of the document's tables."""

import pytest

from plans.models import Change, Row
from plans.models.guard import open_door
from tests.plans.companies import block, load, plan, record, row

pytestmark = pytest.mark.django_db


def test_everything_has_a_name(db):
    load("halcyon")
    item = row("halcyon", "tech-debt-register")
    names = [plan("halcyon"), item.block.section, block("halcyon", "guiding-principles")]
    assert [str(name) for name in names] == [
        "Halcyon Freight CTO",
        "5.1 Tech Debt Register",
        "table Guiding Principles",
    ]
    assert str(item) == " | ".join(item.cells)
    assert str(record(item)) == f"debt item {item.pk}"
    change = Change.objects.get(plan=plan("halcyon"))
    assert str(change) == f"{change.plan_id}@1"


def test_behind_the_open_door_a_row_goes_with_its_record(db):
    load("halcyon")
    item = row("halcyon", "tech-debt-register")
    model = type(record(item))
    with open_door():
        item.delete()
    assert not Row.objects.filter(pk=item.pk).exists()
    assert not model.objects.filter(pk=item.pk).exists()
