"""What the other plans of a company say now: read once, for all roll-ups."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gates import state as states
from gates.actors import Actor
from gates.state import State
from plans import page, rendering, trees
from plans.document.cells import unescape
from plans.document.placeholders import is_placeholder
from plans.enums import BlockKind
from plans.models import Block, Plan, Row, Section
from plans.registers import COMPANY_NAME

type Headers = tuple[str, ...]
"""A table's printed headers, in small letters."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan, the state of its gate if it has one, and the share filled if there is one."""

    plan: Plan
    state: State | None
    filled: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A row of a table in a plan: what its cells say, by their headers.

    None is what a placeholder says; `name` is the first cell. `url` is where it stands on the
    plan's page, `path` where its section does in the files, as the Corporate Plan links there.
    """

    plan: Plan
    url: str
    path: str
    name: str
    texts: dict[str, str | None]

    def says(self, header: str) -> str:
        """Give what a cell says, nothing for a placeholder or where there is no such column."""
        return self.texts.get(header) or ""

    def waits(self, but: str) -> bool:
        """Tell whether a cell is still to be filled, in another column than `but`."""
        return any(text is None for header, text in self.texts.items() if header != but)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a plan, with the rows whose first cell says something."""

    headers: Headers
    rows: list[Told]


@dataclass(frozen=True, slots=True)
class Facts:
    """What one may see of the other plans, in the order of the positions, on the day `today`.

    `sections` are the Corporate Plan's own.
    """

    today: date
    standings: list[Standing]
    tables: list[Table]
    sections: list[Section]

    def rows(self, wanted: Callable[[Headers], bool]) -> Iterator[Told]:
        """Give the rows of the tables that have the headers wanted."""
        for table in self.tables:
            if wanted(table.headers):
                yield from table.rows


def read(corporate: Plan, wanted: Callable[[Headers], bool], *, by: Actor) -> Facts:
    """Read what the actor may see, of tables those that are wanted.

    Five queries, whatever the number of plans and rows, and for a gate's policy that names
    sections those of `gates.state.current_of`.
    """
    plans = others(corporate, by)
    logs = states.current_of([plan.gate for plan in plans if plan.gate])
    sections: dict[int, list[Section]] = defaultdict(list)
    for section in Section.objects.filter(plan__in=[corporate, *plans]):
        sections[section.plan_id].append(section)
    standings = [
        Standing(plan, logs.get(plan.gate_id or 0), page.total(sections[plan.pk]).filled)
        for plan in plans
    ]
    tables = list(read_tables(plans, sections, wanted))
    return Facts(timezone.localdate(), standings, tables, sections[corporate.pk])


def others(corporate: Plan, by: Actor) -> list[Plan]:
    """Give the company's other plans that the actor may see; a query."""
    visible = trees.visible_plans(corporate.company, by)
    return [plan for plan in visible if plan.pk != corporate.pk]


def read_tables(
    plans: Iterable[Plan], sections: dict[int, list[Section]], wanted: Callable[[Headers], bool]
) -> Iterator[Table]:
    """Read the tables that are wanted, plan by plan in printed order; two queries."""
    blocks = wanted_blocks([plan.pk for plan in plans], wanted)
    rows: dict[int, list[tuple[int, list[str]]]] = defaultdict(list)
    keys = [key for found in blocks.values() for key, _ in found]
    for block, key, texts in Row.objects.filter(block__in=keys).values_list(
        "block_id", "pk", "cells"
    ):
        rows[block].append((key, texts))
    for plan in plans:
        for section, anchor in page.anchors(sections[plan.pk]).items():
            for block, headers in blocks[section]:
                path = f"{trees.path(plan.position)}#{anchor}"
                told = [tell(plan, path, headers, *row) for row in rows[block]]
                yield Table(headers, [row for row in told if row.name])


def wanted_blocks(
    plans: Iterable[int], wanted: Callable[[Headers], bool]
) -> dict[int, list[tuple[int, Headers]]]:
    """Give the tables that are wanted with their headers, by section and in order; a query."""
    blocks = Block.objects.filter(section__plan__in=plans, kind=BlockKind.TABLE)
    found: dict[int, list[tuple[int, Headers]]] = defaultdict(list)
    for section, key, columns in blocks.values_list("section_id", "pk", "columns"):
        headers = tuple(plain(text).casefold() for text in columns)
        if wanted(headers):
            found[section].append((key, headers))
    return found


def tell(plan: Plan, path: str, headers: Headers, key: int, texts: list[str]) -> Told:
    """Say what a row says; a cell that it lacks is empty."""
    said = [*texts, *[""] * (len(headers) - len(texts))]
    references = frozenset(plan.references)
    named = (text.replace(COMPANY_NAME, plan.company.name) for text in said)
    cells = [None if is_placeholder(text, references) else plain(text) for text in named]
    by_header = dict(zip(headers, cells, strict=False))
    return Told(plan, f"{plan.url}#r-{key}", path, cells[0] or "", by_header)


def plain(text: str) -> str:
    """Give a cell's text as one reads it, in one line and without its marks."""
    shown = rendering.inline(unescape(BlockKind.TABLE, text))
    return " ".join(rendering.visible(shown).split())
