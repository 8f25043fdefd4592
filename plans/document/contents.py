"""Anchors of headings, and what goes with them: links to them, and the table of contents."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from plans.document.lines import ending, split_lines

LINKED = "](#"
"""What stands in a text that links to a heading."""

_LINK = re.compile(r"\[([^\[\]]*)\]\(#([^()\s]*)\)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*[.)]?\s+")
_ITEM = re.compile(r"([ \t>]*)(?:([0-9]{1,9})([.)])|[-+*])([ \t]+)")


@dataclass(frozen=True, slots=True)
class Target:
    """A section as links know it: its heading, its anchor, and where it stands."""

    heading: str
    anchor: str
    place: int = 0
    level: int = 0


type Targets = Mapping[str, tuple[Target, Target | None]]
"""By the anchor that it had: a section before and after; None after where it is gone."""


def anchors(headings: Sequence[str]) -> list[str]:
    """Each heading's anchor, as GitHub gives it: one that is there already gets a number."""
    seen: dict[str, int] = {}
    found = []
    for position, heading in enumerate(headings):
        name = slug(heading) or f"section-{position}"
        number = seen[name] = seen.get(name, -1) + 1
        found.append(f"{name}-{number}" if number else name)
    return found


def slug(heading: str) -> str:
    """Lower case, punctuation dropped, every blank a hyphen: "8. A & B" is "8-a--b"."""
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.strip().replace(" ", "-")


def renamed(before: Sequence[str], after: Sequence[str]) -> Targets:
    """Where links lead after headings were renamed: all headings, in the same order."""
    old, new = (map(Target, headings, anchors(headings)) for headings in (before, after))
    return {was.anchor: (was, now) for was, now in zip(old, new, strict=True)}


def relinked(source: str, targets: Targets) -> str:
    """A text whose links follow their headings.

    A link's text follows where it said the heading, with or without its number.
    """

    def exchanged(found: re.Match[str]) -> str:
        was, now = targets.get(found[2], (None, None))
        if was is None or now is None:
            return found[0]
        return f"[{_text(found[1], was.heading, now.heading)}](#{now.anchor})"

    return _LINK.sub(exchanged, source) if LINKED in source else source


def _text(text: str, before: str, after: str) -> str:
    if text == before:
        return after
    return _bare(after) if text == _bare(before) else text


def _bare(heading: str) -> str:
    """A heading without its number, which a numbered list of contents has itself."""
    return _NUMBER.sub("", heading, count=1)


# --- A table of contents whose sections come, go and move


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a table of contents, with the lines below it that are no items.

    `target` is the section that it leads to, where it stands now.
    """

    text: str
    was: Target | None = None
    target: Target | None = None

    @property
    def indent(self) -> int:
        """How deep it stands."""
        found = _ITEM.match(self.text)
        return len(found[1]) if found else 0

    def counted(self, ordinal: int) -> "Entry":
        """The same entry with another number for a marker."""
        found = _ITEM.match(self.text)
        if not found or not found[2]:
            return self
        start, stop = found.span(2)
        return replace(self, text=f"{self.text[:start]}{ordinal}{self.text[stop:]}")


def relisted(source: str, targets: Targets, added: Iterable[tuple[Target, Sequence[str]]]) -> str:
    """A table of contents after sections came, went, moved or were renamed.

    Entries of those that went go, the others stand in the order of their sections if they did
    before, and numbered ones are counted anew if they counted before. Each section that was `added`
    gets an entry in the style of the first of the anchors beside it that has one; where none has,
    the table does not list its kind.
    """
    head, entries = _entries(source, targets)
    is_counted = _counted(entries) == entries
    left = _in_order([each for each in entries if each.was is None or each.target is not None])
    for target, like in added:
        if model := next((each for name in like for each in entries if _is(each, name)), None):
            _insert(left, target, model)
    if is_counted:
        left = _counted(left)
    return relinked(head, targets) + "".join(_printed(each, targets) for each in left)


def _is(entry: Entry, anchor: str) -> bool:
    return entry.was is not None and entry.was.anchor == anchor


def _printed(entry: Entry, targets: Targets) -> str:
    return entry.text if entry.target and not entry.was else relinked(entry.text, targets)


def _entries(source: str, targets: Targets) -> tuple[str, list[Entry]]:
    """What stands above the first item, and the items."""
    head, entries = "", list[Entry]()
    for line in split_lines(source):
        if _ITEM.match(line):
            link = _LINK.search(line)
            was, now = targets.get(link[2], (None, None)) if link else (None, None)
            entries.append(Entry(line, was, now))
        elif entries:
            entries[-1] = replace(entries[-1], text=entries[-1].text + line)
        else:
            head += line
    return head, entries


def _in_order(entries: list[Entry]) -> list[Entry]:
    """The entries as their sections stand now, if they stood so before."""
    known = [each for each in entries if each.was and each.target]
    if known != sorted(known, key=lambda each: each.was.place if each.was else 0):
        return entries
    now = iter(sorted(known, key=lambda each: each.target.place if each.target else 0))
    return [next(now) if each.was and each.target else each for each in entries]


def _insert(entries: list[Entry], added: Target, model: Entry) -> None:
    """Put in an entry below those of the sections above."""
    found = _ITEM.match(model.text)
    marker = found[0] if found else ""
    link = _LINK.search(model.text)
    is_whole = bool(link and model.was and link[1] == model.was.heading)
    words = added.heading if is_whole else _bare(added.heading)
    newline = ending(split_lines(model.text)[0])
    text = f"{marker}[{words}](#{added.anchor}){newline}"
    above = [
        n for n, each in enumerate(entries, 1) if each.target and each.target.place < added.place
    ]
    entries.insert(max(above, default=0), Entry(text, None, added))


def _counted(entries: Iterable[Entry]) -> list[Entry]:
    """The entries with their markers counted, at each depth from where that depth begins."""
    counts: list[tuple[int, int]] = []
    found = []
    for entry in entries:
        while counts and counts[-1][0] > entry.indent:
            counts.pop()
        if counts and counts[-1][0] == entry.indent:
            counts[-1] = (entry.indent, counts[-1][1] + 1)
        else:
            counts.append((entry.indent, 1))
        found.append(entry.counted(counts[-1][1]))
    return found
