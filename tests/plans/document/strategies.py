"""Documents for property tests: every construct, in any order, spaced and ended in any way."""

from dataclasses import dataclass
from itertools import chain, cycle, product

from hypothesis import strategies as st

from tests.plans.document.constructs import CONSTRUCTS

WORDS = st.text("abcXYZ019 é[]()/%<>&!?.,;'\u2028\u00a0", min_size=1, max_size=15).map(
    lambda text: f"w{text.strip(' ')}"
)
"""One line of text that means nothing in Markdown, with what `str.splitlines` would cut at."""

SPACING = {
    "nothing between": [],
    "a blank line": [""],
    "double blank lines": ["", ""],
    "blank lines of blanks": ["  ", "\t"],
}
ENDINGS = {
    "LF": ["\n"],
    "CRLF": ["\r\n"],
    "CR": ["\r"],
    "mixed line endings": ["\n", "\r\n", "\n", "\r"],
    "mostly CRLF": ["\r\n", "\r\n", "\n"],
}
STARTS = {
    "no start": "",
    "BOM": "\ufeff",
    "front matter": "---\ntitle: a | b\nlist:\n  - c\n---\n",
    "BOM and front matter": "\ufeff---\na: b\n...\n",
}
ENDS = {
    "final newline": "",
    "missing final newline": None,
    "trailing blanks": " \t",
    "blank lines at the end": " \n\n",
}


@dataclass(frozen=True)
class Draft:
    """A document, and the names of all that is in it."""

    text: str
    names: tuple[str, ...]


def drafts(names=tuple(CONSTRUCTS)):
    """Any of the constructs, in any order."""
    surroundings = st.sampled_from([*product(SPACING, ENDINGS, STARTS, ENDS)])
    return st.builds(draft, st.lists(st.one_of(map(named, names)), max_size=6), surroundings)


def named(name):
    """A construct's lines with its name."""
    return CONSTRUCTS[name].lines.map(lambda lines: (name, lines))


def draft(parts, surroundings):
    """Put a document together."""
    spacing, endings, start, end = surroundings
    lines = chain.from_iterable([*SPACING[spacing], *lines] for _, lines in parts)
    lines = chain.from_iterable(line.split("\n") for line in lines)
    text = STARTS[start] + "".join(chain(*zip(lines, cycle(ENDINGS[endings]), strict=False)))
    text = text.rstrip("\r\n") if ENDS[end] is None else text + ENDS[end]
    return Draft(text, (*surroundings, *(name for name, _ in parts)))


def documents(names=tuple(CONSTRUCTS)):
    """The drafts' texts."""
    return drafts(names).map(lambda draft: draft.text)


TABLES = tuple(name for name, construct in CONSTRUCTS.items() if "table" in construct.kinds)
"""The constructs that hold a table, in whatever it is nested."""

NOISE = st.text("#-+>|*`~=_<![]()xX1. \t\n\r\\:a\u2028\x0b\x85\0", max_size=80)
"""Anything at all, of the characters that mean something."""
