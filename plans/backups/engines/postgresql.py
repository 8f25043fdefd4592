"""PostgreSQL: a copy is a dump in pg_dump's own format, read by restoring it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psycopg
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from gates.append_only import AppendOnlyModel, drop_statements
from gates.word_sql import DROP_FUNCTIONS
from plans.backups.emptiness import check_empty
from plans.backups.engines.opening import database
from plans.backups.refusals import Refused

SUFFIX = ".dump"
LOCK = 0x706C616E67617465  # of “one backup or rehearsal at a time”, in each database
RESTORING = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
TOLD = 3
"""Lines of a program's complaint that are passed on."""


@contextmanager
def ready() -> Iterator[None]:
    """Have the programs, the right to make a scratch database, and nobody else who makes one."""
    for name in ("pg_dump", "pg_restore"):
        check_program(name)
    check_role()
    with alone():
        drop_left_over()
        yield


def check_source() -> None:
    """There is a database, or nobody could have connected."""


def check_target() -> None:
    """Refuse where there is anything in the database."""
    check_empty()


def check_role() -> None:
    """Refuse without the right to make a scratch database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolcreatedb OR rolsuper, current_user FROM pg_roles WHERE rolname=current_user"
        )
        may_create, role = cursor.fetchone()
    if not may_create:
        raise Refused(
            f"The role {role} may not create databases, and a copy is verified by restoring it "
            f'into one of its own: ALTER ROLE "{role}" CREATEDB lets it.'
        )


def check_program(name: str) -> None:
    """Refuse unless a program is there and not older than the server."""
    version, _ = connection.get_database_version()
    wanted = f"PostgreSQL's client programs of version {version} or newer are needed."
    path = shutil.which(name)
    if path is None:
        raise Refused(f"{name} is not installed: {wanted}")
    asked = [path, "--version"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 (found on the PATH)
    said = done.stdout
    found = re.search(r"\d+", said)
    if found is None or int(found[0]) < version:
        raise Refused(f"{name} is too old ({said.strip()}): {wanted}")


def run(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; raises Refused with what it complains of.

    Where the server is, and the password, it learns by its environment, which no log shows.
    """
    done = subprocess.run(  # noqa: S603 (our own arguments)
        [name, "--no-password", *arguments],
        env=os.environ | environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        complaint = " ".join(done.stderr.strip().splitlines()[-TOLD:])
        raise Refused(f"{name} failed: {complaint or f'exit code {done.returncode}'}")


def environment() -> dict[str, str]:
    """Give Django's parameters of the connection by the names of libpq's variables."""
    parameters = connection.get_connection_params()
    options = ((each.keyword.decode(), each.envvar) for each in psycopg.pq.Conninfo.get_defaults())
    return {
        variable.decode(): str(parameters[keyword])
        for keyword, variable in options
        if variable and parameters.get(keyword) is not None
    }


def save(copy: Path) -> None:
    """Dump one moment of the database."""
    run("pg_dump", "--format=custom", f"--file={copy}")


@contextmanager
def opened(copy: Path) -> Iterator[str]:
    """Restore a copy into a scratch database and connect to that."""
    name = f"{scratch_prefix()}{uuid4().hex[:8]}"
    execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        run("pg_restore", *RESTORING, f"--dbname={name}", str(copy))
        with database(NAME=name) as alias:
            yield alias
    finally:
        drop(name)


rehearsed = opened


@contextmanager
def alone() -> Iterator[None]:
    """Let nobody else make scratch databases for this one; ends with the process at the latest."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            raise Refused("Another backup or restoration of this database is running.")
    try:
        yield
    finally:
        execute(f"SELECT pg_advisory_unlock({LOCK})")


def scratch_prefix() -> str:
    """Give what the names of this database's scratch databases start with; hardly anyone's."""
    own = sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:12]
    return f"plangate_scratch_{own}_"


def drop_left_over() -> None:
    """Drop the scratch databases of whoever was killed; nobody uses them while we are alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [scratch_prefix()]
        )
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        drop(name)


def drop(name: str) -> None:
    """Drop a scratch database, whoever is still connected to it."""
    execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def execute(statement: str) -> None:
    """Run a statement on the live database's connection."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def broken(using: str) -> list[str]:  # noqa: ARG001 (as every engine)
    """Nothing more: restoring has read every row, and built every index and foreign key anew."""
    return []


def restore(copy: Path) -> None:
    """Restore in one transaction, after the empty tables have gone: it replaces nothing."""
    try:
        with transaction.atomic():
            clear()
    except DatabaseError as error:
        raise Refused(f"The empty tables could not be taken away: {error}") from error
    run("pg_restore", *RESTORING, f"--dbname={connection.settings_dict['NAME']}", str(copy))


def clear() -> None:
    """Take away the tables of an empty database, which nobody can fill meanwhile."""
    tables = [f'"{table}"' for table in check_empty()]
    if not tables:
        return
    execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
    check_empty()
    for model in apps.get_models():
        if issubclass(model, AppendOnlyModel):
            for statement in drop_statements("postgresql", model._meta.db_table):
                execute(statement)
    execute(f"DROP TABLE {', '.join(tables)} CASCADE")
    for statement in DROP_FUNCTIONS:
        execute(statement)
