"""The catalogue, walked: what holds for every register, also for the next one."""

from collections import Counter
from dataclasses import replace

import pytest
from django.apps import apps

from gates.actors import Actor, ActorKind
from gates.models import User
from plans import blueprints, catalogue, editing, printing
from plans.catalogue import (
    CATALOGUE,
    FORMS,
    TECHNICAL_PLAN,
    Count,
    Place,
    Register,
    recognise,
)
from plans.columns import Text, Tick
from plans.document.cells import ROW_KINDS
from plans.document.parse import parse
from plans.document.placeholders import reference_labels
from plans.editing import Invalid
from plans.editing.reading import blocks_of, place_of
from plans.enums import BlockKind, Position
from plans.models import Block, Plan, Record, Row
from tests.plans.factories import (
    PlanFactory,
    RecordFactory,
    StoryFactory,
    address,
    cells_of,
    cto,
    member,
)
from tests.plans.texts import BEHIND, with_every_register

WRITTEN = [register for register in FORMS if not register.live]
COLUMNS = {
    column: (register, index)
    for register in reversed(WRITTEN)
    for index, column in enumerate(register.columns)
}
"""Every column, in the first form that prints it."""

TYPED = [
    (register, index)
    for column, (register, index) in COLUMNS.items()
    if not isinstance(column, Text) and not catalogue.is_fixed(register.kind, register, index)
]


def name(value: object) -> str:
    return value.key if isinstance(value, Register) else str(value)


each_register = pytest.mark.parametrize("register", FORMS, ids=name)
each_written_register = pytest.mark.parametrize("register", WRITTEN, ids=name)


def unreadable(register: Register) -> str:
    """A text that no typed column reads, and that leaves a field recognisable by its label."""
    return register.label or "no such thing, ever"


def places(text: str) -> list[tuple[str, Place]]:
    return [
        (section.heading, place_of(section, block)) for section, block in blocks_of(parse(text))
    ]


def owner(plan: Plan) -> User:
    """Somebody who may write the plan."""
    return member(plan, plan.position)


def row_of(plan: Plan, register: Register) -> Row:
    """The first row of a register."""
    rows = Row.objects.select_related("block__section")
    return rows.filter(block__section__plan=plan, block__register=register.key)[0]


def write(plan: Plan, register: Register, cells: list[str], by: Actor) -> Row:
    """Bring these cells through the door: as a new row, or cell by cell where there is only one."""
    if register.kind in ROW_KINDS:
        block = Block.objects.get(section__plan=plan, register=register.key)
        return editing.add_row(address(plan), block.pk, cells=cells, by=by).row
    row = row_of(plan, register)
    for column, text in enumerate(cells):
        if not catalogue.is_fixed(register.kind, register, column):
            editing.set_cell(address(plan), row.pk, column, text, seen=None, by=by)
    return row


def stored(register: Register, row: Row) -> dict[str, object]:
    """The record's values, fresh from the database."""
    record = register.model.objects.get(pk=row.pk)
    names = [name for column in register.model.columns for name in column.names.values()]
    return {name: getattr(record, name) for name in names}


def printed(plan: Plan, register: Register) -> list[list[str]]:
    """The cells of a register's rows, as somebody who reads the export finds them."""
    blocks = [block for _, block in blocks_of(parse(printing.text(plan)))]
    found = recognise(place for _, place in places(printing.text(plan)))
    return [row.cells for row in blocks[found.index(register)].rows]


def test_each_record_model_is_in_exactly_one_entry():
    models = apps.get_app_config("plans").get_models()
    records = [model for model in models if issubclass(model, Record)]
    assert sorted(entry.model.__name__ for entry in CATALOGUE) == sorted(
        model.__name__ for model in records
    )


def test_each_entry_has_a_factory_named_for_its_model():
    factories = [factory.__name__ for factory in RecordFactory.__subclasses__()]
    assert sorted(factories) == sorted(f"{entry.model.__name__}Factory" for entry in CATALOGUE)


def test_keys_are_unique_and_fit_the_database():
    keys = [form.key for form in FORMS]
    assert len(set(keys)) == len(keys)
    assert max(map(len, keys)) <= Block._meta.get_field("register").max_length
    assert list(catalogue.BY_KEY.values()) == list(FORMS)
    assert [form for form in FORMS if not form.form] == list(CATALOGUE)


def test_a_table_is_told_by_its_headers_and_everything_else_by_its_label():
    tables = [form for form in FORMS if form.kind == BlockKind.TABLE]
    headers = [form.headers for form in tables if not form.placed]
    labels = [entry.label for entry in CATALOGUE if entry.label]
    assert len(set(headers)) == len(headers)
    assert len(set(labels)) == len(labels)


def test_a_table_is_told_by_its_heading_where_others_have_its_header_row():
    headers = ("Metric", "Current", "Target", "Trend")
    for heading, key in (
        ("5.3 Code Quality Metrics", "code-quality-metrics"),
        ("6.1 Code Quality Metrics", "code-quality-metrics"),
        ("7.3 Key Metrics Dashboard", "key-metrics-dashboard-2"),
        ("Numbers", "key-metrics-dashboard-2"),
    ):
        (found,) = recognise([Place(BlockKind.TABLE, heading, 3, headers=headers)])
        assert (heading, found and found.key) == (heading, key)


def test_every_column_is_printed_by_some_form():
    for entry in CATALOGUE:
        printed = {column for form in entry.forms for column in form.columns}
        assert (entry.key, printed) == (entry.key, set(entry.model.columns))


def test_columns_that_a_form_does_not_print_say_nothing():
    brief = catalogue.BY_KEY["risks-3"]
    values, problems = brief.read(["Fire", "L", "High", "Sprinklers"])
    assert problems == {}
    assert values == {
        "risk": "Fire",
        "likelihood": "L",
        "impact": "H",
        "mitigation": "Sprinklers",
        "owner": None,
        "status": None,
    }


def test_column_is_known_by_any_of_its_headers():
    sla = catalogue.BY_KEY["key-metrics-dashboard-10"]
    values, problems = sla.read(["First response", "<4 hours", "3 hours", "On Track"])
    assert (values["metric"], values["target_value"], values["current_value"]) == (
        "First response",
        4,
        3,
    )
    assert (problems, sla.headers[2], sla.is_operational(2)) == ({}, "Current Performance", True)
    assert [sla.is_operational(column) for column in (1, 3, 4)] == [False, False, False]


def test_operational_columns_are_columns():
    headers = {entry.key: {each.header for each in entry.model.columns} for entry in CATALOGUE}
    assert [entry.key for entry in CATALOGUE if not entry.operational <= headers[entry.key]] == []


def test_catalogue_stands_in_the_order_of_the_blueprint():
    found = recognise(place for _, place in places(blueprints.text(Position.CTO)))
    assert [register for register in found if register] == list(TECHNICAL_PLAN)


def test_registers_of_other_plans_come_after():
    found = recognise(place for _, place in places(with_every_register()))
    assert [register for register in found if register] == [*TECHNICAL_PLAN, *BEHIND]
    assert {*TECHNICAL_PLAN, *BEHIND} == set(FORMS)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("3.2 CI/CD Pipeline", "cicd-pipeline"),
        ("4.7 CI/CD Pipeline", "cicd-pipeline"),
        ("CI/CD Pipeline", None),
        ("3. CI/CD Pipeline", None),
        ("3.2 Our CI/CD Pipeline", None),
    ],
)
def test_diagram_is_known_by_its_heading_whatever_its_number(heading, expected):
    place = catalogue.Place(BlockKind.DIAGRAM, heading, 3)
    (found,) = catalogue.recognise([place])
    assert (found and found.key) == expected


def test_every_number_is_that_of_the_heading_above():
    read = places(blueprints.text(Position.CTO))
    found = zip(read, recognise(place for _, place in read), strict=True)
    wrong = [
        (register.key, heading)
        for (heading, _), register in found
        if register and register.number and not heading.startswith(f"{register.number} ")
    ]
    assert wrong == []


@each_register
def test_factory_gives_a_row_that_every_column_reads(register):
    values, problems = register.read(cells_of(register))
    assert problems == {}
    printed = {name for column in register.columns for name in column.names.values()}
    assert {name for name, value in values.items() if value is not None} == printed


@each_register
def test_placeholder_empties_its_column_and_no_other(register):
    cells = cells_of(register)
    filled, _ = register.read(cells)
    for index, column in enumerate(register.columns):
        values, problems = register.read([*cells[:index], "[To say]", *cells[index + 1 :]])
        emptied = dict.fromkeys(column.names.values())
        if register.kind == BlockKind.DIAGRAM:
            emptied = {column.name: "[To say]"}
        assert (values, problems) == (filled | emptied, {})


@pytest.fixture(scope="module")
def with_everything(kept):
    return PlanFactory(opened=True, text=with_every_register()).pk


@pytest.fixture
def plan(db, with_everything):
    """An open plan with a row in every register."""
    return Plan.objects.get(pk=with_everything)


@each_written_register
def test_row_through_the_door_is_record_and_line(plan, register):
    cells = cells_of(register)
    row = write(plan, register, cells, Actor.of(owner(plan)))
    assert stored(register, row) == register.read(cells)[0]
    assert cells in printed(plan, register)


def test_unreadable_text_is_refused_by_the_door(plan):
    before, by = printing.text(plan), Actor.of(cto(plan))
    for register, column in TYPED:
        row, text = row_of(plan, register), unreadable(register)
        with pytest.raises(Invalid) as refusal:
            editing.set_cell(address(plan), row.pk, column, text, seen=None, by=by)
        assert (register.key, refusal.value.column) == (register.key, column)
    assert printing.text(plan) == before


def test_unreadable_text_is_kept_and_flagged_by_an_import(plan):
    by = Actor(cto(plan), ActorKind.IMPORT, "import")
    # A box that says anything else is no box but text.
    said = [each for each in TYPED if not isinstance(each[0].columns[each[1]], Tick)]
    for register, column in said:
        row = row_of(plan, register)
        editing.set_cell(address(plan), row.pk, column, unreadable(register), seen=None, by=by)
    again = editing.replace_document(address(plan), printing.text(plan), by=by)
    flags = Counter((flag.column, flag.text) for flag in again.reading.flags)
    assert flags == Counter((each.headers[column], unreadable(each)) for each, column in said)
    for register, column in said:
        values = stored(register, row_of(plan, register))
        names = register.columns[column].names.values()
        assert {name: values[name] for name in names} == dict.fromkeys(names)
    assert sum(section.flagged for section in plan.sections.all()) == len(said)


def test_live_registers_are_read_and_never_written(db):
    (register,) = [register for register in CATALOGUE if register.live]
    text = blueprints.text(Position.CTO).replace("[DATE]", "2026-11-16", 1)
    plan = PlanFactory(opened=True, text=text)
    row = row_of(plan, register)
    assert stored(register, row) == register.read(["Last Updated", "2026-11-16"])[0]
    with pytest.raises(Invalid, match="filled in by the form itself"):
        editing.set_cell(address(plan), row.pk, 1, "2026-11-17", seen=None, by=Actor.of(cto(plan)))


def test_record_factory_adds_a_row_through_the_door(db):
    plan = PlanFactory(opened=True, text=with_every_register())
    story = StoryFactory(plan=plan, by=Actor.of(cto(plan)), points="13")
    assert (story.points, story.row.cells[1]) == (13, "13")


def test_register_is_recognised_once_in_a_plan_unless_it_repeats():
    place = Place(BlockKind.FIELD, "2.1 Current Sprint", 3, "Sprint 24")
    found = recognise([place, place])
    assert [register and register.key for register in found] == ["sprint", None]
    place = Place(BlockKind.CHECKLIST, "Q1", 4)
    found = recognise([place, replace(place, label="Deployment Checklist"), place])
    keys = [register and register.key for register in found]
    assert keys == ["checklist", "deployment-checklist", "checklist"]


@pytest.mark.parametrize("label", ["Sprint 24", "Sprint [X]", "sprint-25", "Sprint", "SPRINT 1"])
def test_sprint_is_recognised_by_whatever_number_it_has(label):
    (found,) = recognise([Place(BlockKind.FIELD, "2.1 Current Sprint", 3, label)])
    assert found is catalogue.BY_KEY["sprint"]


@pytest.mark.parametrize(
    "label", ["Sprint Length", "Sprinting 1", "Sprint goals", "Last Updated by", "Allocation rule"]
)
def test_other_fields_are_no_registers(label):
    assert recognise([Place(BlockKind.FIELD, "2.1 Current Sprint", 3, label)]) == [None]


@pytest.mark.parametrize(
    "place",
    [
        Place(BlockKind.TABLE, "5.1 Tech Debt Register", 3, headers=("Item", "Category")),
        Place(BlockKind.DIAGRAM, "1.3 Architecture", 3),
        Place(BlockKind.DIAGRAM, "1.3 Architecture Overview", 3, label="Legend"),
        Place(BlockKind.STATEMENT, "Technical Plan", 2),
        Place(BlockKind.LIST, "2.1 Current Sprint", 3, label="Sprint Goals of last time"),
        Place(BlockKind.PROSE, "1.1 Technical Vision", 3, label="Technical Vision Statement"),
    ],
)
def test_what_only_looks_like_a_register_is_none(place):
    assert recognise([place]) == [None]


def test_read_takes_ragged_rows():
    debt = catalogue.BY_KEY["tech-debt-register"]
    values, problems = debt.read(["Item", "Code", "High", "5 days", "P1", "beyond"])
    assert (values["priority"], problems) == ("P1", {})
    values, problems = debt.read(["Item"])
    assert (values["item"], values["effort"], problems) == ("Item", None, {})


def test_read_takes_a_reference_for_a_link_where_the_document_defines_it():
    documents = catalogue.BY_KEY["related-documents"]
    assert documents.read(["[Plan]"])[0]["document"] is None
    assert documents.read(["[Plan]"], reference_labels("[plan]: x.md\n"))[0]["document"] == "[Plan]"


def test_company_name_is_filled_for_everybody():
    summary = catalogue.BY_KEY["plan-summary"]
    text = "**[COMPANY NAME]** - Technical Architecture"
    assert summary.read([text])[0] == {"summary": text}
    assert catalogue.count(summary.kind, summary, [text]) == Count(cells=1)


@pytest.mark.parametrize(
    ("kind", "key", "cells", "count"),
    [
        (BlockKind.TABLE, "current-sprint", ["[Story 1]", "5", "[Name]", "Done"], Count(4, 2)),
        (BlockKind.TABLE, "", ["a", "", "[X] days"], Count(3, 1)),
        (BlockKind.CHECKLIST, "deployment-checklist", [" ", "[Item]"], Count(1, 1)),
        (BlockKind.FIELD, "sprint", ["Sprint [X]", "2026-11-16 - 2026-11-27"], Count(2, 1)),
        (BlockKind.FIELD, "plan-owner", ["Plan Owner", "[Name]"], Count(1, 1)),
        (BlockKind.FIELD, "", ["Anything", "[Name]"], Count(1, 1)),
        (BlockKind.FIELD, "last-updated", ["Last Updated", "[DATE]"], Count()),
        (BlockKind.DIAGRAM, "architecture-overview", ["[Web App]"], Count()),
        (BlockKind.LIST, "", ["[Goal]"], Count(1, 1)),
    ],
)
def test_count_counts_what_a_person_has_to_fill(kind, key, cells, count):
    assert catalogue.count(kind, catalogue.BY_KEY.get(key), cells) == count


def test_counts_add_up():
    assert Count(4, 2, 1) + Count(1, 1) - Count(2) == Count(3, 3, 1)
    assert [Count(4, 1).filled, Count(3, 1).filled, Count().filled] == [75, 66, None]


def test_operational_is_asked_by_column():
    capacity = catalogue.BY_KEY["current-capacity"]
    assert [capacity.is_operational(column) for column in range(5)] == [
        False,
        True,
        False,
        True,
        False,
    ]
