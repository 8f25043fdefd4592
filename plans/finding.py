"""Finding anything from a plan's page: what one can do, plans, sections, and cells by words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from gates import access
from gates.actors import Actor
from plans import catalogue
from plans.document import cells
from plans.enums import BlockKind
from plans.models import Plan, Row

MOST = 8
"""Of each kind: more are found by another word, not by reading on."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place to go: an address, or on this page a row and a column; `where` is what is around.

    Or something to `do`, by the name that the page's script has for it.
    """

    name: str
    where: str = ""
    url: str = ""
    row: int | None = None
    column: int = 0
    do: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, by kind, the best known first."""

    actions: list[Found]
    plans: list[Found]
    sections: list[Found]
    cells: list[Found]

    @property
    def count(self) -> int:
        """How many there are of all kinds."""
        return len(self.actions) + len(self.plans) + len(self.sections) + len(self.cells)


def find(plan: Plan, words: str, *, by: Actor) -> Results:
    """Find what has all these words; without any, what can be done here, and the sections.

    Only what the actor may see. Two queries: of the plan all rows are read, which are some hundred
    and at most 20,000.
    """
    wanted = words.casefold().split()
    seen = access.visible_to(by, "view_plan", Plan.objects.select_related("company"))
    rows = list(
        Row.objects.filter(block__section__plan=plan)
        .select_related("block__section")
        .order_by("block__section__position", "block__position", "position")
    )
    plans = (Found(each.title, each.company.name, url=each.url) for each in seen)
    return Results(
        matching(actions(plan), wanted),
        matching(plans, wanted) if wanted else [],
        matching(headings(rows), wanted, MOST if wanted else None),
        matching(texts(rows), wanted) if wanted else [],
    )


def matching(found: Iterable[Found], words: list[str], most: int | None = MOST) -> list[Found]:
    """Give the first of those that have all words around them, and one at least in their name."""

    def matches(each: Found) -> bool:
        name, text = each.name.casefold(), f"{each.name} {each.where}".casefold()
        return all(word in text for word in words) and any(word in name for word in words or [""])

    return list(islice(filter(matches, found), most))


def actions(plan: Plan) -> Iterator[Found]:
    """Give the pages around a plan, and what its own page does."""
    may_write = plan.may_change_plan  # type: ignore[attr-defined]
    if may_write:
        yield Found("Undo my last change", do="undo")
        yield Found("Redo what I took back", do="redo")
    yield Found("Export Markdown", url=f"{plan.url}export.md")
    yield Found("History", url=f"{plan.url}history/")
    if plan.gate:
        yield Found("Gate and decisions", url=plan.gate.get_absolute_url())
    if may_write:
        yield Found("Import a file", url=f"{plan.company.url}import/?position={plan.position}")
    yield Found("All plans of the company", url=plan.company.url)
    yield Found("Approvals that wait for me", url="/gates/")
    yield Found("Shortcuts", do="shortcuts")


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
