"""One cell through the one door."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from gates.actors import Actor, ActorKind
from gates.lock import GateClosed
from plans import editing, history, printing
from plans.address import Address, Gone
from plans.document.parse import parse
from plans.editing import MAX_CELL, Conflict, Invalid
from plans.enums import Position
from plans.models import Change, Plan, Row, Section
from tests.plans.companies import (
    BY,
    HALCYON,
    MERIDIAN,
    actor,
    changed_lines,
    load,
    plan,
    record,
    row,
    text,
)
from tests.plans.factories import PlanFactory, address

pytestmark = pytest.mark.django_db


@pytest.fixture
def cto(db) -> Actor:
    load("halcyon")
    return actor("halcyon-cto")


def set_cell(target, column: int, typed: str, *, by: Actor, seen: str | None = None):
    return editing.set_cell(HALCYON, target.pk, column, typed, seen=seen, by=by)


def test_set_cell_changes_cell_and_line_and_nothing_else(cto):
    before = text("halcyon")
    backend = row("halcyon", "technology-stack", "Backend")
    set_cell(backend, 1, "Elixir 1.20", by=cto, seen=backend.cells[1])
    (change,) = changed_lines(before, text("halcyon"))
    assert change == (
        backend.source.rstrip("\n"),
        backend.source.rstrip("\n").replace(f"| {backend.cells[1]} |", "| Elixir 1.20 |"),
    )


def test_set_cell_back_gives_the_same_bytes(cto):
    before = text("halcyon")
    backend = row("halcyon", "technology-stack", "Backend")
    set_cell(backend, 1, "A much longer technology than there was before", by=cto)
    set_cell(backend, 1, backend.cells[1], by=cto)
    assert text("halcyon") == before


def test_set_cell_writes_record_with_cell(cto):
    item = row("halcyon", "tech-debt-register")
    set_cell(item, 3, "12.5 days", by=cto)
    set_cell(item, 4, "p2", by=cto)
    assert (record(item).effort, record(item).priority) == (Decimal("12.5"), "P2")


def test_set_cell_records_who_what_and_where(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    set_cell(backend, 1, "Elixir", by=cto)
    change = Change.objects.get(revision=2)
    assert (change.actor, change.actor_kind, change.actor_name, change.action) == (
        cto.user,
        ActorKind.PERSON,
        "Ingrid Solheim",
        "set",
    )
    assert (change.place, change.register, change.row, change.column) == (
        "1.2 Technology Stack",
        "technology-stack",
        backend.pk,
        "Technology",
    )
    assert (change.before, change.after) == (backend.cells[1], "Elixir")
    assert history.verify(plan("halcyon")) is None


def test_set_cell_to_what_stands_changes_nothing(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    written = set_cell(backend, 1, backend.cells[1], by=cto)
    assert (written.changed, plan("halcyon").revision) == (False, 1)


def test_set_cell_escapes_pipes_and_newlines(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    set_cell(backend, 2, "fast | safe\nboring", by=cto)
    assert row("halcyon", "technology-stack", "Backend").cells[2] == r"fast \| safe<br>boring"
    written = set_cell(backend, 2, "fast | safe\nboring", by=cto)
    assert not written.changed


def test_set_cell_moves_counts_and_version_of_section(cto):
    section = Section.objects.get(plan=plan("halcyon"), heading="2.1 Current Sprint")
    story = row("halcyon", "current-sprint")
    set_cell(story, 1, "[X]", by=cto)
    after = Section.objects.get(pk=section.pk)
    assert (after.cells, after.to_fill, after.flagged, after.version) == (
        section.cells,
        section.to_fill + 1,
        0,
        section.version + 1,
    )
    assert record(story).points is None
    set_cell(story, 1, "5", by=cto)
    assert Section.objects.get(pk=section.pk).to_fill == section.to_fill


@pytest.mark.parametrize(
    ("register", "column", "typed", "message"),
    [
        ("technical-milestones", 1, "2026-02-30", "“2026-02-30” is not a date. Write it as"),
        ("current-sprint", 1, "-3", "“-3” is not a whole number from 0 upwards."),
        ("current-sprint", 3, "Nearly", "“Nearly” is not in the list. Choose one of To Do, In"),
        ("feature-breakdown", 3, "~5 days", "“~5 days” is not a number of days. Write it as 5"),
        ("sprint", 1, "2026-11-27 - 2026-11-16", "The last day, 2026-11-16, is before the first"),
        ("technology-stack", 1, "x" * (MAX_CELL + 1), "A cell holds at most 20,000 characters;"),
        ("technology-stack", 1, "nul\0", ""),
        ("technology-stack", 9, "where?", "This row has 4 columns."),
        ("last-updated", 1, "2020-01-01", "This is filled in by the form itself."),
        ("plan-owner", 0, "Owner", "This is filled in by the form itself."),
    ],
)
def test_set_cell_refuses_what_cannot_stand_there(cto, register, column, typed, message):
    before, target = text("halcyon"), row("halcyon", register)
    with pytest.raises(Invalid) as refusal:
        set_cell(target, column, typed, by=cto)
    assert str(refusal.value).startswith(message)
    assert text("halcyon") == before
    assert plan("halcyon").revision == 1


def test_set_cell_of_an_import_keeps_and_flags_what_it_cannot_read(cto):
    feature = row("halcyon", "feature-breakdown")
    by = Actor(cto.user, ActorKind.IMPORT, "import")
    set_cell(feature, 3, "~5 days", by=by)
    assert "| ~5 days |" in text("halcyon")
    assert record(feature).estimate is None
    assert Section.objects.get(heading="2.3 Feature Breakdown").flagged == 1


def test_set_cell_that_somebody_else_changed_is_a_conflict(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    set_cell(backend, 1, "Elixir", by=cto)
    with pytest.raises(Conflict) as conflict:
        set_cell(backend, 1, "Rust", by=cto, seen=backend.cells[1])
    assert (conflict.value.theirs, conflict.value.mine) == ("Elixir", "Rust")
    assert row("halcyon", "technology-stack", "Backend").cells[1] == "Elixir"


def test_set_cell_to_what_the_other_wrote_is_no_conflict(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    set_cell(backend, 1, "Elixir", by=cto)
    assert not set_cell(backend, 1, "Elixir", by=cto, seen=backend.cells[1]).changed


def test_set_cell_of_another_cell_of_the_row_is_no_conflict(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    set_cell(backend, 1, "Elixir", by=cto, seen=backend.cells[1])
    set_cell(backend, 2, "Supervision", by=cto, seen=backend.cells[2])
    assert row("halcyon", "technology-stack", "Backend").cells[1:3] == ["Elixir", "Supervision"]


def test_set_cell_of_a_deleted_row_says_so(cto):
    item = row("halcyon", "tech-debt-register")
    editing.delete_rows(HALCYON, [item.pk], by=cto)
    with pytest.raises(Gone, match="somebody deleted it"):
        set_cell(item, 0, "Ghost", by=cto)


def test_set_cell_of_another_companys_row_finds_nothing(cto):
    load("meridian")
    foreign = row("meridian", "technology-stack", "Backend")
    with pytest.raises(Gone):
        set_cell(foreign, 1, "Mine now", by=cto)
    with pytest.raises(Gone, match="There is no such plan"):
        editing.set_cell(MERIDIAN, foreign.pk, 1, "Mine now", seen=None, by=cto)
    assert row("meridian", "technology-stack", "Backend").cells == foreign.cells


@pytest.mark.parametrize("username", ["halcyon-reader", "halcyon-approver", "halcyon-cmo"])
def test_set_cell_takes_the_permission_to_change(cto, username):
    backend = row("halcyon", "technology-stack", "Backend")
    with pytest.raises(PermissionDenied, match="You may read this plan but not change it"):
        set_cell(backend, 1, "Elixir", by=actor(username))


def test_set_cell_takes_an_active_user(cto):
    cto.user.is_active = False
    cto.user.save()
    with pytest.raises(Gone):
        set_cell(row("halcyon", "technology-stack"), 1, "Elixir", by=cto)


def test_set_cell_while_gated_is_refused_with_the_reasons(db):
    load("meridian")
    backend = row("meridian", "technology-stack", "Backend")
    with pytest.raises(GateClosed) as refusal:
        editing.set_cell(MERIDIAN, backend.pk, 1, "Go", seen=None, by=actor("meridian-cto"))
    assert [reason.code for reason in refusal.value.reasons] == [
        "gate.validation_pending",
        "gate.approval_missing",
    ]


@pytest.mark.parametrize(
    ("register", "column", "typed"),
    [
        ("on-call-rotation", 1, "Priya Raman"),
        ("vulnerability-management", 2, "3"),
        ("current-capacity", 1, "1,200"),
        ("performance-budgets", 2, "140ms"),
        ("code-quality-metrics", 1, "81%"),
        ("key-metrics-dashboard", 2, "310ms"),
    ],
)
def test_set_cell_of_operational_column_does_not_wait_for_the_gate(db, register, column, typed):
    load("meridian")
    target = row("meridian", register)
    editing.set_cell(MERIDIAN, target.pk, column, typed, seen=None, by=actor("meridian-cto"))
    assert row("meridian", register).cells[column] == typed


def test_set_cell_in_a_plan_without_a_gate_takes_no_gate(db):
    company, by = load("halcyon").company, Actor.operator("test")
    editing.create_plan(company, Position.CFO, "# Financial Plan\n\nMoney.\n", by=by)
    prose = Row.objects.get(cells=["Money."])
    editing.set_cell(Address("halcyon", "CFO"), prose.pk, 0, "More money.", seen="Money.", by=by)
    cfo = Plan.objects.get(position=Position.CFO)
    assert printing.text(cfo) == "# Financial Plan\n\nMore money.\n"


def test_last_updated_reads_as_a_date(cto):
    assert record(row("halcyon", "last-updated")).updated_on is None
    assert record(row("halcyon", "sprint")).dates_start == date(2026, 11, 16)


def test_set_heading_changes_its_line_and_the_sections_name(cto):
    before = text("halcyon")
    heading = Row.objects.get(block__kind="heading", block__section__heading="3.1 Environments")
    set_cell(heading, 0, "3.1 Where it runs", by=cto, seen="3.1 Environments")
    assert changed_lines(before, text("halcyon")) == [
        ("### 3.1 Environments", "### 3.1 Where it runs")
    ]  # the table of contents links to the second level only
    section = Section.objects.get(pk=heading.block.section_id)
    assert (section.heading, section.version) == ("3.1 Where it runs", 1)
    change = Change.objects.filter(plan=plan("halcyon")).latest("revision")
    assert (change.place, change.column) == ("3.1 Environments", "Heading")
    assert (change.before, change.after) == ("3.1 Environments", "3.1 Where it runs")
    set_cell(heading, 0, "3.1 Environments", by=cto)
    assert text("halcyon") == before


def test_set_heading_to_what_is_none_is_refused(cto):
    heading = Row.objects.filter(block__section__plan=plan("halcyon"), block__kind="heading")[0]
    for typed in ("", "C #"):
        with pytest.raises(Invalid):
            set_cell(heading, 0, typed, by=cto)


def test_set_heading_takes_the_table_of_contents_along(cto):
    before = text("halcyon")
    heading = Row.objects.get(block__kind="heading", block__section__heading="3. DevOps Plan")
    set_cell(heading, 0, "3. Delivery & Operations", by=cto)
    assert changed_lines(before, text("halcyon")) == [
        ("3. [DevOps Plan](#3-devops-plan)", "3. [Delivery & Operations](#3-delivery--operations)"),
        ("## 3. DevOps Plan", "## 3. Delivery & Operations"),
    ]
    changes = Change.objects.filter(plan=plan("halcyon")).order_by("-revision")[:2]
    assert len({change.group for change in changes}) == 1
    assert changes[0].place == "Table of Contents"
    set_cell(heading, 0, "3. DevOps Plan", by=cto)
    assert text("halcyon") == before


LINKED = """# Plan

- [Risks](#2-risks)

## 1. Names

**See [2. Risks](#2-risks):**
| Name | [Risks](#2-risks) | Other |
|------|-------------------|-------|
| a | [2. Risks](#2-risks), [there](#2-risks) | [up](#1-names) |

- the [Risks](#2-risks), at last

```
[Risks](#2-risks)
```

## 2. Risks

Nothing [but](#2-risks) them.

**About [2. Risks](#2-risks):** none
"""


@pytest.fixture
def linked(db) -> Plan:
    return PlanFactory(position=Position.COO, text=LINKED)


def rename(of: Plan, heading: str, typed: str):
    key = Row.objects.get(block__kind="heading", block__section__heading=heading).pk
    return editing.set_cell(address(of), key, 0, typed, seen=None, by=BY)


def printed(of: Plan) -> str:
    return printing.text(Plan.objects.select_related("company").get(pk=of.pk))


def test_set_heading_takes_all_links_along_and_undo_all_of_them_back(linked):
    cell = Row.objects.get(cells__0="a")
    editing.set_cell(address(linked), cell.pk, 2, "[Threats](#2-risks)", seen=None, by=BY)
    before = printed(linked)
    written = rename(linked, "2. Risks", "2. Threats")
    fence = "```\n[Risks](#2-risks)\n```"
    assert printed(linked) == (
        before.replace("[2. Risks]", "[2. Threats]")
        .replace("[Risks]", "[Threats]")
        .replace("#2-risks", "#2-threats")
        .replace("## 2. Risks", "## 2. Threats")
        .replace("```\n[Threats](#2-threats)\n```", fence)
    )
    assert Change.objects.filter(group=written.group).count() == 8
    table = Row.objects.get(pk=cell.pk).block
    assert (table.label, table.columns[1]) == (
        "See [2. Threats](#2-threats)",
        "[Threats](#2-threats)",
    )
    assert history.verify(Plan.objects.get(pk=linked.pk)) is None
    assert parse(printed(linked)).sections[1].blocks[1].columns == table.columns

    editing.undo(address(linked), by=BY)
    assert printed(linked) == before
    editing.redo(address(linked), by=BY)
    assert "[Threats](#2-threats)" in printed(linked)


def test_set_heading_with_a_pipe_is_escaped_in_links_of_tables(linked):
    rename(linked, "2. Risks", "2. Risks | Threats")
    assert "| a | [2. Risks \\| Threats](#2-risks--threats), [there](#2-risks--threats) |" in (
        printed(linked)
    )
    assert "- [Risks | Threats](#2-risks--threats)\n" in printed(linked)
    rename(linked, "2. Risks | Threats", "2. Risks")
    assert printed(linked) == LINKED


def test_set_heading_with_which_a_link_would_read_otherwise_is_refused(linked):
    with pytest.raises(Invalid):
        rename(linked, "2. Risks", "2. **Risks:** all")
    assert printed(linked) == LINKED
