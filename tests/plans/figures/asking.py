"""Asking for the figure of rows that no plan has to have."""

from datetime import UTC, datetime

from plans.catalogue import BY_KEY
from plans.figures.lines import Around
from plans.figures.plans import FORMS, line
from plans.figures.registers import FIGURES
from plans.models import Row

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
TODAY = NOON.date()


def lines(key, *rows):
    """A register's rows as figures read them, each in one text with bars between its cells."""
    return [
        line(Row(pk=number, cells=row.split(" | ")), BY_KEY[key], frozenset())
        for number, row in enumerate(rows, start=1)
    ]


def figure(key, *rows, at=NOON, **tables):
    """The shapes of a register's rows, beside other tables that are named with underscores."""
    named = {name.replace("_", "-"): each for name, each in tables.items()} | {key: rows}
    found = {FORMS[name]: lines(name, *each) for name, each in named.items()}
    return FIGURES[FORMS[key]][1](found[FORMS[key]], Around(at, found))


def drawn(shapes):
    """What a schedule, a timeline or bars say of each row: its label, words and tone."""
    return [(each.label, each.words, each.tone) for each in shapes.rows]
