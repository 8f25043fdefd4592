"""A plan's layout is changed as a whole: what stays keeps its keys; all can be taken back."""

import pytest
from django.core.exceptions import PermissionDenied

from gates import decisions
from gates.actors import Actor
from gates.lock import GateClosed
from plans import editing, history, printing
from plans.address import Gone
from plans.document.emit import emit
from plans.document.parse import parse
from plans.editing import Invalid, Outdated, structure
from plans.enums import Action, BlockKind, Position
from plans.models import Block, Change, Plan, Row, Section
from tests.plans.companies import BY, HALCYON, actor, block, load, plan, text
from tests.plans.factories import PlanFactory, address, member, reader

pytestmark = pytest.mark.django_db
TEXT = """# Plan

## 1. First

| Name | Size |
|------|------|
| a | 1 |
| b | 2 |

Words.

## 2. Second

- one
- two

###### Deep

## Register

| API | Type | Authentication | Rate Limit | Documentation |
|-----|------|----------------|------------|---------------|
| Orders | v2 | Live | - | - |
"""

SHALLOW = TEXT.replace("###### Deep\n\n", "")


@pytest.fixture
def small(db) -> Plan:
    return PlanFactory(position=Position.COO, text=TEXT)


def fresh(of: Plan) -> Plan:
    return Plan.objects.select_related("company", "gate").get(pk=of.pk)


def printed(of: Plan) -> str:
    return printing.text(fresh(of))


def section(of: Plan, heading: str) -> int:
    return Section.objects.get(plan=of, heading=heading).pk


def table(of: Plan, first: str) -> int:
    blocks = Block.objects.filter(section__plan=of, kind="table")
    return next(each.pk for each in blocks if each.columns[0] == first)


def kind_of(of: Plan, kind: str) -> int:
    return Block.objects.filter(section__plan=of, kind=kind)[0].pk


def last(of: Plan) -> Change:
    return Change.objects.filter(plan=of).latest("revision")


def test_section_is_added_as_one_entry_and_everything_else_keeps_its_key(small):
    before = {row.pk: (row.cells, row.version) for row in Row.objects.all()}
    done = editing.add_section(address(small), section(small, "1. First"), "Risks", by=BY)
    assert printed(small) == TEXT.replace("## 2.", "## 2. Risks\n\n## 3.")
    changed = {row.pk: (row.cells, row.version) for row in Row.objects.all()}
    assert changed.keys() - before.keys() == {done.row}
    assert {pk for pk in before if before[pk] != changed[pk]} == {
        Row.objects.get(block__section__heading="3. Second", block__kind="heading").pk
    }
    entry = last(small)
    assert (entry.action, entry.place) == (Action.LAYOUT, "2. Risks added")
    assert (entry.before, entry.after) == (TEXT, printed(small))
    assert (done.since, done.said, done.group) == (1, "2. Risks added.", entry.group)
    assert fresh(small).laid_out == fresh(small).revision == 2
    assert history.verify(fresh(small)) is None
    (group,) = history.groups(small, history.changes(small)[:1])
    assert group.summary == "changed the layout"
    assert (entry.shown_before, entry.shown_after) == ("", "")


def test_section_inside_another(small):
    editing.add_section(address(small), section(small, "Plan"), "Notes", inside=True, by=BY)
    editing.add_section(address(small), section(small, "1. First"), "Notes", inside=True, by=BY)
    assert "Words.\n\n### 1.1 Notes\n\n## 2. Second" in printed(small)
    assert printed(small).endswith("\n\n## Notes\n")


def test_section_moves_goes_and_comes_back(small):
    second = section(small, "2. Second")
    editing.move_section(address(small), second, down=False, by=BY)
    assert [each.heading for each in Section.objects.filter(plan=small)] == [
        *("Plan", "1. Second", "Deep", "2. First", "Register"),
    ]
    assert section(small, "1. Second") == second
    assert last(small).place == "1. Second moved up"
    done = editing.delete_section(address(small), second, by=BY)
    assert printed(small) == TEXT.replace("## 2. Second\n\n- one\n- two\n\n###### Deep\n\n", "")
    editing.undo_document(address(small), done.group, by=BY)
    editing.undo_document(address(small), last(small).group, by=BY)
    editing.undo_document(address(small), last(small).group, by=BY)
    assert "1. Second" in printed(small)


def test_section_moves_in_and_out_and_comes_back(db):
    small = PlanFactory(position=Position.COO, text=SHALLOW)
    second = section(small, "2. Second")
    done = editing.nest_section(address(small), second, deeper=True, by=BY)
    assert printed(small) == SHALLOW.replace("## 2. Second", "### 1.1 Second")
    assert (last(small).place, done.said) == ("1.1 Second moved in", "1.1 Second moved in.")
    assert section(small, "1.1 Second") == second
    assert Row.objects.get(pk=done.row).cells == ["1.1 Second"]
    editing.undo(address(small), by=BY)
    assert printed(small) == SHALLOW
    editing.redo(address(small), by=BY)
    editing.nest_section(address(small), second, deeper=False, by=BY)
    assert last(small).place == "2. Second moved out"
    assert printed(small) == SHALLOW


def test_blocks_come_below_others(small):
    where, size, items = address(small), table(small, "Name"), kind_of(small, "list")
    for write, expected in (
        (lambda: editing.add_prose(where, size, "Sic.", below=True, by=BY), "| b | 2 |\n\nSic.\n"),
        (
            lambda: editing.add_table(where, size, ["A"], rows=1, below=True, by=BY),
            "| b | 2 |\n\n| A |\n|---|\n|  |\n\nWords.",
        ),
        (
            lambda: editing.add_items(where, items, BlockKind.LIST, ["x"], below=True, by=BY),
            "- one\n- two\n\n* x\n\n######",
        ),
    ):
        done = write()
        assert expected in printed(small)
        assert Row.objects.get(pk=done.row).block.position > 1
        editing.undo(where, by=BY)
        assert printed(small) == TEXT


def test_blocks_come_and_go(small):
    where = address(small)
    second = section(small, "2. Second")
    done = editing.add_table(where, second, ["A", " b|c "], label="Of it:", rows=2, by=BY)
    assert "- two\n\n**Of it:**\n| A | b\\|c |\n|---|------|\n|  |  |\n|  |  |\n" in printed(small)
    assert Row.objects.get(pk=done.row).cells == ["", ""]
    editing.delete_block(where, Row.objects.get(pk=done.row).block_id, by=BY)
    assert last(small).place == "2. Second: table “Of it” deleted"
    done = editing.add_items(where, second, BlockKind.CHECKLIST, ["do"], by=BY)
    assert Row.objects.get(pk=done.row).cells == [" ", "do"]
    editing.delete_block(where, Row.objects.get(pk=done.row).block_id, by=BY)
    done = editing.add_items(where, second, BlockKind.LIST, ["do"], label="To do", by=BY)
    editing.delete_block(where, Row.objects.get(pk=done.row).block_id, by=BY)
    done = editing.add_prose(where, second, "One\ntwo", by=BY)
    assert last(small).place == "2. Second: text added"
    editing.delete_block(where, Row.objects.get(pk=done.row).block_id, by=BY)
    assert printed(small) == TEXT
    done = editing.add_table(where, second, ["A"], rows=0, by=BY)
    assert Row.objects.get(pk=done.row).cells == ["2. Second"]


def test_columns_come_move_and_go(small):
    where, key = address(small), table(small, "Name")
    editing.add_column(where, key, 9, "Owner", by=BY)
    assert "| Name | Size | Owner |\n|------|------|-------|\n| a | 1 |  |\n" in printed(small)
    assert last(small).place == "1. First: column “Owner” added"
    editing.rename_column(where, key, 2, "Who", by=BY)
    editing.move_column(where, key, 2, right=False, by=BY)
    assert "| Name | Who | Size |\n|------|-------|------|\n| a |  | 1 |\n" in printed(small)
    editing.move_column(where, key, 1, right=True, by=BY)
    editing.delete_column(where, key, 2, by=BY)
    assert printed(small) == TEXT
    assert last(small).place == "1. First: column “Who” deleted"


REFUSED = [
    (lambda at, of: editing.add_section(at, section(of, "Plan"), "X", by=BY), "inside of it"),
    (
        lambda at, of: editing.add_section(at, section(of, "Deep"), "X", inside=True, by=BY),
        "deeper",
    ),
    (lambda at, of: editing.add_section(at, section(of, "Deep"), " ", by=BY), "name first"),
    (lambda at, of: editing.add_section(at, section(of, "Deep"), "x" * 201, by=BY), "at most 200"),
    (lambda at, of: editing.add_section(at, section(of, "Deep"), "\0", by=BY), "control"),
    (lambda at, of: editing.move_section(at, section(of, "Plan"), down=True, by=BY), "title"),
    (lambda at, of: editing.move_section(at, section(of, "Deep"), down=True, by=BY), "is the last"),
    (lambda at, of: editing.move_section(at, section(of, "1. First"), down=False, by=BY), "first"),
    (lambda at, of: editing.delete_section(at, section(of, "Plan"), by=BY), "title"),
    (
        lambda at, of: editing.nest_section(at, section(of, "Plan"), deeper=True, by=BY),
        "title",
    ),
    (
        lambda at, of: editing.nest_section(at, section(of, "1. First"), deeper=True, by=BY),
        "no section above",
    ),
    (
        lambda at, of: editing.nest_section(at, section(of, "1. First"), deeper=False, by=BY),
        "outermost",
    ),
    (
        lambda at, of: editing.nest_section(at, section(of, "2. Second"), deeper=True, by=BY),
        "deeper than headings go",
    ),
    (lambda at, of: editing.add_table(at, section(of, "Deep"), [], by=BY), "at least one column"),
    (
        lambda at, of: editing.add_table(at, section(of, "Deep"), ["a"], rows=101, by=BY),
        "at most 100",
    ),
    (
        lambda at, of: editing.add_table(at, section(of, "Deep"), ["a"], label="*a", by=BY),
        "asterisks",
    ),
    (
        lambda at, of: editing.add_items(at, section(of, "Deep"), BlockKind.LIST, [], by=BY),
        "one item",
    ),
    (lambda at, of: editing.add_prose(at, section(of, "Deep"), " ", by=BY), "text first"),
    (lambda at, of: editing.add_prose(at, section(of, "Deep"), "# X", by=BY), "otherwise"),
    (lambda at, of: editing.add_column(at, table(of, "Name"), 0, "Size", by=BY), "already"),
    (lambda at, of: editing.add_column(at, table(of, "API"), 0, "Size", by=BY), "are fixed"),
    (
        lambda at, of: editing.move_column(at, table(of, "Name"), 0, right=False, by=BY),
        "first column",
    ),
    (
        lambda at, of: editing.move_column(at, table(of, "Name"), 1, right=True, by=BY),
        "last column",
    ),
    (
        lambda at, of: editing.delete_block(at, kind_of(of, "heading"), by=BY),
        "cannot be deleted",
    ),
    (
        lambda at, of: editing.rename_column(at, kind_of(of, "list"), 0, "X", by=BY),
        "Only a table",
    ),
]


@pytest.mark.parametrize(("write", "reason"), REFUSED)
def test_what_makes_no_sense_is_refused_with_what_would(small, write, reason):
    with pytest.raises(Invalid, match=reason):
        write(address(small), small)
    assert (printed(small), fresh(small).revision) == (TEXT, 1)


def test_table_has_as_many_columns_as_it_may(small, monkeypatch):
    monkeypatch.setattr(structure, "MAX_COLUMNS", 2)
    with pytest.raises(Invalid, match="at most 2 columns"):
        editing.add_column(address(small), table(small, "Name"), 0, "X", by=BY)


def test_what_is_gone_is_gone(small):
    for write in (
        lambda: editing.delete_section(address(small), 0, by=BY),
        lambda: editing.delete_block(address(small), 0, by=BY),
        lambda: editing.delete_column(address(small), table(small, "Name"), 7, by=BY),
    ):
        with pytest.raises(Gone):
            write()


def test_layout_is_for_who_may_write_and_for_an_open_gate(small):
    key = section(small, "2. Second")
    with pytest.raises(PermissionDenied):
        editing.delete_section(address(small), key, by=Actor.of(reader(small)))
    load("halcyon")
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    with pytest.raises(GateClosed):
        editing.delete_section(HALCYON, section(plan("halcyon"), "3.5 On-Call Rotation"), by=BY)


def test_section_that_prints_the_gate_stays(db):
    text = "# A\n\n## B\n\n> **GATE STATUS: [GATED / OPEN]**\n"
    of = PlanFactory(position=Position.COO, text=text)
    with pytest.raises(Invalid, match="gate"):
        editing.delete_section(address(of), section(of, "B"), by=BY)


def test_list_that_lost_its_last_item_does_not_hinder(small):
    items = [row.pk for row in Row.objects.filter(block__kind="list")]
    editing.delete_rows(address(small), items, by=BY)
    editing.add_section(address(small), section(small, "2. Second"), "Third", by=BY)
    assert emit(parse(printed(small))) == printed(small)
    assert "## 2. Second\n\n\n###### Deep\n\n## 3. Third\n" in printed(small)


def test_registers_of_the_seed_are_recognised_in_another_place(db):
    load("halcyon")
    before = set(
        Block.objects.filter(section__plan=plan("halcyon")).values_list("register", flat=True)
    )
    part = section(plan("halcyon"), "1. Technical Strategy")
    done = editing.move_section(HALCYON, part, down=True, by=BY)
    after = set(
        Block.objects.filter(section__plan=plan("halcyon")).values_list("register", flat=True)
    )
    assert before == after
    assert block("halcyon", "architecture-overview").section.heading == "2.3 Architecture Overview"
    editing.move_section(HALCYON, part, down=False, by=BY)
    assert text("halcyon") == Change.objects.get(group=done.group).before


# --- Taking back


def test_layout_is_taken_back_and_what_came_since_stays(small):
    done = editing.add_section(address(small), section(small, "2. Second"), "Third", by=BY)
    row = next(each for each in Row.objects.all() if each.cells == ["a", "1"])
    editing.set_cell(address(small), row.pk, 0, "A", seen=None, by=BY)
    editing.undo_document(address(small), done.group, by=BY)
    assert printed(small) == TEXT.replace("| a |", "| A |")
    undone = last(small)
    assert (undone.action, undone.undoes) == (Action.UNDO, done.group)
    editing.undo_document(address(small), undone.group, by=BY)
    assert "## 3. Third" in printed(small)
    assert "| A | 1 |" in printed(small)


def test_layout_is_not_taken_back_where_somebody_wrote_since(small):
    done = editing.add_column(address(small), table(small, "Name"), 1, "Owner", by=BY)
    row = next(each for each in Row.objects.all() if each.cells[0] == "a")
    by = Actor.of(member(small, "COO"))
    editing.set_cell(address(small), row.pk, 1, "Ada", seen=None, by=by)
    with pytest.raises(Outdated, match=f"{by.name} changed “1. First” since"):
        editing.undo_document(address(small), done.group, by=BY)


def test_layout_is_taken_back_once(small):
    done = editing.add_section(address(small), section(small, "2. Second"), "Third", by=BY)
    editing.undo_document(address(small), done.group, by=BY)
    with pytest.raises(Invalid, match="nothing left"):
        editing.undo_document(address(small), done.group, by=BY)
