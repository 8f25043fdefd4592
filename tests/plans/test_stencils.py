"""A demo company that is copied is the one that is written, and stands beside any other."""

import pytest
from django.db import transaction

from gates import state
from plans.models import Row
from tests.plans.companies import STENCILS, plan, text
from tests.plans.factories import PlanFactory
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db


def seen(slug):
    gate = state.current(plan(slug).gate).gate
    rows = Row.objects.filter(block__section__plan__company__slug=slug)
    return text(slug), text(slug, "CMO"), gate, sorted(rows.values_list("cells", flat=True))


@pytest.mark.parametrize("slug", STENCILS.write)
def test_copy_is_the_company_that_is_written(slug):
    with transaction.atomic():
        STENCILS.write[slug]()
        written = seen(slug)
        transaction.set_rollback(True)
    assert STENCILS.copy(slug)
    assert seen(slug) == written


def test_copies_stand_beside_each_other_and_all_else():
    assert STENCILS.copy("meridian")
    PlanFactory(opened=True)
    assert STENCILS.copy("halcyon")
    PlanFactory(opened=True)
    assert said("verify").endswith("All is as it was written.\n")


def test_where_the_clock_was_moved_nothing_is_copied(time_machine):
    time_machine.move_to("2026-11-23T10:00Z")
    assert not STENCILS.copy("meridian")
