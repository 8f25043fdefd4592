"""Finding anything from a plan's page: what one can do, plans, sections, and cells by words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from django.urls import reverse
from django.utils.http import urlencode

from gates import lock
from gates.actors import Actor
from plans import catalogue, search
from plans.document import cells
from plans.enums import BlockKind, Position
from plans.models import Block, Plan, Row
from plans.search import Shelf

MOST = 8
"""Of each kind: more are found by another word, not by reading on."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place to go: an address, or on this page a row and a column; `where` is what is around.

    Or something to `do`, by the name that the page's script has for it, some of it in a `block`.
    """

    name: str
    where: str = ""
    url: str = ""
    row: int | None = None
    column: int = 0
    do: str = ""
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, by kind, the best known first."""

    actions: list[Found]
    plans: list[Found]
    sections: list[Found]
    cells: list[Found]
    elsewhere: list[Found]
    everything: list[Found]

    @property
    def count(self) -> int:
        """How many there are of all kinds."""
        kinds = (self.actions, self.plans, self.sections, self.cells, self.elsewhere)
        return sum(map(len, kinds))


def find(plan: Plan, words: str, *, by: Actor) -> Results:
    """Find what has all these words; without any, what can be done here, and the sections.

    Only what the actor may see. Six queries at most, whatever the number of plans: of this plan
    all rows are read, which are some hundred and at most 20,000, the others are searched.
    """
    wanted = words.casefold().split()
    rows = list(
        Row.objects.filter(block__section__plan=plan)
        .select_related("block__section")
        .order_by("block__section__position", "block__position", "position")
    )
    if not wanted:
        return Results([*actions(plan)], [], [*headings(rows)], [], [], [])
    seen = search.visible_plans(by)
    plans = (Found(each.title, each.company, url=each.url) for each in seen.plans.values())
    return Results(
        matching(chain(actions(plan), additions(plan)), wanted),
        matching(plans, wanted),
        matching(headings(rows), wanted),
        matching(texts(rows), wanted),
        elsewhere(plan, seen, words),
        [everything(words)],
    )


def matching(found: Iterable[Found], words: Sequence[str]) -> list[Found]:
    """Give the first of those that have all words around them, and one at least in their name."""

    def matches(each: Found) -> bool:
        name, text = each.name.casefold(), f"{each.name} {each.where}".casefold()
        return all(word in text for word in words) and any(word in name for word in words)

    return list(islice(filter(matches, found), MOST))


def actions(plan: Plan) -> Iterator[Found]:
    """Give the pages around a plan, and what its own page does."""
    may_write = plan.may_change_plan  # type: ignore[attr-defined]
    if may_write:
        yield Found("Undo my last change", do="undo")
        yield Found("Redo what I took back", do="redo")
    yield Found("Export Markdown", url=f"{plan.url}export.md")
    yield Found("History", url=f"{plan.url}history/")
    yield Found("Figures", url=f"{plan.url}figures/")
    if plan.position == Position.CTO:
        yield Found("Architecture decisions", url=f"{plan.url}decisions/")
    if plan.gate:
        yield Found("Gate and decisions", url=plan.gate.get_absolute_url())
    if may_write:
        yield Found("Import a file", url=f"{plan.company.url}import/?position={plan.position}")
    yield Found("All plans of the company", url=plan.company.url)
    yield Found("Approvals that wait for me", url="/gates/")
    yield Found("Shortcuts", do="shortcuts")


def additions(plan: Plan) -> Iterator[Found]:
    """Give the tables and lists to which this person can add rows now; two queries."""
    if not plan.may_change_plan:  # type: ignore[attr-defined]
        return
    is_open = not plan.gate or lock.is_open(plan.gate)
    blocks = Block.objects.filter(section__plan=plan, kind__in=cells.ROW_KINDS)
    for block in blocks.select_related("section").order_by("section__position", "position"):
        register = catalogue.BY_KEY.get(block.register)
        if is_open or (register and register.is_wholly_operational):
            what = "row" if block.kind == BlockKind.TABLE else "item"
            heading = block.section.heading
            name, where = (block.label, heading) if block.label else (heading, "")
            yield Found(f"Add {what} to {name}", where, do="add", block=block.pk)


def elsewhere(plan: Plan, seen: Shelf, words: str) -> list[Found]:
    """Give the best of the sections and rows of other plans; two queries."""
    hits = search.in_plans(words, seen.without(plan), near=seen.plans[plan.pk])
    return [Found(hit.title, hit.where, url=hit.url) for hit in hits[:MOST]]


def everything(words: str) -> Found:
    """Give the way to the page that searches everything for the same words."""
    return Found(f"All results for “{words}”", url=f"{reverse('search')}?{urlencode({'q': words})}")


def headings(rows: Iterable[Row]) -> Iterator[Found]:
    """Give the plan's sections."""
    for row in rows:
        if row.block.kind == BlockKind.HEADING:
            yield Found(row.block.section.heading, row=row.pk)


def texts(rows: Iterable[Row]) -> Iterator[Found]:
    """Give the cells that have a text, each with its section, its row and its column."""
    for row in rows:
        kind = BlockKind(row.block.kind)
        if kind == BlockKind.HEADING:
            continue
        for column, text in enumerate(row.cells):
            if not text.strip():
                continue
            name = catalogue.column_name(kind, row.block.columns, row.block.register, column)
            around = (row.block.section.heading, row.cells[0] if column else "", name)
            where = " · ".join(filter(None, around))
            yield Found(cells.unescape(kind, text), where, row=row.pk, column=column)
