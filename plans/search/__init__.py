"""Search: plans, sections, rows, decisions and people, in what one may read, the best first.

The words of a question are found by an index that the database keeps (`gates.word_index`); what
they come to, and in which order, is said here, the same on every database.
"""

from collections import Counter
from dataclasses import dataclass

from gates import words
from gates.actors import Actor
from plans.search import documents, log, people
from plans.search.documents import Library
from plans.search.hits import Hit, Kind
from plans.search.scope import MOST, PlanName, Question, Shelf, visible_plans

__all__ = ["MOST", "Found", "Hit", "Kind", "Shelf", "in_plans", "search", "visible_plans"]

GLANCE = 100
"""Of each kind, so many are ranked for every letter that is typed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the best first; `kinds` of which there is more than was ranked."""

    question: Question
    hits: list[Hit]
    cut: list[Kind]

    @property
    def counts(self) -> Counter[Kind]:
        """How many of each kind there are."""
        return Counter(hit.kind for hit in self.hits)


def search(asked: str, *, by: Actor) -> Found:
    """Find what has all the words; seven queries, whatever there is."""
    question = words.wanted(asked)
    if not question:
        return Found(question, [], [])
    shelf = visible_plans(by)
    library = Library.of(question, shelf)
    everything = [
        list(documents.titles(library)),
        list(documents.sections(library)),
        list(documents.rows(library)),
        list(log.decisions(question, shelf, by)),
        list(people.people(question, shelf, by)),
    ]
    cut = [kind for kind, found in zip(Kind, everything, strict=True) if len(found) > MOST]
    hits = [hit for found in everything for hit in found[:MOST]]
    return Found(question, sorted(hits, key=lambda hit: hit.rank), cut)


def in_plans(asked: str, shelf: Shelf, *, near: PlanName) -> list[Hit]:
    """Find sections and rows of these plans, the nearest first; two queries."""
    question = words.wanted(asked)
    if not (question and shelf.plans):
        return []
    library = Library.of(question, shelf, near, GLANCE)
    hits = [*documents.sections(library), *documents.rows(library)]
    return sorted(hits, key=lambda hit: hit.rank)
