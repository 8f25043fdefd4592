"""Which lines of a document are which block: the top level, and the tables inside of it.

A quote or a list is cut at its tables, whatever they are nested in, so that each of them is a
block like any other. The blank lines at a cut, with or without `>`, belong to no span.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from plans.document.lines import is_blank
from plans.document.tokens import tokens_of

_GATE = re.compile(r" {0,3}>[ \t]?[ \t]*\*\*GATE STATUS:")


@dataclass(slots=True)
class Span:
    """The lines `start` to `end` (exclusive) of one block; `label` of them are a glued label.

    `type` is markdown-it's name without `_open`; `gate` for the quote that is the gate's banner;
    or `verbatim` for lines that it makes nothing of (reference definitions and front matter), and
    for what is left of an item or a quote around a table.
    """

    type: str
    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)
    label: int = 0

    @property
    def first(self) -> int:
        """The first line of the block proper, below the label."""
        return self.start + self.label


def spans(lines: Sequence[str]) -> Iterator[Span]:
    """The blocks in order. Every line that is not blank belongs to exactly one."""
    position = 0
    for span in _top_level(tokens_of(lines)):
        yield from _uncovered(lines, position, span.start)
        if span.type != "fence":  # a fence that is never closed owns the blank lines at the end
            span.end = _without_blanks_below(lines, span.start + 1, span.end)
        position = span.end
        yield from _pieces(span, lines)
    yield from _uncovered(lines, position, len(lines))


def items_of(tokens: Sequence[Token]) -> list[Token]:
    """The items of a list at any depth, but for those of lists quoted inside an item."""
    depth = 0
    items = []
    for token in tokens:
        if token.type.startswith("blockquote"):
            depth += token.nesting
        elif token.type == "list_item_open" and not depth:
            items.append(token)
    return items


def first_line(token: Token) -> int:
    """The line on which a block starts."""
    return token.map[0] if token.map else 0


def _top_level(tokens: list[Token]) -> Iterator[Span]:
    """One span for each token of level 0, with the tokens inside it."""
    index = 0
    while index < len(tokens):
        first = index
        while tokens[index].level or tokens[index].nesting == 1:
            index += 1
        index += 1
        start, end = tokens[first].map or (0, 0)
        yield Span(tokens[first].type.removesuffix("_open"), start, end, tokens[first:index])


def _pieces(span: Span, lines: Sequence[str]) -> Iterator[Span]:
    """The span cut at the tables inside it, or the span itself."""
    if span.type == "blockquote" and any(map(_GATE.match, lines[span.start : span.end])):
        span.type = "gate"
    tables = [token for token in span.tokens[1:] if token.type == "table"]
    if not tables:
        yield span
        return
    items = items_of(span.tokens)
    position = span.start
    for table in tables:
        start, end = table.map or (position, position)
        yield from _between(span, items, position, start, lines)
        yield Span("table", start, end, [table])
        position = end
    yield from _between(span, items, position, span.end, lines)


def _between(
    span: Span, items: list[Token], start: int, end: int, lines: Sequence[str]
) -> Iterator[Span]:
    """What a span has above, below or between its tables."""
    while start < end and _is_empty(lines[start]):
        start += 1
    end = _without_blanks_below(lines, start, end, _is_empty)
    if start == end:
        return
    if span.type in {"blockquote", "gate"}:
        yield _quoted(span, start, end, lines)
    else:
        yield from _listed(span, items, start, end, lines)


def _quoted(span: Span, start: int, end: int, lines: Sequence[str]) -> Span:
    """A part of a quote: a quote by itself unless it starts in the middle of something."""
    if span.type == "gate":
        return Span("gate", start, end)
    alone = list(_top_level(tokens_of(lines[start:end])))
    if [(each.type, each.start, each.end) for each in alone] == [("blockquote", 0, end - start)]:
        return Span("blockquote", start, end, alone[0].tokens)
    return Span("verbatim", start, end)


def _listed(
    span: Span, items: list[Token], start: int, end: int, lines: Sequence[str]
) -> Iterator[Span]:
    """A part of a list: what is left of the item above, and the items that start here."""
    own = items[bisect_left(items, start, key=first_line) : bisect_left(items, end, key=first_line)]
    first = first_line(own[0]) if own else end
    rest = _without_blanks_below(lines, start, first, _is_empty)
    if start < rest:
        yield Span("verbatim", start, rest)
    if own:
        yield Span(span.type, first, end, own)


def _uncovered(lines: Sequence[str], start: int, end: int) -> Iterator[Span]:
    """Runs of lines, not blank, that no token has."""
    line = start
    while line < end:
        first = line
        while line < end and not is_blank(lines[line]):
            line += 1
        if line > first:
            yield Span("verbatim", first, line)
        line += 1


def _without_blanks_below(
    lines: Sequence[str], start: int, end: int, blank: Callable[[str], bool] = is_blank
) -> int:
    """Where a block ends, above `end`, without the blank lines below it."""
    while end > start and blank(lines[end - 1]):
        end -= 1
    return end


def _is_empty(line: str) -> bool:
    """Whether a line is blank, `>` aside."""
    return is_blank(line.replace(">", ""))
