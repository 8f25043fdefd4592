"""Changing one row's text: what stays, what changes, and what is refused."""

import pytest

from plans.document.cells import Unprintable, escape, new_row, read_cells, splice, unescape
from plans.document.fields import splice as splice_field
from plans.document.items import new_item
from plans.enums import BlockKind

TABLE, FIELD, PROSE = BlockKind.TABLE, BlockKind.FIELD, BlockKind.PROSE
TITLE = BlockKind.HEADING
LIST, CHECKLIST = BlockKind.LIST, BlockKind.CHECKLIST
STATEMENT, DIAGRAM = BlockKind.STATEMENT, BlockKind.DIAGRAM


@pytest.mark.parametrize(
    ("source", "cells", "widths", "expected"),
    [
        ("| [Tech] |\n", ["Go"], (), "| Go |\n"),
        ("|  [Tech]   |\r\n", ["Go"], (), "|  Go   |\r\n"),
        ("| [Tech] | b |\n", ["Go", "b"], [8, None], "| Go     | b |\n"),
        ("| [Tech] |\n", ["PostgreSQL"], [8], "| PostgreSQL |\n"),
        ("|Tech  |\n", ["Go"], [6], "|Go    |\n"),
        ("|Tech|\n", ["Go"], [4], "|Go  |\n"),
        ("|   12 |\n", ["7"], [6], "|    7 |\n"),
        ("|   12 |\n", ["1234567"], [6], "| 1234567 |\n"),
        ("| a  |\n", ["b"], [7], "| b  |\n"),
        ("| | ||\n", ["a", "b", "c"], (), "| a | b | c |\n"),
        ("|     |\n", ["a"], [5], "| a   |\n"),
        ("| [Tech] |\n", [""], (), "|  |\n"),
        ("|Tech|\n", [""], (), "||\n"),
        ("| ab  |\n", [""], [5], "|     |\n"),
        ("  | a | b\n", ["a", "c"], (), "  | a | c\n"),
        ("a | b\n", ["c", "b"], (), "c | b\n"),
        ("a | b\n", ["", "b"], (), "| | b\n"),
        ("a | b\n", ["a", ""], (), "a | |\n"),
        ("| a |\n", ["a", "b", "c"], (), "| a | b | c |\n"),
        ("| a | \n", ["a", "b"], [3, 6], "| a | b    | \n"),
        ("| a\n", ["a", "b"], (), "| a | b\n"),
        ("|a\n", ["a", "b"], (), "|a|b\n"),
        ("|a|b|\n", ["a", "b", "c"], (), "|a|b|c|\n"),
        ("a\n", ["a", "b"], (), "a | b\n"),
        ("| a \n", ["a", ""], (), "| a ||\n"),
        ("|\n", ["a"], (), "| a |\n"),
        ("| a | b |\n", ["a"], (), "| a |\n"),
        ("| `a \\| b` |\n", ["`c \\| d`"], (), "| `c \\| d` |\n"),
        ("> | a  |\n", ["b"], [4], "> | b  |\n"),
        ("  >  > a | b\n", ["c", "b"], (), "  >  > c | b\n"),
        ("\t>a | b\n", ["", "b"], (), "\t>| | b\n"),
        ("    a | b\n", ["", "b"], (), "    | | b\n"),
        (" >\ta | b\n", ["a", "> b"], (), " >\ta | > b\n"),
    ],
)
def test_splice_table_line_keeps_pipes_and_padding(source, cells, widths, expected):
    assert splice(TABLE, source, cells, widths) == expected
    assert read_cells(TABLE, expected) == cells


@pytest.mark.parametrize(
    ("kind", "source", "cells", "expected"),
    [
        (FIELD, "**A:**  b  \r\n", ["A", "c"], "**A:**  c  \r\n"),
        (FIELD, "  **A**: b\n", ["A [X]", "b"], "  **A [X]**: b\n"),
        (FIELD, "**A:**\n", ["A", "b"], "**A:** b\n"),
        (FIELD, "**A:** b\n", ["A", ""], "**A:** \n"),
        (TITLE, "  ##  a  ## \r\n", ["b c"], "  ##  b c  ## \r\n"),
        (TITLE, "#\ta#b\n", ["c"], "#\tc\n"),
        (TITLE, "##\n", ["a"], "## a\n"),
        (TITLE, "# ##\n", ["a"], "# a ##\n"),
        (TITLE, "a\n---\n", ["b"], "b\n---\n"),
        (TITLE, " a \nb\n  === \n", ["c"], " c\n  === \n"),
        (PROSE, "  a  \n b\n", ["c"], "  c\n"),
        (PROSE, "  a\r\n   b \n", ["c\nd\ne"], "  c\r\n   d\ne \n"),
        (PROSE, "a", ["b\nc"], "b\nc"),
        (STATEMENT, "> a\n", ["b"], "> b\n"),
        (STATEMENT, ">\n >a\nlazy\n>\n", ["b\nc\n\nd"], ">\n >b\nc\n >\n >d\n>\n"),
        (STATEMENT, "> a\n>\n> b\n", ["a\nc\nb"], "> a\n> c\n> b\n"),
        (STATEMENT, ">\n", ["a"], "> a\n"),
        (STATEMENT, "> a\n", [""], ">\n"),
        (DIAGRAM, "```\na\n```\n", ["b\n\nc"], "```\nb\n\nc\n```\n"),
        (DIAGRAM, "  ```\r\n```\r\n", ["b"], "  ```\r\n  b\r\n```\r\n"),
        (DIAGRAM, "```\na\n```\n", [""], "```\n```\n"),
        (DIAGRAM, "~~~\na\n", ["```"], "~~~\n```\n"),
        (LIST, "  - a\n    b\n\n    c\n", ["d"], "  - d\n\n    c\n"),
        (LIST, "1.\n", ["a"], "1. a\n"),
        (LIST, "- # a\n", ["# b"], "- # b\n"),
        (CHECKLIST, "- [ ] a\n  b\n", ["x", "a\nb"], "- [x] a\n  b\n"),
        (CHECKLIST, "* [ ]  a\n", [" ", "b"], "* [ ]  b\n"),
        (CHECKLIST, "- a\n", ["x", "a"], "- [x] a\n"),
        (CHECKLIST, "- [X] a\n", ["", "a"], "- a\n"),
        (CHECKLIST, "- [ ]\n", ["x", "a"], "- [x] a\n"),
        (CHECKLIST, "- [ ] a\n", [" ", ""], "- [ ]\n"),
    ],
)
def test_splice_keeps_what_stands_around_the_text(kind, source, cells, expected):
    assert splice(kind, source, cells) == expected
    assert read_cells(kind, expected) == cells


def test_splice_without_a_change_gives_the_source_itself():
    source = "|odd|  \n"
    assert splice(TABLE, source, ["odd"]) is source


HEADING = (
    "This would read as a heading in Markdown. "
    "Start the line with a backslash (\\#) to keep it as text."
)
PIPE = r"A pipe would start a new cell. Write it as \| to keep it as text."
BREAK = "A line break would end the line. Write <br> instead."
BLANKS = "Blanks before or after the text would be lost."
CONTROL = "An invisible control character (U+0000) cannot be kept."
UNKNOWN = "Reading this text back from Markdown would give something else."


@pytest.mark.parametrize(
    ("kind", "source", "text", "message"),
    [
        (TITLE, "# a\n", "", "A heading cannot be empty."),
        (TITLE, "# a\n", "C #", "A # at the end would be taken for decoration."),
        (TITLE, "# a\n", "b\nc", BREAK),
        (TITLE, "a\n---\n", "- b", "a list"),
        (TITLE, "a\n---\n", "# b", HEADING),
        (PROSE, "a\n", "# b", HEADING),
        (PROSE, "a\n", "b\n# c", HEADING),
        (PROSE, "a\n", "b\n\nc", "An empty line would start a new paragraph."),
        (PROSE, "a\n", "", "An empty text would take the whole line out of the document."),
        (PROSE, "a\n", "b\0", CONTROL),
        (PROSE, "a\n", " b", BLANKS),
        (PROSE, "a\n", "|a|\n|-|", UNKNOWN),
        (PROSE, "a\n", "**B:** c", "labelled field"),
        (PROSE, "a\n", "- b", "a list"),
        (PROSE, "a\n", "* b", "a list"),
        (PROSE, "a\n", "+", "a list"),
        (PROSE, "a\n", "12) b", "Write a backslash before the ) (\\))"),
        (PROSE, "a\n", "> b", "a quotation"),
        (PROSE, "a\n", "```", "a diagram"),
        (PROSE, "a\n", "~~~", "a diagram"),
        (PROSE, "a\n", "---", "a dividing line"),
        (PROSE, "a\n", "b\n==", "the underline of a heading"),
        (PROSE, "a\n", "<div>", "HTML"),
        (PROSE, "a\n", "[b]: /c", "the definition of a link"),
        (STATEMENT, "> a\n", "# b", HEADING),
        (STATEMENT, "> a\n", "**GATE STATUS: OPEN**", UNKNOWN),
        (DIAGRAM, "```\na\n```\n", "b\n```\nc", "closing fence"),
        (LIST, "- a\n", "- b", "a list"),
        (LIST, "- a\n", "b\nc", BREAK),
        (LIST, "- a\n", "[x] b", "This would read as a checkbox."),
        (LIST, "-\n\n  b\n", "a", UNKNOWN),
        (TABLE, "| a |\n", "b|c", PIPE),
        (TABLE, "|a|b|\n", "b\\", "A backslash at the end would join this cell with the next one."),
        (TABLE, "| a |\n", "b\nc", BREAK),
        (TABLE, "| a |\n", " b", BLANKS),
        (TABLE, "| a |\n", "\ud800", "An invisible control character (U+D800) cannot be kept."),
        (TABLE, "a | b\n", "# b", HEADING),
        (TABLE, "    > a | b\n", "# b", HEADING),
        (TABLE, "a | b\n", "> b", "a quotation"),
        (TABLE, "> a | b\n", "> b", "a quotation"),
        (TABLE, "> a | b\n", "- b", "a list"),
    ],
)
def test_splice_of_what_would_not_read_back_is_refused(kind, source, text, message):
    cells = [text, *read_cells(kind, source)[1:]]
    with pytest.raises(Unprintable) as refused:
        splice(kind, source, cells)
    assert message in refused.value.message
    assert str(refused.value) == refused.value.message
    assert refused.value.column == 0


@pytest.mark.parametrize(
    ("kind", "source", "cells", "column"),
    [
        (TABLE, "| a | b |\n", ["c", "d|e"], 1),
        (TABLE, "| a |\n", [], 0),
        (FIELD, "**A:** b\n", ["A*", "b"], 0),
        (CHECKLIST, "- [ ] a\n", [" ", "b\nc"], 1),
        (CHECKLIST, "- [ ] a\n", ["y", "a"], 0),
        (CHECKLIST, "- a\n", ["", "[x] a"], 0),
        (CHECKLIST, "- a\n", ["", ""], 1),
        (LIST, "- a\n", [""], 0),
        (LIST, "-\n", ["# a"], 0),
    ],
)
def test_splice_refused_names_the_column(kind, source, cells, column):
    with pytest.raises(Unprintable) as refused:
        splice(kind, source, cells)
    assert refused.value.column == column


def test_splice_keeps_control_characters_that_were_there():
    assert splice(TABLE, "| a\x01 | b |\n", ["a\x01", "c"]) == "| a\x01 | c |\n"


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        (BlockKind.HEADING, "x\n"),
        (FIELD, "x\n"),
        (LIST, "x\n"),
        (DIAGRAM, "x\n"),
        (BlockKind.RULE, "---\n"),
    ],
)
def test_read_cells_of_another_kinds_source_is_an_error(kind, source):
    with pytest.raises(ValueError, match=r"stands here|starts here|opens here|has no rows"):
        read_cells(kind, source)


def test_splice_field_of_no_field_is_an_error():
    with pytest.raises(ValueError, match="No field stands here"):
        splice_field("x\n", "A", "b")


@pytest.mark.parametrize(
    ("kind", "typed", "printed"),
    [
        (TABLE, "  a | b \\| c\r\nd\n", "a \\| b \\| c<br>d"),
        (FIELD, "a | b\rc", "a | b<br>c"),
        (CHECKLIST, "a\nb", "a<br>b"),
        (PROSE, " a\r\n  b ", "a\nb"),
        (STATEMENT, "a\r\n\r\nb", "a\n\nb"),
        (DIAGRAM, "  a\r\n b \n", "  a\n b \n"),
    ],
)
def test_escape_prints_what_a_person_typed(kind, typed, printed):
    assert escape(kind, typed) == printed


@pytest.mark.parametrize(
    ("kind", "printed", "typed"),
    [
        (TABLE, "a \\| b<br/>c<BR />d\\\\|", "a | b\nc\nd\\\\|"),
        (LIST, "a\nb  \nc\\\nd<br>e \\| f", "a b\nc\nd\ne \\| f"),
        (PROSE, "a<br>\nb", "a<br>\nb"),
    ],
)
def test_unescape_gives_what_a_person_edits(kind, printed, typed):
    assert unescape(kind, printed) == typed


@pytest.mark.parametrize(
    ("cells", "like", "widths", "expected"),
    [
        (["a", "b"], "| x | y |\n", (), "| a | b |\n"),
        (["a", ""], "|x|y|\n", (), "|a||\n"),
        (["a", ""], "  | x | y | \n", [6, 4], "  | a    |    |\n"),
        (["a", "b"], "x | y\n", (), "a | b\n"),
        (["a", "b"], "xxxx | y\n", [5, None], "a    | b\n"),
        (["a", "b"], "  x | y\n", (), "  a | b\n"),
        (["", ""], "x | y\n", (), "|  |  |\n"),
        (["", "b"], "   x | y\n", (), "   |  | b\n"),
        (["a", ""], " > >| x | y |\n", (), " > >| a |  |\n"),
        (["a", "b"], "  >  x | y\n", (), "  >  a | b\n"),
        (["a", "b"], "| x   | yy |\n", (), "| a   | b |\n"),
        (["a"], "| | |\n", (), "| a |\n"),
        (["", "b"], "| | |\n", (), "| | b |\n"),
        (["a", "b", "c"], "| x |\n", (), "| a | b | c |\n"),
        (["a"], "|\n", (), "| a |\n"),
        ([], "| x | y |\n", (), "|  |  |\n"),
    ],
)
def test_new_row_of_a_table_takes_its_neighbours_style(cells, like, widths, expected):
    new = new_row(TABLE, cells, like=like, columns=2, header=None, newline="\n", widths=widths)
    assert new == expected


def test_new_row_of_an_empty_table_takes_the_headers_style():
    options = {"like": None, "columns": 2, "newline": "\r\n"}
    assert new_row(TABLE, ["a", "b"], header="A | B\n", **options) == "a | b\r\n"
    assert new_row(TABLE, ["a", "b"], header="**L:**\n|A|B|\n|-|-|\n", **options) == "|a|b|\r\n"
    assert new_row(TABLE, ["a", "b"], header=None, **options) == "| a | b |\r\n"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("> | A |\n> |---|\n", "> | a |\n"),
        ("- | A |\n  |---|\n", "  | a |\n"),
        ("10. > -  |A|\n    >    |-|\n", "    >    |a|\n"),
        ("**L:**\n-\tA |\n  \t-|\n", "  \ta |\n"),
    ],
)
def test_new_row_of_an_empty_nested_table_stands_below_its_separator(header, expected):
    new = new_row(TABLE, ["a"], like=None, columns=1, header=header, newline="\n")
    assert new == expected


@pytest.mark.parametrize(
    ("kind", "cells", "like", "expected"),
    [
        (LIST, ["b"], "  *   a\n    wrapped\n\n", "  *   b\n"),
        (LIST, ["b"], "9. a\n", "10. b\n"),
        (LIST, ["b"], "009) a\n", "010) b\n"),
        (LIST, ["b"], "1. - a\n", "   - b\n"),
        (LIST, ["b"], "-\n", "- b\n"),
        (LIST, ["b"], "-      code\n", "- b\n"),
        (LIST, ["b"], None, "- b\n"),
        (LIST, [], "- a\n", "-\n"),
        (CHECKLIST, [" ", "b"], "+ [x] a\n", "+ [ ] b\n"),
        (CHECKLIST, ["x", ""], None, "- [x]\n"),
        (CHECKLIST, ["", "b"], "- a\n", "- b\n"),
        (CHECKLIST, [], "- a\n", "-\n"),
    ],
)
def test_new_row_of_a_list_takes_its_neighbours_marker(kind, cells, like, expected):
    new = new_row(kind, cells, like=like, columns=0, header=None, newline="\n")
    assert new == expected


@pytest.mark.parametrize(
    ("kind", "cells", "column"),
    [(TABLE, ["a", "b|c"], 1), (LIST, ["# a"], 0), (LIST, [], 0), (CHECKLIST, [" ", "a\nb"], 1)],
)
def test_new_row_that_would_not_read_back_is_refused(kind, cells, column):
    with pytest.raises(Unprintable) as refused:
        new_row(kind, cells, like=None, columns=2, header=None, newline="\n")
    assert refused.value.column == column


def test_new_row_of_a_kind_without_rows_is_an_error():
    with pytest.raises(ValueError, match="No rows can be added to a prose"):
        new_row(PROSE, ["a"], like=None, columns=1, header=None, newline="\n")


def test_new_item_below_what_is_no_item_starts_with_a_dash():
    assert new_item("a", like="text\n", newline="\n") == "- a\n"
