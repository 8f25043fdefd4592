"""A roll-up is taken over as a table of the document, and back again."""

import pytest

from gates.actors import Actor
from plans import editing, printing, rollups
from plans.address import Gone
from plans.editing import Invalid
from plans.enums import Position
from plans.models import Block, Change, Plan, Section
from plans.rollups.facts import plain
from tests.plans import corporate
from tests.plans.factories import PlanFactory, address, member
from tests.plans.trees import BY

pytestmark = pytest.mark.django_db

MILESTONES = """
**Milestones at risk on 2026-11-27:**
| Milestone | Plan | Target Date | Standing |
|-----------|------|-------------|----------|
| [Pitch deck](CFO/README.md#24-fundraising-timeline) | CFO | 2026-11-15 | 12 days late |
| [Term sheet](CFO/README.md#24-fundraising-timeline) | CFO | not said | at risk |
| [Outreach](CFO/README.md#24-fundraising-timeline) | CFO | 2026-11-26 | At Risk, 1 day late |
"""


@pytest.fixture
def plan(db, time_machine) -> Plan:
    time_machine.move_to(f"{corporate.TODAY}T12:00Z")
    return corporate.company()


def text(plan: Plan) -> str:
    return printing.text(Plan.objects.get(pk=plan.pk))


def test_looking_changes_nothing(plan):
    before = text(plan)
    rollups.panels(plan, by=BY)
    assert text(plan) == before


def test_rollup_is_written_below_its_section_and_taken_back_as_a_whole(plan):
    by, before = Actor.of(member(plan, Position.CORP)), text(plan)
    done = rollups.take_over(plan, "milestones", by=by)
    place = "### 2.2 Quarterly Milestones\n"
    assert text(plan) == before.replace(place, place + MILESTONES)
    assert done.said == "2.2 Quarterly Milestones: table added."
    assert Change.objects.filter(plan=plan, group=done.group).count() == 1
    editing.undo(address(plan), by=by)
    assert text(plan) == before


@pytest.mark.parametrize("key", [rollup.key for rollup in rollups.ROLLUPS])
def test_copy_is_a_table_of_ones_own_and_says_what_the_rollup_said(plan, key):
    panel = next(each for each in rollups.panels(plan, by=BY) if each.rollup.key == key)
    known = set(Block.objects.filter(section__plan=plan).values_list("pk", flat=True))
    rollups.take_over(plan, key, by=BY)
    block = Block.objects.exclude(pk__in=known).get(section__plan=plan)
    assert (block.section_id, block.register) == (panel.section, "")
    shown = [tuple(map(plain, row.cells)) for row in block.rows.all()]
    assert shown == [line.cells for line in panel.lines]
    assert all("](" in row.cells[0] for row in block.rows.all())


@pytest.mark.parametrize(
    "name",
    [
        "a \\| b",
        "\\[Tech\\]",
        "2 \\* 3 \\* 4",
        "a\\]b",
        "\\<br\\>",
        "R&amp;D &lt;x&gt;",
        "`[x](y)`",
    ],
)
def test_copy_shows_just_what_stood_there(plan, name):
    cells = f"| {name} | Delayed, {name} |\n"
    table = f"| Initiative | Status |\n|-|-|\n{cells}"
    PlanFactory(company=plan.company, position=Position.CPO, text=table)
    panel = next(each for each in rollups.panels(plan, by=BY) if each.rollup.key == "initiatives")
    waiting = Section.objects.get(pk=panel.section).to_fill
    rollups.take_over(plan, "initiatives", by=BY)
    block = Block.objects.get(section__plan=plan, label__startswith="Initiatives at risk")
    assert tuple(map(plain, block.rows.last().cells)) == panel.lines[-1].cells
    assert Section.objects.get(heading="3.1 Active Initiatives").to_fill == waiting


def test_nothing_is_not_copied(plan):
    corp = PlanFactory(position=Position.CORP)
    with pytest.raises(Invalid, match="There is nothing to copy"):
        rollups.take_over(corp, "reviews", by=BY)


def test_copy_needs_its_section(plan):
    editing.replace_document(address(plan), "# Corporate Plan\n", by=BY)
    with pytest.raises(Invalid, match="no section “Active Initiatives”"):
        rollups.take_over(plan, "initiatives", by=BY)


def test_there_is_no_other_rollup(plan):
    with pytest.raises(Gone):
        rollups.take_over(plan, "nothing", by=BY)
