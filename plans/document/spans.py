"""Which lines of a document are which top-level block: all that is asked of markdown-it.

Its line maps say where a block starts and ends; no text is ever taken from its tokens but the
words of headings, because it normalises line endings, tabs and NULs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_block.table import table as gfm_table
from markdown_it.token import Token
from markdown_it.utils import EnvType

from plans.document.lines import BLANK, body, is_blank

MAX_NESTING = 100
"""Twice as many levels as the default: past it markdown-it skips to the document's end."""

_RULE_MARKS = frozenset("-*_")
_FRONT_MATTER_KEY = re.compile(r"""["']?[A-Za-z_][\w .-]*["']?\s*:(?:\s|$)""")


@dataclass(slots=True)
class Span:
    """The lines `start` to `end` (exclusive) of one block; `label` of them are a glued label.

    `type` is markdown-it's name without `_open`, or `verbatim` for lines that it makes nothing
    of: reference definitions and front matter.
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
            span.end = _without_trailing_blanks(lines, span)
        position = span.end
        yield span
    yield from _uncovered(lines, position, len(lines))


def tokens_of(lines: Sequence[str], environment: EnvType | None = None) -> list[Token]:
    """Block tokens without inline parsing; none at all should markdown-it fail on the text.

    What it finds besides, it puts into `environment`.
    """
    hidden = _front_matter(lines)
    source = "\n" * hidden + "\n".join(body(line) for line in lines[hidden:]) + "\n"
    tokens: list[Token] = []
    found = {} if environment is None else environment
    try:
        _MARKDOWN.block.parse(source.replace("\0", "\ufffd"), _MARKDOWN, found, tokens)
    except Exception:  # noqa: BLE001  (somebody else's parser on somebody else's text)
        return []
    return tokens


def definitions(lines: Sequence[str]) -> set[str]:
    """The labels of the text's link reference definitions, as markdown-it normalises them."""
    found: EnvType = {}
    tokens_of(lines, found)
    return set(found.get("references", ()))


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """GFM's table as one token: cells are cut from the text, and there may be 100,000 rows."""
    if not gfm_table(state, start, end, True):  # noqa: FBT003  (markdown-it's own signature)
        return False
    if silent:
        return True
    parent, state.parentType = state.parentType, "table"
    line = start + 2
    while line < end and _is_row(state, line, end):
        line += 1
    token = state.push("table", "table", 0)
    token.map = [start, line]
    state.parentType = parent
    state.line = line
    return True


def _is_row(state: StateBlock, line: int, end: int) -> bool:
    """A table ends at a blank line, at less indentation or where another block starts."""
    if state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    start = state.bMarks[line] + state.tShift[line]
    if state.src.startswith("|", start):  # nothing else starts with a pipe
        return True
    if not state.src[start : state.eMarks[line]].strip():
        return False
    terminators = state.md.block.ruler.getRules("blockquote")
    return not any(rule(state, line, end, True) for rule in terminators)  # noqa: FBT003


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A dividing line, ruled out quickly: each level of a nested list asks again for its line."""
    text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].rstrip()
    mark = text[:1]
    is_rule = mark in _RULE_MARKS and text[-1:] == mark and not text.strip(mark + BLANK)
    return is_rule and hr(state, start, end, silent)


def _parser() -> MarkdownIt:
    """CommonMark and tables; a parser keeps no state between texts."""
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    markdown.enable("table")
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    interrupted = ["paragraph", "reference", "blockquote", "list"]
    markdown.block.ruler.at("hr", _rule, {"alt": interrupted})
    return markdown


_MARKDOWN = _parser()


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


def _without_trailing_blanks(lines: Sequence[str], span: Span) -> int:
    """Where the block ends without the blank lines below it, which belong to the next."""
    end = span.end
    while end > span.start + 1 and is_blank(lines[end - 1]):
        end -= 1
    return end


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines at the very top are YAML front matter, which CommonMark does not know."""
    if len(lines) < 3 or lines[0].rstrip() != "---" or not _FRONT_MATTER_KEY.match(lines[1]):  # noqa: PLR2004
        return 0
    for number in range(2, len(lines)):
        if lines[number].rstrip() in {"---", "..."}:
            return number + 1
    return 0
