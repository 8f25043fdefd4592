"""The demo companies, written once in a process and copied from then on: the same rows anywhere.

A copy costs a tenth of writing a company, its history and its gate's records anew, and hundreds of
tests begin with one. What is copied is what `plans.demo` wrote into an empty database.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from django.core.cache import cache
from django.db import connection, transaction
from time_machine import escape_hatch

from tests.plugins.flush import LASTING, Written, lasting

FAR = 1_000_000
"""From which key on a company's rows are numbered, so that no test's own get in their way."""


@dataclass
class Stencils:
    """What writing each company wrote, by table."""

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
            if any(map(taken, tables())):
                return False
            self.rows, self.state = self.taken(), now
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.rows[slug].items():
                put(cursor, table, rows)
        cache.clear()  # of what other tests made of the same rows
        return True

    def taken(self) -> dict[str, dict[str, bytes]]:
        """Write each company, keep its rows, and take it back."""
        rows = {}
        for number, (slug, write) in zip(count(1), self.write.items(), strict=False):
            with transaction.atomic():
                begin_at(number * FAR)
                write()
                found = {table: taken(table) for table in tables()}
                rows[slug] = {table: written for table, written in found.items() if written}
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


def taken(table: str) -> bytes:
    """The rows of a table, in the form in which the database takes them fastest."""
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} TO STDOUT") as rows:
                return b"".join(map(bytes, rows))
        cursor.execute(f"PRAGMA table_info({name})")
        columns = " || ',' || ".join(f'quote("{column[1]}")' for column in cursor.fetchall())
        cursor.execute(f"SELECT {columns} FROM {name}")
        return ",\n".join(f"({values})" for (values,) in cursor.fetchall()).encode()


def put(cursor, table: str, rows: bytes) -> None:
    """Write the rows of a table again."""
    name = connection.ops.quote_name(table)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {name} FROM STDIN") as copy:
            copy.write(rows)
    else:
        cursor.execute(f"INSERT INTO {name} VALUES {rows.decode()}")
