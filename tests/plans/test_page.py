"""The page of plans that are not the seed: without a gate, deep, odd, and of strangers."""

import re

import pytest
from django.test import Client

from plans import editing, page, roles
from plans.document.decode import Unreadable, decode
from plans.enums import Position
from plans.models import Block, Company, Section
from tests.gates.factories import UserFactory
from tests.plans.companies import BY, client, load
from tests.plans.factories import CompanyFactory

pytestmark = pytest.mark.django_db

ODD = """Before any heading.

# Operations Plan

<!-- a comment -->

- one
  - two **deep**
    - three
- [link][ref] and [Date]

1. [ ] numbered box
2. no box

[ref]: https://example.org

## Again

### Third

#### Fourth

##### Fifth

## Again

# !!!

| A | B |
|---|---|
| ragged |
| too | many | cells |
"""


@pytest.fixture
def company(db) -> Company:
    return load("halcyon").company


def shown(company: Company, text: str) -> str:
    editing.create_plan(company, Position.COO, text, by=BY)
    response = client("halcyon-reader").get("/halcyon/coo/")
    assert response.status_code == 200
    return response.text


def test_odd_document_is_shown_whole(company):
    html = shown(company, ODD)
    for part in (
        "Before any heading.",
        "<pre>&lt;!-- a comment --&gt;",
        "two <strong>deep</strong>",
        'class="depth-1"',
        'class="depth-2"',
        "<td>ragged<td><td><",
        "<td>cells</tbody>",
        "<i>[Date]</i>",
        'id="again"',
        'id="again-1"',
    ):
        assert part in html
    assert "GATED" not in html
    assert html.count('class="mark"') == 1


def test_blocks_that_grow_while_gated_are_those_whose_columns_all_stay_open(company):
    html = client("halcyon-reader").get("/halcyon/cto/").text
    keys = re.findall(r'class="block table is-operational" data-block=(\d+)', html)
    assert [Block.objects.get(pk=key).register for key in keys] == ["on-call-rotation"]


def test_outline_puts_deep_headings_under_the_third_level(company):
    editing.create_plan(company, Position.COO, ODD, by=BY)
    sections = list(Section.objects.filter(plan__position=Position.COO))
    entries = page.outline(sections, page.anchors(sections))
    assert [(entry.heading, len(entry.children)) for entry in entries] == [
        ("", 0),
        ("Operations Plan", 0),
        ("Again", 1),
        ("Again", 0),
        ("!!!", 0),
    ]
    third = entries[2].children[0]
    assert [child.heading for child in third.children] == ["Fourth", "Fifth"]
    assert (entries[4].total.cells, entries[4].percent, entries[2].percent) == (4, 100, None)


def test_anchors_are_githubs_slugs():
    headings = ["8. Governance & Compliance", "A", "A", "?", "Ünïcode 1_2-3"]
    sections = [Section(pk=n, position=n, heading=text) for n, text in enumerate(headings)]
    assert list(page.anchors(sections).values()) == [
        "8-governance--compliance",
        "a",
        "a-1",
        "section-3",
        "ünïcode-1_2-3",
    ]


def test_strangers_documents_are_shown(shared):
    company, browser, positions = CompanyFactory(), Client(), iter(Position)
    browser.force_login(user := UserFactory())
    user.groups.add(roles.group(company, roles.READER))
    seen = 0
    for file in sorted((shared / "corpus" / "wild").glob("*.md")):
        try:
            text = decode(file.read_bytes())
        except Unreadable:
            continue
        position = next(positions, None)
        if position is None:
            break
        editing.create_plan(company, position, text, by=BY)
        response = browser.get(f"/{company.slug}/{position.lower()}/")
        assert response.status_code == 200
        seen += 1
    assert seen == len(Position)
