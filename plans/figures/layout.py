"""Where the nodes of a graph are drawn, and how its edges lead past them.

Layers lie below each other, those with many nodes in several lines; the width is that of a small
telephone, so nothing has to shrink there. No node lies on another, and no edge behind a node.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from plans.graphs import layers

WIDTH, HEIGHT = 320.0, 26.0
"""Of the drawing, and of a node."""
GAP, DROP = 10.0, 26.0
"""Between the nodes of a line, and between the lines."""
LETTER, LONGEST = 7.2, 16
"""How wide a letter is at the most, and how many a node has."""
HEAD = (3.5, 6.0)
"""Half the width of an arrow's head, and its height."""

type Edges = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Layout:
    """Keys of nodes in lines below each other, and how wide a node is."""

    lines: list[list[int]]
    width: float

    @property
    def height(self) -> float:
        """The height of the drawing."""
        return len(self.lines) * (HEIGHT + DROP) - DROP + 2

    @property
    def pitch(self) -> float:
        """From the middle of a node to that of the next."""
        return self.width + GAP

    def middle(self, line: int, place: int) -> tuple[float, float]:
        """Give where a place in a line is; lines stand in the middle."""
        across = WIDTH / 2 + (place - (len(self.lines[line]) - 1) / 2) * self.pitch
        return round(across, 1), round(1 + HEIGHT / 2 + line * (HEIGHT + DROP), 1)

    @cached_property
    def places(self) -> dict[int, tuple[int, int]]:
        """Each node's line, and its place there."""
        return {
            key: (line, place)
            for line, keys in enumerate(self.lines)
            for place, key in enumerate(keys)
        }

    @cached_property
    def middles(self) -> dict[int, tuple[float, float]]:
        """Each node's middle."""
        return {key: self.middle(*where) for key, where in self.places.items()}

    def path(self, source: int, target: int) -> str:
        """Give the way of an edge, through the gaps of the lines between, and its arrow's head."""
        places, middles = self.places, self.middles
        (first, _), (last, _) = places[source], places[target]
        way = 1 if last > first else -1
        (x, y), (end, bottom) = middles[source], middles[target]
        points = [(x, y + way * HEIGHT / 2)]
        for line in range(first + way, last, way):
            x = self.gap(line, x, end)
            level = self.middle(line, 0)[1]
            points += [(x, level - way * HEIGHT / 2), (x, level + way * HEIGHT / 2)]
        tip = bottom - way * HEIGHT / 2
        wide, high = HEAD
        drawn = " ".join(f"{x:g} {y:g}" for x, y in [*points, (end, tip)])
        base = tip - way * high
        return f"M{drawn}M{end - wide:g} {base:g}L{end:g} {tip:g} {end + wide:g} {base:g}"

    def gap(self, line: int, start: float, end: float) -> float:
        """Give the gap of a line that lies nearest to where an edge comes from and leads."""
        left = self.middle(line, 0)[0] - self.pitch / 2
        gaps = [round(left + n * self.pitch, 1) for n in range(len(self.lines[line]) + 1)]
        return min(gaps, key=lambda gap: abs(gap - start) + abs(gap - end))


def laid_out(labels: Mapping[int, str], edges: Edges) -> Layout:
    """Lay nodes out by their keys, each below all that lead to it."""
    longest = min(max(map(len, labels.values()), default=1), LONGEST)
    width = round(longest * LETTER + 14, 1)
    most = int(WIDTH // (width + GAP))
    by_layer: dict[int, list[int]] = defaultdict(list)
    for key, layer in layers(list(labels), edges).items():
        by_layer[layer].append(key)
    order: dict[int, float] = {}
    lines = []
    for layer in sorted(by_layer):
        keys = sorted(by_layer[layer], key=lambda key: above(key, edges, order))
        order |= {key: (place + 1) / (len(keys) + 1) for place, key in enumerate(keys)}
        lines += [keys[start : start + most] for start in range(0, len(keys), most)]
    return Layout(lines, width)


def above(key: int, edges: Edges, order: Mapping[int, float]) -> float:
    """Give about where those stand that lead to a node: edges cross less if it is near."""
    found = [order[source] for source, target in edges if target == key and source in order]
    return sum(found) / len(found) if found else 0.5
