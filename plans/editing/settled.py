"""Rows that are settled: their cells and they themselves stay, whoever writes and by which way.

What is settled, and what may become of what, the record of a register says (`plans.models.Record`).
"""

from collections.abc import Iterable, Sequence

from plans import catalogue
from plans.catalogue import Register
from plans.document.tree import Document
from plans.editing.door import Invalid
from plans.models import Change, Plan, Row
from plans.printing import Loaded


def check_cell(
    plan: Plan, register: Register | None, row: Row, column: int, after: Sequence[str]
) -> None:
    """Raise Invalid where a cell may not be changed so that its row says `after`."""
    if why := settled(plan, register, row, column):
        raise Invalid(why, column)
    if register is None:
        return
    before, _ = register.read(row.cells, plan.references)
    if why := register.model.misstep(before, register.read(after, plan.references)[0]):
        raise Invalid(why, column)


def settled(plan: Plan, register: Register | None, row: Row, column: int) -> str:
    """Say why a cell stays as it is, "" if it does not: one that says nothing may be filled."""
    if register is None or column >= len(register.headers):
        return ""
    if register.headers[column] in register.model.moving:
        return ""
    text = row.cells[column] if column < len(row.cells) else ""
    if not text or catalogue.is_blank(register.kind, text, frozenset(plan.references)):
        return ""
    return register.model.settled(register.read(row.cells, plan.references)[0])


def check_rows(plan: Plan, register: Register | None, rows: Iterable[Row]) -> None:
    """Raise Invalid if one of these rows, which are to go, is settled."""
    if register is None:
        return
    for row in rows:
        if why := register.model.settled(register.read(row.cells, plan.references)[0]):
            raise Invalid(why)


def check_layout(plan: Plan, loaded: Loaded, document: Document) -> None:
    """Raise Invalid if a settled row is not part of a document that is laid out anew."""
    stays = {
        row.key for section in document.sections for block in section.blocks for row in block.rows
    }
    for block in loaded.all_blocks():
        gone = (row for row in loaded.rows[block.pk] if row.pk not in stays)
        check_rows(plan, catalogue.BY_KEY.get(block.register), gone)


def check_undo(plan: Plan, register: Register | None, row: Row, why: str, last: int) -> None:
    """Raise Invalid, and say `why`, where a row was settled after what is to be taken back.

    `last` is the revision of the last of that: a query, where there is a reason.
    """
    if not why or register is None:
        return
    since = Change.objects.filter(plan=plan, row=row.pk, revision__gt=last)
    if since.filter(column__in=register.model.moving).exists():
        raise Invalid(why)
