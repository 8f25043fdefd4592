"""Anchors of headings, and a table of contents that goes with them when one is renamed."""

import re
from collections.abc import Sequence

_LINK = re.compile(r"\[([^\[\]]*)\]\(#([^()\s]*)\)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*[.)]?\s+")


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


def followed(source: str, before: Sequence[str], after: Sequence[str]) -> str:
    """A table of contents after headings were renamed: only its links to those change.

    `before` and `after` are all headings, in the same order. A link's text follows where it said
    the heading, with or without its number.
    """
    places = dict(zip(anchors(before), range(len(before)), strict=True))
    renamed = anchors(after)

    def exchanged(found: re.Match[str]) -> str:
        place = places.get(found[2])
        if place is None:
            return found[0]
        text = _text(found[1], before[place], after[place])
        return f"[{text}](#{renamed[place]})"

    return _LINK.sub(exchanged, source)


def _text(text: str, before: str, after: str) -> str:
    if text == before:
        return after
    return _bare(after) if text == _bare(before) else text


def _bare(heading: str) -> str:
    """A heading without its number, which a numbered list of contents has itself."""
    return _NUMBER.sub("", heading, count=1)
