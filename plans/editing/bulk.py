"""Writing many cells at once: a block that was pasted, or one text in several rows.

What cannot stand in its cell is listed and left out; the rest is written, as one group.
"""

import csv
from collections.abc import Collection, Iterator
from io import StringIO

from gates.actors import Actor
from plans import history
from plans.address import Address, Gone
from plans.columns import Column
from plans.editing.cells import header, new_text, replaced
from plans.editing.door import Invalid, writing
from plans.editing.groups import Group, Refusal
from plans.editing.rows import chosen, find_block
from plans.editing.sheet import Sheet
from plans.models import Row

MAX_PASTED = 2_000_000
"""Characters of a clipboard; a table of 1,000 rows has some hundred thousand."""


def set_cells(  # noqa: PLR0913 (rows and a column)
    address: Address,
    keys: Collection[int],
    column: int,
    text: str,
    *,
    seen: int | None = None,
    by: Actor,
) -> Group:
    """Write one text into a column of several rows of a block.

    A cell that somebody else changed after revision `seen` is left out. Raises Gone,
    PermissionDenied, GateClosed or Invalid.
    """
    with writing(address, by=by) as plan:
        sheet, rows = chosen(plan, keys, by)
        sheet.check_open([column])
        typing = Typing(sheet, seen)
        for row in rows:
            typing.put(row, column, text)
        return typing.done("Set", row=rows[0].pk)


def paste(  # noqa: PLR0913 (a cell is a row and a column)
    address: Address,
    block: int,
    text: str,
    *,
    row: int | None = None,
    column: int = 0,
    seen: int | None = None,
    by: Actor,
) -> Group:
    """Write what was copied from a spreadsheet, the first cell into `row` and `column`.

    `text` has a line for each row and a tab between cells, quoted where a cell has either. Rows
    that the block lacks are added; without `row`, all of them. A label is taken for its choice.
    A cell that somebody else changed after revision `seen` is left out. Raises Gone,
    PermissionDenied, GateClosed or Invalid.
    """
    with writing(address, by=by) as plan:
        sheet = Sheet(plan, find_block(plan, block), by)
        lines, typing = copied(text), Typing(sheet, seen)
        start = place(sheet.rows, row)
        standing = sheet.rows[start : start + len(lines)]
        sheet.check_open(range(column, column + max(map(len, lines))))
        if len(standing) < len(lines):
            sheet.check_growing()
        for target, texts in zip(standing, lines, strict=False):
            for index, each in enumerate(texts, column):
                typing.put(target, index, each)
        for texts in lines[len(standing) :]:
            typing.add([""] * column + texts)
        return typing.done("Pasted", row=standing[0].pk if standing else None)


def copied(text: str) -> list[list[str]]:
    """Cut a clipboard's text into lines of cells; Invalid for nothing or too much."""
    if len(text) > MAX_PASTED:
        raise Invalid(f"At most {MAX_PASTED:,} characters can be pasted; these are {len(text):,}.")
    csv.field_size_limit(MAX_PASTED)
    lines = list(csv.reader(StringIO(text, newline=""), dialect="excel-tab"))
    if not any(lines):
        raise Invalid("There is nothing to paste.")
    return lines


def place(rows: list[Row], key: int | None) -> int:
    """Give the index of the row that is pasted into: below the last one without a key."""
    for index, row in enumerate(rows):
        if row.pk == key:
            return index
    if key is None:
        return len(rows)
    raise Gone("This row is no longer there: somebody deleted it.")


class Typing:
    """Cells on their way into a sheet, and those that could not be written."""

    def __init__(self, sheet: Sheet, seen: int | None) -> None:
        self.sheet, self.plan = sheet, sheet.plan
        asked = seen is not None and seen != self.plan.revision
        self.others = history.others_since(self.plan, seen or 0, sheet.by) if asked else {}
        self.refusals: list[Refusal] = []
        self.cells = self.rows = 0

    def put(self, row: Row, column: int, text: str) -> None:
        """Write a cell that is there, unless it cannot be or somebody else just did."""
        text = choice(column_of(self.sheet, column), text)
        if other := self.others.get(row.pk, {}).get(column):
            return self.refuse(row, column, text, f"{other} changed it meanwhile.")
        try:
            after = new_text(self.plan, row, column, text, self.sheet.by)
        except Invalid as refusal:
            return self.refuse(row, column, text, str(refusal))
        self.cells += self.sheet.set(row, column, after)
        return None

    def add(self, texts: list[str]) -> None:
        """Add a row at the end; a cell that cannot be written is left empty in it."""
        sheet, cells = self.sheet, self.sheet.filled(())
        row = Row(
            block=sheet.block, position=0, cells=cells, source=sheet.source(len(sheet.rows), cells)
        )
        for index, text in enumerate(texts):
            if text:
                self.put_new(row, index, choice(column_of(sheet, index), text))
        sheet.insert(len(sheet.rows), row)
        self.rows += 1

    def put_new(self, row: Row, column: int, text: str) -> None:
        """Write a cell of a row that is still to be added."""
        sheet = self.sheet
        try:
            after = new_text(self.plan, row, column, text, sheet.by)
            cells = replaced(row.cells, column, after)
            row.source = sheet.source(len(sheet.rows), cells)
        except Invalid as refusal:
            return self.refuse(row, column, text, str(refusal))
        row.cells = cells
        return None

    def refuse(self, row: Row, column: int, text: str, reason: str) -> None:
        """List a cell that was not written."""
        name = header(row, column) or f"column {column + 1}"
        self.refusals.append(Refusal(row.cells[0] if row.cells else "", name, text, reason))

    def done(self, verb: str, row: int | None) -> Group:
        """Write what can be, and say what was done."""
        said = ", ".join(self.parts(verb)) or "Nothing was changed"
        return Group(
            self.plan, self.plan.revision, self.sheet.write(), f"{said}.", self.refusals, row
        )

    def parts(self, verb: str) -> Iterator[str]:
        """Give what was done, counted."""
        if self.cells:
            yield f"{verb} {counted(self.cells, 'cell')}"
        if self.rows:
            yield f"{'added' if self.cells else verb} {counted(self.rows, 'row')}"


def column_of(sheet: Sheet, index: int) -> Column | None:
    """Give the typed column of a cell, if its block is a register."""
    columns = sheet.register.columns if sheet.register else ()
    return columns[index] if index < len(columns) else None


def choice(column: Column | None, text: str) -> str:
    """Give the choice that a text means, spelt as it is printed; any other text as it is."""
    for each in column.choices if column else ():
        if each.casefold() == text.strip().casefold():
            return each
    return text


def counted(number: int, noun: str) -> str:
    """Say how many."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
