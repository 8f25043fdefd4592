"""Figures of two scales: where each row stands on both."""

from collections.abc import Iterable
from decimal import Decimal

from plans.enums import Grade, Level, Priority
from plans.figures.drawing import NOTHING, Entry, Matrix, Shapes
from plans.figures.lines import Around, Line, Lines, counted, plain

EFFORTS = ((Decimal(3), "Up to 3 days"), (Decimal(8), "Up to 8 days"), (None, "More"))


def debt(lines: Lines, around: Around) -> Shapes:
    """5.1: what the register costs, its oldest item, and what has most impact for least effort."""
    there = [line for line in lines if line.values["effort"] is not None and line.values["impact"]]
    if not there:
        return NOTHING
    there.sort(key=lambda line: line.values["priority"] or "P9")
    first = [line for line in there if line.values["priority"] == Priority.P1]
    sentences = [f"{counted(len(there), 'item')}: {days(there)}."]
    sentences += [f"P1: {counted(len(first), 'item')}, {days(first)}."] if first else []
    ages = {line.row: age for line in there if (age := age_of(line, around)) is not None}
    if ages:
        oldest = max((line for line in there if line.row in ages), key=lambda line: ages[line.row])
        sentences.append(f"Oldest: {oldest.name}, {counted(ages[oldest.row], 'day')}.")
    placed = [
        (
            str(Grade(line.values["impact"]).label),
            size(line.values["effort"]),
            costing(line, ages.get(line.row)),
        )
        for line in there
    ]
    impacts = [str(impact.label) for impact in Grade]
    efforts = [words for _, words in EFFORTS]
    return Shapes(sentences, matrix=arranged("Impact and effort", impacts, efforts, placed))


def days(lines: Lines) -> str:
    """Say what items cost together."""
    total = sum((line.values["effort"] for line in lines), start=Decimal(0))
    return f"{plain(total)} {'day' if total == 1 else 'days'}"


def size(effort: Decimal) -> str:
    """Give the class of an effort."""
    return next(words for most, words in EFFORTS if most is None or effort <= most)


def costing(line: Line, age: int | None) -> Entry:
    """Give an item with its priority, what it costs and how old it is.

    A priority that impact and effort do not give is told beside.
    """
    typed, computed = line.values["priority"], priority(line)
    words = [typed or f"{computed} by impact and effort", days([line])]
    words += [f"{counted(age, 'day')} old"] if age is not None else []
    words += [f"by impact and effort {computed}"] if typed and typed != computed else []
    return Entry(line.row, line.name, ", ".join(words))


def priority(line: Line) -> Priority:
    """Give the priority by impact and effort: most impact for least effort first."""
    effort = [words for _, words in EFFORTS].index(size(line.values["effort"]))
    steps = list(Grade).index(Grade(line.values["impact"])) + effort
    return (Priority.P1, Priority.P1, Priority.P2)[steps] if steps < len(EFFORTS) else Priority.P3


def age_of(line: Line, around: Around) -> int | None:
    """Give the days since an item is there, by its own word, else by the plan's history."""
    since = line.values["since"] or around.came.get(line.row)
    return None if since is None or since > around.today else (around.today - since).days


def risks(lines: Lines, around: Around) -> Shapes:
    """Risks by how likely and how bad they are."""
    there = [line for line in lines if line.values["likelihood"] and line.values["impact"]]
    if not there:
        return NOTHING
    placed = [
        (level(line.values["likelihood"]), level(line.values["impact"]), Entry(line.row, line.name))
        for line in there
    ]
    high = level(Level.HIGH)
    worst = [entry.label for *where, entry in placed if where == [high, high]]
    sentences = [f"{counted(len(there), 'risk')}."]
    sentences += [f"Likely and bad: {', '.join(worst)}."] if worst else []
    levels = list(map(level, Level))
    matrix = arranged("Likelihood and impact", levels, levels[::-1], placed)
    return Shapes(sentences, matrix=matrix)


def level(value: str) -> str:
    """Name a level."""
    return str(Level(value).label)


def arranged(
    corner: str, lines: list[str], columns: list[str], placed: Iterable[tuple[str, str, Entry]]
) -> Matrix:
    """Put entries where their line and their column meet."""
    fields: dict[tuple[str, str], list[Entry]] = {}
    for line, column, entry in placed:
        fields.setdefault((line, column), []).append(entry)
    rows = [(line, [fields.get((line, column), []) for column in columns]) for line in lines]
    return Matrix(corner, columns, rows)
