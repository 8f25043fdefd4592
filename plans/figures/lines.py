"""A table's rows as figures read them, and how these print what they found."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.dateformat import format as date_format

from gates.evidence import Measure
from plans.columns import Values
from plans.decisions.relations import Said
from plans.figures.measures import measure
from plans.kept import Past, Step


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its key, its texts as a person reads them, by printed header, and what they mean."""

    row: int
    texts: dict[str, str]
    values: Values

    @property
    def name(self) -> str:
        """What it is called: the metric, or its first text."""
        return self.texts.get("Metric") or next(iter(self.texts.values()), "")

    @property
    def owner(self) -> str:
        """Whose it is, where the table says so."""
        return self.values.get("owner") or self.values.get("assignee") or ""

    def measure(self, name: str) -> Measure:
        """Give a column's value in the unit that others are compared in."""
        unit, comparator = self.values[f"{name}_unit"], self.values.get(f"{name}_comparator")
        return measure(self.values[f"{name}_value"], unit, comparator)


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured at a time: the text as typed, and its value in the common unit."""

    at: datetime
    text: str
    measure: Measure


type Lines = Sequence[Line]


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What a figure may ask besides its own table's rows: the moment, the plan's other tables.

    `tables` has the rows of those that are figured or read by a figure, by the key of the
    register's first form, in printed order; several tables of one register are joined. `past` is
    what the plan's history keeps, `steps` who got which row done, and when, as far as it tells;
    `samples` are the last ones of each row, the oldest first, none where nobody looks at them.
    `decisions` are what records say of the plan's decisions; `changed` and `came` the days on
    which rows whose age matters were last changed, and came into the plan, by their keys.
    """

    at: datetime
    tables: Mapping[str, Lines] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    steps: Mapping[int, Step] = field(default_factory=dict)
    samples: Mapping[int, Sequence[Point]] = field(default_factory=dict)
    decisions: Sequence[Said] = ()
    changed: Mapping[int, date] = field(default_factory=dict)
    came: Mapping[int, date] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day that it is, here."""
        return timezone.localdate(self.at)

    def table(self, key: str) -> Lines:
        """Give the rows of a register, none where the plan does not have it."""
        return self.tables.get(key, ())


def names(text: str, known: Collection[str]) -> list[str]:
    """Give those of some casefolded names that stand in a text as words, the longest first.

    What one has taken is not another's: “API gateway” is not “gateway”.
    """
    left, found = text.casefold(), []
    for name in sorted((each for each in known if each in left), key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        if re.search(pattern, left):
            found.append(name)
            left = re.sub(pattern, "\0", left)
    return found


def counted(number: int, noun: str) -> str:
    """Print a number of things."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day(value: date) -> str:
    """Print a day."""
    return date_format(value, "j M Y")


def plain(number: Decimal) -> str:
    """Print a number without zeros at its end."""
    return f"{number.normalize():f}"
