"""The blank plans, each as a whole; what the CTO's has to be stands in the command's tests."""

import json
import posixpath
import re

import pytest

from plans import blueprints, trees, validation
from plans.catalogue import recognise
from plans.document import contents
from plans.document.emit import emit
from plans.document.parse import parse
from plans.document.tree import BlockSource
from plans.editing import preview_plan
from plans.editing.reading import blocks_of, place_of
from plans.enums import BlockKind, Position
from plans.models import Company
from tests.plans.factories import PlanFactory

each_blueprint = pytest.mark.parametrize("position", blueprints.offered())


def test_every_position_has_a_blueprint():
    assert blueprints.offered() == list(Position)


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


@each_blueprint
def test_blueprint_is_titled_as_its_position_is(position):
    titles = [each.heading for each in parse(blueprints.text(position)).sections if each.level == 1]
    assert (Position.titled(titles[0]), titles[-1]) == (position, position.label)


@each_blueprint
def test_blueprint_names_every_other_plan(position):
    links = re.findall(r"\]\((\S+README\.md)\)", blueprints.text(position))
    home = trees.path(position)
    named = {posixpath.normpath(posixpath.join(posixpath.dirname(home), link)) for link in links}
    assert named >= trees.PATHS.keys() - {home}


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


@each_blueprint
def test_blueprint_has_the_outline_of_its_sister(shared, position):
    expected = json.loads((shared / "plans/outlines.json").read_text())[position]
    for section in expected:
        if section["heading"] == CRITERIA:
            section["blocks"] = CRITERIA_IN_FULL
    assert outline(blueprints.text(position)) == expected


CRITERIA = "3.1 Validation Gate Criteria"
CRITERIA_IN_FULL = [
    {"kind": "paragraph"},
    {
        "kind": "table",
        "columns": ["Metric", "Threshold", "Current", "Source", "As of", "Required", "Status"],
        "rows": 4,
        "first_column": [
            "Sign-ups",
            "Cost per Signup",
            "Engagement Rate",
            "Conversion to Paid Intent",
        ],
    },
]
"""The one table that says more than the outline's: a decision has to give its sources."""


def outline(text: str) -> list[dict[str, object]]:
    """A document as the outlines have it."""
    return [
        {
            "heading": section.heading,
            "level": section.level,
            "blocks": [outlined(block) for block in section.blocks if block.kind in OUTLINED],
        }
        for section in parse(text).sections
    ]


OUTLINED = {kind: kind.value for kind in BlockKind} | {
    BlockKind.STATEMENT: "quote",
    BlockKind.GATE: "quote",
    BlockKind.PROSE: "paragraph",
    BlockKind.TOC: "list",
}
del OUTLINED[BlockKind.HEADING], OUTLINED[BlockKind.RULE]


PHASE = re.compile(r"\*\*(Phase \d: .+)\*\* (.+)")
"""Without a colon behind it such a line is prose to Plangate, and a field to the outlines."""


def outlined(block: BlockSource) -> dict[str, object]:
    """A block as the outlines have it."""
    found: dict[str, object] = {"kind": OUTLINED[block.kind]}
    if block.kind == BlockKind.FIELD:
        return found | dict(zip(("label", "value"), block.rows[0].cells, strict=True))
    if block.kind == BlockKind.PROSE and (phase := PHASE.match(block.rows[0].cells[0])):
        return {"kind": "field", "label": phase[1], "value": phase[2]}
    if block.label:
        found["label"] = block.label
    if block.kind == BlockKind.TABLE:
        first = [row.cells[0] for row in block.rows]
        found |= {"columns": block.columns, "rows": len(first), "first_column": first}
    if block.kind in (BlockKind.LIST, BlockKind.CHECKLIST):
        found["items"] = len(block.rows)
    if block.kind == BlockKind.TOC:
        found["items"] = block.source.count("\n")
    if block.kind == BlockKind.DIAGRAM:
        found["lines"] = block.rows[0].source.count("\n") - 2
    return found
