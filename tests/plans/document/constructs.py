"""Every construct that a document may hold, by name, and the kinds of block that it reads as.

Lines are put together from prepared words and cells, because a property that is to hold of ten
thousand documents cannot wait for each of their letters to be drawn.
"""

from dataclasses import dataclass
from itertools import product

from hypothesis import strategies as st

WORDS = (
    *("word", "two words", "naïve", "1.5 %", "[X] days", "a_b*c", "https://example.com/?q=1&r=2"),
    *("no\u00a0break", "line\u2028separator", "next\x85line", "form\x0cfeed", "a\tb", "\ufeffbom"),
    *("שלום עולם", "مرحبا \u200f!", "全角文字", "한국어", "👩‍💻 🇩🇪", "e\u0301"),
)
CELLS = (
    *("", "", *WORDS, "a \\| b", "`a \\| b`", "a\\\\\\| b", "<br>", "[ ]", "[x] done"),
    *("- a<br>- b<br/>- c", "<b>bold</b>", "<ul><li>a</li></ul>", "![i](u)", "\u00a0"),
)
PIPES = (("|", "|"), ("|", ""), ("", "|"), ("|", "|  "))
LONG = "long " * 800


@dataclass(frozen=True)
class Construct:
    """Lines of Markdown, and the kinds of the blocks that they are where they stand alone."""

    lines: st.SearchStrategy[list[str]]
    kinds: str


def several(choices, most, least=1):
    """A few of the choices by one draw: the digits of one number."""
    base = len(choices)

    def digits(number):
        length, number = divmod(number, base**most)
        return [choices[number // base**place % base] for place in range(least + length)]

    return st.integers(0, (most - least + 1) * base**most - 1).map(digits)


def words(most=1):
    """A paragraph of so many lines at most."""
    return several(WORDS, most)


def fixed(*texts):
    """One of these texts, as lines."""
    return st.sampled_from(texts).map(lambda text: text.split("\n"))


def joined(*parts):
    """The lines of all these strategies."""
    return st.tuples(*parts).map(lambda found: [line for lines in found for line in lines])


def indented(lines, prefix, first=None):
    """The lines behind a prefix; blank ones bear no more than its `>`."""
    first = prefix if first is None else first
    return lines.map(
        lambda found: [
            (prefix if number else first) + line if line else prefix.rstrip()
            for number, line in enumerate(found)
        ]
    )


def tables(outer=PIPES, cells=CELLS, header=WORDS, widths=(0, 0, 12), least=0):
    """Padded, compact or ragged, between whatever outer pipes."""
    styles = st.sampled_from([*product(outer, ("", " ", "  "), widths)])
    rows = st.lists(several(cells, 5), min_size=least, max_size=3)
    heads = several(header, 4, least=1 + (("", "") in outer))
    return st.builds(table, heads, rows, styles)


def table(header, rows, style):
    """The lines of a table."""
    (lead, trail), gap, width = style
    lines = [table_line(cells, lead, trail, gap, width) for cells in [header, *rows]]
    marks = ["-" * max(3, width)] * len(header)
    lines.insert(1, table_line(marks, lead or "|", trail, gap, 0))
    return lines


def table_line(cells, lead, trail, gap, width):
    """A line of a table, with a pipe before what would be something else without one."""
    pieces = [gap + text.ljust(width) + gap for text in cells]
    lead = lead if cells[0][:1] not in ("", "-", "<", "1", "\u00a0") else lead or "|"
    trail = trail if cells[-1] else trail or "|"
    return lead + "|".join(pieces) + trail


SMALL = tables(cells=("", "a", "a \\| b", "全角", "[X]"), header=("A", "B c"), widths=(0,))
FRAMED = tables(outer=(("|", "|"),), header=("A", "B c"))


def lists(boxes=("",), extras=((),), gap=()):
    """Nested and numbered; what an item holds besides its text is in `extras`."""
    items = several([*product(boxes, WORDS, extras, range(4))], 4)
    return st.builds(list_of, items, st.booleans(), st.just(gap))


def list_of(items, is_numbered, gap):
    """The lines of a list, in which no item stands more than a level below the one above."""
    lines = []
    depth = -1
    for index, (box, text, extra, level) in enumerate(items):
        depth = min(level, depth + 1)
        marker = f"{index + 1}.  " if is_numbered else "-   "
        own = [marker + box + text, *extra]
        lines += [*(gap if index else ()), *("    " * depth + line if line else "" for line in own)]
    return lines


BOXES = ("[ ] ", "[x] ", "[X] ", "")
FENCED = (["    ```", "    x", "", "    | a |", "    ```"], ["    ~~~", "    y", "    ~~~"])

CONSTRUCTS = {
    # Tables and what they are made of
    "table": Construct(tables(), "table"),
    "table with no outer pipes": Construct(tables(outer=(("", ""),)), "table"),
    "table with ragged rows": Construct(
        fixed("| a | b |\n|---|---|\n| x |\n| x | y | z |\n|\n| x", "a|b\n-|-\nx\ny|z|\n"), "table"
    ),
    "table with alignment colons": Construct(
        joined(fixed("| a | b | c |\n|:--|:-:|--:|", "|a|b|c|\n|:-|:---:|-:"), words()), "table"
    ),
    "table with empty headers": Construct(tables(header=("",)), "table"),
    "table with duplicate headers": Construct(tables(header=("Same",)), "table"),
    "table with an odd separator": Construct(
        joined(
            fixed("| a | b |"), fixed("--|--", "|-|-", " :-: | - |  ", "|\t---\t|---|"), words()
        ),
        "table",
    ),
    "table of escaped pipes": Construct(tables(cells=("a \\| b", "\\|", "`\\|`")), "table"),
    "table of pipes in code spans": Construct(tables(cells=("`a | b`", "``|``")), "table"),
    "table of <br> lists": Construct(tables(cells=("- a<br>- b", "1. a<br/>2. b")), "table"),
    "table of HTML": Construct(tables(cells=("<b>x</b>", "<details>y</details>")), "table"),
    "table of checkboxes": Construct(tables(cells=("[ ]", "[x] done", "[X]")), "table"),
    "table of 4,000 characters a cell": Construct(
        tables(cells=(LONG.strip(), "a"), widths=(0,), least=1), "table"
    ),
    "table padded to 500": Construct(tables(widths=(500,)), "table"),
    "table without rows": Construct(fixed("| a |\n|---|", "a|b\n-|-"), "table"),
    "table glued to a label": Construct(joined(fixed("**L:**", "**L**:"), tables()), "table"),
    "table glued to text above": Construct(joined(words(2), tables()), "prose table"),
    "table glued to text below": Construct(joined(tables(), words()), "table"),
    "table cut by a comment": Construct(
        joined(tables(), fixed("<!-- not now -->"), fixed("| a | b |")), "table verbatim prose"
    ),
    "table in a quote": Construct(indented(SMALL, "> "), "table"),
    "table in a quote with text": Construct(
        indented(joined(words(2), SMALL, fixed("\nmore")), ">"), "statement table statement"
    ),
    "table in nested quotes": Construct(indented(SMALL, "  >  > "), "table"),
    "table in a list": Construct(
        joined(fixed("- a", "* a\n"), indented(SMALL, "  ")), "list table"
    ),
    "table deep in a list": Construct(
        joined(
            fixed("1.  a\n    -   [ ] b\n"),
            indented(SMALL, "        "),
            fixed("\n        more\n    -   [x] c\n2.  d"),
        ),
        "checklist table verbatim checklist",
    ),
    "table behind a list's marker": Construct(
        joined(fixed("- a"), indented(FRAMED, "  ", "- "), fixed("- b")), "list table list"
    ),
    "table in a quoted list": Construct(
        joined(fixed("> - a\n>"), indented(SMALL, ">   "), fixed("> - b")),
        "verbatim table verbatim",
    ),
    "table in a quote in a list": Construct(
        joined(fixed("- a"), indented(SMALL, "  > "), fixed("  >\n\n- b")), "list table list"
    ),
    "false table": Construct(
        fixed("| a | b |\n|---|---|---|\n| x | y |", "| a | b |\n|---|\n| x |", "a | b\n-|-|-"),
        "prose",
    ),
    # HTML
    "HTML table": Construct(
        fixed("<table>\n<tr><td>| a |</td></tr>\n</table>", "<TABLE><TR>\n</TABLE>"), "verbatim"
    ),
    "HTML": Construct(fixed("<div>\nmarkup\n</div>", "<b>\n"), "verbatim"),
    "comment": Construct(fixed("<!-- a\n\n| a | b |\n|---|---|\n\n-->", "<!---->"), "verbatim"),
    "<details>": Construct(
        joined(fixed("<details>\n<summary>S</summary>\n"), SMALL, fixed("\n</details>", "\n</p>")),
        "verbatim table verbatim",
    ),
    # Lists
    "nested list": Construct(lists(), "list"),
    "loose list": Construct(lists(gap=("",)), "list"),
    "wrapped list": Construct(lists(extras=([], ["    wrapped"], ["lazy"])), "list"),
    "checkboxes at any depth": Construct(
        joined(fixed("- [ ] a"), indented(lists(boxes=BOXES), "  ")), "checklist"
    ),
    "fence in a list": Construct(lists(extras=FENCED), "list"),
    "list glued to a label": Construct(joined(fixed("**L:**"), lists(boxes=("",))), "list"),
    "list of other things": Construct(
        fixed("- # a\n  b\n- > c\n-\n- 1. d\n- ```\n  e\n  ```\n+ f\n* g\n1) h"),
        "list list list list",
    ),
    # Fences
    "fence": Construct(joined(fixed("```mermaid", "  ````"), words(3), fixed("````")), "diagram"),
    "~~~ fence": Construct(joined(fixed("~~~"), words(2), fixed("```\n~~~~", "~~~")), "diagram"),
    "fence that never closes": Construct(
        joined(fixed("```", "~~~~ x"), words(2), fixed("```` x\n", "\n")), "diagram"
    ),
    # Text
    "paragraph": Construct(words(3), "prose"),
    "hard breaks": Construct(
        words(2).map(lambda found: [*(f"{line}  " for line in found), "b\\", "c"]), "prose"
    ),
    "field": Construct(words().map(lambda found: [f"**Field:** {found[0]}"]), "field"),
    "statement": Construct(indented(words(3), "> "), "statement"),
    "statement with a label": Construct(
        joined(fixed("**S:**"), indented(words(2), ">")), "statement"
    ),
    "quoted list": Construct(fixed("> - a\n> - b", "> # a\n> b\nlazy"), "verbatim"),
    "indented code": Construct(fixed("    a | b\n    --|--\n\n    more", "\ttab"), "verbatim"),
    "reference definitions": Construct(
        fixed("[ref]: https://example.com 'title'", "[a]: /b\n[c]:\n  <d>"), "verbatim"
    ),
    "footnote": Construct(fixed("[^1]: a footnote\n    of two lines", "[^n]: | a |"), "verbatim"),
    "rule": Construct(fixed("---", "* * *", "___"), "rule"),
    "gate": Construct(
        fixed("> **GATE STATUS: [GATED / OPEN]**\n>\n> - CMO Validation: [PROCEED / PIVOT]"), "gate"
    ),
    # Headings
    "heading": Construct(words().map(lambda found: [f"# {found[0]} #"]), ""),
    "setext heading": Construct(joined(words(2), fixed("===", "---")), ""),
    "duplicate headings": Construct(fixed("# Same\n# Same\n\n## Same"), ""),
    "skipped levels": Construct(fixed("# One\n#### Four\n## Two\n###### Six"), ""),
    "table of contents": Construct(
        fixed("## Table of Contents\n\n1. [One](#one)\n2. [Two](#two)"), "toc"
    ),
    # Characters
    "tabs": Construct(fixed("a\tb\t\nc \t"), "prose"),
    "tabs in a list": Construct(fixed("-\ta\n\n\tb\n\t-\tc", "1.\ta"), "list"),
    "tabs in a table": Construct(fixed("|\ta\t|\n|\t-\t|\n|\t\t|\n\t|b|"), "table verbatim"),
    "controls": Construct(fixed("\x0b", "\x85 a\x1c", "\x01|"), "prose"),
}
