"""Tables inside of quotes and lists, which are cut out of them."""

import pytest

from plans.document.emit import block_parts, emit
from plans.document.parse import parse


def shape_of(text):
    """Each block as its kind and its rows' cells, or its source where it has no rows."""
    document = parse(text)
    assert emit(document) == text
    blocks = [block for section in document.sections for block in section.blocks]
    return [(block.kind.value, cells_of(block) or block.source) for block in blocks]


def cells_of(block):
    return [*([block.columns] if block.columns else []), *(row.cells for row in block.rows)]


def table_of(text):
    (section,) = parse(text).sections
    return next(block for block in section.blocks if block.kind == "table")


TABLE = ("table", [["A", "B"], ["x", "y"]])


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("> | A | B |\n> |---|---|\n> | x | y |\n", [TABLE]),
        (">A|B\n>-|-\n> x|y\nlazy\n", [TABLE, ("prose", [["lazy"]])]),
        (
            "> text\n>\n> | A | B |\n> |---|---|\n> | x | y |\n>\n> more\n>\n> of it\n>\n",
            [("statement", [["text"]]), TABLE, ("statement", [["more\n\nof it"]])],
        ),
        (
            "> text\n> | A | B |\n> |---|---|\n> | x | y |\n> - a\n",
            [("statement", [["text"]]), TABLE, ("verbatim", "> - a\n")],
        ),
        (
            "> # H\n> | A | B |\n> |---|---|\n> | x | y |\n>\n\n> next\n",
            [("verbatim", "> # H\n"), TABLE, ("statement", [["next"]])],
        ),
        (
            "> - a\n>   > |A|B|\n>   > |-|-|\n>   > |x|y|\n>   more\n",
            [("verbatim", "> - a\n"), TABLE, ("statement", [["more"]])],
        ),
        (
            "> > A|B\n> > -|-\n> > x|y\n> >\n>\n> A|B\n> -|-\n> x|y\n",
            [TABLE, TABLE],
        ),
        (
            "> **GATE STATUS: OPEN**\n> |A|B|\n> |-|-|\n> |x|y|\n>\n> - Human Approval: A\n",
            [
                ("gate", "> **GATE STATUS: OPEN**\n"),
                TABLE,
                ("gate", "> - Human Approval: A\n"),
            ],
        ),
        (
            "> |A|B|\n> |-|-|\n> |x|y|\n>\n>   - a\n>\n>\n>         b\n",
            [TABLE, ("verbatim", ">   - a\n>\n>\n>         b\n")],
        ),
        (
            "> - |A|B|\n>   |-|-|\n>   |x|y|\n>\n>       code\n",
            [TABLE, ("verbatim", ">       code\n")],
        ),
        (
            "> 1.    |A|B|\n>       |-|-|\n>       |x|y|\n>\n>       text\nlazy\n",
            [TABLE, ("verbatim", ">       text\nlazy\n")],
        ),
        ("- > | A | B |\n  > |--|--|\n  >  | x | y |\n", [TABLE]),
    ],
)
def test_table_in_a_quote_is_cut_out_of_it(text, blocks):
    assert shape_of(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "- a\n\n  |A|B|\n  |-|-|\n  |x|y|\n|z|\n",
            [("list", [["a"]]), TABLE, ("prose", [["|z|"]])],
        ),
        (
            "1. a\n   A|B\n   -|-\n   x|y\n2. b\n   - c\n\n",
            [("list", [["a"]]), TABLE, ("list", [["b"], ["c"]])],
        ),
        (
            "- [ ] a\n\n  |A|B|\n  |-|-|\n  |x|y|\n\n  text\n  > - b\n\n- [x] c\n- d\n",
            [
                ("checklist", [[" ", "a"]]),
                TABLE,
                ("verbatim", "  text\n  > - b\n"),
                ("checklist", [["x", "c"], ["", "d"]]),
            ],
        ),
        (
            "- a\n  - b\n\n    |A|B|\n    |-|-|\n    |x|y|\n\n        A|B\n        -|-\n  - c\n",
            [
                ("list", [["a"], ["b"]]),
                TABLE,
                ("verbatim", "        A|B\n        -|-\n"),
                ("list", [["c"]]),
            ],
        ),
        (
            "- a\n  >\n  > |A|B|\n  > |-|-|\n  > |x|y|\n  >\n\n  |A|B|\n  |-|-|\n  |x|y|\n",
            [("list", [["a"]]), TABLE, TABLE],
        ),
        (
            "- a\n- |A|B|\n  |-|-|\n  |x|y|\n- 1. |A|B|\n     |-|-|\n     |x|y|\n- b\n",
            [("list", [["a"]]), TABLE, TABLE, ("list", [["b"]])],
        ),
        (
            "- a\n\n  |A|B|\n  |-|-|\n  |x|y|\n\n  below\n",
            [("list", [["a"]]), TABLE, ("verbatim", "  below\n")],
        ),
        ("-\tA|B\n\t-|-\n\tx|y\n", [TABLE]),
        ("- a | b\n--|--\n", [("list", [["a | b\n--|--"]])]),
        ("- ```\n  |A|B|\n  |-|-|\n  ```\n", [("list", [["```"]])]),
    ],
)
def test_table_in_a_list_is_cut_out_of_it(text, blocks):
    assert shape_of(text) == blocks


def test_table_of_contents_with_a_table_in_it_keeps_both():
    text = "# Table of Contents\n- a\n\n  |A|B|\n  |-|-|\n  |x|y|\n- b\n"
    assert shape_of(text)[1:] == [("toc", "- a\n"), TABLE, ("toc", "- b\n")]


@pytest.mark.parametrize("line", ["# a | b", "> a | b", "- a | b", "1) a | b", "~~~ a | b"])
def test_line_that_starts_another_block_is_no_header(line):
    assert "table" not in [kind for kind, _ in shape_of(f"{line}\n--|--\n")]


def test_number_that_starts_no_list_is_a_headers_text():
    assert shape_of("a\n2. A | B\n---|---\n") == [
        ("prose", [["a"]]),
        ("table", [["2. A", "B"]]),
    ]


def test_nested_table_has_everything_that_a_table_has():
    text = "**L:**\n- 1. > A    | B\n     > -----|--\n     >  x    | y\n     > wide | z\n"
    table = table_of(text)
    assert (table.label, table.columns, table.widths) == ("L", ["A", "B"], [5, 2])
    assert table.source == "**L:**\n- 1. > A    | B\n     > -----|--\n"
    assert [row.source for row in table.rows] == ["     >  x    | y\n", "     > wide | z\n"]
    assert "".join(block_parts(table)) == text


def test_blanks_at_a_cut_stand_above_the_next_block():
    text = "> a\n>\n> >\n>  |A|\n>  |-|\n>\n>\t\n> b\n\n"
    blocks = [block for section in parse(text).sections for block in section.blocks]
    assert emit(parse(text)) == text
    assert [(block.kind.value, block.above) for block in blocks] == [
        ("statement", ""),
        ("table", ">\n> >\n"),
        ("statement", ">\n>\t\n"),
    ]
