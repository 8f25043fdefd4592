"""Adding, deleting and moving rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.models import F

from gates.actors import Actor
from plans import catalogue, history, printing
from plans.address import Address, Gone
from plans.document import cells as printed
from plans.document import numbering
from plans.document.surroundings import undisturbed
from plans.editing.cells import (
    Written,
    check_readable,
    count,
    find_row,
    printed_text,
    register_of,
    row_kind,
    tally,
)
from plans.editing.differences import whole
from plans.editing.door import Conflict, Invalid, check_gate, writing
from plans.editing.reading import MAX_ROWS
from plans.enums import Action, BlockKind
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
        target = find_block(plan, block)
        check_open_for_rows(plan, target)
        row = new_row(target, list(Row.objects.filter(block=target)), after, cells, plan)
        check_readable(plan, register_of(row), row.cells, range(len(row.cells)), by)
        with readable(target):
            below = Row.objects.filter(block=target, position__gte=row.position)
            below.update(position=F("position") + 1)
            row.save(force_insert=True)
        write_new_record(plan, row)
        finish(plan, row, count(plan, row), history_of(row, Action.ADD), by)
        return Written(plan, row, changed=True)


def find_block(plan: Plan, key: int) -> Block:
    """Give a block of this plan that rows can be added to."""
    block = Block.objects.select_related("section").filter(pk=key, section__plan=plan).first()
    if block is None:
        message = "This part of the plan is no longer there."
        raise Gone(message)
    if block.kind not in printed.ROW_KINDS:
        message = "Rows are added to tables, lists and checklists only."
        raise Invalid(message)
    return block


def check_open_for_rows(plan: Plan, block: Block) -> None:
    """Raise GateClosed unless rows may come and go: a whole register has to be operational."""
    register = catalogue.BY_KEY.get(block.register)
    if not (register and register.operational == set(register.headers)):
        check_gate(plan)


def new_row(
    block: Block, rows: list[Row], after: int | None, texts: Sequence[str], plan: Plan
) -> Row:
    """Make the row, not yet saved; Invalid if its texts cannot stand there."""
    if len(rows) >= MAX_ROWS:
        message = f"A table holds at most {MAX_ROWS:,} rows."
        raise Invalid(message)
    kind, index = BlockKind(block.kind), place_after(rows, after)
    cells = filled(kind, block, texts)
    try:
        source = printed.new_row(
            kind,
            cells,
            like=printing.line(rows[index - 1], block) if index else None,
            columns=len(block.columns),
            header=block.source or None,
            newline=plan.newline,
            widths=block.widths,
        )
    except printed.Unprintable as error:
        raise Invalid(str(error), error.column) from error
    position = rows[index - 1].position + 1 if index else 0
    return Row(block=block, position=position, cells=cells, source=source)


def place_after(rows: list[Row], after: int | None) -> int:
    """Give the index at which a row below `after` goes; Gone if that row is not there."""
    if after is None:
        return len(rows)
    for index, row in enumerate(rows, start=1):
        if row.pk == after:
            return index
    message = "The row above is no longer there: somebody deleted it."
    raise Gone(message)


def filled(kind: BlockKind, block: Block, texts: Sequence[str]) -> list[str]:
    """Give the printed cells of a new row: of the texts given, or empty ones for every column."""
    width = 2 if kind == BlockKind.CHECKLIST else max(len(block.columns), 1)
    if len(texts) > width:
        message = f"This row has {width} columns; {len(texts)} texts were given."
        raise Invalid(message, width)
    empty = ["", ""] if kind == BlockKind.CHECKLIST else [""] * width
    return [printed_text(kind, column, text) for column, text in enumerate(texts or empty)]


def write_new_record(plan: Plan, row: Row) -> None:
    """Write what a new row means, if its register gives it a meaning."""
    if register := register_of(row):
        values, _ = register.read(row.cells, plan.references)
        register.model(row=row, **values).save(force_insert=True)


def delete_row(address: Address, row: int, *, seen: int | None = None, by: Actor) -> Written:
    """Delete a row. `seen` is the version of it that the caller saw; None does not ask.

    Raises Gone, PermissionDenied, GateClosed, Conflict or Invalid.
    """
    with writing(address, by=by) as plan:
        target = find_row(plan, row)
        check_growing(target)
        check_open_for_rows(plan, target.block)
        if seen is not None and seen != target.version:
            raise Conflict(target, 0, theirs=str(target), mine="")
        counted, entry = count(plan, target), history_of(target, Action.DELETE)
        with readable(target.block):
            Row.objects.filter(pk=target.pk).delete()
            hand_on_number(target)
        finish(plan, target, catalogue.Count() - counted, entry, by)
        return Written(plan, target, changed=True)


def hand_on_number(gone: Row) -> None:
    """Give a deleted first item's number to the next: a list that starts at 2 reads as prose."""
    if row_kind(gone) == BlockKind.TABLE:
        return
    first = Row.objects.filter(block=gone.block_id).first()
    if first and first.position > gone.position:
        (source,) = numbering.in_place([gone.source], [first.source])
        Row.objects.filter(pk=first.pk).update(source=source)


def check_growing(row: Row) -> None:
    """Raise Invalid for the one row of a paragraph, a statement, a field or a diagram."""
    if row_kind(row) not in printed.ROW_KINDS:
        message = "Only rows of tables, lists and checklists can be moved or deleted."
        raise Invalid(message)


def move_row(address: Address, row: int, *, by_rows: int, by: Actor) -> Written:
    """Move a row up (negative) or down (positive) within its block, no further than its ends.

    Raises Gone, PermissionDenied, GateClosed, or Invalid where the list would read differently.
    """
    with writing(address, by=by) as plan:
        target = find_row(plan, row)
        check_growing(target)
        check_open_for_rows(plan, target.block)
        rows = list(Row.objects.filter(block=target.block_id))
        start = next(index for index, other in enumerate(rows) if other.pk == target.pk)
        end = min(max(start + by_rows, 0), len(rows) - 1)
        if start == end:
            return Written(plan, target, changed=False)
        changed = reordered(rows, start, end)
        with readable(target.block):
            Row.objects.bulk_update(changed, ["position", "source"])
        entry = history_of(target, Action.MOVE, before=str(start + 1), after=str(end + 1))
        finish(plan, target, catalogue.Count(), entry, by)
        return Written(plan, target, changed=True)


@contextmanager
def readable(block: Block) -> Iterator[None]:
    """Raise Invalid if what is done inside makes anything around a list's items read otherwise.

    An item that is indented deep, for one, reads as code where nothing stands above it, and so
    does a table in a list whose item went. Four queries; none for a table: nothing hangs on it.
    """
    if block.kind == BlockKind.TABLE:
        yield
        return
    before, old = section_text(block)
    yield
    after, new = section_text(block)
    if not undisturbed(before, after, old, new):
        message = "In Markdown the list would no longer read as these items: one stands too deep."
        raise Invalid(message)


def section_text(block: Block) -> tuple[str, list[list[str]]]:
    """Give the text of a block's section as it stands, and the cells of the block's rows."""
    loaded = printing.load_sections(
        [block.section],
        Block.objects.filter(section=block.section_id),
        Row.objects.filter(block__section=block.section_id),
    )
    cells = [row.cells for row in loaded.rows[block.pk]]
    return "".join(printing.parts(loaded, None)), cells


def reordered(rows: list[Row], start: int, end: int) -> list[Row]:
    """Move one row to another's place; give the rows that changed, which number in place."""
    positions = [row.position for row in rows]
    moved = [*rows]
    moved.insert(end, moved.pop(start))
    sources = numbering.in_place([row.source for row in rows], [row.source for row in moved])
    for row, position, source in zip(moved, positions, sources, strict=True):
        row.position, row.source = position, source
    first, last = sorted((start, end))
    return moved[first : last + 1]


def history_of(
    row: Row, action: Action, *, before: str | None = None, after: str | None = None
) -> history.Entry:
    """Describe a row that comes, goes or moves; one that comes or goes is kept whole."""
    kept = whole(row, row.position)
    return history.Entry(
        action,
        place=row.block.section.heading,
        register=row.block.register,
        row=row.pk,
        before=before if before is not None else kept if action == Action.DELETE else "",
        after=after if after is not None else kept if action == Action.ADD else "",
    )


def finish(plan: Plan, row: Row, change: catalogue.Count, entry: history.Entry, by: Actor) -> None:
    """Count and record."""
    tally(row.block.section, change)
    history.record(plan, [entry], by=by)
