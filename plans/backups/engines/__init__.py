"""What each database does in its own way: SQLite by its backup API, PostgreSQL by its programs."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from django.db import connection

from plans.backups.engines import postgresql, sqlite


class Engine(Protocol):
    """A database whose copies can be made, opened and restored; everything may raise Refused."""

    @property
    def SUFFIX(self) -> str:  # noqa: N802 (a module's constant)
        """What the names of copies end in."""

    def ready(self) -> AbstractContextManager[None]:
        """Have what making and opening copies takes, and nobody else doing so meanwhile."""

    def check_source(self) -> None:
        """Refuse where there is no database to copy."""

    def check_target(self) -> None:
        """Refuse where there is anything in the live database."""

    def save(self, copy: Path) -> None:
        """Write a consistent copy of the live database into a new, empty file."""

    def opened(self, copy: Path) -> AbstractContextManager[str]:
        """Open a copy for reading; gives its alias."""

    def rehearsed(self, copy: Path) -> AbstractContextManager[str]:
        """Restore a copy into a scratch database; gives its alias."""

    def broken(self, using: str) -> list[str]:
        """Give what the database itself finds wrong with an opened copy."""

    def restore(self, copy: Path) -> None:
        """Put a copy in the place of the live database, which is empty, whole or not at all."""


def current() -> Engine:
    """Give the live database's engine."""
    engines: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}
    return engines[connection.vendor]
