"""Adding, deleting and moving rows, each as one group of the history."""

from collections.abc import Collection, Sequence

from gates.actors import Actor
from plans import history
from plans.address import Address, Gone
from plans.document.cells import ROW_KINDS
from plans.editing.cells import Written, check_readable, find_row
from plans.editing.door import Invalid, Outdated, writing
from plans.editing.groups import Group
from plans.editing.settled import check_rows
from plans.editing.sheet import Sheet
from plans.models import Block, Plan, Row


def add_row(
    address: Address,
    block: int,
    *,
    after: int | None = None,
    cells: Sequence[str] = (),
    by: Actor,
) -> Written:
    """Add a row to a table, list or checklist: below the row `after`, or at the end.

    It is written in the style of the row above it. Raises Gone, PermissionDenied, GateClosed or
    Invalid.
    """
    with writing(address, by=by) as plan:
        sheet = Sheet(plan, find_block(plan, block), by)
        sheet.check_growing()
        row = sheet.add(place_after(sheet.rows, after), cells)
        check_readable(plan, sheet.register, row.cells, range(len(row.cells)), by)
        return Written(plan, row, plan.revision, sheet.write())


def find_block(plan: Plan, key: int) -> Block:
    """Give a block of this plan that rows can be added to."""
    block = Block.objects.select_related("section").filter(pk=key, section__plan=plan).first()
    if block is None:
        raise Gone("This part of the plan is no longer there.")
    if block.kind not in ROW_KINDS:
        raise Invalid("Rows are added to tables, lists and checklists only.")
    return block


def place_after(rows: list[Row], after: int | None) -> int:
    """Give the index at which a row below `after` goes; Gone if that row is not there."""
    if after is None:
        return len(rows)
    for index, row in enumerate(rows, start=1):
        if row.pk == after:
            return index
    raise Gone("The row above is no longer there: somebody deleted it.")


def delete_rows(
    address: Address, keys: Collection[int], *, seen: int | None = None, by: Actor
) -> Group:
    """Delete rows of one block, all or none.

    `seen` is the plan's revision that the caller saw; None does not ask. Raises Gone,
    PermissionDenied, GateClosed, Invalid, or Outdated if somebody else changed one since.
    """
    with writing(address, by=by) as plan:
        sheet, rows = chosen(plan, keys, by)
        sheet.check_growing()
        check_unchanged(plan, rows, seen, by)
        check_rows(plan, sheet.register, rows)
        for row in rows:
            sheet.delete(row)
        said = "Row deleted." if len(rows) == 1 else f"{len(rows)} rows deleted."
        return Group(plan, plan.revision, sheet.write(), said)


def chosen(plan: Plan, keys: Collection[int], by: Actor) -> tuple[Sheet, list[Row]]:
    """Give the rows of these keys, in their order, in the sheet that they stand in."""
    if not keys:
        raise Invalid("Choose a row.")
    sheet, wanted = Sheet(plan, find_row(plan, next(iter(keys))).block, by), set(keys)
    rows = [row for row in sheet.rows if row.pk in wanted]
    if len(rows) < len(wanted):
        raise Gone("A row is no longer there: somebody deleted it.")
    return sheet, rows


def check_unchanged(plan: Plan, rows: Sequence[Row], seen: int | None, by: Actor) -> None:
    """Raise Outdated if somebody else changed one of the rows since a revision."""
    if seen is None or seen == plan.revision:
        return
    others = history.others_since(plan, seen, by)
    for row in rows:
        for name in others.get(row.pk, {}).values():
            raise Outdated(f"{name} changed this row meanwhile. Look again, then delete it.")


def move_row(address: Address, row: int, *, by_rows: int, by: Actor) -> Written:
    """Move a row up (negative) or down (positive) within its block, no further than its ends.

    Raises Gone, PermissionDenied, GateClosed, or Invalid where the list would read differently.
    """
    with writing(address, by=by) as plan:
        sheet, (target,) = chosen(plan, [row], by)
        sheet.check_growing()
        sheet.move(target, by_rows)
        return Written(plan, target, plan.revision, sheet.write())
