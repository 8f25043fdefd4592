"""How sections stand under each other, by their headings' levels, and how they are numbered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from plans.document.tree import SectionSource

_NUMBER = re.compile(r"((?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2}))*)([.)]?)([^\S\n]+)(?=\S)")


@dataclass(frozen=True, slots=True)
class Number:
    """The number at the start of a heading: its parts, the mark behind it and the blanks."""

    parts: tuple[int, ...]
    mark: str = ""
    gap: str = " "

    def __str__(self) -> str:
        return ".".join(map(str, self.parts)) + self.mark + self.gap

    @property
    def series(self) -> tuple[int, ...]:
        """What all numbers of its series begin with."""
        return self.parts[:-1]

    @property
    def last(self) -> int:
        """Its place in its series."""
        return self.parts[-1]

    def at(self, last: int) -> "Number":
        """The number of the same series in another place."""
        return replace(self, parts=(*self.series, last))

    def under(self, old: "Number", new: "Number") -> "Number":
        """The number, which begins as `old` does, as it is once that is `new`."""
        return replace(self, parts=new.parts + self.parts[len(old.parts) :])


def split_number(text: str) -> tuple[Number | None, str]:
    """What looks like a heading's number, and the rest of it."""
    found = _NUMBER.match(text)
    if not found:
        return None, text
    parts = tuple(map(int, found[1].split(".")))
    return Number(parts, found[2], found[3]), text[found.end() :]


def end(sections: Sequence[SectionSource], index: int) -> int:
    """Where a section with everything under it ends."""
    level = sections[index].level
    behind = range(index + 1, len(sections))
    return next((each for each in behind if sections[each].level <= level), len(sections))


def parent(sections: Sequence[SectionSource], index: int) -> int | None:
    """The section that another stands under; None where it stands under none."""
    level = sections[index].level
    return next((each for each in range(index - 1, -1, -1) if sections[each].level < level), None)


def children(sections: Sequence[SectionSource], index: int) -> list[int]:
    """The sections directly under another one."""
    level = sections[index].level
    return [
        each
        for each in range(index + 1, end(sections, index))
        if sections[each].level > level and parent(sections, each) == index
    ]


def above(sections: Sequence[SectionSource], index: int) -> int | None:
    """The sibling that stands before a section, of the same level and under the same heading."""
    level = sections[index].level
    for each in range(index - 1, -1, -1):
        if sections[each].level <= level:
            return each if sections[each].level == level else None
    return None


def below(sections: Sequence[SectionSource], index: int) -> int | None:
    """The sibling that stands behind a section and everything under it."""
    behind = end(sections, index)
    is_sibling = behind < len(sections) and sections[behind].level == sections[index].level
    return behind if is_sibling else None


def all_below(sections: Sequence[SectionSource], index: int) -> Iterator[int]:
    """The siblings that stand behind a section, in order."""
    following = below(sections, index)
    while following is not None:
        yield following
        following = below(sections, following)


def numbers(sections: Sequence[SectionSource]) -> list[Number | None]:
    """Each heading's number, if it is one.

    A single number has a mark behind it (`2.` or `2)`), so "2024 in review" has none; one of
    several parts continues that of the heading above it, so "2.1 of the product" has none either.
    """
    found: list[Number | None] = []
    for index, section in enumerate(sections):
        number, _ = split_number(section.heading)
        if number and number.series:
            over = parent(sections, index)
            above_it = None if over is None else found[over]
            number = number if above_it and above_it.parts == number.series else None
        elif number and not number.mark:
            number = None
        found.append(number)
    return found
