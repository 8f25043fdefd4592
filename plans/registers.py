"""What a register is: how it is recognised in a document, and how its rows are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.text import slugify

from plans.columns import Column, Values
from plans.document.outline import split_number
from plans.document.placeholders import is_placeholder
from plans.enums import BlockKind
from plans.models import Record

COMPANY_NAME = "[COMPANY NAME]"
"""The one placeholder that nobody has to fill: the company's name stands for it everywhere."""

LABEL = "Label"
"""The header of a field's first column, where it is nothing but the printed label."""

METRIC = "Metric"
"""The header of the column that names a row wherever there is one."""

FIELD, CHECKLIST, DIAGRAM = BlockKind.FIELD, BlockKind.CHECKLIST, BlockKind.DIAGRAM


@dataclass(frozen=True)
class Register:
    """A part of the document that has a model.

    `number` and `title` are printed: the section's number and the heading or bold label of the
    register; `key` is its slug. A table is recognised by its header row; one that is `placed`,
    because others have the same, also by the numbered heading it stands under, whatever its
    number is now. Any other kind of block is recognised by its label, or, where it prints none,
    by that heading; a checklist without either, wherever it stands; the summary, under a title.

    A table that plans print in several ways has its header rows in `rows`, each of some of the
    model's columns. `forms` are the register with one of them each: that is what a block is
    recognised as, and its key says which. One that `repeats` may stand in a plan several times.

    `operational` names the columns that stay writable while the gate is closed, `measured` the one
    whose values keep their history.
    """

    number: str
    title: str
    model: type[Record]
    kind: BlockKind = BlockKind.TABLE
    label: str = ""
    operational: frozenset[str] = frozenset()
    measured: str = ""
    live: bool = False
    placed: bool = False
    repeats: bool = False
    rows: tuple[str, ...] = ()
    form: int = 0

    @cached_property
    def key(self) -> str:
        """The slug of the printed title; of any form but the first, with its number."""
        slug = slugify(self.title)
        return f"{slug}-{self.form + 1}" if self.form else slug

    @property
    def forms(self) -> tuple["Register", ...]:
        """The register as each of its header rows prints it."""
        return tuple(replace(self, form=index) for index in range(max(len(self.rows), 1)))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the model that are printed, one for each cell of a row."""
        if not self.rows:
            return self.model.columns
        named = {name: column for column in self.model.columns for name in column.headers}
        return tuple(named[header] for header in self.headers)

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The printed headers."""
        if self.rows:
            return tuple(self.rows[self.form].split(" | "))
        return tuple(column.header for column in self.model.columns)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all fields of the model, whether this form prints their columns or not."""
        return tuple(name for each in self.model.columns for name in each.names.values())

    def is_operational(self, column: int) -> bool:
        """Tell whether the gate leaves this column writable while it is closed."""
        return column < len(self.columns) and self.columns[column].header in self.operational

    @cached_property
    def is_wholly_operational(self) -> bool:
        """Whether rows come, go and move while the gate is closed: it leaves every column open."""
        return self.operational >= {column.header for column in self.columns}

    @cached_property
    def measured_column(self) -> int | None:
        """The index of the column that is measured, None for a register that measures nothing."""
        found = (index for index, each in enumerate(self.columns) if each.header == self.measured)
        return next(found, None)

    def name_of(self, cells: Sequence[str]) -> str:
        """Give what a row is called: its metric, or its first cell; as it is printed."""
        index = self.headers.index(METRIC) if METRIC in self.headers else 0
        return cells[index] if index < len(cells) else ""

    def describes(self, place: "Place") -> bool:
        """Tell whether a block of the register's kind that stands in this place is the register."""
        if self.kind == BlockKind.TABLE:
            is_here = not self.placed or self.is_heading(place.heading)
            return is_here and place.headers == self.headers
        if self.label:
            return place.label == self.label or self.reads_label(place.label)
        if self.number:
            return not place.label and self.is_heading(place.heading)
        return self.kind == CHECKLIST or (not place.label and place.level == 1)

    def is_heading(self, heading: str) -> bool:
        """Tell whether a heading is the register's: it has a number, but that may be another."""
        number, title = split_number(heading)
        return number is not None and len(number.parts) > 1 and title == self.title

    @property
    def has_fixed_label(self) -> bool:
        """Whether the label of the field is only a label, which nobody writes."""
        return self.kind == FIELD and self.headers[0] == LABEL

    def reads_label(self, label: str) -> bool:
        """Tell whether a field's label is one that the register reads, such as "Sprint 24"."""
        if self.kind != FIELD or self.has_fixed_label:
            return False
        word = label[: len(self.label)].casefold()
        return word == self.label.casefold() and 0 not in self.read([label])[1]

    def read(
        self, cells: Sequence[str], references: Iterable[str] = ()
    ) -> tuple[Values, dict[int, str]]:
        """Parse a row: the values by field name, and for each unreadable column a sentence.

        Cells beyond the columns have no meaning; missing ones, and columns that are not printed,
        say nothing. `references` are the document's link definitions: a bracketed word that has
        one is no placeholder.
        """
        defined = frozenset(references)
        values: Values = dict.fromkeys(self.names)
        problems: dict[int, str] = {}
        for index, column in enumerate(self.columns):
            text = cells[index] if index < len(cells) else ""
            try:
                values |= column.values(None if is_blank(self.kind, text, defined) else text)
            except ValueError as error:
                problems[index] = str(error)
                values |= column.values(None)
        return values, problems


@dataclass(frozen=True)
class Place:
    """What a block shows of itself to be recognised by."""

    kind: BlockKind
    heading: str
    level: int
    label: str = ""
    headers: tuple[str, ...] = ()


def is_blank(kind: BlockKind, text: str, defined: frozenset[str]) -> bool:
    """Tell whether somebody still has to fill in something here; a drawing's brackets are art."""
    return kind != DIAGRAM and is_placeholder(text.replace(COMPANY_NAME, ""), defined)
