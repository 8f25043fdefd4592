"""Writing one cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from gates.actors import Actor, ActorKind
from plans import catalogue, history
from plans.address import Address, Gone
from plans.catalogue import Count, Register
from plans.document import cells as printed
from plans.document import contents
from plans.editing.door import Conflict, Invalid, check_gate, writing
from plans.enums import Action, BlockKind
from plans.models import Block, Plan, Row, Section

MAX_CELL = 20_000
"""Characters; the longest cells of real documents have about 4,000, whole diagrams 5,000."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write of one row left behind: the row, its plan, and the group, None for no change.

    `since` is the plan's revision before it.
    """

    plan: Plan
    row: Row
    since: int
    group: UUID | None

    @property
    def changed(self) -> bool:
        """Whether anything was written at all."""
        return self.group is not None


def set_cell(  # noqa: PLR0913 (a cell is a row and a column)
    address: Address, row: int, column: int, text: str, *, seen: str | None, by: Actor
) -> Written:
    """Write what a person typed into a cell.

    `seen` is the text that the caller saw there, as an editor shows it; None does not ask.
    Raises Gone, PermissionDenied, GateClosed, Conflict or Invalid, and then nothing is written.
    An import may write what a typed column cannot read, which is flagged; nobody else may.
    """
    with writing(address, by=by) as plan:
        target = find_row(plan, row)
        register = register_of(target)
        if not (register and register.is_operational(column)):
            check_gate(plan)
        check_seen(target, column, text, seen)
        after = new_text(plan, target, column, text, by)
        since, group = plan.revision, None
        if after != cell(target, column):
            group = write_cell(plan, target, column, after, by=by)
        return Written(plan, target, since, group)


def find_row(plan: Plan, key: int) -> Row:
    """Give a row of this plan with its block and section; Gone if it is not there."""
    rows = Row.objects.select_related("block__section")
    row = rows.filter(pk=key, block__section__plan=plan).first()
    if row is None:
        message = "This row is no longer there: somebody deleted it."
        raise Gone(message)
    return row


def register_of(row: Row) -> Register | None:
    """Give the row's register, if its block is one."""
    return catalogue.BY_KEY.get(row.block.register)


def cell(row: Row, column: int) -> str:
    """Give a cell's printed text; one that a ragged line lacks is empty."""
    return row.cells[column] if column < len(row.cells) else ""


def check_seen(row: Row, column: int, text: str, seen: str | None) -> None:
    """Raise Conflict if the cell says neither what the caller saw nor what they want."""
    kind = row_kind(row)
    standing = printed.unescape(kind, cell(row, column))
    if seen is not None and standing not in (seen, text):
        raise Conflict(row, column, theirs=standing, mine=text)


def new_text(plan: Plan, row: Row, column: int, text: str, by: Actor) -> str:
    """Give what is to be printed for a typed text; Invalid if it cannot stand there."""
    kind, register = row_kind(row), register_of(row)
    check_column(row, register, column)
    if printed.unescape(kind, cell(row, column)) == text:
        return cell(row, column)
    after = printed_text(kind, column, text)
    cells = replaced(row.cells, column, after)
    try:
        printed.splice(kind, row.source, cells, row.block.widths)
    except printed.Unprintable as error:
        raise Invalid(str(error), column) from error
    check_readable(plan, register, cells, [column], by)
    return after


def printed_text(kind: BlockKind, column: int, text: str) -> str:
    """Give the text as it would be printed; Invalid if it is too long, or no mark for a box."""
    if len(text) > MAX_CELL:
        message = f"A cell holds at most {MAX_CELL:,} characters; this text has {len(text):,}."
        raise Invalid(message, column)
    if kind == BlockKind.CHECKLIST and column == 0:
        return box(text)
    return printed.escape(kind, text)


def box(text: str) -> str:
    """Give a box's mark: x for a tick, a blank for none; Invalid for anything else."""
    if text not in ("x", "X", " ", ""):
        message = "A box is either ticked (x) or not (a blank)."
        raise Invalid(message)
    return "x" if text.strip() else " "


def check_readable(
    plan: Plan, register: Register | None, cells: Sequence[str], columns: Iterable[int], by: Actor
) -> None:
    """Raise Invalid for the first of these columns that its type cannot read.

    An import may write it: it is flagged for a person.
    """
    if register is None or by.kind == ActorKind.IMPORT:
        return
    _, problems = register.read(cells, plan.references)
    for column in columns:
        if column in problems:
            raise Invalid(problems[column], column)


def check_column(row: Row, register: Register | None, column: int) -> None:
    """Raise Invalid for a column that the row does not have or that nobody writes."""
    width = max(len(row.cells), len(row.block.columns))
    if not 0 <= column < width:
        message = f"This row has {width} columns."
        raise Invalid(message, column)
    if catalogue.is_fixed(row_kind(row), register, column):
        message = "This is filled in by the form itself."
        raise Invalid(message, column)


def replaced(cells: list[str], column: int, text: str) -> list[str]:
    """Give the cells with one replaced, lengthened where the line was too short for it."""
    longer = cells + [""] * (column + 1 - len(cells))
    return [*longer[:column], text, *longer[column + 1 :]]


def write_cell(  # noqa: PLR0913 (a cell is a row and a column)
    plan: Plan, row: Row, column: int, after: str, *, undoes: UUID | None = None, by: Actor
) -> UUID:
    """Write cell, record, counts and history; five queries."""
    entry, counted = cell_set(row, column, cell(row, column), after), count(plan, row)
    row.cells = replaced(row.cells, column, after)
    row.version += 1
    Row.objects.filter(pk=row.pk).update(cells=row.cells, version=row.version)
    if register := register_of(row):
        values, _ = register.read(row.cells, plan.references)
        register.model.objects.filter(pk=row.pk).update(**values)
    followers = list(rename(plan, row.block.section, after)) if is_heading(row) else []
    tally(plan, row.block.section, count(plan, row) - counted)
    return history.record(plan, [entry, *followers], undoes=undoes, by=by)


def cell_set(row: Row, column: int, before: str, after: str) -> history.Entry:
    """Describe a cell with another text."""
    return history.Entry(
        Action.SET,
        place=row.block.section.heading,
        register=row.block.register,
        row=row.pk,
        column=header(row, column),
        index=column,
        before=before,
        after=after,
    )


def is_heading(row: Row) -> bool:
    """Tell whether the row is a section's heading."""
    return row_kind(row) == BlockKind.HEADING


def rename(plan: Plan, section: Section, heading: str) -> Iterator[history.Entry]:
    """Call a section otherwise, and let the table of contents follow; a query, three with one."""
    sections = list(Section.objects.filter(plan=plan))
    before = [each.heading for each in sections]
    after = [heading if each.pk == section.pk else each.heading for each in sections]
    section.heading = heading
    plan.laid_out = plan.revision + 1
    tables = Block.objects.filter(section__plan=plan, kind=BlockKind.TOC).select_related("section")
    for table in tables:
        source = contents.followed(table.source, before, after)
        if source == table.source:
            continue
        Block.objects.filter(pk=table.pk).update(source=source)
        Section.objects.filter(pk=table.section_id).update(
            version=F("version") + 1, revision=plan.revision + 1
        )
        yield history.Entry(
            Action.SET, place=table.section.heading, before=table.source, after=source
        )


def count(plan: Plan, row: Row) -> Count:
    """Count the row's cells for its section."""
    register = register_of(row)
    problems = register.read(row.cells, plan.references)[1] if register else {}
    counted = catalogue.count(row_kind(row), register, row.cells, plan.references)
    return counted + Count(flagged=len(problems))


def row_kind(row: Row) -> BlockKind:
    """Give the kind of the row's block."""
    return BlockKind(row.block.kind)


def tally(plan: Plan, section: Section, change: Count) -> None:
    """Move the section's counts and version, and write its heading as it is; one query.

    Its revision is that of the group about to be recorded, or of that group's first change.
    """
    Section.objects.filter(pk=section.pk).update(
        heading=section.heading,
        cells=F("cells") + change.cells,
        to_fill=F("to_fill") + change.to_fill,
        flagged=F("flagged") + change.flagged,
        version=F("version") + 1,
        revision=plan.revision + 1,
    )
    section.cells += change.cells
    section.to_fill += change.to_fill
    section.flagged += change.flagged
    section.version += 1


def header(row: Row, column: int) -> str:
    """Give what the row's column is called."""
    return catalogue.column_name(row_kind(row), row.block.columns, row.block.register, column)
