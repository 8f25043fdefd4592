"""Which part of the document each line goes to."""

import pytest
from markdown_it.parser_block import ParserBlock

from plans.document import parse as parsing
from plans.document import spans
from plans.document.emit import emit
from plans.document.parse import parse
from plans.document.tree import BlockSource, Document, RowSource, SectionSource
from plans.enums import BlockKind


def blocks_of(text):
    document = parse(text)
    assert emit(document) == text
    return [block for section in document.sections for block in section.blocks]


def block_of(text):
    (block,) = blocks_of(text)
    return block


def cells_of(text):
    return [row.cells for row in block_of(text).rows]


def kinds_of(text):
    return [block.kind for block in blocks_of(text)]


def test_parse_document_gives_each_line_to_one_part():
    text = "\ufeffIntro\r\n\r\n# One\r\n\r\n**List:**\r\n- [ ] a\r\n- b\r\n\r\n\r\n---\r\n \r\n"
    assert parse(text) == Document(
        sections=[
            SectionSource(
                0,
                "",
                blocks=[
                    BlockSource(BlockKind.PROSE, rows=[RowSource(["Intro"], "Intro\r\n")]),
                ],
            ),
            SectionSource(
                1,
                "One",
                blocks=[
                    BlockSource(
                        BlockKind.HEADING,
                        above="\r\n",
                        rows=[RowSource(["One"], "# One\r\n")],
                    ),
                    BlockSource(
                        BlockKind.CHECKLIST,
                        above="\r\n",
                        source="**List:**\r\n",
                        label="List",
                        rows=[
                            RowSource([" ", "a"], "- [ ] a\r\n"),
                            RowSource(["", "b"], "- b\r\n"),
                        ],
                    ),
                    BlockSource(BlockKind.RULE, above="\r\n\r\n", source="---\r\n"),
                ],
            ),
        ],
        bom=True,
        newline="\r\n",
        final_newline=True,
        tail=" \r\n",
    )


def test_parse_empty_text_has_no_sections():
    assert parse("") == Document(sections=[])


def test_parse_blank_text_is_all_tail():
    assert parse("\n \n") == Document(sections=[], tail="\n \n")


def test_parse_without_final_newline_adds_the_usual_one():
    document = parse("a\r\nb")
    assert document.sections[0].blocks[0].rows == [RowSource(["a\nb"], "a\r\nb\r\n")]
    assert (document.newline, document.final_newline) == ("\r\n", False)


@pytest.mark.parametrize(
    ("text", "newline"),
    [("a", "\n"), ("a\r\nb\n", "\n"), ("a\r\nb\r\nc\n", "\r\n"), ("a\rb\rc\n", "\r")],
)
def test_parse_newline_is_the_majoritys(text, newline):
    assert parse(text).newline == newline
    assert emit(parse(text)) == text


def test_parse_cuts_lines_only_where_markdown_does():
    assert cells_of("|a|\n|-|\n|x\u2028y\x0bz\x85|\n") == [["x\u2028y\x0bz\x85"]]


def test_parse_headings_of_any_form():
    document = parse("# A #\n### A\nB\nC\n===\n")
    assert [(section.level, section.heading) for section in document.sections] == [
        (1, "A"),
        (3, "A"),
        (1, "B C"),
    ]
    assert [section.blocks[0].rows for section in document.sections] == [
        [RowSource(["A"], "# A #\n")],
        [RowSource(["A"], "### A\n")],
        [RowSource(["B\nC"], "B\nC\n===\n")],
    ]


def test_parse_table_keeps_header_and_label_in_the_block():
    block = block_of("**Stack:**\n| A | B \\| C |\n|---|:-:|\n| `x|y` |\n|| |\n")
    assert block == BlockSource(
        BlockKind.TABLE,
        source="**Stack:**\n| A | B \\| C |\n|---|:-:|\n",
        label="Stack",
        columns=["A", "B \\| C"],
        widths=[None, None],
        rows=[RowSource(["`x", "y`"], "| `x|y` |\n"), RowSource(["", ""], "|| |\n")],
    )


def test_parse_table_without_outer_pipes():
    assert cells_of("a | b\n--|--\nc | d\ne\n") == [["c", "d"], ["e"]]


def test_parse_table_with_a_lone_pipe_has_a_row_without_cells():
    assert cells_of("|a|\n|-|\n|\n") == [[]]


@pytest.mark.parametrize("end", ["\n", "# H\n", "- a\n", "> q\n", "<div>\n", "    code\n"])
def test_parse_table_ends_where_another_block_starts(end):
    table, *_ = parse(f"a|b\n-|-\nc|d\n{end}").sections[0].blocks
    assert [row.cells for row in table.rows] == [["c", "d"]]


def test_parse_table_row_of_a_form_feed_ends_the_table():
    assert kinds_of("|a|\n|-|\n\x0c\n") == [BlockKind.TABLE, BlockKind.PROSE]


@pytest.mark.parametrize(
    ("lines", "widths"),
    [
        (["| a   | b |", "|-----|---|", "| ccc | d |"], [5, None]),
        (["| a   | b   |", "|-----|-----|", "| ccc | d |"], [5, None]),
        (["| a   | b   |", "|-----|-----|", "| c | d | e |"], [5, 5]),
        (["|a |", "|--|", "|  |"], [2]),
        (["|a |", "|---|", "|b |"], [None]),
        (["| a |", "|---|"], [None]),
    ],
)
def test_parse_widths_are_those_all_lines_share_by_padding(lines, widths):
    assert block_of("\n".join(lines) + "\n").widths == widths


def test_parse_label_takes_only_the_line_above_the_block():
    first, second = blocks_of("Text\n**Label**:\n> quoted\n")
    assert first.rows == [RowSource(["Text"], "Text\n")]
    assert (second.kind, second.label, second.source) == ("statement", "Label", "**Label**:\n")
    assert second.rows == [RowSource(["quoted"], "> quoted\n")]


@pytest.mark.parametrize("block", ["```\nx\n```\n", "- a\n", "> - a\n", "|a|\n|-|\n"])
def test_parse_label_is_glued_to_every_kind_below(block):
    assert block_of(f"**Label:**\n{block}").label == "Label"


@pytest.mark.parametrize("line", ["**Label:** x\n", "**Label:**\n\n", "Label:\n"])
def test_parse_label_with_text_or_a_blank_line_below_is_none(line):
    assert [block.label for block in blocks_of(f"{line}- a\n")] == ["", ""]


def test_parse_label_above_a_table_of_contents_or_gate():
    assert block_of("**L:**\n> **GATE STATUS: OPEN**\n").kind == BlockKind.GATE
    assert blocks_of("# Table of Contents\n**L:**\n- a\n")[1].label == "L"


def test_parse_fields_are_a_block_for_each_line():
    blocks = blocks_of("\n**Sprint [X]:** [Start] - [End]  \n**Owner**: \n")
    assert blocks == [
        BlockSource(
            BlockKind.FIELD,
            above="\n",
            rows=[
                RowSource(["Sprint [X]", "[Start] - [End]"], "**Sprint [X]:** [Start] - [End]  \n")
            ],
        ),
        BlockSource(BlockKind.FIELD, rows=[RowSource(["Owner", ""], "**Owner**: \n")]),
    ]


@pytest.mark.parametrize(
    "text",
    ["**Note:**no blank\n", "**A:** b\nplain\n", "**CRITICAL: all of it**\n", "**:** x\n"],
)
def test_parse_paragraph_that_is_no_run_of_fields_is_prose(text):
    assert kinds_of(text) == [BlockKind.PROSE]


def test_parse_prose_keeps_hard_breaks_and_drops_indentation():
    assert cells_of(" one  \n   two \n") == [["one  \ntwo"]]


def test_parse_statement_of_several_paragraphs_and_a_lazy_line():
    assert cells_of(">\n> one\nlazy\n>\n>two\n> \n") == [["one\nlazy\n\ntwo"]]
    assert cells_of(">\n") == [[""]]


@pytest.mark.parametrize(
    "text", ["> - a\n", "> # a\n", "> > a\n", "> ```\n> ```\n", "> [a]: /b\n", "> [a]: /b\n> c\n"]
)
def test_parse_quote_of_more_than_paragraphs_is_verbatim(text):
    block = block_of(text)
    assert (block.kind, block.source, block.rows) == (BlockKind.VERBATIM, text, [])


def test_parse_gate_banner_has_no_rows():
    text = "> **GATE STATUS: [GATED / OPEN]**\n>\n> Current Status:\n> - CMO Validation: [A / B]\n"
    assert block_of(text) == BlockSource(BlockKind.GATE, source=text)


def test_parse_list_has_a_row_for_each_item_at_any_depth():
    text = "1. a\n   b\n   - c\n     ```\n     - no\n     ```\n\n2. > - quoted\n3.\n- - d\n"
    first, second = blocks_of(text)
    assert [(row.cells, row.source) for row in first.rows] == [
        (["a\nb"], "1. a\n   b\n"),
        (["c"], "   - c\n     ```\n     - no\n     ```\n\n"),
        (["> - quoted"], "2. > - quoted\n"),
        ([""], "3.\n"),
    ]
    assert [(row.cells, row.source) for row in second.rows] == [(["d"], "- - d\n")]


def test_parse_list_leaves_blank_lines_at_its_end_to_the_next_block():
    first, second = blocks_of("- a\n\n- b\n\n\ntext\n")
    assert [row.source for row in first.rows] == ["- a\n\n", "- b\n"]
    assert second.above == "\n\n"


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("- [ ] a\n- [X] b\n- c\n", [[" ", "a"], ["X", "b"], ["", "c"]]),
        ("- [X] mentions\n- [Y]\n", [["[X] mentions"], ["[Y]"]]),
        ("1) [x]  a\n   b\n   - [ ]\n", [["x", "a\nb"], [" ", ""]]),
        ("- [ ](url) a\n", [["[ ](url) a"]]),
    ],
)
def test_parse_checklist_is_a_list_with_an_empty_or_ticked_box(text, cells):
    assert cells_of(text) == cells
    assert block_of(text).kind == ("checklist" if len(cells[0]) == 2 else "list")


def test_parse_list_item_that_opens_with_something_else_shows_its_first_line():
    assert cells_of("- # Heading\n  text\n- ```\n  code\n  ```\n-\n  late\n") == [
        ["# Heading"],
        ["```"],
        [""],
    ]


def test_parse_list_nested_beyond_reason_keeps_everything():
    text = "".join(f"{'  ' * depth}- a\n" for depth in range(300)) + "\n# Next\n"
    document = parse(text)
    assert emit(document) == text
    assert document.sections[0].blocks[0].kind == BlockKind.LIST


def test_parse_table_of_contents_has_no_rows():
    document = parse("## TABLE OF CONTENTS\n\n1. [a](#a)\n2. [b](#b)\n")
    assert document.sections[0].blocks[1:] == [
        BlockSource(BlockKind.TOC, above="\n", source="1. [a](#a)\n2. [b](#b)\n")
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("```\n[Git]\n\n  │\n```\n", "[Git]\n\n  │"),
        ("  ~~~ mermaid\n    a\n b\n  ~~~~\n", "  a\nb"),
        ("```\n```\n", ""),
        ("````\nnever\n```\n\n", "never\n```\n"),
        ("```", ""),
    ],
)
def test_parse_diagram_is_what_the_fence_holds(text, content):
    assert cells_of(text) == [[content]]


@pytest.mark.parametrize(
    "text",
    [
        "<div>\nx\n</div>\n",
        "<!-- a\n\nb -->\n",
        "[ref]: https://example.com\n[two]: /b\n",
        "[^1]: a footnote\n",
        "    code\n\n    more\n",
        "---\ntitle: a\nlist:\n  - b\n---\n",
        "---\ntitle: a\n...\n",
    ],
)
def test_parse_everything_else_is_verbatim(text):
    assert block_of(text) == BlockSource(BlockKind.VERBATIM, source=text)


@pytest.mark.parametrize(
    "text", ["---\n---\n", "---\nTitle: never\nclosed: a\n", "---\n\na: b\n---\n"]
)
def test_parse_rules_at_the_top_are_no_front_matter(text):
    assert kinds_of(text)[0] == BlockKind.RULE


def test_parse_definition_between_paragraphs_is_a_block_of_its_own():
    assert kinds_of("[a]: /b\ntext\n\n---\n***\n") == ["verbatim", "prose", "rule", "rule"]


def test_parse_text_on_which_markdown_it_fails_is_verbatim(monkeypatch):
    def fail(*_):
        raise IndexError

    monkeypatch.setattr(ParserBlock, "parse", fail)
    assert kinds_of("# a\n\nb\n") == [BlockKind.VERBATIM, BlockKind.VERBATIM]


def test_parse_spans_that_overlap_leave_the_text_whole(monkeypatch):
    overlapping = [spans.Span("paragraph", 0, 2), spans.Span("paragraph", 1, 3)]
    monkeypatch.setattr(parsing, "spans", lambda _: iter(overlapping))
    assert block_of("a\nb\nc\n") == BlockSource(BlockKind.VERBATIM, source="a\nb\nc\n")


def test_parse_block_whose_rows_do_not_read_is_verbatim(monkeypatch):
    monkeypatch.setattr(parsing, "spans", lambda _: iter([spans.Span("fence", 0, 1)]))
    assert block_of("no fence\n") == BlockSource(BlockKind.VERBATIM, source="no fence\n")
