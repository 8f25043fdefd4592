"""Migrations run back and forth over plans that people have filled."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from plans.models import Plan
from tests.plans.companies import HALCYON, load, plan, text
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
    migrate("0002_plan_encoding")
    after = plan("halcyon")
    assert (text("halcyon"), after.head_hash, after.encoding) == (before, head, "utf-8")
    assert said("verify").endswith("All is as it was written.\n")


def test_database_knows_the_encodings(filled):
    statement = "UPDATE plans_plan SET encoding = 'klingon'"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Plan.objects.get().encoding == "utf-8"
