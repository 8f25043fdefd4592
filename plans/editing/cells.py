"""Writing one cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q

from gates.actors import Actor, ActorKind
from plans import catalogue, history, samples
from plans.address import Address, Gone
from plans.catalogue import Count, Register
from plans.document import cells as printed
from plans.document import contents
from plans.editing.door import Conflict, Invalid, check_gate, writing
from plans.editing.settled import check_cell
from plans.enums import Action, BlockKind, SampleSource
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
    check_printable(row, column, after)
    cells = replaced(row.cells, column, after)
    check_readable(plan, register, cells, [column], by)
    check_cell(plan, register, row, column, cells)
    return after


def check_printable(row: Row, column: int, text: str) -> None:
    """Raise Invalid for a text with which the row's line would read as something else."""
    cells = replaced(row.cells, column, text)
    try:
        printed.splice(row_kind(row), row.source, cells, row.block.widths)
    except printed.Unprintable as error:
        raise Invalid(str(error), column) from error


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


type Stood = Mapping[tuple[int | None, int | None, str], str]
"""By row, column and the text that a rename left there: the text that it found."""

type Relinked = Callable[[Block, str], str]
"""Gives a text of a block with its links as they should be."""


def write_cell(  # noqa: PLR0913 (a cell is a row and a column)
    plan: Plan,
    row: Row,
    column: int,
    after: str,
    *,
    stood: Stood | None = None,
    undoes: UUID | None = None,
    by: Actor,
) -> UUID:
    """Write cell, record, counts, sample and history; six queries, five where nothing is measured.

    A heading's links follow it. Where it is called again as it was, `stood` says of what.
    """
    before = cell(row, column)
    entries = [exchange(plan, row, column, after)]
    register = register_of(row)
    if register and register.measured_column == column:
        samples.take(plan, [(register, row)], SampleSource.CELL, by=by)
    if is_heading(row):
        entries += follow(plan, row.block.section, before, stood or {})
    return history.record(plan, entries, undoes=undoes, by=by)


def exchange(plan: Plan, row: Row, column: int, after: str) -> history.Entry:
    """Write a cell with its record and its section's counts; three queries at most."""
    entry, counted = cell_set(row, column, cell(row, column), after), count(plan, row)
    row.cells = replaced(row.cells, column, after)
    row.version += 1
    Row.objects.filter(pk=row.pk).update(cells=row.cells, version=row.version)
    if register := register_of(row):
        values, _ = register.read(row.cells, plan.references)
        register.model.objects.filter(pk=row.pk).update(**values)
    if is_heading(row):
        row.block.section.heading = after
    tally(plan, row.block.section, count(plan, row) - counted)
    return entry


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


def follow(plan: Plan, renamed: Section, before: str, stood: Stood) -> Iterator[history.Entry]:
    """Let the table of contents and all links follow a section that was called `before`.

    Three queries, and some for each part that has such a link. Headings and diagrams stay. Raises
    Invalid if a line would then read as something else.
    """
    plan.laid_out = plan.revision + 1
    sections = list(Section.objects.filter(plan=plan))
    new = [each.heading for each in sections]
    old = [before if each == renamed else each.heading for each in sections]
    in_text = contents.renamed(old, new)
    in_tables = contents.renamed([*map(in_table, old)], [*map(in_table, new)])

    def relinked(block: Block, text: str) -> str:
        return contents.relinked(text, in_tables if block.kind == BlockKind.TABLE else in_text)

    yield from follow_blocks(plan, relinked)
    yield from follow_cells(plan, relinked, stood)


def in_table(heading: str) -> str:
    """Give a heading as a table prints it."""
    return printed.escape(BlockKind.TABLE, heading)


def follow_blocks(plan: Plan, relinked: Relinked) -> Iterator[history.Entry]:
    """Let follow what no row holds: tables of contents, labels and headers."""
    blocks = Block.objects.filter(section__plan=plan, source__contains=contents.LINKED)
    for block in blocks.select_related("section"):
        source = relinked(block, block.source)
        if source == block.source:
            continue
        Block.objects.filter(pk=block.pk).update(
            source=source,
            label=relinked(block, block.label),
            columns=[relinked(block, name) for name in block.columns],
        )
        tally(plan, block.section, Count())
        yield history.Entry(
            Action.SET, place=block.section.heading, before=block.source, after=source
        )


def follow_cells(plan: Plan, relinked: Relinked, stood: Stood) -> Iterator[history.Entry]:
    """Let the links in cells follow; of rows that were written to, the source tells nothing."""
    rows = Row.objects.filter(
        Q(source__contains=contents.LINKED) | Q(version__gt=0), block__section__plan=plan
    ).exclude(block__kind__in=[BlockKind.HEADING, BlockKind.DIAGRAM])
    for row in rows.select_related("block__section"):
        for column, text in enumerate(row.cells):
            followed = stood.get((row.pk, column, text)) or relinked(row.block, text)
            if followed != text:
                check_printable(row, column, followed)
                yield exchange(plan, row, column, followed)


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
