"""Sections, blocks and columns that come, go, move or are called otherwise.

The document is changed as a text, read again and written whole, each part that stays by its key:
one group in the history with one entry, which holds the document before and after.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from gates.actors import Actor
from plans import catalogue, history, printing
from plans.address import Address, Gone
from plans.document import additions, columns, compare, layout, outline
from plans.document.cells import Unprintable, escape
from plans.document.emit import emit
from plans.document.parse import parse
from plans.document.readback import Misread, reread
from plans.document.tree import BlockSource, Document, SectionSource
from plans.editing.documents import garbage_left, put, whole_of
from plans.editing.door import Invalid, check_gate, writing
from plans.editing.groups import Group
from plans.editing.reading import Source, check_size, claims_of
from plans.editing.settled import check_layout
from plans.enums import Action, BlockKind
from plans.models import Plan

MAX_HEADING = 200
"""Characters of a heading, a label or the header of a column."""
MAX_COLUMNS = 50
MAX_EMPTY_ROWS = 100

type Place = tuple[int] | tuple[int, int]
"""Where a part stands: its section, and the block in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document that was laid out anew, in words what was done, and where to go on."""

    document: Document
    said: str
    focus: Place


class Standing:
    """A plan's document as it stands, in which parts are found by their keys."""

    def __init__(self, plan: Plan, loaded: printing.Loaded) -> None:
        self.document = as_it_reads(printing.document(plan, loaded))
        self.registers = {block.pk: block.register for block in loaded.all_blocks()}

    def section(self, key: int) -> int:
        """Find a section that has a heading."""
        for index, section in enumerate(self.document.sections):
            if section.key == key and section.level:
                return index
        raise Gone("This section is no longer there.")

    def block(self, key: int) -> tuple[int, int]:
        """Find a block: its section, and its place there."""
        for index, section in enumerate(self.document.sections):
            for place, block in enumerate(section.blocks):
                if block.key == key:
                    return index, place
        raise Gone("This part of the plan is no longer there.")

    def spot(self, key: int, *, below: bool) -> additions.Spot:
        """Find the end of a section or, with `below`, what stands below a block."""
        if not below:
            return self.section(key), None
        index, place = self.block(key)
        return index, place + 1

    def table(self, key: int) -> tuple[int, int, BlockSource]:
        """Find a table whose columns are its own; Invalid for a register's."""
        index, place = self.block(key)
        block = self.document.sections[index].blocks[place]
        if block.kind != BlockKind.TABLE:
            raise Invalid("Only a table has columns.")
        if register := catalogue.BY_KEY.get(self.registers[key]):
            message = (
                f"The columns of “{register.title}” are fixed: Plangate knows the table by them. "
                "Add a table of your own for other columns."
            )
            raise Invalid(message)
        return index, place, block


def as_it_reads(document: Document) -> Document:
    """Read a document from its own print, each part with its key.

    A list that lost its last item, say, is no block any more: then parts are matched.
    """
    try:
        return reread(document)
    except Misread:
        read = parse(emit(document))
        compare.compare(document, read)
        return read


@garbage_left()
def lay_out(address: Address, change: Callable[[Standing], Change], *, by: Actor) -> Group:
    """Change a plan's document as a whole; one group in its history.

    Raises Gone, PermissionDenied, GateClosed, or Invalid with what would be right.
    """
    with writing(address, by=by) as plan:
        check_gate(plan)
        loaded, since = printing.load(plan), plan.revision
        try:
            done = change(Standing(plan, loaded))
        except (Misread, Unprintable) as refusal:
            raise Invalid(str(refusal)) from refusal
        document = done.document
        check_size(document)
        check_layout(plan, loaded, document)
        source = Source(emit(document), plan.encoding, document, dict(claims_of(document)))
        entry = whole_of(plan, loaded, source, Action.LAYOUT, done.said)
        put(plan, loaded, source, by=by)
        group = history.record(plan, [entry], by=by)
        return Group(plan, since, group, f"{done.said}.", row=row_at(document, *done.focus))


def row_at(document: Document, section: int, block: int = 0) -> int | None:
    """Give the key of the first row of a block, or of the section's heading."""
    blocks = document.sections[section].blocks
    rows = blocks[block].rows or blocks[0].rows
    return rows[0].key if rows else None


# --- Sections


def add_section(
    address: Address, section: int, heading: str, *, inside: bool = False, by: Actor
) -> Group:
    """Add a section below another one, or as the last one inside of it."""

    def change(standing: Standing) -> Change:
        index, text = standing.section(section), one_line(heading, "heading")
        check_room(standing.document.sections[index], inside=inside)
        at = outline.end(standing.document.sections, index)
        document = layout.add_section(standing.document, index, text, inside=inside)
        return Change(document, f"{document.sections[at].heading} added", (at,))

    return lay_out(address, change, by=by)


def check_room(section: SectionSource, *, inside: bool) -> None:
    """Raise Invalid for a section beside a title, or deeper than headings go."""
    if not inside:
        check_no_title(section, "Add the section inside of it")
    elif section.level == layout.DEEPEST:
        raise Invalid("Headings go no deeper than this. Add the section below instead.")


def check_no_title(section: SectionSource, instead: str) -> None:
    """Raise Invalid for a document's title."""
    if section.level == 1:
        raise Invalid(f"“{section.heading}” is a title of the document. {instead}.")


def move_section(address: Address, section: int, *, down: bool, by: Actor) -> Group:
    """Move a section with everything under it past its neighbour of the same level."""

    def change(standing: Standing) -> Change:
        index, way = standing.section(section), "down" if down else "up"
        moved = standing.document.sections[index]
        check_no_title(moved, "Move the sections under it")
        document = layout.move_section(standing.document, index, down=down)
        if document is standing.document:
            place = "last" if down else "first"
            raise Invalid(f"“{moved.heading}” is the {place} of its part already.")
        at = next(n for n, each in enumerate(document.sections) if each.key == section)
        return Change(document, f"{document.sections[at].heading} moved {way}", (at,))

    return lay_out(address, change, by=by)


def nest_section(address: Address, section: int, *, deeper: bool, by: Actor) -> Group:
    """Make a section a part of the one above it, or move it out of the one that it is a part of.

    Everything under it goes with it.
    """

    def change(standing: Standing) -> Change:
        index = standing.section(section)
        check_no_title(standing.document.sections[index], "Move the sections under it")
        nest = layout.nest_section if deeper else layout.lift_section
        document = nest(standing.document, index)
        at = next(n for n, each in enumerate(document.sections) if each.key == section)
        way = "in" if deeper else "out"
        return Change(document, f"{document.sections[at].heading} moved {way}", (at,))

    return lay_out(address, change, by=by)


def delete_section(address: Address, section: int, *, by: Actor) -> Group:
    """Delete a section with everything under it."""

    def change(standing: Standing) -> Change:
        index, sections = standing.section(section), standing.document.sections
        gone = sections[index : outline.end(sections, index)]
        check_no_title(gone[0], "Delete the sections under it, one by one")
        if any(block.kind == BlockKind.GATE for each in gone for block in each.blocks):
            raise Invalid("The state of the gate is printed here: this has to stay.")
        document = layout.delete_section(standing.document, index)
        focus = min(index, len(document.sections) - 1)
        return Change(document, f"{gone[0].heading} deleted", (focus,))

    return lay_out(address, change, by=by)


# --- Blocks


def add_table(  # noqa: PLR0913 (a table is a label, columns and rows)
    address: Address,
    part: int,
    names: Sequence[str],
    *,
    label: str = "",
    rows: int | additions.Lines = 1,
    below: bool = False,
    by: Actor,
) -> Group:
    """Add a table with columns of its own at the end of a section, or `below` a block.

    `rows` are its lines, or how many empty ones it has.
    """
    if not 0 < len(names) <= MAX_COLUMNS:
        raise Invalid(f"A table has at least one column and at most {MAX_COLUMNS}.")
    if isinstance(rows, int) and not 0 <= rows <= MAX_EMPTY_ROWS:
        raise Invalid(f"A new table has at most {MAX_EMPTY_ROWS} empty rows.")
    texts = [one_line(name, "column") for name in names]

    def change(standing: Standing) -> Change:
        spot, words = standing.spot(part, below=below), name_of(label)
        document = additions.add_table(standing.document, spot, texts, label=words, rows=rows)
        return added(standing, document, spot, "table")

    return lay_out(address, change, by=by)


def add_items(  # noqa: PLR0913 (a list is a kind, a label and items)
    address: Address,
    part: int,
    kind: BlockKind,
    texts: Sequence[str],
    *,
    label: str = "",
    below: bool = False,
    by: Actor,
) -> Group:
    """Add a list or a checklist at the end of a section, or `below` a block."""
    if not texts:
        raise Invalid("Write at least one item.")

    def change(standing: Standing) -> Change:
        spot, words = standing.spot(part, below=below), name_of(label)
        document = additions.add_items(standing.document, spot, kind, texts, label=words)
        return added(standing, document, spot, kind.value)

    return lay_out(address, change, by=by)


def add_prose(address: Address, part: int, text: str, *, below: bool = False, by: Actor) -> Group:
    """Add a paragraph at the end of a section, or `below` a block."""
    if not text.strip():
        raise Invalid("Write the text first.")

    def change(standing: Standing) -> Change:
        spot = standing.spot(part, below=below)
        document = additions.add_prose(standing.document, spot, text)
        return added(standing, document, spot, "text")

    return lay_out(address, change, by=by)


def added(standing: Standing, document: Document, spot: additions.Spot, what: str) -> Change:
    """Describe a block that was added to a section: it has no key yet."""
    index, _ = spot
    old = {block.key for block in standing.document.sections[index].blocks}
    section = document.sections[index]
    place = next(n for n, block in enumerate(section.blocks) if block.key not in old)
    return Change(document, f"{section.heading}: {what} added", (index, place))


def delete_block(address: Address, block: int, *, by: Actor) -> Group:
    """Delete a table, a list, a text: a block that is not what the document says of itself."""

    def change(standing: Standing) -> Change:
        index, place = standing.block(block)
        section = standing.document.sections[index]
        gone = section.blocks[place]
        document = additions.delete_block(standing.document, index, place)
        what = f"{gone.kind.value} “{gone.label}”" if gone.label else gone.kind.value
        return Change(document, f"{section.heading}: {what} deleted", (index,))

    return lay_out(address, change, by=by)


# --- Columns


def add_column(address: Address, block: int, at: int, name: str, *, by: Actor) -> Group:
    """Add a column to a table before the one `at`, or behind the last."""

    def change(standing: Standing) -> Change:
        index, place, table = standing.table(block)
        text = new_name(table, name)
        if len(table.columns) >= MAX_COLUMNS:
            raise Invalid(f"A table has at most {MAX_COLUMNS} columns.")
        where = min(max(at, 0), len(table.columns))
        document = columns.add_column(standing.document, index, place, where, text)
        return of_column(document, index, place, text, "added")

    return lay_out(address, change, by=by)


def rename_column(address: Address, block: int, at: int, name: str, *, by: Actor) -> Group:
    """Call a column of a table otherwise."""

    def change(standing: Standing) -> Change:
        index, place, table = standing.table(block)
        old, text = column(table, at), new_name(table, name, but=at)
        document = columns.rename_column(standing.document, index, place, at, text)
        return of_column(document, index, place, old, f"renamed to “{text}”")

    return lay_out(address, change, by=by)


def move_column(address: Address, block: int, at: int, *, right: bool, by: Actor) -> Group:
    """Move a column of a table past its neighbour."""

    def change(standing: Standing) -> Change:
        index, place, table = standing.table(block)
        name, to, way = column(table, at), at + (1 if right else -1), "right" if right else "left"
        if not 0 <= to < len(table.columns):
            raise Invalid(f"“{name}” is the {'last' if right else 'first'} column already.")
        document = columns.move_column(standing.document, index, place, at, to)
        return of_column(document, index, place, name, f"moved {way}")

    return lay_out(address, change, by=by)


def delete_column(address: Address, block: int, at: int, *, by: Actor) -> Group:
    """Delete a column of a table that has others."""

    def change(standing: Standing) -> Change:
        index, place, table = standing.table(block)
        name = column(table, at)
        document = columns.delete_column(standing.document, index, place, at)
        return of_column(document, index, place, name, "deleted")

    return lay_out(address, change, by=by)


def of_column(document: Document, index: int, place: int, name: str, what: str) -> Change:
    """Describe what happened to a column."""
    said = f"{document.sections[index].heading}: column “{name}” {what}"
    return Change(document, said, (index, place))


def column(table: BlockSource, at: int) -> str:
    """Give the header of a column that is there."""
    if not 0 <= at < len(table.columns):
        raise Gone("This column is no longer there.")
    return table.columns[at]


# --- What people type


def one_line(text: str, what: str) -> str:
    """Give a heading or a header as it is to be printed; Invalid for none or too long a one."""
    text = " ".join(text.split())
    if not text:
        raise Invalid(f"Write the {what}'s name first.")
    if len(text) > MAX_HEADING:
        raise Invalid(f"The {what}'s name has at most {MAX_HEADING} characters.")
    return text


def name_of(label: str) -> str:
    """Give the label of a block, without the colon that is printed anyway; it may be none."""
    label = " ".join(label.split()).rstrip(":")
    if "*" in label or ":" in label:
        raise Invalid("A name goes without asterisks and colons.")
    return one_line(label, "block") if label else ""


def new_name(table: BlockSource, name: str, but: int = -1) -> str:
    """Give the header of a column; Invalid for one that another column has."""
    text = one_line(name, "column")
    others: Collection[str] = [each for n, each in enumerate(table.columns) if n != but]
    if escape(BlockKind.TABLE, text) in others:
        raise Invalid(f"There is a column “{text}” already.")
    return text
