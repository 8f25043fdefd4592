"""Many cells at once: what can be written is, as one group, and the rest is listed."""

import pytest

from gates.actors import Actor
from gates.lock import GateClosed
from plans import editing
from plans.address import Gone
from plans.editing import Invalid, bulk
from plans.models import Change, Row
from tests.plans.companies import HALCYON, MERIDIAN, actor, block, load, plan, record, row, text

pytestmark = pytest.mark.django_db
DEBT = "tech-debt-register"


@pytest.fixture
def cto(db) -> Actor:
    load("halcyon")
    return actor("halcyon-cto")


def rows_of(register: str) -> list[Row]:
    return list(Row.objects.filter(block=block("halcyon", register)))


def test_block_of_cells_lands_where_it_should_and_rows_are_added(cto):
    *_, last = rows_of(DEBT)
    pasted = 'Old\tcode\tHIGH\n"Two\nlines, ""quoted"" | piped"\tTest\tlow\t2 days\tp3\n'
    group = editing.paste(HALCYON, last.block_id, pasted, row=last.pk, by=cto)
    assert (group.said, group.refusals) == ("Pasted 3 cells, added 1 row.", [])
    standing, added = rows_of(DEBT)[-2:]
    assert standing.cells == ["Old", "Code", "High", *last.cells[3:]]
    assert added.cells == ['Two<br>lines, "quoted" \\| piped', "Test", "Low", "2 days", "P3"]
    assert (record(standing).impact, record(added).effort) == ("High", 2)
    assert len(set(Change.objects.filter(revision__gt=1).values_list("group"))) == 1
    before = text("halcyon")
    editing.undo(HALCYON, by=cto)
    assert [each.pk for each in rows_of(DEBT)][-1] == last.pk
    editing.redo(HALCYON, by=cto)
    assert text("halcyon") == before


def test_refused_cells_are_listed_and_the_others_written(cto):
    first, second = rows_of(DEBT)[:2]
    editing.set_cell(HALCYON, second.pk, 0, "Theirs", seen=None, by=Actor.operator("test"))
    pasted = "One\tCode\tHigh\tsoon\tP1\tmore\nTwo\tCode"
    group = editing.paste(HALCYON, first.block_id, pasted, row=first.pk, seen=1, by=cto)
    assert [(each.row, each.column, each.text) for each in group.refusals] == [
        ("One", "Effort", "soon"),
        ("One", "column 6", "more"),
        ("Theirs", "Item", "Two"),
    ]
    assert group.refusals[0].reason.startswith("“soon” is not a number of days.")
    assert [each.reason for each in group.refusals[1:]] == [
        "This row has 5 columns.",
        "manage.py test changed it meanwhile.",
    ]
    assert rows_of(DEBT)[0].cells[0] == "One"
    assert rows_of(DEBT)[1].cells[:2] == ["Theirs", "Code"]


def test_new_row_leaves_out_what_cannot_stand_in_it(cto):
    pasted = "New\tCode\t\tsoon\tP1"
    group = editing.paste(HALCYON, block("halcyon", DEBT).pk, pasted, by=cto)
    assert (group.said, len(group.refusals)) == ("Pasted 1 row.", 1)
    assert rows_of(DEBT)[-1].cells == ["New", "Code", "", "", "P1"]


def test_lines_become_items_of_lists_and_checklists(cto):
    goals, check = block("halcyon", "sprint-goals"), block("halcyon", "deployment-checklist")
    editing.paste(HALCYON, goals.pk, "One more\nAnd another", by=cto)
    editing.paste(HALCYON, check.pk, "On-call told", column=1, by=cto)
    assert [each.cells for each in rows_of("sprint-goals")[-2:]] == [["One more"], ["And another"]]
    assert rows_of("deployment-checklist")[-1].cells == [" ", "On-call told"]
    assert "4. And another\n" in text("halcyon")


def test_one_text_goes_into_several_rows(cto):
    keys = [each.pk for each in rows_of(DEBT)[:3]]
    group = editing.set_cells(HALCYON, keys, 4, "P3", by=cto)
    assert {tuple(each.cells[4:]) for each in rows_of(DEBT)[:3]} == {("P3",)}
    assert group.said.startswith("Set ")
    again = editing.set_cells(HALCYON, keys, 4, "p3", by=cto)
    assert (again.group, again.said) == (None, "Nothing was changed.")


def test_what_cannot_be_pasted_at_all_is_refused(cto, monkeypatch):
    item = row("halcyon", DEBT)
    with pytest.raises(Invalid, match="nothing to paste"):
        editing.paste(HALCYON, item.block_id, "\n", row=item.pk, by=cto)
    with pytest.raises(Gone, match="This row is no longer there"):
        editing.paste(HALCYON, item.block_id, "x", row=999_999, by=cto)
    with pytest.raises(Invalid, match="Choose a row"):
        editing.set_cells(HALCYON, [], 0, "x", by=cto)
    monkeypatch.setattr(bulk, "MAX_PASTED", 3)
    with pytest.raises(Invalid, match="At most 3 characters can be pasted; these are 4"):
        editing.paste(HALCYON, item.block_id, "long", row=item.pk, by=cto)
    assert plan("halcyon").revision == 1


def test_operational_columns_are_pasted_while_gated(db):
    load("meridian")
    used, by = row("meridian", "current-capacity"), actor("meridian-cto")
    editing.paste(MERIDIAN, used.block_id, "41 GB", row=used.pk, column=1, by=by)
    assert row("meridian", "current-capacity").cells[1] == "41 GB"
    with pytest.raises(GateClosed):
        editing.paste(MERIDIAN, used.block_id, "41 GB\t50 GB", row=used.pk, column=1, by=by)
    with pytest.raises(GateClosed):
        editing.paste(MERIDIAN, used.block_id, "New", by=by)
