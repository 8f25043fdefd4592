"""The blank plans, each as a whole; what the CTO's has to be stands in the command's tests."""

import json
import re

import pytest

from plans import blueprints, validation
from plans.catalogue import recognise
from plans.document import contents
from plans.document.emit import emit
from plans.document.parse import parse
from plans.editing import preview_plan
from plans.editing.reading import blocks_of, place_of
from plans.enums import BlockKind, Position
from plans.models import Company
from tests.plans.factories import PlanFactory

each_blueprint = pytest.mark.parametrize("position", blueprints.offered())


def test_blueprints_are_these():
    assert blueprints.offered() == [Position.CMO, Position.CTO]


@each_blueprint
def test_blueprint_is_read_without_a_flag_and_printed_as_it_is(position):
    text = blueprints.text(position)
    assert preview_plan(Company(name="Acme"), position, text).reading.flags == []
    assert emit(parse(text)) == text


@each_blueprint
def test_contents_of_a_blueprint_lead_to_its_parts(position):
    document = parse(blueprints.text(position))
    (toc,) = [block for _, block in blocks_of(document) if block.kind == BlockKind.TOC]
    anchors = contents.anchors([section.heading for section in document.sections])
    parts = [anchor for anchor in anchors if re.match(r"\d-", anchor)]
    assert re.findall(r"\(#([^)]*)\)", toc.source) == parts


def test_marketing_plan_has_the_criteria_in_full_and_the_registers_of_every_plan():
    blocks = blocks_of(parse(blueprints.text(Position.CMO)))
    found = recognise(place_of(section, block) for section, block in blocks)
    assert [register.key for register in found if register] == [
        "plan-summary",
        "last-updated",
        "plan-owner",
        "review-cycle",
        "validation-gate-criteria",
        "agent-commands",
        "code-quality-metrics",
        "related-documents",
        "document-history",
    ]


def test_marketing_plan_starts_with_four_criteria_to_be_filled_in_and_without_a_gate(db):
    plan = PlanFactory(position=Position.CMO)
    evidence = validation.evidence(plan.company_id)
    assert plan.gate is None
    assert [(each.metric, each.required) for each in evidence.criteria] == [
        ("Sign-ups", True),
        ("Cost per Signup", True),
        ("Engagement Rate", True),
        ("Conversion to Paid Intent", True),
    ]
    assert evidence.sentence == "0 of 4 pass, 4 without a value: PENDING"
    assert evidence.url == f"/{plan.company.slug}/cmo/#31-validation-gate-criteria"


def test_marketing_plan_has_the_outline_of_its_sister(shared):
    outline = json.loads((shared / "plans/outlines.json").read_text())["CMO"]
    sections = parse(blueprints.text(Position.CMO)).sections
    assert [(each.heading, each.level) for each in sections] == [
        (each["heading"], each["level"]) for each in outline
    ]
    criteria = next(each for each in sections if each.heading.startswith("3.1 "))
    for section, expected in zip(sections, outline, strict=True):
        if section is not criteria:
            assert tables(section) == [
                (block["columns"], block["first_column"])
                for block in expected["blocks"]
                if block["kind"] == "table"
            ]


def tables(section):
    """The headers and the first cells of a section's tables."""
    return [
        (block.columns, [row.cells[0] for row in block.rows])
        for block in section.blocks
        if block.kind == BlockKind.TABLE
    ]
