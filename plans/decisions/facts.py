"""What a record says of itself: in its front matter, its title, and of other decisions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.text import slugify

from plans.columns.times import read_date
from plans.decisions.madr import BOM, MORE, Madr, parse
from plans.document.lines import split_lines
from plans.enums import DecisionStatus

SUPERSEDES, SUPERSEDED, DEPENDS = "supersedes", "superseded-by", "depends-on"
PEOPLE = ("decision-makers", "consulted", "informed")
"""Entries of the front matter that people fill in."""
WORDS = {"supersedes": SUPERSEDES, "superseded by": SUPERSEDED, "depends on": DEPENDS}

_REFERENCE = re.compile(r"\bADR[-\s]?0*(\d{1,6})\b", re.IGNORECASE)
_LINKS = r"(?:[\s,:&]|and\b|\[|\]\([^)\s]{0,200}\))*+"
_SAID = re.compile(
    rf"\b(supersedes|superseded\s+by|depends\s+on)\b((?:{_LINKS}\bADR[-\s]?\d{{1,6}}\b)+)",
    re.IGNORECASE,
)
_KEY = re.compile(r"([A-Za-z][A-Za-z0-9 _-]{0,60}?)[ \t]*:(?:[ \t]+(.*))?[ \t]*")
_NUMBER = re.compile(
    r"(?:ADR[-\s]?\d{1,6}[.:)\s–—-]+|\d{1,6}(?:[.:)]\s+|\s+[–—-]\s+))(?=\S)", re.IGNORECASE
)
_QUOTED = re.compile(r"([\"'])(.*?)\1\s*(?:#.*)?")
_NAMED = re.compile(r"(?:ADR[-\s]?)?(\d{1,6})", re.IGNORECASE)
_TEMPLATE = re.compile(r"[{\[].*[}\]]", re.DOTALL)


class Wrong(ValueError):
    """A file that says of itself what cannot be; the message names the line and what is right."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What a decision is to others, by their numbers."""

    supersedes: frozenset[int] = frozenset()
    superseded_by: frozenset[int] = frozenset()
    depends_on: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a plan knows of a decision; `titles` are those of all, by their numbers."""

    title: str = ""
    status: str | None = None
    day: date | None = None
    relations: Relations = field(default_factory=Relations)
    titles: Mapping[int, str] = field(default_factory=dict)


def label(number: int) -> str:
    """Print a decision's number as table 1.4 does."""
    return f"ADR-{number:03}"


def file_name(number: int, title: str) -> str:
    """Give what a decision's file is called."""
    name = slugify(title)[:60].strip("-")
    return f"{number:04}-{name or 'decision'}.md"


def number_in(file_name: str) -> int | None:
    """Give the number that a file's name starts with, None for none."""
    match = re.match(r"(?:ADR[-_]?)?0*([1-9]\d{0,5})(?=\D|$)", file_name.strip(), re.IGNORECASE)
    return int(match[1]) if match else None


def numbers(text: str) -> frozenset[int]:
    """Give the decisions that a text names."""
    return frozenset(int(number) for number in _REFERENCE.findall(text))


def relations_in(text: str) -> dict[str, frozenset[int]]:
    """Give the decisions that a text names behind “supersedes” and the like, by what they are."""
    found: dict[str, frozenset[int]] = {}
    for words, named in _SAID.findall(text):
        key = WORDS[" ".join(words.lower().split())]
        found[key] = found.get(key, frozenset()) | numbers(named)
    return found


def named(text: str) -> list[int]:
    """Read the decisions that somebody typed, as in “ADR-002, ADR-004”; Wrong for anything else."""
    found = []
    for word in filter(None, (word.strip() for word in text.split(","))):
        match = _NAMED.fullmatch(word)
        if not match:
            raise Wrong(f"“{word}” names no decision. Write numbers with commas between: ADR-002.")
        found.append(int(match[1]))
    return found


# --- What a file says


@dataclass(frozen=True, slots=True)
class Field:
    """An entry of the front matter: its name, its value on one line, its first and last line."""

    name: str
    value: str
    line: int
    end: int


def fields(front: str) -> list[Field]:
    """Cut front matter into its entries, each with the list that may hang below it."""
    found: list[Field] = []
    for number, line in enumerate(split_lines(front), 1):
        bare = line.strip()
        match = _KEY.fullmatch(line.rstrip("\r\n"))
        if match:
            name = re.sub(r"[ _]", "-", match[1].lower())
            found.append(Field(name, unquoted(match[2] or ""), number, number))
        elif found and found[-1].end == number - 1 and (line[0] in " \t" or bare[:2] == "- "):
            last, more = found[-1], unquoted(bare.removeprefix("- "))
            value = ", ".join(filter(None, (last.value, more)))
            found[-1] = replace(last, value=value, end=number)
    return found


def unquoted(text: str) -> str:
    """Give a value without the quotes around it, or the comment behind it."""
    text = text.strip()
    quoted = _QUOTED.fullmatch(text)
    return quoted[2] if quoted else text.partition(" #")[0].rstrip()


def values(madr: Madr) -> dict[str, str]:
    """Give the entries of a record's front matter by their names, the first of each."""
    return {each.name: each.value for each in reversed(fields(madr.front))}


def title_of(heading: str) -> str:
    """Give a title without the number in front of it."""
    match = _NUMBER.match(heading)
    return heading[match.end() :] if match else heading


def read(madr: Madr) -> Facts:
    """Give what a record says of itself. Raises Wrong for a status or a date that is none."""
    place = madr.title
    title = title_of(madr.pieces[place].title) if place is not None else ""
    found = {each.name: each for each in reversed(fields(madr.front))}
    return Facts(
        title if not _TEMPLATE.fullmatch(title) else "",
        read_status(found.get("status")),
        read_day(found.get("date")),
        said_relations(madr),
    )


def read_status(entry: Field | None) -> str | None:
    """Read a status; Wrong for one that is none, None for nothing or the template's own."""
    if entry is None or not entry.value or _TEMPLATE.fullmatch(entry.value):
        return None
    word = entry.value.split()[0].capitalize()
    is_alone = word == entry.value.capitalize() or " by " in f"{entry.value} ".lower()
    if word in DecisionStatus.values and is_alone:
        return word
    known = ", ".join(each.lower() for each in DecisionStatus.values)
    message = f"Line {entry.line}: “{entry.value}” is no status. Write one of {known}"
    raise Wrong(f"{message}, or superseded by ADR and a number.")


def read_day(entry: Field | None) -> date | None:
    """Read a date, likewise."""
    if entry is None or not entry.value or _TEMPLATE.fullmatch(entry.value):
        return None
    try:
        return read_date(entry.value)
    except ValueError as error:
        raise Wrong(f"Line {entry.line}: {error}") from error


def said_relations(madr: Madr) -> Relations:
    """Give what a record is to others, as its front matter and its last part say it."""
    found = relations_in(f"{values(madr).get('status', '')}\n{madr.said(MORE)}")
    for name in (SUPERSEDES, SUPERSEDED, DEPENDS):
        named = numbers(values(madr).get(name, ""))
        found[name] = found.get(name, frozenset()) | named
    return Relations(found[SUPERSEDES], found[SUPERSEDED], found[DEPENDS])


def check_front(text: str) -> None:
    """Raise Wrong for front matter that does not end."""
    lines = split_lines(text)
    if lines and lines[0].removeprefix(BOM).rstrip() == "---" and not parse(text).front:
        raise Wrong("Line 1: the front matter has no end. Write --- on a line below it.")
