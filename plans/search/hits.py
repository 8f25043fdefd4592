"""What was found, and what comes first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from django.db.models import TextChoices

from gates import words
from plans.enums import BlockKind
from plans.search import snippets
from plans.search.scope import Order, Question, starts
from plans.search.snippets import Piece


class Kind(TextChoices):
    """What can be found."""

    PLAN = "plans", "Plan"
    SECTION = "sections", "Section"
    ROW = "rows", "Row"
    DECISION = "decisions", "Decision"
    PERSON = "people", "Person"


class Place(IntEnum):
    """Where the words stand: what is called so comes before what only says so."""

    NAME = 0
    SECTION = 1
    FIRST_CELL = 2
    OTHER_CELL = 3


class Rank(NamedTuple):
    """What is compared, the first that differs decides; `missing` words only name the plan.

    `distance` is 0 in the plan that one is in, 1 in its company, 2 elsewhere.
    """

    is_start: bool
    place: Place
    is_scattered: bool
    missing: int
    distance: int
    order: Order


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: `text` as it is written in a block of this `form`, and the page it is on."""

    kind: Kind
    text: str
    where: str
    url: str
    question: Question
    rank: Rank
    form: BlockKind | None = None
    others: Sequence[str] = field(default=())

    @property
    def title(self) -> str:
        """What it is called, without Markdown."""
        return snippets.head(snippets.readable(self.form, self.text)) or "…"

    @property
    def name(self) -> list[Piece]:
        """The same with the words marked."""
        return snippets.marked(self.title, self.question)

    @property
    def snippet(self) -> list[Piece]:
        """What else has words of the question, with these marked."""
        texts = [snippets.readable(self.form, each) for each in (self.text, *self.others)]
        texts.append(" ".join(self.text.split()))  # an address behind a link is found, too
        shown = snippets.rest(f"{self.title} {self.where}", texts, self.question)
        return snippets.marked(shown, self.question) if shown else []


@dataclass(frozen=True, slots=True)
class Standing:
    """How the words of a question stand in texts that belong together."""

    best: int
    is_start: bool
    is_scattered: bool
    missing: int


def standing(question: Question, texts: Sequence[str], named: Collection[str]) -> Standing:
    """Say in which of the texts most of the words are; `named` are words of what is around."""
    there = [words.split(text) for text in texts]
    counts = [sum(starts(word, each) for word in question) for each in there]
    exact = {word for each in there for word in each}.union(named)
    present = sum(any(starts(word, each) for each in there) for word in question)
    best = max(range(len(counts)), key=lambda column: (counts[column], -column))
    return Standing(
        best,
        is_start=not exact.issuperset(question),
        is_scattered=counts[best] < present,
        missing=len(question) - present,
    )
