"""Documents for property tests: every construct, in any order, spaced in any way."""

from hypothesis import strategies as st

WORDS = st.text("abcXYZ019 é[]()/%<>&!?.,;'\u2028\u00a0", min_size=1, max_size=15).map(
    lambda text: f"w{text.strip(' ')}"
)
"""One line of text that means nothing in Markdown, with what `str.splitlines` would cut at."""

CELLS = st.one_of(st.just(""), WORDS, st.sampled_from(["[X] days", "`a \\| b`", "a \\| b", "<br>"]))


@st.composite
def tables(draw):
    """Padded, compact, ragged, with and without outer pipes, with and without a label."""
    count = draw(st.integers(1, 4))
    gap = draw(st.sampled_from(["", " ", "  "]))
    width = draw(st.sampled_from([0, 12, 40]))
    lead, trail = draw(st.sampled_from([("|", "|"), ("|", ""), ("", "|"), ("  | ", " |  ")]))
    header = draw(st.lists(WORDS, min_size=count, max_size=count))
    body = draw(st.lists(st.lists(CELLS, min_size=1, max_size=count + 1), max_size=4))
    lines = [_table_line(cells, lead, trail, gap, width) for cells in [header, *body]]
    lines.insert(1, _table_line(["-" * max(3, width)] * count, lead or "|", trail, gap, 0))
    return lines


def _table_line(cells, lead, trail, gap, width):
    pieces = [gap + text.ljust(width) + gap for text in cells]
    if not lead and not cells[0]:
        lead = "|"
    if not trail and not cells[-1]:
        trail = "|"
    return lead + "|".join(pieces) + trail


@st.composite
def lists(draw):
    """Nested, loose, wrapped, numbered, with boxes and fences inside."""
    lines = []
    depth = 0
    number = draw(st.booleans())
    boxes = draw(st.booleans())
    for index in range(draw(st.integers(1, 5))):
        depth = draw(st.integers(0, min(depth + 1, 3))) if index else 0
        box = draw(st.sampled_from(["[ ] ", "[x] ", "[X] ", ""])) if boxes else ""
        indent = "    " * depth
        marker = f"{index + 1}.  " if number else "-   "
        lines.append(indent + marker + box + draw(WORDS))
        extra = draw(st.sampled_from([[], [""], ["    wrapped"], ["    ```", "    x", "    ```"]]))
        lines += [indent + line if line else line for line in extra]
    return lines


def _wrapped(*lines):
    return st.just(list(lines))


PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=3)
BLOCKS = st.one_of(
    tables(),
    tables().map(lambda lines: ["**Label:**", *lines]),
    lists(),
    lists().map(lambda lines: ["**Label**:", *lines]),
    PARAGRAPHS,
    PARAGRAPHS.map(lambda lines: [f"{line}  " for line in lines]),
    PARAGRAPHS.map(lambda lines: [f"> {line}" for line in lines]),
    PARAGRAPHS.map(lambda lines: ["**Statement:**", *(f">{line}" for line in lines)]),
    st.lists(WORDS.map("**Field:** {}".format), min_size=1, max_size=3),
    WORDS.map(lambda text: [f"# {text}"]),
    WORDS.map(lambda text: [text, "---"]),
    PARAGRAPHS.map(lambda lines: ["```mermaid", *lines, "```"]),
    PARAGRAPHS.map(lambda lines: ["~~~", *lines, "~~~~"]),
    _wrapped("---"),
    _wrapped("## Table of Contents", "", "1. [One](#one)", "2. [Two](#two)"),
    _wrapped("> **GATE STATUS: [GATED / OPEN]**", ">", "> - CMO Validation: [PROCEED / PIVOT]"),
    _wrapped("<!-- a comment", "", "| a | b |", "-->"),
    _wrapped("<div>", "markup", "</div>"),
    _wrapped("[ref]: https://example.com 'title'"),
    _wrapped("[^1]: a footnote of several words"),
    _wrapped("    indented code", "", "    more"),
    _wrapped("> - a quoted list", "> - of two"),
    _wrapped("\ttab", "\x0b", "\x85"),
)


@st.composite
def documents(draw, blocks=BLOCKS):
    """A text of these blocks, and anything that a file can do to line endings and its ends."""
    lines = []
    for block in draw(st.lists(blocks, max_size=8)):
        lines += [draw(st.sampled_from(["", "  "]))] * draw(st.integers(0, 2)) + block
    newlines = st.sampled_from(["\n", "\n", "\r\n"])
    newline = draw(newlines)
    endings = [draw(newlines) for _ in lines] if draw(st.booleans()) else [newline] * len(lines)
    text = "".join(map("".join, zip(lines, endings, strict=True)))
    bom = draw(st.sampled_from(["", "", "\ufeff"]))
    end = draw(st.sampled_from(["", "", "\n", " \n\n", "cut"]))
    return bom + text + end


NOISE = st.text("#-+>|*`~=_<![]()xX1. \t\n\r\\:a\u2028\x0b\x85\0", max_size=80)
"""Anything at all, of the characters that mean something."""
