import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from gates.append_only import (
    AppendOnly,
    AppendOnlyModel,
    AppendOnlyViolation,
    drop_statements,
    statements,
)
from gates.models import Decision
from tests.gates.factories import GateFactory

TABLE = "gates_decision"
LOGS = [model for model in apps.get_models() if issubclass(model, AppendOnlyModel)]

pytestmark = pytest.mark.django_db


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", [f"UPDATE {TABLE} SET reason = 'x'", f"DELETE FROM {TABLE}"])
def test_database_refuses_to_change_the_log(sql):
    GateFactory()

    with pytest.raises(IntegrityError, match="gates_decision is append-only"):
        run(sql)

    assert Decision.objects.count() == 1


@pytest.mark.postgres
def test_database_refuses_to_truncate_the_log():
    GateFactory()

    with pytest.raises(IntegrityError, match="gates_decision is append-only"):
        run(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {TABLE} CASCADE")


@pytest.mark.sqlite
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_database_refuses_to_replace_a_record(verb):
    GateFactory()

    with pytest.raises(IntegrityError, match="gates_decision is append-only"):
        run(f"{verb} INTO {TABLE} SELECT * FROM {TABLE}")


@pytest.mark.postgres
def test_database_refuses_to_update_on_conflict():
    GateFactory()

    with pytest.raises(IntegrityError, match="gates_decision is append-only"):
        run(
            f"INSERT INTO {TABLE} SELECT * FROM {TABLE} "
            "ON CONFLICT (id) DO UPDATE SET reason = 'forged'"
        )


def test_upsert_through_the_orm_is_refused():
    GateFactory()
    record = Decision.objects.get()

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Decision.objects.bulk_create(
            [record], update_conflicts=True, update_fields=["reason"], unique_fields=["id"]
        )


@pytest.mark.parametrize("model", LOGS)
def test_every_log_refuses_in_its_queryset(model):
    for attempt in (
        lambda: model.objects.update(pk=1),
        lambda: model.objects.bulk_update([], ["pk"]),
        lambda: model.objects.all().delete(),
        lambda: model(pk=1).save(),
        lambda: model(pk=1).delete(),
    ):
        with pytest.raises(AppendOnlyViolation, match=f"{model._meta.db_table} is append-only"):
            attempt()


@pytest.mark.parametrize("model", LOGS)
def test_every_log_has_its_triggers_after_all_migrations(model):
    table = model._meta.db_table
    query = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        " AND sql LIKE '%%append-only%%'",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
        " AND NOT tgisinternal",
    }[connection.vendor]

    with connection.cursor() as cursor:
        cursor.execute(query, [table])
        assert cursor.fetchone() == (2,)


def test_triggers_are_taken_away_and_made_again():
    operation, editor = AppendOnly(TABLE), connection.schema_editor()
    GateFactory()
    operation.database_backwards("gates", editor, ProjectState(), ProjectState())
    run(f"UPDATE {TABLE} SET reason = 'forged'")
    for _ in range(2):
        operation.database_forwards("gates", editor, ProjectState(), ProjectState())

    with pytest.raises(IntegrityError):
        run(f"UPDATE {TABLE} SET reason = 'forged again'")


def test_operation_says_what_it_does():
    assert AppendOnly(TABLE).describe() == "Make gates_decision append-only"
    assert AppendOnly(TABLE).deconstruct() == ("AppendOnly", (TABLE,), {})


def test_operation_leaves_the_state_of_models_alone():
    state = ProjectState()

    AppendOnly(TABLE).state_forwards("gates", state)

    assert state == ProjectState()


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_statements_are_there_for_both_databases(vendor):
    drop, create = drop_statements(vendor, TABLE), statements(vendor, TABLE)

    assert create[: len(drop)] == drop
    assert sum(sql.startswith("CREATE TRIGGER") for sql in create) == 2


def test_statements_for_another_database_are_refused():
    with pytest.raises(KeyError):
        statements("mysql", TABLE)
