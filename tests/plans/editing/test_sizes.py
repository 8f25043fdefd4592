"""Reading a document in and printing it costs as many queries with many rows as with one."""

import time

import pytest

from gates.actors import Actor
from plans import blueprints, editing, printing
from plans.document.parse import parse
from plans.editing.reading import blocks_of
from plans.enums import BlockKind, Position
from plans.models import Plan, Row
from tests.plans.factories import CompanyFactory, PlanFactory, address
from tests.plans.texts import boxes

pytestmark = pytest.mark.django_db
TABLES = 31
BY = Actor.operator("tests")
SECONDS = 3


def blueprint(rows: int) -> str:
    """The blueprint with so many rows in each of its tables."""
    text = blueprints.text(Position.CTO)
    for _, block in blocks_of(parse(text)):
        if block.kind == BlockKind.TABLE:
            sources = [row.source for row in block.rows]
            text = text.replace(block.source + "".join(sources), block.source + sources[0] * rows)
    return text


@pytest.mark.parametrize("rows", [2, 200])
def test_replacing_a_document_costs_this_many_queries(rows, django_assert_num_queries):
    plan, text = PlanFactory(opened=True), blueprint(rows)
    with django_assert_num_queries(60):
        editing.replace_document(address(plan), text, by=BY)
    tables = Row.objects.filter(block__section__plan=plan, block__kind=BlockKind.TABLE)
    assert tables.count() == TABLES * rows


@pytest.mark.parametrize("rows", [1, 200])
def test_creating_a_plan_costs_this_many_queries(rows, django_assert_num_queries):
    PlanFactory()  # Django looks up each content type once in a process
    company = CompanyFactory()
    with django_assert_num_queries(63):
        editing.create_plan(company, Position.CTO, blueprint(rows), by=BY)


@pytest.mark.parametrize("rows", [1, 200])
def test_printing_a_plan_costs_three_queries(rows, django_assert_num_queries):
    text = blueprint(rows)
    plan = Plan.objects.get(pk=PlanFactory(text=text).pk)
    with django_assert_num_queries(3):
        assert printing.text(plan) == text


@pytest.mark.parametrize("number", [1, 600])
def test_reading_in_boxes_costs_this_many_queries(number, django_assert_num_queries):
    PlanFactory()  # Django looks up each content type once in a process
    company, text = CompanyFactory(), boxes(number)
    with django_assert_num_queries(16):
        plan = editing.create_plan(company, Position.COO, text, by=BY).plan
    with django_assert_num_queries(17):
        editing.replace_document(address(plan), text.replace("[ ]", "[x]"), by=BY)
    assert Row.objects.filter(block__section__plan=plan, block__kind="checklist").count() == number


def test_document_of_230_kilobytes_and_600_boxes_is_read_in_in_3_seconds():
    PlanFactory()
    company, text = CompanyFactory(), boxes(600)
    assert len(text) > 230_000
    start = time.process_time()
    plan = editing.create_plan(company, Position.COO, text, by=BY).plan
    assert time.process_time() - start < SECONDS
    assert printing.text(plan) == text
