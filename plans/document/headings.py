"""A heading, ATX (`## Text ##`) or setext (underlined), as its text and what stands around it."""

import re

from plans.document.lines import BLANK, body, ending, indentation, split_lines
from plans.document.passage import Line, Passage

_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")


def heading(source: str) -> Passage:
    """The heading's text; raises ValueError where no heading stands."""
    lines = split_lines(source)
    if len(lines) > 1 and _UNDERLINE.match(body(lines[-1])):
        return _setext(lines)
    found = _ATX.match(body(lines[0])) if len(lines) == 1 else None
    if not found:
        raise ValueError("No heading stands here.")
    marks = found[0].rstrip(BLANK)
    text = _undecorated(body(lines[0])[found.end() :])
    opening = found[0] if text else marks
    line = Line(opening, text, lines[0][len(opening + text) :])
    return Passage([line], prefix=f"{marks} ")


def with_level(source: str, level: int) -> str:
    """The same heading on another level: with other marks, or with marks for its underline."""
    found, marks = heading(source), "#" * level
    if found.tail:
        return f"{marks} {' '.join(line.text for line in found.lines)}{found.newline}"
    (line,) = found.lines
    opening, closing = (re.sub("#+", marks, part) for part in (line.prefix, line.suffix))
    return opening + line.text + closing


def _undecorated(text: str) -> str:
    """An ATX heading's text without the `#` that may close it, set off by a blank."""
    bare = text.rstrip(BLANK)
    cut = bare.rstrip("#")
    return cut.rstrip(BLANK) if not cut or cut[-1] in BLANK else bare


def _setext(lines: list[str]) -> Passage:
    """Each line of the text without the blanks around it; the underline is the tail."""
    text = []
    for line in lines[:-1]:
        prefix, bare = indentation(line), body(line)
        words = bare[len(prefix) :].rstrip(BLANK)
        text.append(Line(prefix, words, bare[len(prefix + words) :] + ending(line)))
    return Passage(text, tail=lines[-1], newline=ending(lines[0]) or "\n")
