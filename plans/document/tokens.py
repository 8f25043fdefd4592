"""All that is asked of markdown-it: the block tokens of a text, with the lines they stand on.

No text is ever taken from a token but the words of headings, because markdown-it normalises line
endings, tabs and NULs.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, hr
from markdown_it.rules_block.table import table as gfm_table
from markdown_it.token import Token
from markdown_it.utils import EnvType

from plans.document.lines import BLANK, body

MAX_NESTING = 100
"""Twice as many levels as the default: past it markdown-it skips to the document's end."""

_RULE_MARKS = frozenset("-*_")
_FRONT_MATTER_KEY = re.compile(r"""["']?[A-Za-z_][\w .-]*["']?\s*:(?:\s|$)""")


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
    is_table = gfm_table(state, start, end, True)  # noqa: FBT003  (markdown-it's own signature)
    if not is_table or _is_interrupted(state, start, end):
        return False
    if silent:
        return True
    parent, state.parentType = state.parentType, "table"
    line = start + 2
    while line < end and _is_row(state, line, end):
        line += 1
    token = state.push("table", "table", 0)
    token.map = [start, line]
    token.meta["indent"] = _indent(state, start)
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
    return not _is_interrupted(state, line, end)


def _is_interrupted(state: StateBlock, line: int, end: int) -> bool:
    """Whether another block starts on the line: a quote, a list, a heading, a fence, HTML."""
    terminators = state.md.block.ruler.getRules("blockquote")
    return any(rule(state, line, end, True) for rule in terminators)  # noqa: FBT003


def _indent(state: StateBlock, line: int) -> int:
    """How many characters of a line are the quotes, lists and blanks that its text stands in."""
    start = state.bMarks[line] + state.tShift[line]
    return start - state.src.rfind("\n", 0, start) - 1


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


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines at the very top are YAML front matter, which CommonMark does not know."""
    if len(lines) < 3 or lines[0].rstrip() != "---" or not _FRONT_MATTER_KEY.match(lines[1]):  # noqa: PLR2004
        return 0
    for number in range(2, len(lines)):
        if lines[number].rstrip() in {"---", "..."}:
            return number + 1
    return 0
