"""The shapes of a figure: what its SVG is drawn from, each with the words that say the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plans.figures.layout import HEIGHT, LONGEST, Layout, laid_out

GOOD, BAD, SOON, PLAIN, QUIET = "good", "bad", "soon", "plain", "quiet"
"""The tones; never the only thing that tells."""

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a table as a bar: `share` in percent of what is `mark`ed, `words` say it.

    `row` is 0 for what is in no table any more. `note` is what else there is to say, such as that
    somebody typed something else; `course` says where it is heading, `spark` draws it, as `spark()`
    does. `pages` are what else to look at: in words, and where it is below the plan's address.
    """

    row: int
    label: str
    share: float
    words: str
    tone: str = PLAIN
    note: str = ""
    course: str = ""
    spark: str = ""
    pages: Sequence[tuple[str, str]] = ()


SPARK_WIDTH, SPARK_HEIGHT = 48, 12


def spark(points: Sequence[tuple[float, float]]) -> str:
    """Give the corners of a line through values at times, as SVG has them, from the lowest up."""
    times, values = zip(*points, strict=True)
    start, length = times[0], times[-1] - times[0]
    bottom, height = min(values), max(values) - min(values)
    corners = (
        (
            SPARK_WIDTH * ((at - start) / length if length else 1),
            SPARK_HEIGHT * (1 - ((value - bottom) / height if height else 0.5)),
        )
        for at, value in points
    )
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on one scale, that reaches to the longest or to the mark, whichever is more.

    In a summary, what each row says is made of rows of another table, which are judged there.
    """

    bars: list[Bar]
    is_summary: bool = False

    @property
    def scale(self) -> float:
        """How long a percent is."""
        return WIDTH / max([100.0, *(bar.share for bar in self.bars)])

    @property
    def mark(self) -> float:
        """Where 100 percent are."""
        return round(100 * self.scale, 2)

    @property
    def drawn(self) -> list[tuple[Bar, float]]:
        """Each bar with its length."""
        return [(bar, round(max(bar.share, 0) * self.scale, 2)) for bar in self.bars]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a whole: how much, what it is, and where it starts when it is drawn."""

    label: str
    amount: float
    tone: str
    start: float = 0
    length: float = 0


def parts(amounts: Iterable[tuple[str, float, str]]) -> list[Part]:
    """Lay parts beside each other, those of nothing left out."""
    there = [each for each in amounts if each[1] > 0]
    total = sum(amount for _, amount, _ in there)
    found, start = [], 0.0
    for label, amount, tone in there:
        length = amount * WIDTH / total
        found.append(Part(label, amount, tone, round(start, 2), round(length, 2)))
        start += length
    return found


@dataclass(frozen=True, slots=True)
class Spot:
    """A row as a point in time."""

    row: int
    label: str
    day: date
    words: str
    tone: str = PLAIN


@dataclass(frozen=True, slots=True)
class Timeline:
    """Points in time, from the first or today to the last or today."""

    spots: list[Spot]
    today: date

    @property
    def ends(self) -> tuple[date, date]:
        """The first and the last day."""
        days = [self.today, *(spot.day for spot in self.spots)]
        return min(days), max(days)

    def at(self, day: date) -> float:
        """Where a day lies, between 2 and 98."""
        first, last = self.ends
        length = (last - first).days or 1
        return round(2 + 96 * (day - first).days / length, 2)

    @property
    def now(self) -> float:
        """Where today lies."""
        return self.at(self.today)

    @property
    def drawn(self) -> list[tuple[Spot, float]]:
        """Each point with its place."""
        return [(spot, self.at(spot.day)) for spot in self.spots]


TALL = 40


@dataclass(frozen=True, slots=True)
class Burnup:
    """What was done of a `scope` by the end of each day on which some was, against an even pace.

    It goes from the day `start` to that of `end`, the row that says until when, or to `today`. Of
    `unknown`, which count from the first day, nobody knows when they were done.
    """

    start: date
    end: Spot
    today: date
    scope: int
    steps: list[tuple[date, int]]
    unknown: int = 0

    def at(self, day: date) -> float:
        """Where a day ends, between 0 and 100."""
        days = (max(self.end.day, self.today) - self.start).days + 1
        return round(WIDTH * min(max((day - self.start).days + 1, 0), days) / days, 2)

    def up(self, amount: int) -> float:
        """How high so much is, counted from above."""
        return round(TALL * (1 - amount / self.scope), 2)

    @property
    def line(self) -> str:
        """The path of what was done, up to today."""
        drawn = "".join(f"H{self.at(day)}V{self.up(done)}" for day, done in self.steps)
        last = max([self.today, *(day for day, _ in self.steps)])
        return f"M0 {TALL}{drawn}H{self.at(last)}"

    @property
    def pace(self) -> str:
        """The path of an even pace."""
        return f"M0 {TALL}L{self.at(self.end.day)} 0H{WIDTH}"

    @property
    def due(self) -> int:
        """What an even pace would have done by the end of today, halves upwards."""
        days = (self.end.day - self.start).days + 1
        gone = min(max((self.today - self.start).days + 1, 0), days)
        return (2 * self.scope * gone + days) // (2 * days)


@dataclass(frozen=True, slots=True)
class Link:
    """A way on from a figure: its words, and where it leads, from the plan's address on."""

    words: str
    path: str


@dataclass(frozen=True, slots=True)
class Span:
    """A row that takes from `start` to `end`, counted on the scale of its schedule."""

    row: int
    label: str
    start: float
    end: float
    words: str
    tone: str = PLAIN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Spans on one scale, `unit` says which; `now` is where today lies on it, if anywhere.

    `points` are moments of another table on the same scale, whose own figure judges them.
    """

    spans: list[Span]
    now: float | None = None
    points: list[Span] = field(default_factory=list)
    unit: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """Where the scale begins and ends."""
        now = [] if self.now is None else [self.now]
        lines = [*self.spans, *self.points]
        starts, ends = [each.start for each in lines], [each.end for each in lines]
        return min(now + starts), max(now + ends)

    def at(self, place: float) -> float:
        """Where a place of the scale is drawn."""
        first, last = self.ends
        return round(WIDTH * (place - first) / ((last - first) or 1), 2)

    @property
    def mark(self) -> float | None:
        """Where today is drawn."""
        return None if self.now is None else self.at(self.now)

    @property
    def drawn(self) -> list[tuple[Span, float, float]]:
        """Each span and point with where it begins and how long it is, at least a line."""
        return [
            (each, self.at(each.start), max(self.at(each.end) - self.at(each.start), 1))
            for each in (*self.spans, *self.points)
        ]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row where two scales meet."""

    row: int
    label: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows of a table arranged by two of their columns: `lines` are labels with their fields."""

    corner: str
    columns: Sequence[str]
    lines: list[tuple[str, list[list[Entry]]]]


@dataclass(frozen=True, slots=True)
class Node:
    """A row that leads to others, or others to it: `words` say what else there is to say.

    `page` is where it leads, below the plan's address, if that is not its row.
    """

    row: int
    label: str
    words: str = ""
    tone: str = PLAIN
    page: str = ""

    @property
    def short(self) -> str:
        """The label as it is drawn."""
        fits = len(self.label) <= LONGEST
        return self.label if fits else f"{self.label[: LONGEST - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Edge:
    """What a row is to another: `words` stand between the two, as in “supersedes”.

    One of the tone QUIET is drawn dashed.
    """

    source: int
    target: int
    words: str
    tone: str = PLAIN


@dataclass(frozen=True, slots=True)
class Graph:
    """Rows and what they are to each other; only what leads somewhere is drawn."""

    nodes: list[Node]
    edges: list[Edge]

    @property
    def told(self) -> list[tuple[Node, list[tuple[str, Node]]]]:
        """Each node with the words of its edges, and where these lead."""
        by_row = {node.row: node for node in self.nodes}
        found: dict[int, list[tuple[str, Node]]] = {row: [] for row in by_row}
        for edge in self.edges:
            found[edge.source].append((edge.words, by_row[edge.target]))
        return [(node, found[node.row]) for node in self.nodes]

    @property
    def drawn(self) -> "Drawn | None":
        """The drawing; None where nothing leads anywhere."""
        edges = [edge for edge in self.edges if edge.source != edge.target]
        linked = {end for edge in edges for end in (edge.source, edge.target)}
        nodes = [node for node in self.nodes if node.row in linked]
        labels = {node.row: node.short for node in nodes}
        layout = laid_out(labels, [(edge.source, edge.target) for edge in edges])
        return Drawn(nodes, edges, layout) if nodes else None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A graph as it is drawn."""

    linked: list[Node]
    leading: list[Edge]
    layout: Layout

    @property
    def edges(self) -> list[tuple[Edge, str]]:
        """Each edge with its path."""
        return [(edge, self.layout.path(edge.source, edge.target)) for edge in self.leading]

    @property
    def nodes(self) -> list[tuple[Node, float, float, float, float]]:
        """Each node with its left and upper side, and where its text stands."""
        half, up = self.layout.width / 2, HEIGHT / 2
        middles = [(node, *self.layout.middles[node.row]) for node in self.linked]
        return [
            (node, round(x - half, 1), round(y - up, 1), x, round(y + 4, 1))
            for node, x, y in middles
        ]


@dataclass(frozen=True, slots=True)
class Shapes:
    """What rows come to: in sentences, and as any of the shapes; nothing where nothing is said."""

    sentences: list[str] = field(default_factory=list)
    bars: Bars | None = None
    parts: list[Part] = field(default_factory=list)
    timeline: Timeline | None = None
    schedule: Schedule | None = None
    matrix: Matrix | None = None
    graph: Graph | None = None
    burnup: Burnup | None = None
    link: Link | None = None

    @property
    def rows(self) -> list[Bar | Spot | Span | Node]:
        """The rows that have a tone of their own."""
        return [
            *(self.schedule.spans if self.schedule else ()),
            *(self.bars.bars if self.bars and not self.bars.is_summary else ()),
            *(self.timeline.spots if self.timeline else ()),
            *(self.graph.nodes if self.graph else ()),
            *([self.burnup.end] if self.burnup else ()),
        ]


NOTHING = Shapes()


@dataclass(frozen=True, slots=True)
class Figure:
    """What one table comes to, under a title; `heading` is that of its section.

    `register` is the key of the register's first form, `owners` says whose a row is, where the
    table says so.
    """

    block: int
    heading: str
    title: str
    shapes: Shapes
    register: str
    owners: Mapping[int, str] = field(default_factory=dict)
