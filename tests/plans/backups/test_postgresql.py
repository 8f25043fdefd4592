"""What PostgreSQL's programs and roles may lack, each refused in a sentence."""

import os
import sys
from contextlib import contextmanager

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from plans import backups
from plans.backups import Refused
from plans.backups.engines import postgresql
from tests.plans.backups.copies import manifest_of, scratch_databases
from tests.plans.management.running import failed, refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a program of another name, version and manner before those that are installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    def make(name, body="", version=99):
        script = folder / name
        script.write_text(
            f"#!{sys.executable}\nimport os, sys\n"
            f"if '--version' in sys.argv: print('{name} (PostgreSQL) {version}.1'); sys.exit()\n"
            f"{body}\n"
        )
        script.chmod(0o755)

    return make


@contextmanager
def another_session():
    """A connection to the same database that is not ours."""
    parameters = connection.get_connection_params()
    with psycopg.connect(
        **{key: parameters[key] for key in ("dbname", "host", "port") if key in parameters}
    ) as session:
        yield session


def test_program_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    version = connection.pg_version // 10_000
    assert refused("backup", directory=tmp_path) == (
        "pg_dump is not installed: PostgreSQL's client programs of version "
        f"{version} or newer are needed."
    )


@pytest.mark.parametrize(("name", "version"), [("pg_dump", 9), ("pg_restore", 9), ("pg_dump", "x")])
def test_program_that_is_too_old_is_named(program, tmp_path, name, version):
    program(name, version=version)
    said = refused("backup", directory=tmp_path / "backups")
    assert said.startswith(f"{name} is too old ({name} (PostgreSQL) {version}.1): PostgreSQL's")
    assert not (tmp_path / "backups").exists()


def test_role_that_may_not_create_databases_is_named(tmp_path):
    role = f"plangate_tests_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}; SET ROLE {role}")
    try:
        said = refused("backup", directory=tmp_path)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"RESET ROLE; DROP ROLE {role}")
    assert said == (
        f"The role {role} may not create databases, and a copy is verified by restoring it into "
        f'one of its own: ALTER ROLE "{role}" CREATEDB lets it.'
    )


def test_two_backups_of_one_database_are_refused(tmp_path):
    with another_session() as session:
        session.execute("SELECT pg_advisory_lock(%s)", [postgresql.LOCK])
        said = refused("backup", directory=tmp_path)
    assert said == "Another backup or restoration of this database is running."
    with postgresql.ready():
        pass


def test_dump_that_fails_leaves_nothing(program, tmp_path):
    program("pg_dump", "sys.exit('one\\ntwo\\nthree\\nthe disk is full')")
    directory = tmp_path / "backups"
    assert refused("backup", directory=directory) == ("pg_dump failed: two three the disk is full")
    assert [*directory.iterdir()] == []
    program("pg_dump", "sys.exit(7)")
    assert refused("backup", directory=directory) == "pg_dump failed: exit code 7"


def test_copy_that_cannot_be_restored_is_no_backup(program, tmp_path):
    program("pg_dump", "open(sys.argv[-1].partition('=')[2], 'w').write('no dump')")
    assert "and is no backup" in failed("backup", directory=tmp_path)
    [copy] = backups.known(tmp_path)
    assert copy.problem.startswith("it cannot be opened: pg_restore failed: ")
    assert manifest_of(copy.path)["contents"] == {"migrations": {}, "rows": {}, "heads": []}
    assert scratch_databases() == []


def test_scratch_database_of_who_was_killed_is_dropped():
    name = f"{postgresql.scratch_prefix()}cafe"
    postgresql.execute(f'CREATE DATABASE "{name}"')
    assert scratch_databases() == [name]
    with postgresql.ready():
        assert scratch_databases() == []


def test_password_goes_by_the_environment_only(program, tmp_path, monkeypatch):
    program(
        "pg_dump",
        f"open({str(tmp_path / 'seen')!r}, 'w').write(repr((sys.argv, "
        "{k: v for k, v in os.environ.items() if k.startswith('PG')})))",
    )
    settings = {"PASSWORD": "geheim", "USER": "eve", "PORT": 5433, "HOST": "db"}
    for name, value in settings.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    postgresql.save(tmp_path / "copy")
    arguments, environment = eval((tmp_path / "seen").read_text())  # noqa: S307 (our own words)
    assert "geheim" not in str(arguments)
    assert arguments[1:] == ["--no-password", "--format=custom", f"--file={tmp_path / 'copy'}"]
    wanted = {"PGPASSWORD": "geheim", "PGUSER": "eve", "PGPORT": "5433", "PGHOST": "db"}
    assert environment | wanted == environment
    assert environment["PGDATABASE"] == connection.settings_dict["NAME"]


def test_table_that_somebody_uses_is_not_taken_away(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 50")
    with another_session() as session:
        session.execute("LOCK TABLE plans_plan IN ROW EXCLUSIVE MODE")
        with pytest.raises(Refused, match="The empty tables could not be taken away"):
            postgresql.restore(tmp_path / "none")
    connection.close()
    assert "plans_plan" in connection.introspection.table_names()


def test_restoration_that_fails_leaves_an_empty_database(tmp_path):
    (tmp_path / "copy").write_bytes(b"no dump")
    try:
        with pytest.raises(Refused, match="pg_restore failed"):
            postgresql.restore(tmp_path / "copy")
        assert connection.introspection.table_names() == []
    finally:
        call_command("migrate", verbosity=0)
