"""Figures of decisions: what each is to the others, and which stands behind a choice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plans.decisions.facts import label, numbers
from plans.decisions.records import KEY, page_of
from plans.decisions.relations import ALONE, Related, related
from plans.enums import DecisionStatus
from plans.figures.drawing import (
    BAD,
    NOTHING,
    PLAIN,
    QUIET,
    SOON,
    Bar,
    Bars,
    Edge,
    Graph,
    Node,
    Shapes,
)
from plans.figures.lines import Around, Line, Lines, counted

YEAR = 365
"""Days after which a choice is to be looked at again."""

OVER = (DecisionStatus.SUPERSEDED, DecisionStatus.DEPRECATED, DecisionStatus.REJECTED)
"""What does not hold any more, or never did."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision in the table: its row's key, its number and how that is printed."""

    row: int
    number: int
    name: str
    title: str = ""
    status: str | None = None
    day: date | None = None


type ByNumber = Mapping[int, Listed]


def listed(lines: Iterable[Line]) -> dict[int, Listed]:
    """Give the decisions that rows say something of; of rows of one number, the first."""
    found: dict[int, Listed] = {}
    for line in lines:
        values = line.values
        title = line.texts["Title"] if values["title"] else ""
        if values["number"] is not None and (title or values["status"]):
            texts = line.texts["ADR"], title, values["status"], values["date"]
            found.setdefault(values["number"], Listed(line.row, values["number"], *texts))
    return found


def adrs(lines: Lines, around: Around) -> Shapes:
    """1.4: how many decisions hold, what supersedes and depends on what, and what does not fit."""
    there = listed(lines)
    titles = {number: each.title for number, each in there.items()}
    shapes = graph(there, related(titles, around.decisions))
    said = Counter(line.values["number"] for line in lines if line.values["number"] is not None)
    twice = [label(number) for number, times in said.items() if times > 1]
    sentences = [f"There more than once: {', '.join(twice)}."] if twice else []
    return Shapes([*shapes.sentences, *sentences], graph=shapes.graph)


def graph(there: ByNumber, relations: Mapping[int, Related]) -> Shapes:
    """Draw decisions and what they are to each other."""
    if not there:
        return NOTHING
    held = Counter(each.status for each in there.values())
    words = [f"{held[status]} {status.lower()}" for status in DecisionStatus if held[status]]
    words += [f"{held[None]} without a status"] if held[None] else []
    nodes = [node(each, relations.get(each.number, ALONE), there) for each in there.values()]
    edges = [
        Edge(each.row, there[other].row, verb, tone)
        for each in there.values()
        for verb, tone, others in leads(relations.get(each.number, ALONE))
        for other in others
        if other in there
    ]
    return Shapes([f"{', '.join(words)}."], graph=Graph(nodes, edges))


def leads(own: Related) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Give what a decision is to others: the words, how that is drawn, and to whom."""
    yield "supersedes", QUIET, own.supersedes
    yield "depends on", PLAIN, own.depends_on


def node(each: Listed, own: Related, there: ByNumber) -> Node:
    """Give a decision with its status and what is to be said of it."""
    words = [each.title or "no title yet", each.status or "no status yet"]
    notes = [*succession(each, own, there), *grounds(each, own, there), *lost(own, there)]
    tones = [tone for tone, _ in notes]
    quiet = QUIET if each.status in OVER else PLAIN
    tone = next((tone for tone in (BAD, SOON) if tone in tones), quiet)
    said = ", ".join([*words, *(note for _, note in notes)])
    return Node(each.row, each.name, said, tone, page_of(each.number))


type Notes = Iterator[tuple[str, str]]


def succession(each: Listed, own: Related, there: ByNumber) -> Notes:
    """Say who supersedes a decision, and where that does not go with the statuses."""
    if each.status == DecisionStatus.SUPERSEDED:
        if own.superseded_by:
            yield PLAIN, f"superseded by {', '.join(map(label, own.superseded_by))}"
        else:
            yield SOON, "by a decision that nobody names"
        return
    for number in own.superseded_by:
        newer = there[number].status if number in there else None
        if newer == DecisionStatus.ACCEPTED:
            yield SOON, f"though {label(number)} supersedes it"
        elif newer not in OVER:
            yield PLAIN, f"to be superseded by {label(number)}"


def grounds(each: Listed, own: Related, there: ByNumber) -> Notes:
    """Say which decisions that one rests on do not hold any more."""
    if each.status in OVER:
        return
    for number in own.depends_on:
        if number in there and (status := there[number].status) in OVER:
            yield SOON, f"depends on {label(number)}, which is {status}"


def lost(own: Related, there: ByNumber) -> Notes:
    """Say which decisions are named that the table does not have."""
    for number in (*own.supersedes, *own.depends_on, *own.superseded_by):
        if number not in there:
            yield BAD, f"{label(number)} is not in the table"


# --- 1.2, the stack


def stack(lines: Lines, around: Around) -> Shapes:
    """1.2: the decision behind each choice, and how long ago somebody last looked at it."""
    there = listed(around.table(KEY))
    chosen = [line for line in lines if line.values["layer"] and line.values["technology"]]
    if not chosen:
        return NOTHING
    named = {line.row: sorted(behind(line)) for line in chosen}
    bars = [choice(line, named[line.row], there, around) for line in chosen]
    old = [bar.label for bar in bars if bar.share > ALL]
    number = sum(map(bool, named.values()))
    sentences = [f"{number} of {len(chosen)} choices name their decision."]
    sentences += [f"Not looked at for more than a year: {', '.join(old)}."] if old else []
    return Shapes(sentences, bars=Bars(bars))


ALL = 100
"""Percent of a year."""


def behind(line: Line) -> frozenset[int]:
    """Give the decisions that a choice names."""
    return numbers(f"{line.texts.get('Technology', '')} {line.texts.get('Rationale', '')}")


def choice(line: Line, named: list[int], there: ByNumber, around: Around) -> Bar:
    """Give a choice with its decisions, and its age in percent of a year."""
    known = [there[number] for number in named if number in there]
    days = [each.day for each in known if each.day]
    seen = max(days) if days else around.changed.get(line.row, around.today)
    age = max((around.today - seen).days, 0)
    notes = [(PLAIN, f"{'decided' if days else 'changed'} {ago(age)}")]
    notes += [(SOON, f"{each.name} is {each.status}") for each in known if each.status in OVER]
    notes += [(BAD, f"{label(each)} is not in the table") for each in named if each not in there]
    tones = [tone for tone, _ in notes] + [SOON if age > YEAR else PLAIN]
    tone = next((tone for tone in (BAD, SOON) if tone in tones), PLAIN)
    words = ", ".join(note for _, note in notes)
    pages = [
        (f"{each.name} ({each.status or 'no status'})", page_of(each.number)) for each in known
    ]
    note = "" if named else "no decision named"
    return Bar(line.row, line.name, age * ALL / YEAR, words, tone, note, pages=pages)


def ago(days: int) -> str:
    """Say how many days ago something was."""
    return f"{counted(days, 'day')} ago" if days else "today"
