"""What decisions are to each other: what their records and their titles in table 1.4 say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.decisions.facts import DEPENDS, SUPERSEDES, label, relations_in
from plans.graphs import way


@dataclass(frozen=True, slots=True)
class Said:
    """What a decision's record says of others, by their numbers."""

    number: int
    supersedes: Iterable[int] = ()
    depends_on: Iterable[int] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """What a decision is to others, and they to it, each in order of their numbers."""

    supersedes: tuple[int, ...] = ()
    superseded_by: tuple[int, ...] = ()
    depends_on: tuple[int, ...] = ()
    needed_by: tuple[int, ...] = ()


ALONE = Related()


def related(titles: Mapping[int, str], records: Iterable[Said]) -> dict[int, Related]:
    """Give what each decision is to others; a title may say that it supersedes one, too."""
    supersedes: dict[int, set[int]] = defaultdict(set)
    depends_on: dict[int, set[int]] = defaultdict(set)
    for record in records:
        supersedes[record.number] |= {*record.supersedes}
        depends_on[record.number] |= {*record.depends_on}
    for number, title in titles.items():
        said = relations_in(title)
        supersedes[number] |= said.get(SUPERSEDES, frozenset()) - {number}
        depends_on[number] |= said.get(DEPENDS, frozenset()) - {number}
    superseded_by, needed_by = turned(supersedes), turned(depends_on)
    known = {*supersedes, *depends_on, *superseded_by, *needed_by}
    return {
        number: Related(
            *(
                tuple(sorted(each.get(number, ())))
                for each in (supersedes, superseded_by, depends_on, needed_by)
            )
        )
        for number in known
    }


def turned(relations: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """Give a relation from its other side."""
    found: dict[int, set[int]] = defaultdict(set)
    for number, others in relations.items():
        for other in others:
            found[other].add(number)
    return found


def edges(relations: Mapping[int, Related]) -> list[tuple[int, int]]:
    """Give who supersedes or depends on whom."""
    return [
        (number, other)
        for number, each in relations.items()
        for other in (*each.supersedes, *each.depends_on)
    ]


def circle(relations: Mapping[int, Related], number: int) -> str:
    """Name the decisions of a circle that one is part of, the first twice; "" for none."""
    leads = edges(relations)
    for source, target in leads:
        if source == number and (back := way(leads, target, number)):
            return " → ".join(map(label, [number, *back]))
    return ""
