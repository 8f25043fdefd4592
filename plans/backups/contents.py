"""What a database holds, the live one or a copy's."""

from collections.abc import Iterator, Mapping

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from gates.word_index import is_of_an_index


def rows(using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Count the rows of each table but indexes, in one query; empty where there are no tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        tables = sorted(name for name in names if not is_of_an_index(name))
        if not tables:
            return {}
        counts = " UNION ALL ".join(
            f"SELECT {place}, COUNT(*) FROM {connection.ops.quote_name(table)}"  # noqa: S608 (its own)
            for place, table in enumerate(tables)
        )
        cursor.execute(counts)
        return {tables[place]: number for place, number in sorted(cursor.fetchall())}


def migrations(using: str = DEFAULT_DB_ALIAS) -> dict[str, str]:
    """Give the last migration of each app that a database has been through."""
    recorder = MigrationRecorder(connections[using])
    if not recorder.has_table():
        return {}
    applied = recorder.migration_qs.order_by("pk").values_list("app", "name")
    return dict(sorted(dict(applied).items()))


def schema_problems(applied: Mapping[str, str]) -> Iterator[str]:
    """Say how a database with these last migrations is not one of this release of Plangate."""
    loader = MigrationLoader(None)
    last = dict(loader.graph.leaf_nodes())
    for app, name in applied.items():
        if app not in last:
            yield f"“{app}” is no part of this Plangate"
        elif (app, name) not in loader.disk_migrations:
            yield f"{app} is at {name}, which is newer than this Plangate (it ends at {last[app]})"
    for app, name in last.items():
        if applied.get(app) != name and (app, applied.get(app, name)) in loader.disk_migrations:
            yield f"{app} is at {applied.get(app, 'nothing')}, and this Plangate is at {name}"
