"""The demo companies, written once in a process and copied from then on: the same rows anywhere.

A copy costs a tenth of writing a company, its history and its gate's records anew, and hundreds of
tests begin with one. What is copied is what `plans.demo` wrote into an empty database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from time_machine import escape_hatch

from tests.plugins.flush import LASTING, Written, lasting

FAR = 1_000_000
"""From which key on a company's rows are numbered, so that no test's own get in their way."""


@dataclass
class Stencils:
    """What writing each company wrote, by the columns of each table."""

    write: dict[str, Callable[[], object]]
    rows: dict[str, dict[str, bytes]] = field(default_factory=dict)
    state: Written = ()

    def copy(self, slug: str) -> bool:
        """Put the company's rows there; False where they would not be those that are written now.

        A test may have moved the clock, or have companies already from before there was a copy.
        """
        if escape_hatch.is_travelling():
            return False
        if self.state != (now := lasting()):
            if any(taken(columns_of(table)) for table in tables()):
                return False
            self.rows, self.state = self.taken(), now
        with transaction.atomic(), connection.cursor() as cursor:
            for columns, rows in self.rows[slug].items():
                put(cursor, columns, rows)
        cache.clear()  # of what other tests made of the same rows
        return True

    def taken(self) -> dict[str, dict[str, bytes]]:
        """Write each company, keep its rows, and take it back."""
        rows = {}
        for number, (slug, write) in zip(count(1), self.write.items(), strict=False):
            with transaction.atomic():
                begin_at(number * FAR)
                write()
                found = {name: taken(name) for name in map(columns_of, tables())}
                rows[slug] = {name: written for name, written in found.items() if written}
                transaction.set_rollback(True)
        return rows


def tables() -> list[str]:
    """The tables that a company may have rows in; of what lasts it has none."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return [name for name in names if name not in LASTING.values()]


def begin_at(number: int) -> None:
    """Let the database give the next keys from here on: no two companies have any in common."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequences = "SELECT oid::regclass FROM pg_class WHERE relkind = 'S'"
            cursor.execute(f"SELECT setval(oid, %s) FROM ({sequences}) AS each (oid)", [number])
            return
        cursor.execute("DELETE FROM sqlite_sequence")
        cursor.executemany(
            "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
            [(table, number) for table in tables()],
        )


def columns_of(table: str) -> str:
    """A table, its columns by name: a migration that went and came orders them anew."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted(table)} LIMIT 0")
        names = ", ".join(quoted(column[0]) for column in cursor.description)
    return f"{quoted(table)} ({names})"


def taken(columns: str) -> bytes:
    """The rows of a table, in the form in which the database takes them fastest."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {columns} TO STDOUT") as rows:
                return b"".join(map(bytes, rows))
        table, _, names = columns.removesuffix(")").partition(" (")
        values = " || ',' || ".join(f"quote({name})" for name in names.split(", "))
        cursor.execute(f"SELECT {values} FROM {table}")
        return ",\n".join(f"({values})" for (values,) in cursor.fetchall()).encode()


def put(cursor: CursorWrapper, columns: str, rows: bytes) -> None:
    """Write the rows of a table again."""
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {columns} FROM STDIN") as copy:
            copy.write(rows)
    else:
        cursor.execute(f"INSERT INTO {columns} VALUES {rows.decode()}")
