"""The roll-ups of the Corporate Plan, and where each has its place in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gates.actors import Actor
from plans.document.outline import split_number
from plans.enums import Position
from plans.models import Plan, Section
from plans.rollups import lines
from plans.rollups.facts import Facts, Headers, read
from plans.rollups.lines import Line


def no_table(_: Headers) -> bool:
    """Want none of the plans' tables."""
    return False


@dataclass(frozen=True, slots=True)
class Rollup:
    """What the Corporate Plan shows of the others, below its own section `heading`.

    `columns` are those behind the first two, which say what it is `about` and in whose plan;
    `empty` is what is said where there is nothing. `tell` gives the lines; those of tables come
    from the tables that are `wanted`.
    """

    key: str
    title: str
    heading: str
    columns: tuple[str, ...]
    empty: str
    tell: Callable[[Facts], Iterator[Line]]
    wanted: Callable[[Headers], bool] = no_table
    about: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        """All column headers."""
        return (self.about, "Plan", *self.columns)


ROLLUPS = (
    Rollup(
        "milestones",
        "Milestones at risk",
        "Quarterly Milestones",
        ("Target Date", "Standing"),
        "No milestone is at risk or late.",
        lines.milestones,
        lines.has_milestones,
        "Milestone",
    ),
    Rollup(
        "initiatives",
        "Initiatives at risk",
        "Active Initiatives",
        ("Status",),
        "No initiative is at risk.",
        lines.initiatives,
        lines.has_initiatives,
        "Initiative",
    ),
    Rollup(
        "open-positions",
        "Positions to fill",
        "Open Positions",
        ("Department", "Priority", "Status"),
        "No position is open.",
        lines.open_positions,
        lines.has_positions,
        "Role",
    ),
    Rollup(
        "compliance",
        "Not compliant",
        "Compliance Requirements",
        ("Status",),
        "The plans name nothing that is not compliant.",
        lines.not_compliant,
        lines.has_rules,
        "Requirement",
    ),
    Rollup(
        "reviews",
        "Reviews due",
        "Review Schedule",
        ("Due", "Standing"),
        "No review is due.",
        lines.reviews_due,
        lines.has_reviews,
        "Review",
    ),
    Rollup(
        "plan-index",
        "Where the plans stand",
        "Plan Index",
        ("Gate", "Filled", "Last Change"),
        "There is no other plan that you may see.",
        lines.plan_index,
        about="Title",
    ),
)
"""In the order in which the Corporate Plan has a place for them."""

BY_HEADING = {rollup.heading.casefold(): rollup for rollup in ROLLUPS}


@dataclass(frozen=True, slots=True)
class Panel:
    """A roll-up as it is now, and the section that it stands below, if the plan has it."""

    rollup: Rollup
    lines: list[Line]
    section: int | None

    @property
    def rows(self) -> Iterator[tuple[Line, list[tuple[str, str]]]]:
        """Give the lines, each with its cells and their headers."""
        for line in self.lines:
            yield line, list(zip(self.rollup.headers, line.cells, strict=True))


def panels(corporate: Plan, *, by: Actor) -> list[Panel]:
    """Give every roll-up as the actor may see it; six queries at most, see `facts.read`."""
    facts = read(corporate, is_wanted, by=by)
    places = {rollup.key: section for section, rollup in placed(facts.sections)}
    return [Panel(rollup, list(rollup.tell(facts)), places.get(rollup.key)) for rollup in ROLLUPS]


def is_wanted(headers: Headers) -> bool:
    """Tell whether any roll-up wants a table."""
    return any(rollup.wanted(headers) for rollup in ROLLUPS)


def placed(sections: Iterable[Section]) -> Iterator[tuple[int, Rollup]]:
    """Give the roll-ups that a plan has a place for, each with the first section that is one.

    A section is known by its heading, whatever its number.
    """
    left = dict(BY_HEADING)
    for section in sections:
        title = split_number(section.heading)[1].strip().casefold()
        if rollup := left.pop(title, None):
            yield section.pk, rollup


def beside(plan: Plan, sections: Sequence[Section], html: list[SafeString]) -> list[SafeString]:
    """Put the roll-ups' places behind the fragments of the Corporate Plan's sections; no query.

    They hold nothing but a link: what is in them depends on the reader, and is fetched at once.
    """
    if plan.position != Position.CORP:
        return html
    places = dict(placed(sections))
    last = next(reversed(places), None)
    return [
        each + place(plan, places[section.pk], is_last=section.pk == last)
        if section.pk in places
        else each
        for section, each in zip(sections, html, strict=True)
    ]


def place(plan: Plan, rollup: Rollup, *, is_last: bool) -> SafeString:
    """Give a roll-up's place on the plan's page; the last fetches what comes into all of them."""
    context = {"plan": plan, "rollup": rollup, "is_last": is_last}
    return render_to_string("plans/rollup.html#place", context)
