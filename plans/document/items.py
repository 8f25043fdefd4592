"""One item of a list: its marker, its box and the first paragraph that is its text."""

import re

from plans.document.lines import BLANK, body, ending, indentation, is_blank, split_lines
from plans.document.passage import Line, Passage
from plans.document.tokens import tokens_of

_MARKER = r"(?:[-+*]|[0-9]{1,9}[.)])"
_START = re.compile(
    rf"[ \t]*(?:{_MARKER}(?: {{1,4}}|\t)(?={_MARKER}(?:[ \t]|$)))*({_MARKER})(?:[ \t]+|$)"
)
_BOX = re.compile(r"\[([ xX])\]([ \t]+|$)")
_NUMBER = re.compile(r"([0-9]+)([.)])")
_OPENINGS = {"bullet_list_open", "ordered_list_open", "list_item_open"}


def item(source: str) -> Passage:
    """The item's first paragraph; everything else of it is the passage's tail.

    An item that opens with something else (a heading, a fence) has its first line for a text.
    Raises ValueError where no marker stands.
    """
    lines = split_lines(source)
    start = _START.match(body(lines[0]))
    if not start:
        raise ValueError("No list item starts here.")
    count = 1 if all(map(is_blank, lines[1:2])) else _paragraph(lines)
    text = [_line(lines[0], start[0])]
    text += [_line(line, indentation(line)) for line in lines[1:count]]
    last = text[-1]
    text[-1] = Line(last.prefix, last.text.rstrip(BLANK), "")
    text[-1].suffix = lines[count - 1][len(last.prefix + text[-1].text) :]
    return Passage(text, tail="".join(lines[count:]), prefix=start[0])


def with_text(source: str, text: str) -> str:
    """The item with another text on the line of its marker."""
    passage = item(source)
    if passage.prefix[-1] not in BLANK:
        passage.prefix += " "
    return passage.with_text(text)


def split_box(text: str) -> tuple[str, str, str]:
    """A checklist item's text as mark, the blanks behind its box, and the text after them."""
    box = _BOX.match(text)
    return (box[1], box[2], text[box.end() :]) if box else ("", "", text)


def with_box(old: str, mark: str, text: str) -> str:
    """The text with a box, or with none for the mark "", spaced as the old one was."""
    _, gap, _ = split_box(old)
    if not mark:
        return text
    return f"[{mark}]{gap or ' '}{text}" if text else f"[{mark}]"


def new_item(text: str, *, like: str | None, newline: str) -> str:
    """An item below `like`: at its indentation, with its marker or the next number."""
    prefix = "- "
    if like is not None:
        lines = split_lines(like)
        start = _START.match(body(lines[0]))
        prefix = _next(start[0], start.span(1)) if start else prefix
    return (prefix + text).rstrip(BLANK) + newline


def _next(prefix: str, marker: tuple[int, int]) -> str:
    """The neighbour's prefix, with blanks for the markers of the lists around its own."""
    begin, end = marker
    outer = re.sub(r"[^ \t]", " ", prefix[:begin])
    number = _NUMBER.fullmatch(prefix[begin:end])
    own = f"{int(number[1]) + 1:0{len(number[1])}d}{number[2]}" if number else prefix[begin:end]
    gap = prefix[end:]
    return outer + own + (gap if gap.strip(" ") == "" and 0 < len(gap) <= 4 else " ")  # noqa: PLR2004


def skeleton(source: str) -> list[str]:
    """What the item is made of but for its first paragraph; two alike are of one structure."""
    types = [token.type for token in tokens_of(_dedented(split_lines(source)))]
    first = next((n for n, name in enumerate(types) if name not in _OPENINGS), len(types))
    if types[first : first + 1] == ["paragraph_open"]:
        del types[first : first + 3]
    return types


def _line(line: str, prefix: str) -> Line:
    bare = body(line)
    return Line(prefix, bare[len(prefix) :], ending(line))


def _paragraph(lines: list[str]) -> int:
    """How many lines the item's first paragraph takes, or 1 if it opens with something else."""
    blank = next((n for n, line in enumerate(lines) if is_blank(line)), len(lines))
    tokens = tokens_of(_dedented(lines[:blank]))
    inner = next((token for token in tokens if token.type not in _OPENINGS), None)
    if inner is None or inner.type != "paragraph_open" or not inner.map or inner.map[0]:
        return 1
    return inner.map[1]


def _dedented(lines: list[str]) -> list[str]:
    """The lines without the first one's indentation, so that a nested item stands alone."""
    depth = len(indentation(lines[0]))
    return [line[len(indentation(line[:depth])) :] for line in lines]
