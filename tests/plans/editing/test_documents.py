"""A document read into a plan that is there: what stays, what is written, and taking it back."""

import gc
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings

from gates import decisions
from gates.actors import Actor
from gates.lock import GateClosed
from plans import editing, history, printing
from plans.editing import Invalid, Outdated
from plans.enums import Position
from plans.models import Change, Plan, Row, Section
from tests.plans.document.strategies import documents
from tests.plans.factories import (
    CompanyFactory,
    PlanFactory,
    address,
    approver,
    cto,
    member,
    reader,
)
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db
BY = Actor.operator("tests")
OLD = """# [COMPANY NAME]

## 1.5 API Strategy

| API | Type | Authentication | Rate Limit | Documentation |
|-----|------|----------------|------------|---------------|
| Orders | v2 | Live | - | - |
| Rates | v1 | Live | 9 | - |

- one
- two

Some words.
"""


@pytest.fixture
def plan(db):
    return PlanFactory(position=Position.COO, text=OLD)


def fresh(plan):
    return Plan.objects.select_related("company", "gate").get(pk=plan.pk)


def read_in(plan, text, **options):
    return editing.replace_document(address(plan), text, by=BY, **options)


def row(plan, first):
    rows = Row.objects.filter(block__section__plan=plan)
    return next(each for each in rows if each.cells[0] == first)


def entries(plan, revision):
    found = Change.objects.filter(plan=plan, revision__gt=revision).order_by("revision")
    return [
        (change.action, change.place, change.row, change.column, change.before, change.after)
        for change in found
    ]


def test_import_keeps_keys_and_versions_of_what_is_the_same(plan):
    by = Actor.of(member(plan, "COO"))
    editing.set_cell(address(plan), row(plan, "Orders").pk, 1, "v3", seen=None, by=by)
    before = {each.pk: each for each in Row.objects.all()}
    read_in(plan, printing.text(plan).replace("| Rates | v1", "| Rates | v9"))
    after = {each.pk: each for each in Row.objects.all()}
    rates = row(plan, "Rates").pk
    assert before.keys() == after.keys()
    assert {pk for pk in before if before[pk].cells != after[pk].cells} == {rates}
    assert {pk for pk in before if before[pk].version != after[pk].version} == {rates}
    assert {pk for pk in before if before[pk].source != after[pk].source} == {rates}
    editing.set_cell(address(plan), row(plan, "Orders").pk, 1, "v2", seen="v3", by=by)
    assert printing.text(fresh(plan)) == OLD.replace("| Rates | v1", "| Rates | v9")


def test_import_records_every_cell_and_row_in_one_group(plan):
    rates, two = row(plan, "Rates").pk, row(plan, "two").pk
    new = OLD.replace("v1", "v9").replace("- two\n", "").replace("- one", "- zero\n- one")
    read_in(plan, new)
    found = entries(plan, 1)
    assert found[0] == ("set", "1.5 API Strategy", rates, "Type", "v1", "v9")
    assert [entry[:3] for entry in found[1:-1]] == [
        ("add", "1.5 API Strategy", row(plan, "zero").pk),
        ("delete", "1.5 API Strategy", two),
    ]
    assert found[-1] == ("import", "", None, "", OLD, new)
    assert len({change.group for change in Change.objects.filter(revision__gt=1)}) == 1
    assert history.last_writer(plan, rates) == "manage.py tests"


def test_import_that_moves_a_row_records_its_places(plan):
    lines = OLD.splitlines(keepends=True)
    lines[6], lines[7] = lines[7], lines[6]
    read_in(plan, "".join(lines))
    (moved, _) = entries(plan, 1)
    assert moved == ("move", "1.5 API Strategy", row(plan, "Orders").pk, "", "1", "2")


def test_import_of_what_the_plan_says_writes_nothing_and_needs_no_open_gate(db):
    plan = PlanFactory()
    exported = printing.text(plan, printing.facts(plan, printing.gate_state(plan)))
    head = fresh(plan).head_hash
    for text in (printing.text(plan), exported):
        assert read_in(plan, text).is_same
    assert fresh(plan).head_hash == head


def test_import_of_anything_else_into_a_gated_plan_is_refused(db):
    plan = PlanFactory()
    text = printing.text(plan)
    with pytest.raises(GateClosed):
        read_in(plan, text + "\n")
    assert (printing.text(fresh(plan)), fresh(plan).revision) == (text, 1)


def test_import_is_refused_if_the_plan_is_no_longer_what_was_compared(plan):
    preview = editing.preview_document(address(plan), OLD + "\nMore.\n", by=BY)
    assert preview.plan.revision == 1
    read_in(plan, OLD.replace("words", "text"), seen=1)
    with pytest.raises(Outdated):
        read_in(plan, OLD + "\nMore.\n", seen=1)
    assert printing.text(fresh(plan)) == OLD.replace("words", "text")


@pytest.mark.parametrize("switch", [gc.disable, gc.enable])
def test_reading_in_leaves_garbage_to_be_collected_or_not_as_before(plan, switch):
    switch()
    before = gc.isenabled()
    read_in(plan, OLD.replace("v1", "v2"))
    with pytest.raises(PermissionDenied):
        editing.replace_document(address(plan), OLD, by=Actor.of(reader(plan)))
    after = gc.isenabled()
    gc.enable()
    assert after == before


def test_preview_writes_nothing(plan, django_assert_num_queries):
    with django_assert_num_queries(4):
        found = editing.preview_document(address(plan), OLD.replace("v1", "?"), by=BY)
    assert [row.columns for _, _, row in found.difference.rows() if row.is_different] == [[1]]
    assert found.reading.registers == ["API Strategy"]
    assert (printing.text(fresh(plan)), fresh(plan).revision) == (OLD, 1)


def test_import_brings_the_files_line_ends_and_encoding_and_undo_takes_them_back(plan):
    new = "\ufeff" + OLD.replace("\n", "\r\n").rstrip() + " é"
    group = uuid4()
    read_in(plan, new, encoding="windows-1252", group=group)
    assert (printing.text(fresh(plan)), fresh(plan).encoding) == (new, "windows-1252")
    editing.undo_document(address(plan), group, by=BY)
    assert (printing.text(fresh(plan)), fresh(plan).encoding) == (OLD, "utf-8")
    again = history.undoable(fresh(plan))
    editing.undo_document(address(plan), again, by=BY)
    assert (printing.text(fresh(plan)), fresh(plan).encoding) == (new, "windows-1252")


def test_same_text_in_another_encoding_is_a_difference(plan):
    assert not read_in(plan, OLD, encoding="windows-1252").is_same
    assert fresh(plan).encoding == "windows-1252"


def test_undo_keeps_what_is_the_same_and_is_one_group(plan):
    before = {(each.pk, each.source) for each in Row.objects.all()}
    group = uuid4()
    read_in(plan, OLD.replace("v1", "v9").replace("- one\n", ""), group=group)
    editing.undo_document(address(plan), group, by=BY)
    assert printing.text(fresh(plan)) == OLD
    kept = {(each.pk, each.source) for each in Row.objects.all()}
    assert len(before & kept) == len(before) - 1
    assert Change.objects.latest("revision").action == "undo"
    assert Change.objects.values("group").distinct().count() == 3


def test_undo_after_another_change_is_politely_refused(plan):
    group = uuid4()
    read_in(plan, OLD.replace("v1", "v9"), group=group)
    by = Actor.of(member(plan, "COO"))
    editing.set_cell(address(plan), row(plan, "Orders").pk, 1, "v7", seen=None, by=by)
    with pytest.raises(Outdated, match=r"changed “1\.5 API Strategy” since"):
        editing.undo_document(address(plan), group, by=BY)
    assert history.undoable(fresh(plan)) is None


def test_undo_of_what_is_no_import_is_refused(plan):
    created = Change.objects.get().group
    for group in (created, uuid4()):
        with pytest.raises(Invalid):
            editing.undo_document(address(plan), group, by=BY)


def test_undo_behind_a_gate_that_closed_since_is_refused(db):
    plan, group = PlanFactory(opened=True), uuid4()
    read_in(plan, printing.text(plan) + "\nMore.\n", group=group)
    decisions.revoke(plan.gate, "Too early.", by=Actor.of(approver(plan)))
    with pytest.raises(GateClosed):
        editing.undo_document(address(plan), group, by=Actor.of(cto(plan)))
    assert printing.text(fresh(plan)).endswith("\nMore.\n")


def test_undo_by_a_reader_is_refused(plan):
    group = uuid4()
    read_in(plan, OLD.replace("v1", "v9"), group=group)
    with pytest.raises(PermissionDenied):
        editing.undo_document(address(plan), group, by=Actor.of(member(plan, "Reader")))


def test_sections_of_an_import_get_a_new_version(plan):
    versions = dict(Section.objects.values_list("pk", "version"))
    read_in(plan, OLD.replace("v1", "v9"))
    found = dict(Section.objects.values_list("pk", "version"))
    assert found == {pk: version + 1 for pk, version in versions.items()}


def test_any_document_over_any_other_prints_to_the_byte_and_back(db):
    @settings(max_examples=30)
    @given(documents(), documents())
    def property_holds(one, other):
        plan = PlanFactory(company=CompanyFactory(), position=Position.COO, text=one)
        group = uuid4()
        imported = read_in(plan, other, group=group)
        assert printing.text(fresh(plan)) == other
        assert imported.is_same == (one == other)
        if one and not imported.is_same:
            editing.undo_document(address(plan), group, by=BY)
            assert printing.text(fresh(plan)) == one

    property_holds()
    assert "All is as it was written." in said("verify")
