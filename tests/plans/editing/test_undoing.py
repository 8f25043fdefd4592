"""One's own changes are taken back and done again, and nobody else's."""

import pytest
from django.core.exceptions import PermissionDenied

from gates.actors import Actor
from plans import editing, history
from plans.editing import Invalid, Outdated
from plans.models import Block, Change, Row, Section
from tests.plans.companies import HALCYON, actor, block, load, plan, record, row, text

pytestmark = pytest.mark.django_db
DEBT = "tech-debt-register"
ANOTHER = Actor.operator("test")


@pytest.fixture
def cto(db) -> Actor:
    load("halcyon")
    return actor("halcyon-cto")


def keys(register: str) -> list[int]:
    return [each.pk for each in Row.objects.filter(block=block("halcyon", register))]


def changed(cto: Actor) -> list[str]:
    """What the plan prints before and after each kind of change."""
    debt, goals = keys(DEBT), keys("sprint-goals")
    pasted = "Flaky e2e\tTest\tMed\t3 days\tP2\nNo alerts\tInfra\tHigh\t1 day\tP1"
    heading = Row.objects.get(block__kind="heading", cells=["2.1 Current Sprint"])
    steps = [
        lambda: editing.set_cell(HALCYON, debt[0], 0, "One", seen=None, by=cto),
        lambda: editing.set_cells(HALCYON, debt[:3], 3, "9 days", by=cto),
        lambda: editing.delete_rows(HALCYON, debt[1:3], by=cto),
        lambda: editing.move_row(HALCYON, debt[0], by_rows=2, by=cto),
        lambda: editing.add_row(HALCYON, row("halcyon", DEBT).block_id, by=cto),
        lambda: editing.paste(HALCYON, row("halcyon", DEBT).block_id, pasted, row=debt[-1], by=cto),
        lambda: editing.move_row(HALCYON, goals[1], by_rows=-1, by=cto),
        lambda: editing.delete_rows(HALCYON, goals[1:], by=cto),
        lambda: editing.set_cell(HALCYON, heading.pk, 0, "2.1 Now", seen=None, by=cto),
        lambda: editing.set_cell(
            HALCYON, keys("deployment-checklist")[2], 0, "x", seen=None, by=cto
        ),
    ]
    texts = [text("halcyon")]
    for step in steps:
        step()
        texts.append(text("halcyon"))
    return texts


def test_everything_is_taken_back_byte_for_byte_and_done_again(cto):
    counted = list(Section.objects.order_by("pk").values_list("cells", "to_fill", "flagged"))
    texts = changed(cto)
    assert len(set(texts)) == len(texts)
    for before in reversed(texts[:-1]):
        editing.undo(HALCYON, by=cto)
        assert text("halcyon") == before
    with pytest.raises(Invalid, match="nothing of yours to undo"):
        editing.undo(HALCYON, by=cto)
    assert counted == list(
        Section.objects.order_by("pk").values_list("cells", "to_fill", "flagged")
    )
    for after in texts[1:]:
        editing.redo(HALCYON, by=cto)
        assert text("halcyon") == after
    with pytest.raises(Invalid, match="nothing of yours to redo"):
        editing.redo(HALCYON, by=cto)
    for before in reversed(texts[:-1]):
        editing.undo(HALCYON, by=cto)
        assert text("halcyon") == before
    assert history.verify(plan("halcyon")) is None


def test_row_that_comes_back_is_the_same_with_its_meaning(cto):
    item = row("halcyon", DEBT)
    meant = record(item).effort
    group = editing.delete_rows(HALCYON, [item.pk], by=cto).group
    editing.undo(HALCYON, group, by=cto)
    again = row("halcyon", DEBT)
    assert (again.pk, again.cells) == (item.pk, item.cells)
    assert again.version > item.version
    assert record(again).effort == meant
    with pytest.raises(Invalid, match="taken back already"):
        editing.undo(HALCYON, group, by=cto)


def test_change_after_an_undo_leaves_nothing_to_redo(cto):
    item = row("halcyon", DEBT)
    editing.set_cell(HALCYON, item.pk, 0, "One", seen=None, by=cto)
    editing.undo(HALCYON, by=cto)
    editing.set_cell(HALCYON, item.pk, 0, "Two", seen=None, by=cto)
    with pytest.raises(Invalid, match="nothing of yours to redo"):
        editing.redo(HALCYON, by=cto)


def test_undo_is_of_ones_own(cto):
    item = row("halcyon", DEBT)
    editing.set_cell(HALCYON, item.pk, 3, "8 days", seen=None, by=cto)
    others = editing.set_cell(HALCYON, item.pk, 0, "Another", seen=None, by=ANOTHER).group
    editing.undo(HALCYON, by=cto)
    assert row("halcyon", DEBT, "Another").cells[3] == item.cells[3]
    with pytest.raises(Invalid, match="not yours"):
        editing.undo(HALCYON, others, by=cto)
    with pytest.raises(PermissionDenied):
        editing.undo(HALCYON, by=actor("halcyon-reader"))


def test_undo_is_refused_where_another_wrote_since(cto):
    first, second, third = keys(DEBT)[:3]
    cell = editing.set_cell(HALCYON, first, 0, "Mine", seen=None, by=cto).group
    moved = editing.move_row(HALCYON, second, by_rows=1, by=cto).group
    added = editing.add_row(HALCYON, block("halcyon", DEBT).pk, by=cto)
    gone = editing.set_cell(HALCYON, third, 0, "Mine", seen=None, by=cto).group
    name = Row.objects.get(block__kind="heading", cells=["2.1 Current Sprint"])
    renamed = editing.set_cell(HALCYON, name.pk, 0, "2.1 Mine", seen=None, by=cto).group
    editing.set_cell(HALCYON, first, 0, "Theirs", seen=None, by=ANOTHER)
    editing.move_row(HALCYON, second, by_rows=1, by=ANOTHER)
    editing.set_cell(HALCYON, added.row.pk, 0, "Theirs", seen=None, by=ANOTHER)
    editing.delete_rows(HALCYON, [third], by=ANOTHER)
    editing.set_cell(HALCYON, name.pk, 0, "2.1 Theirs", seen=None, by=ANOTHER)
    before = text("halcyon")
    for group, words in (
        (cell, "manage.py test changed the same cell since"),
        (moved, "manage.py test moved the row since"),
        (added.group, "written to since"),
        (gone, "no longer there"),
        (renamed, "manage.py test changed the same cell since"),
    ):
        with pytest.raises(Outdated, match=words):
            editing.undo(HALCYON, group, by=cto)
    assert text("halcyon") == before


def test_group_of_rows_of_which_another_took_one_stays(cto):
    first, second = keys(DEBT)[:2]
    both = editing.set_cells(HALCYON, [first, second], 0, "Mine", by=cto).group
    editing.delete_rows(HALCYON, [second], by=ANOTHER)
    with pytest.raises(Outdated, match="no longer there"):
        editing.undo(HALCYON, both, by=cto)


def test_row_whose_table_went_cannot_come_back(cto):
    item = row("halcyon", DEBT)
    group = editing.delete_rows(HALCYON, [item.pk], by=cto).group
    document = text("halcyon")
    table = document[document.index("| Item | Category |") : document.index("### 5.2")]
    editing.replace_document(HALCYON, document.replace(table, ""), by=ANOTHER)
    assert not Block.objects.filter(pk=item.block_id).exists()
    with pytest.raises(Outdated, match="This part of the plan is no longer there"):
        editing.undo(HALCYON, group, by=cto)


def test_row_that_came_back_otherwise_does_not_come_twice(cto):
    item = row("halcyon", DEBT)
    group = editing.delete_rows(HALCYON, [item.pk], by=cto).group
    editing.undo(HALCYON, group, by=cto)
    record_of = Change.objects.filter(group=group).get()
    sheet = editing.sheet.Sheet(plan("halcyon"), row("halcyon", DEBT).block, cto)
    reversal = editing.undoing.Reversal(sheet, [record_of])
    with pytest.raises(Invalid, match="cannot be put back"):
        reversal.take_back(record_of)


def test_change_of_an_older_release_is_not_taken_back(cto):
    item = row("halcyon", DEBT)
    older = Change(plan=plan("halcyon"), action="set", row=item.pk, after="x", before="y")
    with pytest.raises(Invalid, match="before changes could be taken back"):
        editing.undoing.check_same(item, older)


def test_document_that_was_read_in_is_taken_back_and_read_in_again(cto):
    before = text("halcyon")
    with pytest.raises(Invalid, match="nothing of yours to undo"):
        editing.undo(HALCYON, by=cto)
    editing.replace_document(HALCYON, before.replace("Backend", "Back end"), by=cto)
    after = text("halcyon")
    editing.undo(HALCYON, by=cto)
    assert text("halcyon") == before
    editing.redo(HALCYON, by=cto)
    assert text("halcyon") == after
    assert history.verify(plan("halcyon")) is None
