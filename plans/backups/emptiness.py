"""What stands in the way of a restoration: it goes into an empty database only."""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS

from plans.backups.contents import rows
from plans.backups.refusals import Refused

FILLED_BY_MIGRATE = {"auth_permission", "django_content_type", "django_migrations"}
SHOWN = 5
"""Tables that a refusal names."""


def check_empty(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Give the tables of a database that holds nothing but what `migrate` made; else Refused."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    counts = rows(using)
    there = [
        f"{table} ({number} rows)" if table in ours else f"{table}, which is not Plangate's"
        for table, number in counts.items()
        if table not in FILLED_BY_MIGRATE and (number or table not in ours)
    ]
    if there:
        more = f" and {len(there) - SHOWN} more" if len(there) > SHOWN else ""
        raise Refused(
            f"The database is not empty: there is {', '.join(there[:SHOWN])}{more}. "
            "Nothing was changed. A copy is restored into a new database, or one in which only "
            "`migrate` has run."
        )
    return list(counts)
