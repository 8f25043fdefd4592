"""What is found in plans: the plans themselves, their sections, and their rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plans import catalogue
from plans.enums import BlockKind
from plans.models import Row, Section
from plans.search.hits import Hit, Kind, Place, Rank, Standing, standing
from plans.search.scope import MOST, PlanName, Question, Shelf, groups, newest, starts

DECISIONS = "architecture-decision-records-adrs"
"""The register whose rows are decisions, in any of its forms."""


@dataclass(frozen=True, slots=True)
class Library:
    """Plans to look through for a question: from the page of the plan `near`, or from none.

    Of each kind at most `most` are looked at.
    """

    question: Question
    plans: Mapping[int, PlanName]
    asked: dict[Question, list[int]]
    near: PlanName | None = None
    most: int = MOST

    @classmethod
    def of(
        cls, question: Question, shelf: Shelf, near: PlanName | None = None, most: int = MOST
    ) -> "Library":
        """Sort the plans by the words that are left over in each."""
        named = {key: plan.words for key, plan in shelf.plans.items()}
        return cls(question, shelf.plans, groups(question, named), near, most)

    def rank(self, plan: PlanName, place: Place, how: Standing, *places: int) -> Rank:
        """Give the rank of what stands in a plan."""
        return Rank(
            how.is_start,
            place,
            how.is_scattered,
            how.missing,
            self.distance(plan),
            plan.order(*places),
        )

    def distance(self, plan: PlanName) -> int:
        """Say how far a plan is from where one is."""
        if self.near is None:
            return 0
        return (plan.slug != self.near.slug) + (plan != self.near)


def titles(library: Library) -> Iterator[Hit]:
    """Give the plans that have all words in their names; no query."""
    for plan in library.plans.values():
        if all(starts(word, plan.words) for word in library.question):
            how = standing(library.question, [" ".join(plan.words)], ())
            yield Hit(
                Kind.PLAN,
                plan.title,
                f"{plan.company} · {plan.position}",
                plan.url,
                library.question,
                library.rank(plan, Place.NAME, how),
            )


def sections(library: Library) -> Iterator[Hit]:
    """Give the sections whose headings have the words; one query."""
    found = newest(Section.objects.all(), Section.words, library.asked, "plan", library.most)
    for pk, key, position, heading in found.values_list("pk", "plan_id", "position", "heading"):
        plan = library.plans[key]
        how = standing(library.question, [heading], plan.words)
        yield Hit(
            Kind.SECTION,
            heading,
            f"{plan.company} · {plan.title}",
            f"{plan.url}#s-{pk}",
            library.question,
            library.rank(plan, Place.SECTION, how, position),
            form=BlockKind.HEADING,
        )


MARKS = "*_` "
"""Around a row's name, which is not read as Markdown: of a thousand rows that would cost."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row as the index gives it, with what is around."""

    pk: int
    position: int
    cells: list[str]
    place: int
    kind: str
    columns: list[str]
    register: str
    section: int
    heading: str
    plan: int


FIELDS = (
    *("pk", "position", "cells"),
    *("block__position", "block__kind", "block__columns", "block__register"),
    *("block__section__position", "block__section__heading", "block__section__plan_id"),
)


def rows(library: Library) -> Iterator[Hit]:
    """Give the rows that have the words in their cells, each by its best cell; one query."""
    lines = Row.objects.exclude(block__kind=BlockKind.HEADING)
    found = newest(lines, Row.words, library.asked, "block__section__plan", library.most)
    for each in found.values_list(*FIELDS):
        row = FoundRow(*each)
        yield of_row(library, library.plans[row.plan], row)


def of_row(library: Library, plan: PlanName, row: FoundRow) -> Hit:
    """Say where a row's words stand."""
    kind, texts = BlockKind(row.kind), row.cells
    how = standing(library.question, texts, plan.words)
    first = 1 if kind == BlockKind.CHECKLIST else 0
    is_decision = row.register.startswith(DECISIONS)
    column = catalogue.column_name(kind, row.columns, row.register, how.best)
    name = texts[first].strip(MARKS) if how.best > first else ""
    where = (plan.company, plan.title, row.heading, name, column)
    return Hit(
        Kind.DECISION if is_decision else Kind.ROW,
        texts[how.best],
        " · ".join(filter(None, where)),
        f"{plan.url}#r-{row.pk}",
        library.question,
        library.rank(
            plan,
            Place.OTHER_CELL if how.best > first else Place.FIRST_CELL,
            how,
            *(row.section, row.place, row.position, row.pk),
        ),
        form=kind,
        others=[text for at, text in enumerate(texts) if at != how.best],
    )
