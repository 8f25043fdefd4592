"""What kind of block a span of lines is."""

import re
from collections.abc import Sequence

from plans.document.fields import field
from plans.document.lines import split_lines
from plans.document.passage import quote
from plans.document.spans import Span, spans
from plans.enums import BlockKind

_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_PLAIN_QUOTE = {"paragraph_open", "inline", "paragraph_close"}
_BY_TYPE = {
    "table": BlockKind.TABLE,
    "bullet_list": BlockKind.LIST,
    "ordered_list": BlockKind.LIST,
    "fence": BlockKind.DIAGRAM,
    "hr": BlockKind.RULE,
    "gate": BlockKind.GATE,
    "heading": BlockKind.HEADING,
}


def kind_of(span: Span, lines: Sequence[str]) -> BlockKind:
    """The kind of a block; a checklist and a table of contents still count as lists."""
    own = lines[span.first : span.end]
    if span.type == "paragraph":
        return paragraph_kind(own)
    if span.type == "blockquote":
        return _quote_kind(span, own)
    return _BY_TYPE.get(span.type, BlockKind.VERBATIM)


def kind_alone(source: str) -> BlockKind | None:
    """The kind of a text that is one block and no more, otherwise None."""
    lines = split_lines(source)
    found = list(spans(lines))
    if [(span.start, span.end) for span in found] != [(0, len(lines))]:
        return None
    return kind_of(found[0], lines)


def paragraph_kind(lines: Sequence[str]) -> BlockKind:
    """A paragraph is a footnote's definition, a run of fields, or prose."""
    if _FOOTNOTE.match(lines[0]):
        return BlockKind.VERBATIM
    return BlockKind.FIELD if all(map(field, lines)) else BlockKind.PROSE


def _quote_kind(span: Span, lines: Sequence[str]) -> BlockKind:
    """A quote that holds more than paragraphs is not modelled."""
    inside = {token.type for token in span.tokens[1:-1]}
    is_plain = inside <= _PLAIN_QUOTE and _is_covered(span, lines)
    return BlockKind.STATEMENT if is_plain else BlockKind.VERBATIM


def _is_covered(span: Span, lines: Sequence[str]) -> bool:
    """Whether the quote's paragraphs have all its text, so that no definition hides in it."""
    maps = [token.map for token in span.tokens if token.type == "paragraph_open" and token.map]
    covered = sum(end - start for start, end in maps)
    written = sum(1 for line in quote("".join(lines)).lines if line.text.strip())
    return covered == written
