"""Merging two texts that came of one, line by line; of two changes of one line neither wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import attrgetter

type Lines = Sequence[str]


class Clash(Exception):
    """Both texts changed the same lines, or neighbouring ones; `line` of ours, from 0."""

    def __init__(self, line: int) -> None:
        super().__init__(f"Both changed line {line + 1}.")
        self.line = line


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines of the base, from `start` to before `end`, that read otherwise in one text.

    `line` is where that text has them.
    """

    start: int
    end: int
    lines: tuple[str, ...]
    line: int
    is_ours: bool

    @property
    def change(self) -> tuple[int, int, tuple[str, ...]]:
        """What it does, whoever does it."""
        return self.start, self.end, self.lines


def merge(base: Lines, ours: Lines, theirs: Lines) -> list[str]:
    """Give the base with the changes of both texts; raises Clash where they do not go together."""
    both = [*hunks(base, ours, is_ours=True), *hunks(base, theirs, is_ours=False)]
    merged: list[str] = []
    last: Hunk | None = None
    for hunk in sorted(both, key=attrgetter("start", "end")):
        if last and hunk.change == last.change:
            continue
        if last and hunk.start <= last.end and hunk.is_ours != last.is_ours:
            raise Clash((hunk if hunk.is_ours else last).line)
        merged += [*base[last.end if last else 0 : hunk.start], *hunk.lines]
        last = hunk
    return [*merged, *base[last.end if last else 0 :]]


def hunks(base: Lines, text: Lines, *, is_ours: bool) -> list[Hunk]:
    """Give what differs between the base and a text, whose common ends are cut off first."""
    shorter = min(len(base), len(text))
    head = next((n for n in range(shorter) if base[n] != text[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if base[-1 - n] != text[-1 - n]), rest)
    inner = base[head : len(base) - tail], text[head : len(text) - tail]
    return [
        Hunk(a + head, b + head, tuple(inner[1][c:d]), c + head, is_ours)
        for tag, a, b, c, d in SequenceMatcher(None, *inner, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
