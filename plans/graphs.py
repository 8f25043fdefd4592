"""Directed graphs of anything that has a key: the way from one to another, and layers."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence


def targets[K: Hashable](edges: Iterable[tuple[K, K]]) -> Mapping[K, list[K]]:
    """Give where edges lead, by where they start."""
    found: dict[K, list[K]] = defaultdict(list)
    for source, target in edges:
        found[source].append(target)
    return found


def way[K: Hashable](edges: Iterable[tuple[K, K]], start: K, end: K) -> list[K]:
    """Give the keys on a shortest way from one to another, both ends too; none where there is none.

    An edge from `end` to `start` would close a circle where there is one.
    """
    leads, came = targets(edges), {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        at = waiting.popleft()
        for each in leads.get(at, ()):
            if each not in came:
                came[each] = at
                waiting.append(each)
    if end not in came:
        return []
    found = [end]
    while found[-1] != start:
        found.append(came[found[-1]])
    return found[::-1]


def layers[K: Hashable](keys: Sequence[K], edges: Iterable[tuple[K, K]]) -> dict[K, int]:
    """Give each key its layer: the length of the longest way that leads to it.

    Where edges go round in a circle, its first key is taken for the start of it.
    """
    edges = [edge for edge in edges if edge[0] != edge[1]]
    leads, before = targets(edges), dict.fromkeys(keys, 0)
    for _, target in edges:
        before[target] += 1
    found, left = dict.fromkeys(keys, 0), dict.fromkeys(keys)
    free = deque(key for key in keys if not before[key])
    while left:
        at = free.popleft() if free else next(iter(left))
        del left[at]
        for target in leads.get(at, ()):
            if target in left:
                found[target] = max(found[target], found[at] + 1)
                before[target] -= 1
                if not before[target]:
                    free.append(target)
    return found
