"""Where a question looks: the plans that somebody may see, and the words that name them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Model, QuerySet

from gates import access, words
from gates.actors import Actor
from gates.word_index import Matches, Words
from plans.enums import Position
from plans.models import Plan

MOST = 1_000
"""Of each kind, so many are ranked: those that came last."""

SHORTEST_START = 3
"""Letters of a word that name a plan whose word goes on."""

type Question = tuple[str, ...]
type Order = tuple[str, str, int, tuple[int, ...]]

POSITIONS = {position.value: place for place, position in enumerate(Position)}


@dataclass(frozen=True, slots=True)
class PlanName:
    """What a plan is called, and where it stands: of thousands, models would cost too much."""

    pk: int
    gate: int | None
    position: str
    title: str
    company: str
    slug: str

    @property
    def url(self) -> str:
        """The address of its page."""
        return f"/{self.slug}/{self.position.lower()}/"

    @property
    def words(self) -> frozenset[str]:
        """The words by which it is named."""
        return cut(f"{self.position} {self.title} {self.company}")

    def order(self, *places: int) -> Order:
        """Give where something stands among all that somebody may see."""
        return (self.company, self.slug, POSITIONS[self.position], places)


@lru_cache(maxsize=20_000)
def cut(text: str) -> frozenset[str]:
    """Give the words of a name."""
    return frozenset(words.split(text))


@dataclass(frozen=True, slots=True)
class Shelf:
    """The plans that somebody may see, by their keys, and the query that gives them."""

    plans: dict[int, PlanName]
    whole: QuerySet[Plan]

    def without(self, plan: Plan) -> "Shelf":
        """Give all but one."""
        others = {key: each for key, each in self.plans.items() if key != plan.pk}
        return Shelf(others, self.whole.exclude(pk=plan.pk))


def visible_plans(by: Actor) -> Shelf:
    """Give the plans that somebody may see; one query."""
    plans = access.visible_to(by, "view_plan", Plan.objects.order_by())
    fields = ("pk", "gate_id", "position", "title", "company__name", "company__slug")
    found = (PlanName(*each) for each in plans.values_list(*fields))
    return Shelf({plan.pk: plan for plan in found}, plans)


def starts(word: str, there: Iterable[str]) -> bool:
    """Tell whether a word, or one that it is the start of, is there."""
    return any(each.startswith(word) for each in there)


def left_over(question: Question, named: Collection[str]) -> Question:
    """Give the words of a question that do not name where to look; all, where all of them do."""
    left = tuple(
        word
        for word in question
        if word not in named and (len(word) < SHORTEST_START or not starts(word, named))
    )
    return left or question


def groups(question: Question, named: Mapping[int, Collection[str]]) -> dict[Question, list[int]]:
    """Give what has to be found where: words, and the keys of what the other words name."""
    found: dict[Question, list[int]] = defaultdict(list)
    for key, there in named.items():
        found[left_over(question, there)].append(key)
    return found


def newest[M: Model](
    rows: QuerySet[M],
    indexed: Words,
    asked: Mapping[Question, list[int]],
    place: str,
    most: int = MOST,
) -> QuerySet[M, Any]:
    """Give what has the words asked for at their places, whatever the number of these: one query.

    One more than are ranked, to know whether there are more. The places are listed, as thousands
    of keys cost less than what PostgreSQL does when it has to guess how many there will be.
    """
    parts = [
        rows.filter(Matches(indexed, [words]), **{f"{place}__in": keys}).order_by("-pk")
        for words, keys in asked.items()
    ]
    if not parts:
        return rows.none()
    if len(parts) == 1:
        return parts[0][: most + 1]
    first, *others = (rows.filter(pk__in=part.values("pk")[: most + 1]) for part in parts)
    either = first.values("pk").union(*(other.values("pk") for other in others))
    return rows.filter(pk__in=either).order_by("-pk")[: most + 1]
