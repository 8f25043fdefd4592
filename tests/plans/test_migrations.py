"""Migrations run back and forth over plans that people have filled."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from plans import editing
from plans.models import Plan, Row
from tests.plans.companies import BY, HALCYON, load, plan, text
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name):
    call_command("migrate", "plans", name, verbosity=0)


@pytest.fixture
def filled(transactional_db):
    load("halcyon")
    yield HALCYON
    call_command("migrate", verbosity=0)


def test_plan_is_the_same_after_its_encoding_went_and_came(filled):
    before, head = text("halcyon"), plan("halcyon").head_hash
    migrate("0001_initial")
    call_command("migrate", verbosity=0)
    after = plan("halcyon")
    assert (text("halcyon"), after.head_hash, after.encoding) == (before, head, "utf-8")
    assert said("verify").endswith("All is as it was written.\n")


def test_database_knows_the_encodings(filled):
    statement = "UPDATE plans_plan SET encoding = 'klingon'"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Plan.objects.get().encoding == "utf-8"


def test_headings_are_lines_of_their_sections_and_rows_again(filled):
    rows = Row.objects.filter(block__kind="heading").order_by("block__section__position")
    edited = rows.get(cells=["3.1 Environments"])
    editing.set_cell(HALCYON, edited.pk, 0, "3.1 Where it runs", seen=None, by=BY)
    before = text("halcyon")
    migrate("0002_plan_encoding")
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM plans_section WHERE heading = '3.1 Where it runs'")
        assert cursor.fetchone() == ("### 3.1 Where it runs\n",)
    call_command("migrate", verbosity=0)
    assert text("halcyon") == before
    assert rows.count() == plan("halcyon").sections.count()
    assert said("verify").endswith("All is as it was written.\n")
