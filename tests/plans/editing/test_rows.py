"""Rows that come, go and move, through the one door."""

import pytest
from django.core.exceptions import PermissionDenied

from gates.actors import Actor, ActorKind
from gates.lock import GateClosed
from plans import editing, history, printing
from plans.address import Address, Gone
from plans.editing import Invalid, Outdated, sheet
from plans.enums import Position
from plans.models import Change, Plan, Row, Section
from tests.plans.companies import (
    HALCYON,
    MERIDIAN,
    actor,
    block,
    changed_lines,
    load,
    plan,
    record,
    row,
    text,
)

pytestmark = pytest.mark.django_db
DEBT = "tech-debt-register"
NEW = ["Flaky e2e tests", "Test", "Med", "3 days", "P2"]


@pytest.fixture
def cto(db) -> Actor:
    load("halcyon")
    return actor("halcyon-cto")


def lines_of(register: str) -> list[str]:
    return [each.source for each in Row.objects.filter(block=block("halcyon", register))]


def test_add_row_writes_one_line_at_the_end(cto):
    before = text("halcyon")
    written = editing.add_row(HALCYON, block("halcyon", DEBT).pk, cells=NEW, by=cto)
    line = "| Flaky e2e tests | Test | Med | 3 days | P2 |\n"
    assert written.row.source == line
    assert text("halcyon").replace(line, "") == before
    assert (record(written.row).effort, record(written.row).priority) == (3, "P2")


def test_add_row_below_another(cto):
    first = row("halcyon", DEBT)
    written = editing.add_row(HALCYON, first.block_id, after=first.pk, by=cto)
    assert [each.pk for each in Row.objects.filter(block=first.block_id)][1] == written.row.pk
    assert written.row.cells == ["", "", "", "", ""]
    assert record(written.row).effort is None


def test_add_row_counts_and_is_recorded(cto):
    before = Section.objects.get(heading="5.1 Tech Debt Register")
    written = editing.add_row(HALCYON, block("halcyon", DEBT).pk, cells=NEW, by=cto)
    after = Section.objects.get(pk=before.pk)
    assert (after.cells, after.version) == (before.cells + 5, before.version + 1)
    change = Change.objects.get(revision=2)
    assert (change.action, change.row) == ("add", written.row.pk)
    assert (change.shown_before, change.shown_after) == ("", " | ".join(NEW))
    assert history.verify(plan("halcyon")) is None


def test_add_row_to_a_table_without_rows(cto):
    for each in Row.objects.filter(block=block("halcyon", DEBT)):
        editing.delete_rows(HALCYON, [each.pk], by=cto)
    editing.add_row(HALCYON, block("halcyon", DEBT).pk, cells=NEW, by=cto)
    assert lines_of(DEBT) == ["| Flaky e2e tests | Test | Med | 3 days | P2 |\n"]


def test_add_item_to_a_checklist_and_a_numbered_list(cto):
    check = editing.add_row(HALCYON, block("halcyon", "deployment-checklist").pk, by=cto).row
    goal = editing.add_row(HALCYON, block("halcyon", "sprint-goals").pk, by=cto).row
    assert (check.source, check.cells) == ("- [ ]\n", [" ", ""])
    assert (goal.source, goal.cells) == ("3.\n", [""])
    editing.set_cell(HALCYON, check.pk, 1, "On-call told", seen="", by=cto)
    editing.set_cell(HALCYON, goal.pk, 0, "Ship it", seen="", by=cto)
    assert "- [ ] On-call told\n" in text("halcyon")
    assert "\n3. Ship it\n" in text("halcyon")


def test_add_row_refuses(cto, monkeypatch):
    load("meridian")
    debt, vision = block("halcyon", DEBT), block("halcyon", "technical-vision-statement")
    foreign = block("meridian", DEBT)
    with pytest.raises(Gone, match="no longer there"):
        editing.add_row(HALCYON, foreign.pk, by=cto)
    with pytest.raises(Gone, match="The row above is no longer there"):
        editing.add_row(HALCYON, debt.pk, after=row("meridian", DEBT).pk, by=cto)
    with pytest.raises(Invalid, match="Rows are added to tables, lists and checklists only"):
        editing.add_row(HALCYON, vision.pk, by=cto)
    with pytest.raises(PermissionDenied):
        editing.add_row(HALCYON, debt.pk, by=actor("halcyon-reader"))
    with pytest.raises(GateClosed):
        editing.add_row(MERIDIAN, foreign.pk, by=actor("meridian-cto"))
    monkeypatch.setattr(sheet, "MAX_ROWS", 3)
    with pytest.raises(Invalid, match="A table holds at most 3 rows"):
        editing.add_row(HALCYON, debt.pk, by=cto)


def test_delete_row_takes_its_line_and_its_record(cto):
    before, item = text("halcyon"), row("halcyon", DEBT)
    model = type(record(item))
    editing.delete_rows(HALCYON, [item.pk], seen=0, by=cto)
    assert text("halcyon") == before.replace(item.source, "")
    assert not model.objects.filter(pk=item.pk).exists()
    change = Change.objects.get(revision=2)
    assert (change.action, change.shown_before) == ("delete", " | ".join(item.cells))


def test_delete_of_a_row_that_another_changed_since_is_refused(cto):
    item, seen = row("halcyon", DEBT), plan("halcyon").revision
    editing.set_cell(HALCYON, item.pk, 0, "Renamed", seen=None, by=Actor.operator("test"))
    with pytest.raises(Outdated, match=r"manage\.py test changed this row meanwhile"):
        editing.delete_rows(HALCYON, [item.pk], seen=seen, by=cto)
    editing.delete_rows(HALCYON, [item.pk], seen=seen + 1, by=cto)


def test_delete_row_twice_says_that_it_is_gone(cto):
    item = row("halcyon", DEBT)
    editing.delete_rows(HALCYON, [item.pk], by=cto)
    with pytest.raises(Gone):
        editing.delete_rows(HALCYON, [item.pk], by=cto)


def test_delete_first_goal_hands_its_number_on(cto):
    first, second = Row.objects.filter(block=block("halcyon", "sprint-goals"))[:2]
    editing.delete_rows(HALCYON, [first.pk], by=cto)
    assert lines_of("sprint-goals")[0] == "1." + second.source[2:]


def test_delete_of_a_paragraph_is_refused(cto):
    with pytest.raises(Invalid, match="Only rows of tables"):
        editing.delete_rows(HALCYON, [row("halcyon", "technical-vision-statement").pk], by=cto)


def test_move_row_swaps_two_lines(cto):
    before, lines = text("halcyon"), lines_of(DEBT)
    item = row("halcyon", DEBT)
    editing.move_row(HALCYON, item.pk, by_rows=1, by=cto)
    assert lines_of(DEBT) == [lines[1], lines[0], *lines[2:]]
    assert len(changed_lines(before, text("halcyon"))) == 2
    editing.move_row(HALCYON, item.pk, by_rows=-1, by=cto)
    assert text("halcyon") == before


def test_move_row_stops_at_the_ends(cto):
    lines, item = lines_of(DEBT), row("halcyon", DEBT)
    assert not editing.move_row(HALCYON, item.pk, by_rows=-1, by=cto).changed
    editing.move_row(HALCYON, item.pk, by_rows=999, by=cto)
    assert lines_of(DEBT) == [*lines[1:], lines[0]]
    change = Change.objects.get(revision=2)
    assert (change.shown_before, change.shown_after) == ("row 1", f"row {len(lines)}")


def test_move_goal_leaves_the_numbers_in_place(cto):
    first, second = Row.objects.filter(block=block("halcyon", "sprint-goals"))[:2]
    editing.move_row(HALCYON, second.pk, by_rows=-1, by=cto)
    assert lines_of("sprint-goals")[:2] == [
        f"1. {second.cells[0]}\n",
        f"2. {first.cells[0]}\n",
    ]


def test_whole_operational_registers_take_rows_while_gated(db):
    load("meridian")
    by = actor("meridian-cto")
    shift = ["Week after", "A", "B", "CTO"]
    added = editing.add_row(MERIDIAN, block("meridian", "on-call-rotation").pk, cells=shift, by=by)
    editing.move_row(MERIDIAN, added.row.pk, by_rows=-1, by=by)
    editing.delete_rows(MERIDIAN, [added.row.pk], by=by)
    with pytest.raises(GateClosed):
        editing.delete_rows(MERIDIAN, [row("meridian", "current-capacity").pk], by=by)
    with pytest.raises(GateClosed):
        editing.move_row(MERIDIAN, row("meridian", DEBT).pk, by_rows=1, by=by)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["Debt", "Code", "High", "~5 days", "P1"], "“~5 days” is not a number of days."),
        (["Debt", "Code", "High", "5 days", "P9"], "“P9” is not in the list."),
        (["x" * 20_001], "A cell holds at most 20,000 characters"),
        (["a", "Code", "High", "5 days", "P1", "more"], "This row has 5 columns; 6 texts"),
        (["nul\0"], ""),
    ],
)
def test_add_row_refuses_texts_that_cannot_stand_there(cto, cells, message):
    before = text("halcyon")
    with pytest.raises(Invalid) as refusal:
        editing.add_row(HALCYON, block("halcyon", DEBT).pk, cells=cells, by=cto)
    assert str(refusal.value).startswith(message)
    assert text("halcyon") == before


def test_add_row_of_an_import_is_flagged(cto):
    by = Actor(cto.user, ActorKind.IMPORT, "import")
    cells = ["Debt", "Code", "High", "~5 days", "P1"]
    added = editing.add_row(HALCYON, block("halcyon", DEBT).pk, cells=cells, by=by)
    assert record(added.row).effort is None
    assert Section.objects.get(heading="5.1 Tech Debt Register").flagged == 1


def test_add_ticked_item(cto):
    check = block("halcyon", "deployment-checklist")
    added = editing.add_row(HALCYON, check.pk, cells=["x", "On-call told"], by=cto)
    assert added.row.source == "- [x] On-call told\n"
    assert record(added.row).done is True


NESTED = """# Operations Plan

- one
  - under one
    - deeper
- two
"""


@pytest.fixture
def nested(cto) -> Address:
    by = Actor.operator("test")
    company = plan("halcyon").company
    editing.create_plan(company, Position.COO, NESTED, by=by)
    return Address("halcyon", Position.COO)


def test_item_that_would_read_as_code_stays_where_it_is(nested):
    by = Actor.operator("test")
    _, _, _, deeper, two = Row.objects.filter(block__section__plan__position=Position.COO)
    with pytest.raises(Invalid, match="would no longer read as these items"):
        editing.move_row(nested, deeper.pk, by_rows=-2, by=by)
    coo = Plan.objects.get(position=Position.COO)
    assert (printing.text(coo), coo.revision) == (NESTED, 1)
    editing.delete_rows(nested, [deeper.pk], by=by)
    editing.delete_rows(nested, [two.pk], by=by)
    assert printing.text(coo) == "# Operations Plan\n\n- one\n  - under one\n"


TABLE_IN_A_LIST = """# Information Plan

1.  one

    | h |
    |---|
    | c |

2.  two
    - under two
"""


def test_item_over_a_table_stays_and_the_list_below_is_edited(cto):
    by, cio = Actor.operator("test"), Address("halcyon", Position.CIO)
    made = editing.create_plan(plan("halcyon").company, Position.CIO, TABLE_IN_A_LIST, by=by).plan
    _, one, cell, two, under = Row.objects.filter(block__section__plan=made)
    with pytest.raises(Invalid, match="would no longer read as these items"):
        editing.delete_rows(cio, [one.pk], by=by)
    editing.add_row(cio, cell.block_id, cells=["d"], by=by)
    editing.set_cell(cio, cell.pk, 0, "C", seen=None, by=by)
    editing.add_row(cio, two.block_id, after=under.pk, cells=["and this"], by=by)
    editing.delete_rows(cio, [under.pk], by=by)
    assert printing.text(made) == TABLE_IN_A_LIST.replace("| c |", "| C |\n    | d |").replace(
        "under two", "and this"
    )


def test_every_item_of_a_list_can_go(cto):
    for goal in Row.objects.filter(block=block("halcyon", "sprint-goals")):
        editing.delete_rows(HALCYON, [goal.pk], by=cto)
    again = editing.add_row(HALCYON, block("halcyon", "sprint-goals").pk, cells=["New"], by=cto)
    assert again.row.source == "- New\n"
