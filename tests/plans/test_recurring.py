"""Registers that recur: what is counted in the ten outlines, and what three real plans give."""

import json
from collections import Counter

import pytest

from plans import editing, printing
from plans.catalogue import Place, recognise
from plans.enums import BlockKind, Position
from plans.models import Block
from plans.models.appendix import KeyMetric
from plans.models.recurring import Risk
from tests.plans.factories import CompanyFactory
from tests.plans.management.running import said
from tests.plans.trees import BY

ROWS = (BlockKind.TABLE, BlockKind.CHECKLIST)
RECURRING = {
    "Key Metrics Dashboard": (16, 9),
    "Checklist": (11, 5),
    "C-Suite Plans": (10, 10),
    "Document History": (10, 10),
    "Quick Links": (9, 9),
    "Related Documents": (9, 9),
    "Agent Commands": (9, 9),
    "Compliance Requirements": (7, 7),
    "Risks": (3, 3),
    "Incident Classification": (2, 2),
    "Technical Milestones": (2, 2),
}
"""In how many blocks, and in how many plans, each stands: the counts of ADR 0016."""

FOUND = {
    "CORP": [
        "key-metrics-dashboard-5",
        *["checklist"] * 4,
        "incident-classification",
        "compliance-requirements-2",
        "c-suite-plans-2",
        "document-history",
    ],
    "CEO": [
        "quick-links",
        "c-suite-plans",
        *["key-metrics-dashboard-9"] * 2,
        "key-metrics-dashboard-7",
        "checklist",
        "risks",
        "related-documents",
        "agent-commands",
        "document-history",
    ],
    "CMO": [
        "quick-links",
        "c-suite-plans",
        "validation-gate-criteria-in-brief",
        "compliance-requirements",
        "agent-commands",
        "key-metrics-dashboard-2",
        "related-documents",
        "document-history",
    ],
}
FILES = {"CORP": "corporate.md", "CEO": "ceo.md", "CMO": "cmo.md"}


def test_registers_that_recur_stand_in_the_outlines_as_often_as_was_counted(shared):
    outlines = json.loads((shared / "plans/outlines.json").read_text())
    found = [
        (register.title, position)
        for position, sections in outlines.items()
        for register in recognise(places(sections))
        if register
    ]
    blocks = Counter(title for title, _ in found)
    plans = Counter(title for title, _ in {*found})
    recurring = {title: (blocks[title], plans[title]) for title in blocks if plans[title] > 1}
    assert recurring == RECURRING


def places(sections: list[dict]) -> list[Place]:
    """The tables and checklists of an outline, as they are recognised."""
    return [
        Place(
            BlockKind(block["kind"]),
            section["heading"],
            section["level"],
            block.get("label", ""),
            tuple(block.get("columns", ())),
        )
        for section in sections
        for block in section["blocks"]
        if block["kind"] in ROWS
    ]


@pytest.mark.parametrize("position", FILES)
def test_sister_plans_are_given_back_and_their_registers_recognised(db, shared, position):
    file = shared / "plans" / FILES[position]
    text = file.read_bytes().decode()
    plan = editing.create_plan(CompanyFactory(), Position(position), text, by=BY).plan
    assert printing.text(plan) == text
    blocks = Block.objects.filter(section__plan=plan, kind__in=ROWS).exclude(register="")
    in_order = blocks.order_by("section__position", "position")
    assert [*in_order.values_list("register", flat=True)] == FOUND[position]
    assert f"{file}: identical" in said("roundtrip", str(file))


def test_every_row_of_a_register_that_recurs_has_its_record(db):
    text = """# CIO

| Metric | Target | Current | Status |
|---|---|---|---|
| Uptime | 99.9% | 99.95% | On Track |

| Risk | Likelihood | Impact | Mitigation |
|---|---|---|---|
| Fire | low | H | Sprinklers |
| Flood | often | M | None |

| Metric | Target | Current | Status |
|---|---|---|---|
| Errors | <1% | 2% | behind |
"""
    made = editing.create_plan(CompanyFactory(), Position.CIO, text, by=BY)
    titles = ["Key Metrics Dashboard", "Risks", "Key Metrics Dashboard"]
    assert made.reading.registers == titles
    (flag,) = made.reading.flags
    assert (flag.column, flag.text, flag.line) == ("Likelihood", "often", 10)
    assert printing.text(made.plan) == text
    metrics = KeyMetric.objects.order_by("pk")
    assert [*metrics.values_list("metric", "status", "trend")] == [
        ("Uptime", "On Track", None),
        ("Errors", "Behind", None),
    ]
    risks = Risk.objects.order_by("pk")
    assert [*risks.values_list("risk", "likelihood", "owner")] == [
        ("Fire", "L", None),
        ("Flood", None, None),
    ]
    assert said("verify").endswith("All is as it was written.\n")
