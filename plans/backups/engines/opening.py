"""Another database beside the live one, for as long as it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connection, connections


@contextmanager
def database(**differences: Any) -> Iterator[str]:
    """Connect to a database that differs from the live one in these settings; gives its alias.

    Only this thread of execution knows the alias.
    """
    alias = f"copy-{uuid4()}"
    other = connection.copy(alias)
    other.settings_dict |= differences
    connections[alias] = other
    try:
        yield alias
    finally:
        other.close()
        del connections[alias]
