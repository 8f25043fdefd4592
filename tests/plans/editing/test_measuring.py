"""Samples: taken at every door through which a measured cell changes, and recorded in bulk."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates.actors import Actor
from gates.append_only import AppendOnlyViolation
from plans import editing, history
from plans.editing import Invalid, Rejected
from plans.enums import SampleSource
from plans.models import Change, Sample
from plans.verification import check_plan
from tests.plans.companies import (
    BY,
    HALCYON,
    MERIDIAN,
    actor,
    block,
    load,
    plan,
    row,
    text,
)
from tests.plans.editing.test_races import at_once
from tests.plans.factories import PlanFactory

pytestmark = pytest.mark.django_db

NOW = "2026-11-27T12:00:00Z"
BUDGETS = "performance-budgets"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def halcyon(db):
    load("halcyon")
    return actor("halcyon-cto")


def taken(of):
    """The samples of a row, oldest first: what they say and by which door they came."""
    found = Sample.objects.filter(row=of.pk).order_by("pk")
    return list(found.values_list("text", "source"))


def sent(**more):
    return {"register": BUDGETS, "name": "API Response (p99)", "value": "480ms", "key": "1"} | more


def record(*given, address=HALCYON, by=BY):
    return editing.record_samples(address, given, source=SampleSource.HTTP, by=by)


def refused(*given, **more):
    """The field and the sentence of each problem."""
    with pytest.raises(Rejected) as rejected:
        record(*given, **more)
    return [(each.index, each.field, each.detail) for each in rejected.value.problems]


# --- Every door


def test_new_plan_s_first_values_are_samples_and_placeholders_are_none(halcyon):
    p99 = row("halcyon", BUDGETS, "API Response (p99)")
    assert taken(p99) == [(p99.cells[2], "document")]
    assert not Sample.objects.filter(plan=PlanFactory()).exists()


def test_cell_and_its_undo_and_redo_are_samples(halcyon):
    p99 = row("halcyon", BUDGETS, "API Response (p99)")
    before = p99.cells[2]
    editing.set_cell(HALCYON, p99.pk, 2, "499ms", seen=None, by=halcyon)
    editing.set_cell(HALCYON, p99.pk, 1, "<400ms", seen=None, by=halcyon)
    editing.set_cell(HALCYON, p99.pk, 2, "[X]ms", seen=None, by=halcyon)
    editing.undo(HALCYON, by=halcyon)
    editing.undo(HALCYON, by=halcyon)
    editing.undo(HALCYON, by=halcyon)
    editing.redo(HALCYON, by=halcyon)
    texts = [each for each, _ in taken(p99)]
    assert texts == [before, "499ms", "499ms", before, "499ms"]
    sample = Sample.objects.filter(row=p99.pk).order_by("pk").last()
    assert (sample.name, sample.actor_name) == ("API Response (p99)", halcyon.name)


def test_many_cells_and_rows_are_samples_by_one_query(halcyon):
    where = block("halcyon", BUDGETS)
    counts = []
    for pasted in ("Pasted A\t<9ms\t5ms", "Pasted B\t<9ms\t5ms\nPasted C\t<9ms\t-"):
        with CaptureQueriesContext(connection) as captured:
            editing.paste(HALCYON, where.pk, pasted, by=halcyon)
        counts.append(sum("plans_sample" in query["sql"] for query in captured))
    editing.set_cells(HALCYON, [row("halcyon", BUDGETS, "Pasted B").pk], 2, "7ms", by=halcyon)
    assert counts == [1, 1]
    assert taken(row("halcyon", BUDGETS, "Pasted A")) == [("5ms", "cell")]
    assert taken(row("halcyon", BUDGETS, "Pasted B")) == [("5ms", "cell"), ("7ms", "cell")]
    assert taken(row("halcyon", BUDGETS, "Pasted C")) == []


def test_row_that_is_put_back_is_a_sample_and_a_rename_is_none(halcyon):
    p99 = row("halcyon", BUDGETS, "API Response (p99)")
    value = p99.cells[2]
    editing.delete_rows(HALCYON, [p99.pk], by=halcyon)
    editing.undo(HALCYON, by=halcyon)
    editing.paste(HALCYON, p99.block_id, "p99 of all", row=p99.pk, by=halcyon)
    assert taken(p99) == [(value, "document"), (value, "cell")]


def test_document_is_a_sample_where_it_says_something_else(halcyon):
    p99, p50 = (row("halcyon", BUDGETS, f"API Response ({each})") for each in ("p99", "p50"))
    before, document = p99.cells[2], text("halcyon")
    changed = document.replace(f"| <500ms | {before} |", "| <500ms | 333ms |")
    assert changed != document
    done = editing.replace_document(HALCYON, changed, by=halcyon)
    editing.undo_document(HALCYON, done.group, by=halcyon)
    assert [each for each, _ in taken(p99)] == [before, "333ms", before]
    assert len(taken(p50)) == 1
    assert {source for _, source in taken(p99)} == {"document"}


def test_layout_makes_no_samples_of_what_stays(halcyon):
    before = Sample.objects.count()
    editing.add_section(HALCYON, row("halcyon", BUDGETS).block.section_id, "More", by=halcyon)
    assert Sample.objects.count() == before


def test_samples_are_never_changed(halcyon):
    sample = Sample.objects.first()
    for change in (sample.save, sample.delete, Sample.objects.all().delete):
        with pytest.raises(AppendOnlyViolation):
            change()


# --- In bulk


def test_newest_becomes_the_cell_and_all_become_history(halcyon):
    p99 = row("halcyon", BUDGETS, "API Response (p99)")
    coverage = row("halcyon", "code-quality-metrics", "Test Coverage")
    revision = plan("halcyon").revision
    done = record(
        sent(value="450ms", at="2026-11-27T11:00:00+01:00", key="old"),
        sent(value="481 ms", at="2026-11-27T12:04:00Z", key="new"),
        sent(value="451ms", at="2026-11-27T12:03:00Z", key="between"),
        sent(
            register="code-quality-metrics",
            name="test  COVERAGE",
            value="91%",
            key="cov",
            at="2026-11-27T12:01:00Z",
        ),
    )
    assert (done.recorded, done.known, done.cells) == (4, 0, 2)
    assert row("halcyon", BUDGETS, "API Response (p99)").cells[2] == "481 ms"
    assert row("halcyon", "code-quality-metrics", "Test Coverage").cells[1] == "91%"
    assert [each for each, _ in taken(p99)][1:] == ["450ms", "481 ms", "451ms"]
    assert Sample.objects.get(key="old").at == datetime(2026, 11, 27, 10, tzinfo=UTC)
    changes = Change.objects.filter(plan=plan("halcyon"), revision__gt=revision)
    assert len({change.group for change in changes}) == 1
    assert {change.row for change in changes} == {p99.pk, coverage.pk}
    assert check_plan(plan("halcyon"), "default").problems == ()


def test_older_than_what_is_recorded_leaves_the_cell_alone(halcyon):
    before, revision = row("halcyon", BUDGETS).cells, plan("halcyon").revision
    done = record(sent(at="2026-11-27T11:59:59Z"), sent(at=NOW, key="2"))
    assert (done.recorded, done.cells) == (2, 0)
    assert (row("halcyon", BUDGETS).cells, plan("halcyon").revision) == (before, revision)


def test_same_key_and_content_is_known_and_another_content_is_refused(halcyon):
    record(sent())
    assert record(sent(), sent(name="api response (P99)", at=NOW)).known == 2
    both = record(sent(key="2"), sent(key="2"))
    assert (both.recorded, both.known) == (1, 1)
    for other in (
        {"value": "481ms"},
        {"at": "2026-11-27T11:00:00Z"},
        {"name": "API Response (p50)"},
        {"register": "current-capacity"},
    ):
        ((index, field, detail),) = refused(sent(**other))
        assert (index, field) == (0, "key")
        assert "“1” is the key of another sample: API Response (p99), 480ms, at 2026" in detail
    assert Sample.objects.exclude(key="").count() == 2


def test_row_by_its_number(halcyon):
    p99 = row("halcyon", BUDGETS, "API Response (p99)")
    by_row = {"row": p99.pk, "value": "480ms", "key": "1"}
    assert record(by_row).recorded == 1
    assert (record(by_row).known, refused(by_row | {"row": 1})[0][1]) == (1, "key")
    assert refused(by_row | {"row": True, "key": "2"})[0][1] == "row"
    assert refused(by_row | {"row": str(p99.pk), "key": "2"})[0][1] == "row"


WRONG = [
    ({"register": "risks"}, "register", "“risks” is not measured. These are: current-capa"),
    ({"register": None}, "register", "is missing"),
    ({"name": "p98"}, "name", "There are: Time to First Byte, "),
    ({"register": "key-metrics-dashboard-9"}, "name", "There are: none."),
    ({"value": 480}, "value", "is missing. It is a text."),
    ({"value": "fast"}, "value", "is not a number with a unit"),
    ({"value": "[X]ms"}, "value", "is not a number with a unit"),
    ({"value": "-"}, "value", "says no value"),
    ({"value": "1\0"}, "value", "cannot be stored"),
    ({"value": "9" * 20_001}, "value", "at most"),
    ({"key": ""}, "key", "is missing"),
    ({"key": "k" * 101}, "key", "at most 100 characters"),
    ({"key": "\ud800"}, "key", "cannot be stored"),
    ({"at": "2026-11-27T12:05:01Z"}, "at", "is in the future. Here it is 2026-11-27T12:00:00Z"),
    ({"at": "2026-11-27T12:00:00"}, "at", "does not say in which time zone. Write it as"),
    ({"at": "yesterday"}, "at", "is not a time. Write it as 2026-11-27T09:00:00Z."),
    ({"at": 5}, "at", "is not a time"),
    ({"at": "0001-01-01T00:00:00+14:00"}, "at", "is before the year 2000"),
    ({"time": NOW}, "time", "There is no “time”. There are: register"),
]


def test_what_is_wrong_is_named_and_nothing_is_recorded(halcyon):
    head = plan("halcyon").head_hash
    for wrong, field, words in WRONG:
        ((index, named, detail),) = refused(sent(key="right"), sent(**wrong))
        assert (wrong, index, named) == (wrong, 1, field)
        assert words in detail
    assert not Sample.objects.exclude(key="").exists()
    assert plan("halcyon").head_hash == head


def test_all_problems_are_listed_at_once_and_too_many_or_no_samples_refused(halcyon):
    problems = refused(sent(value="x"), sent(), sent(key="2", at="x"))
    assert [(index, field) for index, field, _ in problems] == [(0, "value"), (2, "at")]
    assert refused()[0][2] == refused(*[sent()] * 1_001)[0][2]


def test_rows_of_one_name_are_told_by_their_number():
    table = "\n\n| Metric | Current | Target |\n|---|---|---|\n| Uptime | 99% | 99.9% |\n"
    made = PlanFactory(text=f"# CTO\n{table}\nText.{table}", opened=True)
    address = editing.Address(made.company.slug, "CTO")
    given = {"register": "key-metrics-dashboard", "name": "Uptime", "value": "99.5%", "key": "1"}
    ((_, field, detail),) = refused(given, address=address)
    assert (field, detail[:47]) == (
        "name",
        "2 rows are called “Uptime”: send “row”, " + detail[40:47],
    )
    keys = [int(key) for key in detail.removesuffix(".").split("“row”, ")[1].split(" or ")]
    at = "2026-11-27T12:01:00Z"
    both = ({"row": key, "value": "99.5%", "key": str(key), "at": at} for key in keys)
    done = record(*both, address=address)
    assert (done.recorded, done.cells) == (2, 2)


def test_closed_gate_lets_what_is_measured_through(db):
    load("meridian")
    metric = row("meridian", BUDGETS)
    given = sent(name=metric.cells[0], value="123ms", at="2026-11-27T12:01:00Z")
    assert record(given, address=MERIDIAN, by=actor("meridian-cto")).cells == 1
    assert row("meridian", BUDGETS).cells[2] == "123ms"


def test_readers_record_nothing(halcyon):
    with pytest.raises(Exception, match="You may read this plan"):
        record(sent(), by=actor("halcyon-reader"))


def test_queries_do_not_grow_with_samples(halcyon):
    counts = []
    for number in (1, 30):
        given = [
            sent(key=f"{number}/{n}", value=f"{n + 1}ms", at=f"2026-11-27T12:0{number % 4}:{n:02}Z")
            for n in range(number)
        ]
        with CaptureQueriesContext(connection) as captured:
            record(*given)
        counts.append(len(captured))
    assert counts[0] == counts[1] == 13


def test_person_s_undo_leaves_alone_what_a_machine_recorded(halcyon):
    machine = Actor(halcyon.user, "import", "CI")
    record(sent(at="2026-11-27T12:01:00Z"), by=machine)
    assert history.next_undo(plan("halcyon"), halcyon) is None
    with pytest.raises(Invalid):
        editing.undo(HALCYON, by=halcyon)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_same_key_at_once_is_recorded_once():
    load("halcyon")
    by = actor("halcyon-cto")
    results = at_once(*(lambda: record(sent(at="2026-11-27T12:01:00Z"), by=by) for _ in range(4)))
    assert sorted((done.recorded, done.known) for done in results) == [(0, 1)] * 3 + [(1, 0)]
    assert Sample.objects.filter(key="1").count() == 1
