"""`manage.py restore`: a copy comes back byte for byte, into an empty database, or not at all."""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.backends.signals import connection_created

from gates.actors import Actor
from gates.models import User
from gates.word_index import Matches
from plans import backups, editing, printing
from plans.backups.contents import migrations
from plans.backups.engines import current
from plans.backups.engines.sqlite import duplicate
from plans.backups.manifests import beside
from plans.models import Plan, Row
from tests.conftest import ROOT
from tests.plans.backups.copies import (
    change_manifest,
    copy_again,
    everything,
    fake,
    named,
    no_database,
    scratch_databases,
    sha256,
)
from tests.plans.factories import PlanFactory, address
from tests.plans.management.running import refused, said
from tests.plans.management.test_backup import quick
from tests.plans.management.test_verify import tamper

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]
BY = Actor.operator("tests")


@pytest.fixture
def plan(transactional_db):
    """A plan from its blueprint, opened and edited."""
    plan = PlanFactory(opened=True)
    row = Row.objects.filter(block__register="technology-stack")[0]
    editing.set_cell(address(plan), row.pk, 1, "Django — “6.1”", seen=None, by=BY)
    return Plan.objects.get(position="CTO")


@pytest.fixture
def copy(plan, tmp_path):
    """A copy of that."""
    path, _ = backups.make(tmp_path / "backups")
    return path


def empty():
    """Leave the database as `migrate` makes it."""
    call_command("flush", interactive=False, verbosity=0)


def assert_logs_refuse_change():
    for statement in ("UPDATE plans_change SET place = 'x'", "DELETE FROM gates_decision"):
        with (
            pytest.raises(IntegrityError, match="is append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def assert_is_restored(before, text):
    assert everything() == before
    assert printing.text(Plan.objects.get(position="CTO")) == text
    assert said("verify").endswith("All is as it was written.\n")
    assert_logs_refuse_change()
    row = Row.objects.filter(block__register="technology-stack")[1]
    assert row in Row.objects.filter(Matches(Row.words, [(row.cells[0].lower(),)]))
    editing.set_cell(address(Plan.objects.get(position="CTO")), row.pk, 1, "Next", seen=None, by=BY)
    assert row in Row.objects.filter(Matches(Row.words, [("next",)]))
    assert said("verify").endswith("All is as it was written.\n")


def test_copy_comes_back_where_there_is_no_database(plan, copy, tmp_path):
    before, text = everything(), printing.text(plan)
    with no_database(tmp_path):
        at = backups.known(copy.parent)[0].at
        rows = sum(map(len, before.values()))
        assert said("restore", copy) == (
            f"{copy} of {at:%Y-%m-%d %H:%M:%S} UTC: restored. 2 plans, 1 gates, {rows:,} rows; "
            "counts, texts, histories and gates are those of its manifest.\n"
        )
        assert said("verify", manifest=beside(copy)).endswith("All is as it was written.\n")
        assert_is_restored(before, text)


@quick
def test_copy_comes_back_on_a_new_machine(copy, tmp_path):
    """The commands on their own, where not even the directory of the database is there."""
    target = tmp_path / "new" / "plangate.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{target}", "SECRET_KEY": "of-tests"}

    def manage(*words):
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )

    nothing = manage("backup", "--directory", tmp_path / "none")
    assert (nothing.stderr, nothing.returncode) == (
        f"CommandError: There is no database at {target}.\n",
        1,
    )
    assert not target.parent.exists()
    done = manage("restore", copy)
    assert (done.stderr, done.returncode) == ("", 0)
    assert ": restored. 2 plans, 1 gates" in done.stdout


def test_copy_comes_back_where_only_migrate_has_run(plan, copy):
    before, text = everything(), printing.text(plan)
    empty()
    said("restore", copy)
    assert_is_restored(before, text)


def test_nothing_is_restored_over_anything(plan, tmp_path):
    copy = fake(tmp_path)
    before = everything()
    message = refused("restore", copy)
    assert message.startswith(f"{copy}: The database is not empty: there is auth_group (")
    assert " more. Nothing was changed." in message
    assert everything() == before


def test_one_user_or_a_foreign_table_is_something(transactional_db, tmp_path):
    copy = fake(tmp_path)
    User.objects.create_user("eve")
    assert "there is gates_user (1 rows). Nothing was changed." in refused("restore", copy)
    User.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE cows (name text)")
    try:
        assert "there is cows, which is not Plangate's." in refused("restore", copy)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE cows")


@pytest.mark.parametrize("test", [True, False])
@quick
def test_copy_with_one_flipped_byte_is_refused(copy, *, test):
    empty()
    before = everything()
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    message = refused("restore", copy, **({"test": True} if test else {}))
    assert f"{copy.name} is not the file that its manifest describes" in message
    assert everything() == before
    tested = backups.known(copy.parent)[0].test_passed
    assert tested is (False if test else None)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE plans_change SET after = 'Cobol' WHERE revision = 2",
            "revision 2: its contents are not those that were hashed",
        ),
        pytest.param(
            "UPDATE gates_decision SET reason = 'No reason' WHERE sequence = 2",
            "decision 2: its contents are not those that were hashed",
            marks=quick,
        ),
        pytest.param(
            "DELETE FROM plans_visionstatement",
            "its record is not the parse of its cells",
            marks=quick,
        ),
        pytest.param("UPDATE plans_company SET name = 'Other'", "the manifest says", marks=quick),
        pytest.param(
            "UPDATE plans_plan SET tail = 'x' WHERE position = 'CTO'", "text ", marks=quick
        ),
    ],
)
def test_copy_with_a_tampered_row_is_refused_though_its_digest_is_mended(copy, statement, problem):
    tamper(statement)
    copy_again(copy)
    empty()
    before = everything()
    message = refused("restore", copy)
    assert message.startswith(f"{copy}: The copy is not right: ")
    assert problem in message
    assert everything() == before
    assert scratch_databases() == []


@quick
def test_copy_without_its_triggers_is_refused(copy):
    with sqlite3.connect(copy) as other:
        other.execute("DROP TRIGGER plans_change_no_update")
    other.close()
    change_manifest(copy, sha256=sha256(copy.read_bytes()))
    assert "the trigger plans_change_no_update is off" in refused("restore", copy, test=True)


@quick
def test_copy_whose_pages_are_damaged_is_refused(copy):
    data = copy.read_bytes()
    damaged = data[:8000] + b"\xff" * 40_000 + data[48_000:]
    copy.write_bytes(damaged)
    change_manifest(copy, sha256=sha256(damaged))
    assert "it cannot be read" in refused("restore", copy, test=True)


@quick
def test_restoration_is_tried_and_noted(plan, copy):
    before = everything()
    assert ": can be restored. 2 plans, 1 gates, " in said("restore", copy, test=True)
    [known] = backups.known(copy.parent)
    assert known.test_passed
    assert datetime.now(UTC) - known.tested_at < timedelta(minutes=1)
    assert everything() == before
    assert {path.name for path in copy.parent.iterdir()} == {
        copy.name,
        f"{copy.name}.json",
        f"{copy.name}.tested.json",
    }
    assert scratch_databases() == []


@pytest.mark.parametrize("options", [{}, {"test": True}])
def test_copy_of_another_engine_is_refused(tmp_path, options):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    message = refused("restore", fake(tmp_path, engine=other), **options)
    assert "a copy goes back into the engine that it comes from" in message
    assert backups.known(tmp_path)[0].tested_at is None


@pytest.mark.parametrize(
    ("strange", "problem"),
    [
        ({"plans": "9999_cows"}, "plans is at 9999_cows, which is newer than this Plangate"),
        ({"cows": "0001_initial"}, "“cows” is no part of this Plangate"),
        ({"plans": "0001_initial"}, "plans is at 0001_initial, and this Plangate is at"),
    ],
)
def test_copy_of_another_release_is_refused(tmp_path, strange, problem):
    message = refused("restore", fake(tmp_path, applied=migrations() | strange))
    assert f"The copy is of another release: {problem}" in message
    assert "Restore it with the release that made it." in message


def test_copy_that_is_not_there_or_has_no_manifest_is_refused(tmp_path):
    copy = fake(tmp_path)
    beside(copy).unlink()
    assert "The manifest cannot be read" in refused("restore", copy)
    copy.unlink()
    assert refused("restore", copy) == f"{copy}: There is no file {copy}."


@quick
def test_newest_verified_copy_is_tried_if_none_is_named(copy, settings):
    settings.BACKUP_DIR = copy.parent
    fake(copy.parent, 900, problems=("no",))
    assert said("restore", test=True).startswith(f"{copy} of ")
    assert refused("restore") == "Which copy? Name its file."


def test_where_there_is_no_verified_copy_none_is_tried(tmp_path, settings):
    settings.BACKUP_DIR = tmp_path
    fake(tmp_path, problems=("no",))
    assert refused("restore", test=True) == f"There is no verified copy in {tmp_path}."


@quick
def test_nothing_is_restored_into_memory(copy):
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], ":memory:"
    try:
        assert "in memory" in refused("restore", copy)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


@quick
def test_restored_file_keeps_the_mode_of_the_one_before(copy, tmp_path):
    target = tmp_path / "target.sqlite3"
    target.touch(mode=0o640)
    target.chmod(0o640)
    with named(target):
        said("restore", copy)
    assert target.stat().st_mode & 0o777 == 0o640
    assert not [*tmp_path.glob(".target*")]


@quick
def test_database_that_somebody_fills_meanwhile_is_not_overwritten(copy, tmp_path):
    empty()
    User.objects.create_user("eve")
    with pytest.raises(backups.Refused, match="not empty"):
        current().restore(copy)
    assert User.objects.get().username == "eve"


@quick
def test_result_that_is_not_the_copy_is_said(copy, tmp_path):
    """As when somebody signs in right after."""
    target = tmp_path / "target.sqlite3"

    def write(connection, **_):
        if connection.alias == "default" and connection.introspection.table_names():
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO auth_group (name) VALUES ('cows')")

    connection_created.connect(write)
    try:
        with named(target):
            assert "It was restored, but is not what its manifest says: auth_group has " in refused(
                "restore", copy
            )
    finally:
        connection_created.disconnect(write)


def test_scratch_file_of_a_killed_restoration_is_written_over(tmp_path):
    copy = tmp_path / "copy"
    copy.write_bytes(b"copy")
    (tmp_path / ".copy.scratch").write_bytes(b"half of it, and longer than that")
    with duplicate(copy, copy) as scratch:
        assert scratch.read_bytes() == b"copy"
    assert [*tmp_path.iterdir()] == [copy]
