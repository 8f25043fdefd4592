"""Decisions through the door: records, steps, what is settled, and both sides of a relation."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates.actors import Actor
from plans import editing, history
from plans.decisions import records
from plans.decisions.madr import Option
from plans.editing import Gone, Invalid, Outdated
from plans.models import Block, Change, DecisionRecord
from tests.plans.decisions.records import MADR
from tests.plans.decisions.tables import desk as seated
from tests.plans.factories import member

pytestmark = pytest.mark.django_db

STAYS = "it stays as it is. Write a new one that supersedes it"


@pytest.fixture
def desk(db):
    return seated()


def write(desk, number, context="Why", **more):
    return editing.set_record(desk.at, number, {"context": context}, by=desk.by, **more)


def decide(desk, number, status, **more):
    return editing.decide(desk.at, number, status, by=desk.by, **more)


def undo(desk, by=None):
    return editing.undo(desk.at, by=by or desk.by)


def other(desk):
    return Actor.of(member(desk.plan, "CIO"))


# --- Records


def test_record_is_written_and_the_document_stays(desk):
    before = desk.text()
    people = {"consulted": "Ana"}
    options = [Option("One", "* Good, because cheap")]
    done = write(desk, 2, options=options, people=people, depends_on=[1])
    assert (done.said, desk.text()) == ("ADR-002 saved.", before)
    assert desk.record(2).depends_on == [1]
    assert desk.file(2) == (
        "---\nconsulted: Ana\nstatus: proposed\ndepends-on: ADR-001\n---\n\n# One database\n\n"
        "## Context and Problem Statement\n\nWhy\n\n## Pros and Cons of the Options\n\n"
        "### One\n\n* Good, because cheap\n"
    )
    change = Change.objects.get(group=done.group)
    assert (change.place, change.get_action_display()) == ("ADR-002", "Record")
    assert change.shown_before == ""
    assert "Why" in change.shown_after
    assert change.shown_after.endswith("Depends on ADR-001")
    assert history.groups(desk.plan, [change])[0].summary == "changed a decision’s record"


def test_history_shows_the_lines_that_differ(desk):
    write(desk, 2, "Why\nso")
    write(desk, 2, "Why\nnot")
    change = history.changes(desk.plan).first()
    assert (change.shown_before, change.shown_after) == ("so", "not")


def test_nothing_is_written_where_nothing_is_said(desk):
    assert write(desk, 2, "").group is None
    write(desk, 2)
    assert write(desk, 2).said == "Nothing was changed."


def test_somebody_else_s_record_is_not_overwritten_unseen(desk):
    seen = records.digest(None)
    write(desk, 2, "Mine", seen=seen)
    with pytest.raises(Outdated, match="Somebody else changed this record meanwhile"):
        write(desk, 2, "Theirs", seen=seen)
    write(desk, 2, "Theirs", seen=records.digest(desk.record(2)))
    assert "Theirs" in desk.record(2).text


@pytest.mark.parametrize(
    ("number", "context", "more", "refused"),
    [
        (9, "Why", {}, (Gone, "ADR-009 is not in the table")),
        (2, "x\n# y", {}, (Invalid, "would read as something else")),
        (2, "x" * 50_000, {}, (Invalid, "at most 50,000 characters; this one has 50,0")),
        (2, "x\0", {}, (Invalid, "NUL")),
        (2, "x", {"people": {"informed": "a\nb"}}, (Invalid, "write one line")),
        (2, "x", {"depends_on": [2]}, (Invalid, "ADR-002 cannot supersede or depend on itself")),
        (2, "x", {"depends_on": [7]}, (Invalid, "ADR-007 is not in the table")),
    ],
)
def test_record_is_refused(desk, number, context, more, refused):
    refusal, words = refused
    with pytest.raises(refusal, match=words):
        write(desk, number, context, **more)
    assert not DecisionRecord.objects.exists()


def test_plan_without_the_table_has_no_decisions():
    bare = seated("# CIO - Information Plan\n")
    with pytest.raises(Gone, match="This plan has no table of decisions"):
        write(bare, 1)


def test_circles_are_refused_by_name(desk):
    write(desk, 4, depends_on=[2])
    with pytest.raises(Invalid, match="round in a circle: ADR-002 → ADR-004 → ADR-002"):
        write(desk, 2, depends_on=[4])
    with pytest.raises(Invalid, match="ADR-002 → ADR-004 → ADR-002"):
        editing.read_record(desk.at, "# T\n\n## Links\n\nSupersedes ADR-4\n", 2, by=desk.by)
    assert not desk.record(2).supersedes


def test_queries_do_not_grow_with_decisions(desk):
    with CaptureQueriesContext(connection) as few:
        write(desk, 2)
    block = Block.objects.get(section__plan=desk.plan, register=records.KEY)
    for number in range(6, 12):
        cells = [f"ADR-{number:03}", "More", "", ""]
        editing.add_row(desk.at, block.pk, cells=cells, by=desk.by)
        write(desk, number)
    with CaptureQueriesContext(connection) as many:
        write(desk, 2, "Why not")
    assert len(few) == len(many)


# --- What is settled


def test_record_of_a_decision_that_was_taken_is_written_once(desk):
    write(desk, 1)
    before = desk.record(1).said
    with pytest.raises(Invalid, match=f"This decision is Accepted: {STAYS}"):
        write(desk, 1, "Why not")
    with pytest.raises(Invalid, match=STAYS):
        editing.read_record(desk.at, MADR, 1, by=desk.by)
    assert write(desk, 1).group is None
    assert desk.record(1).said == before


def cell(desk, name, column, text):
    editing.set_cell(desk.at, desk.row(name).pk, column, text, seen=None, by=desk.by)


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [("ADR-001", 0, "ADR-009"), ("ADR-003", 1, "Two monoliths"), ("ADR-001", 3, "2026-01-01")],
)
def test_cells_of_a_decision_that_was_taken_stay(desk, name, column, text):
    row, before = desk.row(name), desk.text()
    with pytest.raises(Invalid, match=STAYS) as refused:
        cell(desk, name, column, text)
    assert refused.value.column == column
    pasted = editing.paste(desk.at, row.block_id, text, row=row.pk, column=column, by=desk.by)
    filled = editing.set_cells(desk.at, [row.pk], column, text, by=desk.by)
    assert [STAYS in each.refusals[0].reason for each in (pasted, filled)] == [True, True]
    assert desk.text() == before


def test_row_of_a_decision_that_was_taken_stays(desk):
    taken, block = desk.row("ADR-001"), desk.row("ADR-001").block
    before = desk.text()
    with pytest.raises(Invalid, match=STAYS):
        editing.delete_rows(desk.at, [taken.pk, desk.row("ADR-002").pk], by=desk.by)
    with pytest.raises(Invalid, match=STAYS):
        editing.delete_block(desk.at, block.pk, by=desk.by)
    with pytest.raises(Invalid, match=STAYS):
        editing.delete_section(desk.at, block.section_id, by=desk.by)
    assert desk.text() == before
    editing.delete_rows(desk.at, [desk.row("ADR-002").pk], by=desk.by)
    editing.move_row(desk.at, taken.pk, by_rows=1, by=desk.by)
    editing.move_section(desk.at, block.section_id, down=True, by=desk.by)


def test_what_says_nothing_may_be_filled_and_drafts_may_change(desk):
    cell(desk, "ADR-004", 2, "Accepted")
    cell(desk, "ADR-004", 1, "Canaries")
    cell(desk, "ADR-004", 3, "2026-11-01")
    cell(desk, "ADR-002", 1, "Two databases")
    assert desk.cells("ADR-004") == ["ADR-004", "Canaries", "Accepted", "2026-11-01"]
    block = desk.row("ADR-001").block_id
    pasted = editing.paste(desk.at, block, "ADR-6\tOld\tSuperseded\t2020-01-01", by=desk.by)
    assert (pasted.refusals, desk.cells("ADR-6")[2]) == ([], "Superseded")


def test_document_that_is_read_in_may_say_anything(desk):
    editing.replace_document(desk.at, desk.text().replace("A monolith", "Mono"), by=desk.by)
    assert desk.cells("ADR-001")[1] == "Mono"


# --- Steps


def test_step_is_one_that_may_follow(desk):
    with pytest.raises(Invalid, match="can only become Superseded or Deprecated"):
        cell(desk, "ADR-001", 2, "Proposed")
    cell(desk, "ADR-001", 2, "Deprecated")
    row = desk.row("ADR-001")
    filled = editing.set_cells(desk.at, [row.pk], 2, "Accepted", by=desk.by)
    assert "can only become Superseded" in filled.refusals[0].reason
    cell(desk, "ADR-004", 2, "Superseded")
    assert [desk.cells(name)[2] for name in ("ADR-001", "ADR-004")] == ["Deprecated", "Superseded"]


def test_accepted_is_dated_and_taken_back_with_its_date(desk, time_machine):
    time_machine.move_to("2026-11-27T12:00:00Z", tick=False)
    assert decide(desk, 2, "Accepted", seen="Proposed").said == "ADR-002 is Accepted."
    assert desk.cells("ADR-002")[2:] == ["Accepted", "2026-11-27"]
    undo(desk)
    assert desk.cells("ADR-002")[2:] == ["Proposed", "[Date]"]
    decide(desk, 2, "Rejected")
    assert desk.cells("ADR-002")[2:] == ["Rejected", "[Date]"]


@pytest.mark.parametrize(
    ("number", "status", "more", "refused"),
    [
        (1, "Deprecated", {"seen": "Proposed"}, (Outdated, "ADR-001 is Accepted by now")),
        (1, "Gone", {}, (Invalid, "Choose what becomes of the decision")),
        (1, "Superseded", {}, (Invalid, "Choose the decision that supersedes")),
        (1, "Superseded", {"successor": 9}, (Invalid, "ADR-009 is not in the table")),
        (1, "Superseded", {"successor": 2}, (Invalid, "ADR-002 is not accepted yet")),
        (1, "Superseded", {"successor": 1}, (Invalid, "ADR-001 is not accepted yet")),
        (2, "Superseded", {"successor": 1}, (Invalid, "can only become Accepted or Rejected")),
        (9, "Accepted", {}, (Gone, "ADR-009 is not in the table")),
    ],
)
def test_step_is_refused(desk, number, status, more, refused):
    refusal, words = refused
    before = desk.text()
    with pytest.raises(refusal, match=words):
        decide(desk, number, status, **more)
    assert (desk.text(), DecisionRecord.objects.count()) == (before, 0)


def test_superseded_is_said_on_both_sides_at_once(desk):
    done = decide(desk, 1, "Superseded", successor=5)
    found = records.of_plan(desk.plan)
    assert desk.cells("ADR-001")[2] == "Superseded"
    assert (found[1].related.superseded_by, found[5].related.supersedes) == ((5,), (1,))
    assert "status: superseded by [ADR-0005](0005-services.md)\n" in desk.file(1)
    assert "supersedes: ADR-001\n" in desk.file(5)
    assert Change.objects.filter(group=done.group).count() == 2
    undo(desk)
    found = records.of_plan(desk.plan)
    assert desk.cells("ADR-001")[2] == "Accepted"
    assert (found[1].related.superseded_by, found[5].related.supersedes) == ((), ())
    editing.redo(desk.at, by=desk.by)
    assert records.of_plan(desk.plan)[1].related.superseded_by == (5,)


def test_successor_that_nobody_named_can_be_named_later(desk):
    cell(desk, "ADR-001", 2, "Superseded")
    decide(desk, 1, "Superseded", successor=5)
    assert records.of_plan(desk.plan)[1].related.superseded_by == (5,)


def test_who_would_supersede_does_so_when_it_is_accepted(desk):
    text = "---\nsupersedes: ADR-001, ADR-003, ADR-004, ADR-077\n---\n# Two\n"
    editing.read_record(desk.at, text, 2, by=desk.by)
    assert desk.cells("ADR-001")[2] == "Accepted"
    assert desk.file(1).startswith("---\nstatus: accepted\n")
    done = decide(desk, 2, "Accepted")
    states = [desk.cells(f"ADR-00{number}")[2] for number in (1, 3, 4)]
    assert states == ["Superseded", "Superseded", "[Accepted/Superseded/Deprecated]"]
    undo(desk)
    assert desk.cells("ADR-001")[2] == "Accepted"
    assert Change.objects.filter(group=done.group).count() == 4


# --- Files


def test_file_becomes_a_decision_of_its_own(desk):
    done = editing.read_record(desk.at, MADR, by=desk.by)
    assert done.said == "ADR-006 was read in."
    assert desk.cells("ADR-006") == ["ADR-006", "Use PostgreSQL", "Accepted", "2026-02-25"]
    assert desk.record(6).text == MADR
    assert desk.file(6) == MADR
    assert desk.cells("ADR-001")[2] == "Superseded"
    undo(desk)
    assert "ADR-006" not in desk.text()
    assert (desk.record(6).said, desk.cells("ADR-001")[2]) == ("", "Accepted")


def test_file_becomes_the_record_of_a_draft_and_gives_it_its_facts(desk):
    editing.read_record(desk.at, MADR, 4, by=desk.by)
    assert desk.cells("ADR-004") == ["ADR-004", "Use PostgreSQL", "Accepted", "2026-02-25"]
    editing.read_record(desk.at, "No heading, no facts.\r\n", 2, by=desk.by)
    assert desk.cells("ADR-002") == ["ADR-002", "One database", "Proposed", "[Date]"]
    assert desk.record(2).text == "No heading, no facts.\r\n"


def test_file_of_a_decision_that_was_taken_leaves_its_row_alone(desk):
    before = desk.text()
    text = "---\nstatus: proposed\n---\n# Other\n"
    editing.read_record(desk.at, text, 5, by=desk.by)
    assert (desk.text(), desk.record(5).text) == (before, text)
    assert desk.file(5) == "---\nstatus: accepted\ndate: 2026-10-14\n---\n# Services\n"


def test_export_that_is_read_in_again_changes_nothing(desk):
    editing.read_record(desk.at, "# Old title\n", 5, by=desk.by)
    decide(desk, 1, "Superseded", successor=5)
    for number in (1, 2, 5):
        done = editing.read_record(desk.at, desk.file(number), number, by=desk.by)
        assert (done.group, done.said) == (None, "Nothing was changed.")


def test_older_file_may_come_before_the_one_that_supersedes_it(desk):
    text = "---\nstatus: superseded by [ADR-0031](0031-x.md)\n---\n# Old\n"
    editing.read_record(desk.at, text, 30, by=desk.by)
    found = records.of_plan(desk.plan)
    assert (found[31].row, found[31].related.supersedes) == (None, (30,))
    assert desk.file(30).startswith("---\nstatus: superseded by [ADR-0031](0031-x.md)\n")
    editing.read_record(desk.at, "# New\n", 31, by=desk.by)
    assert desk.cells("ADR-031")[1] == "New"
    assert "supersedes: ADR-030" in desk.file(31)


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("---\nstatus: draft\n---\n# T\n", None, "Line 2: “draft” is no status"),
        ("---\nstatus: accepted\n# T\n", None, "Line 1: the front matter has no end"),
        ("No title\n", None, "The file has no title"),
        ("x" * 50_001, None, "at most 50,000 characters"),
        (
            "---\nsupersedes: ADR-6\n---\n# T\n",
            None,
            "ADR-006 cannot supersede or depend on itself",
        ),
        ("---\nstatus: superseded by ADR-6\n---\n# T\n", None, "ADR-006 cannot supersede"),
        ("---\nstatus: deprecated\n---\n# T\n", 2, "can only become Accepted or Rejected"),
        (f"# {'x' * 20_001}\n", None, "A cell holds at most"),
    ],
)
def test_file_is_refused(desk, text, number, words):
    before = desk.text()
    with pytest.raises(Invalid, match=words):
        editing.read_record(desk.at, text, number, by=desk.by)
    assert (desk.text(), DecisionRecord.objects.count()) == (before, 0)


# --- Undo


def test_record_is_taken_back_and_written_again(desk):
    write(desk, 2, "One")
    write(desk, 2, "Two")
    assert undo(desk).said == "Undone: ADR-002."
    assert "One" in desk.record(2).text
    undo(desk)
    assert desk.record(2).said == ""
    editing.redo(desk.at, by=desk.by)
    assert "One" in desk.record(2).text
    with pytest.raises(Invalid, match="nothing of yours to undo"):
        undo(desk, other(desk))


def test_record_that_somebody_changed_since_stays(desk):
    write(desk, 2, "Mine")
    editing.set_record(desk.at, 2, {"context": "Theirs"}, by=other(desk))
    with pytest.raises(Outdated, match="The record of ADR-002 was changed since"):
        undo(desk)


def test_what_was_decided_since_is_not_taken_back(desk):
    write(desk, 2, "Mine")
    editing.decide(desk.at, 2, "Accepted", by=other(desk))
    with pytest.raises(Invalid, match=STAYS):
        undo(desk)
    cell(desk, "ADR-004", 1, "Canaries")
    editing.decide(desk.at, 4, "Accepted", by=other(desk))
    with pytest.raises(Invalid, match=STAYS):
        undo(desk)


def test_ones_own_last_change_of_what_was_decided_is_taken_back(desk):
    cell(desk, "ADR-004", 2, "Accepted")
    cell(desk, "ADR-004", 1, "Canaries")
    write(desk, 4)
    for _ in range(3):
        undo(desk)
    assert (desk.cells("ADR-004")[1:3], desk.record(4).said) == (
        ["[Decision title]", "[Accepted/Superseded/Deprecated]"],
        "",
    )


def test_record_is_taken_back_without_its_table_as_well(desk):
    group = write(desk, 2).group
    editing.replace_document(desk.at, "# CIO - Information Plan\n", by=desk.by)
    editing.undo(desk.at, group, by=desk.by)
    assert desk.record(2).said == ""
