"""The rows of one block while a group of changes is made: all in hand first, then written at once.

However many cells and rows change, writing them takes the same few queries.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import F

from gates.actors import Actor
from plans import catalogue, history, printing, samples
from plans.catalogue import Count, Register
from plans.document import cells as printed
from plans.document import numbering
from plans.document.cells import ROW_KINDS
from plans.document.surroundings import undisturbed
from plans.editing.cells import cell, cell_set, count, printed_text, replaced, tally
from plans.editing.differences import whole
from plans.editing.door import Invalid, check_gate
from plans.editing.reading import MAX_ROWS
from plans.enums import Action, BlockKind, SampleSource
from plans.models import Block, Plan, Record, Row

BATCH = 500
"""Rows that one statement changes: of a longer one a database asks more than it saves."""


class Sheet:
    """A block's rows, loaded to be changed; `rows` is their order as it is to be.

    A query; writing takes two more for a list, whose surroundings have to read as before. `touched`
    are the rows whose cells change, `shifted` those of which only the place or the number does,
    `found` what measured cells said before.
    """

    def __init__(self, plan: Plan, block: Block, by: Actor) -> None:
        self.plan, self.block, self.by = plan, block, by
        self.kind = BlockKind(block.kind)
        self.register: Register | None = catalogue.BY_KEY.get(block.register)
        self.rows = list(Row.objects.filter(block=block))
        for row in self.rows:
            row.block = block
        self.entries: list[Callable[[], history.Entry]] = []
        self.touched: dict[int, Row] = {}
        self.shifted: dict[int, Row] = {}
        self.added: list[Row] = []
        self.gone: list[Row] = []
        self.found: dict[int, str] = {}
        self.counted = Count()

    # --- Asking

    @property
    def width(self) -> int:
        """How many columns a new row has."""
        return 2 if self.kind == BlockKind.CHECKLIST else max(len(self.block.columns), 1)

    def check_growing(self) -> None:
        """Raise Invalid or GateClosed unless rows may come, go and move here.

        While the gate is closed, that takes a register that is operational as a whole.
        """
        if self.kind not in ROW_KINDS:
            raise Invalid("Only rows of tables, lists and checklists come, go and move.")
        if not (self.register and self.register.is_wholly_operational):
            check_gate(self.plan)

    def check_open(self, columns: Sequence[int]) -> None:
        """Raise GateClosed unless these columns may be written; at most one query."""
        register = self.register
        if not (register and all(map(register.is_operational, columns))):
            check_gate(self.plan)

    # --- Changing, in hand

    def set(self, row: Row, column: int, text: str) -> bool:
        """Put a printed text into a cell; tell whether it is another."""
        before = cell(row, column)
        if before == text:
            return False
        self.touch(row)
        if self.register and self.register.measured_column == column:
            self.found.setdefault(row.pk, before)
        entry = cell_set(row, column, before, text)
        self.entries.append(lambda: entry)
        row.cells = replaced(row.cells, column, text)
        return True

    def add(self, index: int, texts: Sequence[str]) -> Row:
        """Put a new row at a place, of typed texts or, without any, of empty cells.

        Raises Invalid if they cannot stand there.
        """
        row = Row(block=self.block, position=0, cells=self.filled(texts))
        row.source = self.source(index, row.cells)
        self.insert(index, row)
        return row

    def filled(self, texts: Sequence[str]) -> list[str]:
        """Give the printed cells of a new row."""
        if len(texts) > self.width:
            message = f"This row has {self.width} columns; {len(texts)} texts were given."
            raise Invalid(message, self.width)
        empty = ["", ""] if self.kind == BlockKind.CHECKLIST else [""] * self.width
        return [printed_text(self.kind, column, text) for column, text in enumerate(texts or empty)]

    def source(self, index: int, cells: Sequence[str]) -> str:
        """Give a new row's line, in the style of the one above it."""
        try:
            return printed.new_row(
                self.kind,
                cells,
                like=printing.line(self.rows[index - 1], self.block) if index else None,
                columns=len(self.block.columns),
                header=self.block.source or None,
                newline=self.plan.newline,
                widths=self.block.widths,
            )
        except printed.Unprintable as error:
            raise Invalid(str(error), error.column) from error

    def insert(self, index: int, row: Row) -> None:
        """Put a row, new or one that was deleted, at a place."""
        if len(self.rows) >= MAX_ROWS:
            raise Invalid(f"A table holds at most {MAX_ROWS:,} rows.")
        self.rows.insert(index, row)
        self.added.append(row)
        self.entries.append(lambda: come_or_gone(row, Action.ADD))

    def delete(self, row: Row) -> None:
        """Take a row away; the number of a list's first item is handed on."""
        below = self.rows[1] if self.rows[0] is row and self.rows[1:] else None
        handed = self.hand_on(row, below) if below and self.kind != BlockKind.TABLE else {}
        self.touch(row)
        self.rows.remove(row)
        del self.touched[row.pk]
        self.gone.append(row)
        entry = come_or_gone(row, Action.DELETE, **handed)
        self.entries.append(lambda: entry)

    def put_back(self, row: Row, position: int, heir: int = 0, source: str = "") -> None:
        """Put a deleted row where it stood; whoever was handed its number gets its own back."""
        for each in self.rows:
            if each.pk == heir:
                (own,) = numbering.in_place([source], [each.source])
                self.shift(each, each.position, own)
        lower = (index for index, each in enumerate(self.rows) if each.position >= position)
        row.position = position
        self.insert(next(lower, len(self.rows)), row)

    def hand_on(self, gone: Row, below: Row) -> dict[str, object]:
        """Give a first item's number to the next: a list that starts at 2 reads as prose.

        Says what the next one was, so that its number can be given back.
        """
        (source,) = numbering.in_place([gone.source], [below.source])
        if source == below.source:
            return {}
        number = {"handed": [below.pk, below.source]}
        self.shift(below, below.position, source)
        return {**number}

    def move(self, row: Row, by_rows: int) -> bool:
        """Move a row up (negative) or down within the ends; tell whether it did.

        The numbers of a list stay where they stand.
        """
        start = self.rows.index(row)
        end = min(max(start + by_rows, 0), len(self.rows) - 1)
        if start == end:
            return False
        places = [(each.position, each.source) for each in self.rows]
        self.rows.insert(end, self.rows.pop(start))
        sources = numbering.in_place(
            [source for _, source in places], [each.source for each in self.rows]
        )
        for each, (position, _), source in zip(self.rows, places, sources, strict=True):
            self.shift(each, position, source)
        entry = entry_of(row, Action.MOVE, before=str(start + 1), after=str(end + 1))
        self.entries.append(lambda: entry)
        return True

    def shift(self, row: Row, position: int, source: str) -> None:
        """Give a row another place or number: its cells, and so its version, stay."""
        if (row.position, row.source) != (position, source):
            row.position, row.source = position, source
            self.shifted[row.pk] = row

    def touch(self, row: Row) -> None:
        """Note, once, that a row's cells change, and count them as they were."""
        if row.pk not in self.touched:
            self.touched[row.pk] = row
            self.counted -= count(self.plan, row)
            row.version += 1

    # --- Writing

    def write(self, *, undoes: UUID | None = None) -> UUID | None:
        """Write what was changed in hand, as one group; None if that was nothing.

        Raises Invalid where a list would no longer read as its items, and then all is undone.
        """
        entries = self.written()
        return history.record(self.plan, entries, undoes=undoes, by=self.by) if entries else None

    def written(self, *, is_sampled: bool = False) -> list[history.Entry]:
        """Write it as part of a group that the caller records, and describe it.

        With `is_sampled`, samples made it, and it makes no others.
        """
        if not self.entries:
            return []
        text = None if self.kind == BlockKind.TABLE else section_text(self.block)
        Row.objects.filter(pk__in=[row.pk for row in self.gone]).delete()
        self.write_rows()
        self.write_records()
        if text:
            self.check_surroundings(*text)
        tally(self.plan, self.block.section, self.counted)
        if not is_sampled:
            samples.take(self.plan, self.measured(), SampleSource.CELL, by=self.by)
        return [entry() for entry in self.entries]

    def measured(self) -> Iterator[tuple[Register, Row]]:
        """Give the rows whose measured cell is another, and those that came with one."""
        if self.register:
            for row in (*self.touched.values(), *self.added):
                standing = samples.value(self.register, row.cells)
                if row.pk not in self.touched or self.found.get(row.pk, standing) != standing:
                    yield self.register, row

    def write_rows(self) -> None:
        """Write the rows that came, those that changed, and where they all stand."""
        for threshold, by_places in reversed(self.pushes()):
            below = Row.objects.filter(block=self.block, position__gte=threshold)
            below.update(position=F("position") + by_places)
        Row.objects.bulk_create(self.added)
        Row.objects.bulk_update(self.shifted.values(), ["position", "source"], BATCH)
        Row.objects.bulk_update(self.touched.values(), ["cells", "version"], BATCH)
        for row in (*self.touched.values(), *self.added):
            self.counted += count(self.plan, row)

    def pushes(self) -> list[tuple[int, int]]:
        """Find room for the rows that came: from which position down the others go, and how far.

        Gives every row its position; where there is room already, nobody moves.
        """
        new, pushes = {id(row) for row in self.added}, []
        last, pushed = -1, 0
        for row in self.rows:
            if id(row) in new:
                row.position = max(row.position, last + 1)
            else:
                threshold, row.position = row.position, row.position + pushed
                if (short := last + 1 - row.position) > 0:
                    pushes.append((threshold, short))
                    row.position, pushed = row.position + short, pushed + short
            last = row.position
        return pushes

    def write_records(self) -> None:
        """Write what the rows mean, if their register gives them a meaning."""
        if self.register is None:
            return
        model = self.register.model
        model.objects.bulk_create(self.records(self.register, self.added))
        touched = self.records(self.register, self.touched.values())
        names = [each.name for each in model._meta.concrete_fields if not each.primary_key]
        model.objects.bulk_update(touched, names, BATCH)

    def records(self, register: Register, rows: Iterable[Row]) -> list[Record]:
        """Read rows by their register."""
        read = ((row, register.read(row.cells, self.plan.references)[0]) for row in rows)
        return [register.model(row=row, **values) for row, values in read]

    def check_surroundings(self, before: str, old: list[list[str]]) -> None:
        """Raise Invalid if anything around a list's items reads otherwise than before.

        An item that is indented deep, for one, reads as code where nothing stands above it, and
        so does a table in a list whose item went.
        """
        after, new = section_text(self.block)
        if not undisturbed(before, after, old, new):
            message = (
                "In Markdown the list would no longer read as these items: one stands too deep."
            )
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


def come_or_gone(row: Row, action: Action, **more: object) -> history.Entry:
    """Describe a row that came or went, whole, so that it can be put back."""
    kept = whole(row, row.position, block=row.block_id, version=row.version, **more)
    if action == Action.ADD:
        return entry_of(row, action, after=kept)
    return entry_of(row, action, before=kept)


def entry_of(row: Row, action: Action, *, before: str = "", after: str = "") -> history.Entry:
    """Describe what happened to a row as a whole."""
    place, register = row.block.section.heading, row.block.register
    return history.Entry(
        action, place=place, register=register, row=row.pk, before=before, after=after
    )
