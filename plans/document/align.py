"""Which items of two sequences are the same: rows, blocks or sections, in n log n."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """What an item is known by: all of it, its names ("" for none), and what may stand for it.

    All items of a sequence have as many names; the first is the surest.
    """

    whole: Hashable
    names: tuple[Hashable, ...] = ()
    kind: Hashable = ""


@dataclass(frozen=True, slots=True)
class Match:
    """The places of one item before and after; None where it is not there."""

    before: int | None
    after: int | None
    moved: bool = False


def align(before: Sequence[Keys], after: Sequence[Keys]) -> list[Match]:
    """Match the items, in the order of `after`; what went stands where it was.

    Items that are whole the same belong together, then those that alone have a name. What is left
    between the same neighbours belongs together where there are as many of a kind on either side.
    """
    pairs = _ends(before, after)
    pairs |= _by([item.whole for item in before], [item.whole for item in after], pairs)
    for names in zip(*(item.names for item in (*before, *after)), strict=True):
        pairs |= _by_name(names[: len(before)], names[len(before) :], pairs)
    pairs |= _by_place(before, after, pairs)
    return _in_order(pairs, len(before), len(after))


def _ends(before: Sequence[Keys], after: Sequence[Keys]) -> dict[int, int]:
    """What both sequences start and end with."""
    least = min(len(before), len(after))
    start = 0
    while start < least and before[start].whole == after[start].whole:
        start += 1
    end = 0
    while end < least - start and before[-1 - end].whole == after[-1 - end].whole:
        end += 1
    last, shift = len(before), len(after) - len(before)
    return {n: n for n in range(start)} | {n: n + shift for n in range(last - end, last)}


def _by(
    before: Sequence[Hashable], after: Sequence[Hashable], pairs: dict[int, int]
) -> dict[int, int]:
    """Of those that are left, the first of a key with the first, the second with the second."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for index in _left(len(after), pairs.values()):
        places[after[index]].append(index)
    waiting = {key: iter(indexes) for key, indexes in places.items() if key != ""}
    found = {}
    for index in _left(len(before), pairs):
        place = next(waiting.get(before[index], iter(())), None)
        if place is not None:
            found[index] = place
    return found


def _by_name(
    before: Sequence[Hashable], after: Sequence[Hashable], pairs: dict[int, int]
) -> dict[int, int]:
    """Of those that are left, the one of a name with the one; a name of several says nothing."""
    gone = Counter(before[index] for index in _left(len(before), pairs))
    come = Counter(after[index] for index in _left(len(after), pairs.values()))
    names = {name for name in gone if name != "" and gone[name] == come[name] == 1}
    known = ([name if name in names else "" for name in side] for side in (before, after))
    return _by(next(known), next(known), pairs)


def _by_place(
    before: Sequence[Keys], after: Sequence[Keys], pairs: dict[int, int]
) -> dict[int, int]:
    """Of those that are left, as many as stand between the same neighbours on either side."""
    anchors = sorted(rising(pairs).items())
    gone = _between(before, _left(len(before), pairs), [start for start, _ in anchors])
    come = _between(after, _left(len(after), pairs.values()), [end for _, end in anchors])
    found: dict[int, int] = {}
    for gap, indexes in gone.items():
        if len(indexes) == len(come.get(gap, ())):
            found.update(zip(indexes, come[gap], strict=True))
    return found


def _left(count: int, taken: Iterable[int]) -> list[int]:
    known = set(taken)
    return [index for index in range(count) if index not in known]


def _between(
    items: Sequence[Keys], indexes: Iterable[int], anchors: Sequence[int]
) -> dict[tuple[int, Hashable], list[int]]:
    """The indexes by the gap between anchors in which they lie, and their kind."""
    gaps: dict[tuple[int, Hashable], list[int]] = defaultdict(list)
    for index in indexes:
        gaps[bisect_left(anchors, index), items[index].kind].append(index)
    return gaps


def rising(pairs: dict[int, int]) -> dict[int, int]:
    """The longest choice of pairs whose ends rise with their starts: what did not move."""
    tails: list[int] = []
    best: list[int] = []
    previous: dict[int, int | None] = {}
    for start in sorted(pairs):
        place = bisect_left(tails, pairs[start])
        previous[start] = best[place - 1] if place else None
        tails[place : place + 1] = [pairs[start]]
        best[place : place + 1] = [start]
    return dict(_walked(best[-1] if best else None, previous, pairs))


def _walked(
    last: int | None, previous: dict[int, int | None], pairs: dict[int, int]
) -> Iterator[tuple[int, int]]:
    while last is not None:
        yield last, pairs[last]
        last = previous[last]


def _in_order(pairs: dict[int, int], count_before: int, count_after: int) -> list[Match]:
    kept = rising(pairs)
    starts = {end: start for start, end in pairs.items()}
    placed = [
        ((end, 0), Match(starts.get(end), end, end in starts and starts[end] not in kept))
        for end in range(count_after)
    ]
    above = -1
    for start in range(count_before):
        above = kept.get(start, above)
        if start not in pairs:
            placed.append(((above, start + 1), Match(start, None)))
    return [match for _, match in sorted(placed, key=lambda entry: entry[0])]
