"""What is written where something is frozen: rows of several blocks, and what the history keeps."""

from collections.abc import Collection, Iterable
from uuid import UUID

from gates.actors import Actor
from plans import history
from plans.catalogue import FIRST, forms_of
from plans.columns import Values
from plans.editing.door import Invalid, Outdated
from plans.editing.sheet import Sheet
from plans.models import Block, Plan


def check_seen(plan: Plan, registers: Collection[str], seen: int | None) -> None:
    """Raise Outdated if anybody changed one of these registers since a revision; a query.

    Whoever sends a form twice changed it, too. Invalid where nobody says what they saw.
    """
    if seen is None:
        raise Invalid("Look first at what is to be kept.")
    if seen != plan.revision and (who := history.changed_by(plan, forms_of(registers), seen)):
        raise Outdated(f"{who} changed this meanwhile. Look again at what is to be kept.")


def sheets_of(plan: Plan, registers: Collection[str], by: Actor) -> dict[str, Sheet]:
    """Load the blocks of registers that a plan has, by the keys of their first forms.

    A query, and one for each.
    """
    blocks = Block.objects.filter(section__plan=plan, register__in=forms_of(registers))
    found = blocks.select_related("section")
    return {FIRST[block.register]: Sheet(plan, block, by) for block in found}


def meanings(sheet: Sheet) -> list[Values]:
    """Give what a register's rows mean, in their order."""
    register, references = sheet.register, sheet.plan.references
    return [register.read(row.cells, references)[0] for row in sheet.rows] if register else []


def write_together(
    plan: Plan,
    sheets: Iterable[Sheet],
    entries: Iterable[history.Entry],
    *,
    undoes: UUID | None = None,
    by: Actor,
) -> UUID | None:
    """Write several blocks, one after the other, as one group; None if nothing was changed."""
    made = [*(entry for sheet in sheets for entry in sheet.written()), *entries]
    return history.record(plan, made, undoes=undoes, by=by) if made else None
