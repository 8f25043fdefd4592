"""The door in front of the document's tables: without it open, the ORM itself refuses to write.

Only `plans.editing` opens it (an import contract says so), so a shell, a fixture, the admin or a
careless new view cannot change a plan behind the gate's and the history's back.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.db import models

_open = ContextVar("_open", default=False)


class ClosedDoor(RuntimeError):
    """Somebody wrote to a document's table outside `plans.editing`."""


@contextmanager
def open_door() -> Iterator[None]:
    """Let this thread of execution write; for `plans.editing` alone."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def check_door() -> None:
    """Raise ClosedDoor unless the door is open."""
    if not _open.get():
        message = "A plan is written through plans.editing only."
        raise ClosedDoor(message)


class GuardedQuerySet[M: models.Model](models.QuerySet[M]):
    """A queryset that writes only while the door is open."""

    def update(self, **kwargs: Any) -> int:
        """Write, if the door is open."""
        check_door()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, if the door is open."""
        check_door()
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        check_door()
        return super()._raw_delete(using)

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert, if the door is open."""
        check_door()
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        """Write, if the door is open."""
        check_door()
        return super().bulk_update(objs, *args, **kwargs)


class Guarded(models.Model):
    """A table of the document."""

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def save_base(self, *args: Any, **kwargs: Any) -> None:
        """Write, if the door is open."""
        check_door()
        super().save_base(*args, **kwargs)

    def _save_table(self, *args: Any, **kwargs: Any) -> bool:
        # A fixture that is loaded calls Django's own save_base and so passes by ours.
        check_door()
        saved: bool = super()._save_table(*args, **kwargs)  # type: ignore[misc] # not in the stubs
        return saved

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete, if the door is open."""
        check_door()
        return super().delete(*args, **kwargs)
