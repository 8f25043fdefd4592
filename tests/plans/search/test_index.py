"""The index finds the same rows on both databases, and follows every write by itself."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.state import ProjectState

from gates import word_sql, words
from gates.models import Decision, User
from gates.word_index import Matches, WordFunctions, WordIndex
from plans import editing
from plans.backups import contents
from plans.enums import Position
from plans.models import Row, Section
from plans.models.guard import open_door
from tests.plans.companies import BY
from tests.plans.factories import PlanFactory, address

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

TEXTS = {
    "readme": "See CFO/README.md for it",
    "setting": "DATABASE_URL is set",
    "latency": "p95 is 200 ms",
    "release": "v2.3.1 of the API",
    "zurich": "Büro Zürich",
    "prose": "First line<br>second_line\nthird",
    "link": "[the plan](https://example.com/a-b)",
    "pipe": "a \\| b",
    "moscow": "Москва, ЁЛКА",
    "said": "He said “AND” or 'NOT' or NEAR(x)",
    "star": "*emphasis* **bold**",
}
FOUND = [
    ("readme", {"readme"}),
    ("cfo/readme.md", {"readme"}),
    ("MD CFO", {"readme"}),
    ("database_url", {"setting"}),
    ("url", {"setting"}),
    ("P95", {"latency"}),
    ("95", set()),
    ("v2.3", {"release"}),
    ("zurich", {"zurich"}),
    ("ZÜRICH buro", {"zurich"}),
    ("line third", {"prose"}),
    ("br", {"prose"}),
    ("example.com", {"link"}),
    ("a b", {"link", "pipe"}),
    ("москва", {"moscow"}),
    ("ёлк", {"moscow"}),
    ('"and"', {"said"}),
    ("NEAR(x", {"said"}),
    ("NOT said", {"said"}),
    ("bold*", {"star"}),
    ("em:bo", {"star"}),
    ("s", {"readme", "setting", "prose", "said"}),
    ("see nowhere", set()),
    ("; DROP TABLE plans_row --", set()),
]


def having(asked: str) -> set[int]:
    """The keys of the rows that have the words."""
    return {
        *Row.objects.filter(Matches(Row.words, [words.wanted(asked)])).values_list("pk", flat=True)
    }


def run(sql: str, *parameters: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.fixture
def plan(db):
    return PlanFactory(
        position=Position.CMO, text="# Heron\n\n| A | B |\n|---|---|\n| one | two |\n"
    )


def row() -> Row:
    return Row.objects.select_related("block__section").get(block__kind="table")


@pytest.mark.parametrize(("asked", "expected"), FOUND)
def test_words_find_the_same_rows_on_both_databases(plan, asked, expected):
    block = row().block_id
    with open_door():
        made = Row.objects.bulk_create(
            Row(block_id=block, position=at, cells=["", text], source="")
            for at, text in enumerate(TEXTS.values(), start=9)
        )
    keys = dict(zip(TEXTS, [each.pk for each in made], strict=True))
    assert having(asked) & {*keys.values()} == {keys[name] for name in expected}


def test_one_of_several_alternatives_is_enough(plan):
    found = Row.objects.filter(Matches(Row.words, [("nowhere",), ("tw", "one"), ("two", "x")]))
    assert list(found) == [row()]
    assert Row.objects.exclude(Matches(Row.words, [("one",)])).count() == 1


def test_index_follows_the_one_door(plan):
    one = row()
    assert having("one two") == {one.pk}
    editing.set_cell(address(plan), one.pk, 1, "Zürich", seen=None, by=BY)
    assert (having("two"), having("one zur")) == (set(), {one.pk})
    added = editing.add_row(address(plan), one.block_id, cells=["three", ""], by=BY).row
    assert having("three") == {added.pk}
    editing.delete_rows(address(plan), [one.pk], by=BY)
    assert (having("zurich"), having("three")) == (set(), {added.pk})
    editing.replace_document(address(plan), "# Heron\n\nEgret\n", by=BY)
    assert (having("three"), len(having("egret"))) == (set(), 1)


def test_index_follows_writes_past_the_door(plan):
    one = row()
    run(
        "UPDATE plans_row SET cells = %s WHERE id = %s",
        '["\\u00fcber \\"x\\\\\\\\y\\"\\n", "4"]',
        one.pk,
    )
    assert (having("one"), having("uber x y 4")) == (set(), {one.pk})
    one.cells = ["six"]
    with open_door():
        Row.objects.bulk_update([one], ["cells"])
    assert (having("uber"), having("six")) == (set(), {one.pk})
    run("DELETE FROM plans_section WHERE id = %s", one.block.section_id)
    assert (having("six"), having("heron")) == (set(), set())


def test_what_is_rolled_back_is_not_found(plan):
    with transaction.atomic():
        run("UPDATE plans_row SET cells = %s WHERE id = %s", '["nine"]', row().pk)
        transaction.set_rollback(True)
    assert (having("nine"), having("one")) == (set(), {row().pk})


@pytest.mark.sqlite
def test_row_that_is_replaced_leaves_nothing_in_the_index(plan):
    one = row()
    run(
        "INSERT OR REPLACE INTO plans_row (id, block_id, position, cells, source, version) "
        "SELECT id, block_id, position, '[\"ten\"]', source, version FROM plans_row WHERE id = %s",
        one.pk,
    )
    assert (having("one"), having("ten")) == (set(), {one.pk})
    run("INSERT INTO plans_row_words(plans_row_words) VALUES ('integrity-check')")


def test_text_of_any_length_is_stored_and_found_by_its_beginning(plan):
    one = row()
    text = "x" * 3_000 + " wörd " + "щ " * 300_000 + "late"
    with open_door():
        Row.objects.filter(pk=one.pk).update(cells=[text])
    assert having("x" * 150) == having("word") == {one.pk}
    assert having("late") == set()


@pytest.mark.postgres
def test_words_are_looked_up_in_the_index(plan):
    found = Row.objects.filter(Matches(Row.words, [("one",)]))
    run("SET LOCAL enable_seqscan = off")
    assert "Bitmap Index Scan on plans_row_words" in found.explain()


INDEXED = [model for model in apps.get_models() if hasattr(model, "words")]


def test_what_is_searched_is_indexed():
    assert {*INDEXED} == {Row, Section, Decision, User}


@pytest.mark.parametrize("model", INDEXED)
def test_every_index_is_there_after_all_migrations(model):
    index, table = model.words.index, model._meta.db_table
    query, names = {
        "sqlite": (
            "SELECT name FROM sqlite_master WHERE tbl_name = %s AND name LIKE '%%_words_%%'",
            {f"{index}_insert", f"{index}_update", f"{index}_delete"},
        ),
        "postgresql": (
            "SELECT indexname FROM pg_indexes WHERE tablename = %s AND indexname LIKE '%%_words'",
            {index},
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        assert {name for (name,) in cursor.fetchall()} == names


def test_index_is_no_content_of_a_database(plan):
    assert not [table for table in contents.rows() if table.endswith(("_words", "_docsize"))]


def test_operations_say_what_they_do():
    rows = WordIndex("plans_row", ("cells",), is_json=True)
    assert rows.describe() == "Index the words of plans_row"
    assert rows.deconstruct() == ("WordIndex", ["plans_row", ("cells",)], {"is_json": True})
    assert WordFunctions().describe() == "Have PostgreSQL cut texts into words"
    state = ProjectState()
    for each in (rows, WordFunctions()):
        each.state_forwards("plans", state)
    assert state == ProjectState()


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_statements_are_there_for_both_databases(vendor):
    create = getattr(word_sql, vendor)
    assert any("CREATE" in sql for sql in create(Row.words))
    assert all("IF EXISTS" in sql for sql in word_sql.dropped(vendor, Row.words))
    assert "IMMUTABLE" in word_sql.function("jsonb")


@pytest.mark.django_db(transaction=True)
def test_rows_that_are_there_are_indexed_by_the_migration():
    PlanFactory(position=Position.CMO, text="# Heron\n\nEgret\n")
    call_command("migrate", "gates", "0002", verbosity=0)  # and so plans to 0013
    PlanFactory(position=Position.CMO, text="# Bittern\n")
    call_command("migrate", verbosity=0)
    assert (len(having("egret")), len(having("bittern"))) == (1, 1)
    assert Section.objects.filter(Matches(Section.words, [("heron",)])).count() == 1


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_table_that_django_copies_is_indexed_again():
    plan = PlanFactory(position=Position.CMO, text="# Heron\n\nEgret\n")
    with connection.schema_editor() as editor:
        editor._remake_table(Row)
        state = ProjectState()
        WordIndex("plans_row", ("cells",), is_json=True).database_forwards(
            "plans", editor, state, state
        )
    egret = Row.objects.get(cells=["Egret"])
    editing.set_cell(address(plan), egret.pk, 0, "Stork", seen=None, by=BY)
    assert (having("egret"), having("stork")) == (set(), {egret.pk})
