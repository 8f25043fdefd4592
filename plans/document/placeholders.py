"""What a plan's template leaves to be filled in: `[Tech]`, `[X] days`, `P[1-3]`.

One pass over the text; unmatched brackets cost nothing extra.
"""

import re
from collections.abc import Iterator

from plans.document.lines import split_lines
from plans.document.tokens import definitions

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BACKTICKS = re.compile(r"`+")
_BRACKET = re.compile(r"[\[\]]")
_TARGET = re.compile(
    r"""\(\s*+(?:<[^<>\n]*+>|[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)"""
    r"""(?:\s++(?:"[^"]*+"|'[^']*+'|\([^()]*+\)))?+\s*+\)"""
)
_RANGE = re.compile(r"([0-9]{1,4})\s*[-–]\s*([0-9]{1,4})")
_MOST_CHOICES = 50
_NOTHING: frozenset[str] = frozenset()


def placeholders(text: str, defined: frozenset[str] = _NOTHING) -> list[str]:
    """The bracketed placeholders of a printed text, the outermost of nested ones.

    Not links, footnotes, `[ ]` and `[x]`, escaped brackets or code. `defined` are the labels
    (see `reference_labels`) that make `[label]` a link.
    """
    return [text[start:end] for start, end in placeholder_spans(text, defined)]


def placeholder_spans(text: str, defined: frozenset[str] = _NOTHING) -> list[tuple[int, int]]:
    """Where the placeholders of a text start and end."""
    if "[" not in text:
        return []
    bare = _without_code(_ESCAPED.sub(_blanked, text))
    return [
        (start, end)
        for start, end in _outermost(bare)
        if not _is_other(bare, start, end) and _folded(text[start + 1 : end - 1]) not in defined
    ]


def is_placeholder(text: str, defined: frozenset[str] = _NOTHING) -> bool:
    """Whether something in the text is still to be filled in."""
    return bool(placeholders(text, defined))


def reference_labels(text: str) -> frozenset[str]:
    """The labels of a document's link reference definitions, for `placeholders`."""
    if "]:" not in text:
        return _NOTHING
    return frozenset(map(_folded, definitions(split_lines(text))))


def choices(placeholder: str) -> list[str]:
    """What `[A/B/C]` or `[1-3]` offers; nothing for a placeholder that offers no choice."""
    inner = placeholder.removeprefix("[").removesuffix("]").strip()
    found = _RANGE.fullmatch(inner)
    if found:
        first, last = int(found[1]), int(found[2])
        return [str(n) for n in range(first, last + 1)] if last - first < _MOST_CHOICES else []
    if "/" not in inner:
        return []
    offered = [choice.strip() for choice in inner.split("/")]
    return [choice for choice in offered if choice and choice.rstrip(".").casefold() != "etc"]


def _folded(label: str) -> str:
    """A link's label as labels are compared: by words and without regard to case."""
    return " ".join(label.split()).lower().upper().casefold()


def _blanked(found: re.Match[str]) -> str:
    """Two characters that mean nothing; a backslash does not escape a backtick in code."""
    return "\\`" if found[1] == "`" else "\0\0"


def _without_code(text: str) -> str:
    """The text with code spans blanked out: from a run of backticks to the next as long."""
    runs = [(found.start(), found.end()) for found in _BACKTICKS.finditer(text)]
    following = _next_of_length(runs)
    out, position, index = [], 0, 0
    while index < len(runs):
        start, _ = runs[index]
        close = None if text[start - 1 : start] == "\\" else following[index]
        if close is not None:
            out.append(text[position:start] + "\0" * (runs[close][1] - start))
            position = runs[close][1]
            index = close
        index += 1
    return "".join(out) + text[position:]


def _next_of_length(runs: list[tuple[int, int]]) -> list[int | None]:
    """For each run of backticks, which later one is as long."""
    following: list[int | None] = [None] * len(runs)
    latest: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        following[index] = latest.get(end - start)
        latest[end - start] = index
    return following


def _outermost(text: str) -> Iterator[tuple[int, int]]:
    """The pairs of brackets that are in no other pair; brackets without a partner are text."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for bracket in _BRACKET.finditer(text):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif opened:
            start = opened.pop()
            while pairs and pairs[-1][0] > start:
                pairs.pop()
            pairs.append((start, bracket.end()))
    yield from pairs


def _is_other(text: str, start: int, end: int) -> bool:
    """Whether a pair of brackets is a box, a footnote, or either half of a link."""
    inner = text[start + 1 : end - 1].strip()
    if not inner or inner == "x" or inner.startswith("^"):
        return True
    if text[end : end + 1] == "[" or text[start - 1 : start] == "]":
        return True
    return text[end : end + 1] == "(" and bool(_TARGET.match(text, end))
