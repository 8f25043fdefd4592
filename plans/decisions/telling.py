"""What a plan has a record say: title, status, date and relations are live facts.

An export tells them as the plan does; what the file tells rightly keeps its bytes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from plans.decisions.facts import (
    DEPENDS,
    SUPERSEDES,
    Facts,
    Field,
    Wrong,
    fields,
    file_name,
    label,
    read_day,
    read_status,
    said_relations,
    title_of,
    values,
)
from plans.decisions.madr import BOM, Madr, Piece, parse
from plans.document.lines import split_lines, usual_newline
from plans.enums import DecisionStatus

_PLAIN = re.compile(r"[\w(][\w ,.;()@/&'+-]*|\[[\w ,.()@/&'+-]*\]")


def told(text: str, facts: Facts) -> str:
    """Give a record with the plan's facts in it; what it tells rightly stays as it stands."""
    madr, newline = parse(text.removeprefix(BOM)), usual_newline(text)
    told = fronted(entitled(madr, facts.title, newline), facts, newline)
    return f"{BOM if text.startswith(BOM) else ''}{told.text}"


def entitled(madr: Madr, title: str, newline: str) -> Madr:
    """Give a record its title, behind the number that it may have there."""
    place = madr.title
    if not title or (place is not None and title_of(madr.pieces[place].title) == title):
        return madr
    if place is None:
        start, *others = madr.pieces
        gap = newline if others or start.under.strip() else ""
        titled = Piece(1, title, f"# {title}{newline}", gap + start.under)
        return replace(madr, pieces=(replace(start, under=""), titled, *others))
    piece = madr.pieces[place]
    number = piece.title.removesuffix(title_of(piece.title))
    ending = piece.head[len(piece.head.rstrip("\r\n")) :]
    head = f"# {number}{title}{ending}"
    pieces = (*madr.pieces[:place], replace(piece, head=head), *madr.pieces[place + 1 :])
    return replace(madr, pieces=pieces)


def fronted(madr: Madr, facts: Facts, newline: str) -> Madr:
    """Give a record front matter that tells the facts."""
    for name, value in differing(madr, facts):
        madr = replace(madr, front=with_field(madr.front, name, value, newline))
    return madr


def differing(madr: Madr, facts: Facts) -> Iterator[tuple[str, str]]:
    """Give the entries that are to say something else, and what; "" for nothing."""
    said, wanted = said_relations(madr), facts.relations
    standing = {each.name: each for each in reversed(fields(madr.front))}
    is_status = tells(read_status, standing.get("status"), facts.status)
    is_status = is_status and said.superseded_by == wanted.superseded_by
    if facts.status and not is_status:
        yield "status", status_words(facts)
    if facts.day and not tells(read_day, standing.get("date"), facts.day):
        yield "date", facts.day.isoformat()
    for name in (SUPERSEDES, DEPENDS):
        key = name.replace("-", "_")
        if getattr(said, key) != getattr(wanted, key):
            yield name, ", ".join(map(label, sorted(getattr(wanted, key))))


def tells(read: Callable[[Field | None], object], entry: Field | None, value: object) -> bool:
    """Tell whether an entry says a value."""
    try:
        return read(entry) == value
    except Wrong:
        return False


def status_words(facts: Facts) -> str:
    """Give a status as MADR prints it, with who superseded it."""
    status = str(facts.status).lower()
    by = sorted(facts.relations.superseded_by)
    if facts.status != DecisionStatus.SUPERSEDED or not by:
        return status
    return f"{status} by {', '.join(link(number, facts.titles) for number in by)}"


def link(number: int, titles: Mapping[int, str]) -> str:
    """Give a link from one decision's file to another's."""
    return f"[ADR-{number:04}]({file_name(number, titles.get(number, ''))})"


def with_field(front: str, name: str, value: str, newline: str) -> str:
    """Give front matter in which an entry has a value; without one, the entry goes."""
    lines = split_lines(front)
    standing = next((each for each in fields(front) if each.name == name), None)
    source = [f"{name}: {value}{newline}"] if value else []
    if standing:
        lines[standing.line - 1 : standing.end] = source
    elif front:
        end = max(number for number, line in enumerate(lines) if line.strip())
        lines[end:end] = source
    elif value:
        lines = [f"---{newline}", *source, f"---{newline}", newline]
    return "".join(lines)


def with_people(text: str, people: Mapping[str, str]) -> str:
    """Give a record whose front matter says who was part of it; Wrong for more than a line."""
    bom, newline = BOM if text.startswith(BOM) else "", usual_newline(text)
    madr = parse(text.removeprefix(BOM))
    for name, typed in people.items():
        value = typed.strip()
        if value == values(madr).get(name, ""):
            continue
        written = value if _PLAIN.fullmatch(value) else f'"{value}"'
        front = with_field(madr.front, name, written if value else "", newline)
        if '"' in value or values(replace(madr, front=front)).get(name, "") != value:
            raise Wrong(f"“{name}”: write one line, without quotation marks.")
        madr = replace(madr, front=front)
    return f"{bom}{madr.text}"
