"""What a page shows of a difference, and how much of it."""

import pytest

from plans import comparison
from plans.document.compare import compare
from plans.document.parse import parse

ROWS = 400


def lists(*lengths):
    """A document with so many items under each heading, two lists a heading."""
    parts = (
        f"## {n}\n\n{'- item\n' * length}\nWords {n}.\n\n{'1. item\n' * length}\n"
        for n, length in enumerate(lengths)
    )
    return parse("".join(parts))


@pytest.mark.parametrize("most", [comparison.MOST_ROWS, 1, 10_000])
def test_so_many_rows_are_shown_and_the_others_counted(most):
    difference = compare(lists(0, 0, 0), lists(ROWS, ROWS, 1))
    shown = comparison.comparison(difference, most)
    rows = sum(len(block.rows) for block in shown.blocks())
    assert rows == min(most, shown.summary.added)
    assert rows + shown.hidden == shown.summary.added == 4 * ROWS + 2


def test_row_that_changed_and_moved_is_both():
    before, after = (
        parse(f"| a | b |\n|---|---|\n{rows}")
        for rows in (
            "| one | 1 |\n| two | 2 |\n| six | 6 |\n",
            "| six | 7 |\n| one | 1 |\n| two | 2 |\n",
        )
    )
    shown = comparison.comparison(compare(before, after))
    ((row,),) = [block.rows for block in shown.blocks()]
    assert (row.change, row.moved) == ("changed", True)


@pytest.mark.parametrize(
    ("old", "new"), [("- one\n", "* one\n"), ("| a |\n|-|\n| b |\n", "| a |\n|-|\n|b|\n")]
)
def test_line_that_says_the_same_is_not_said_to_differ_in_blanks(old, new):
    shown = comparison.comparison(compare(parse(old), parse(new)))
    assert shown.summary.words() == ["1 line differs in blanks or marks only"]
    assert shown.sections == []


def test_section_of_another_level_is_changed_even_if_nothing_in_it_is():
    shown = comparison.comparison(compare(parse("# A\n\n## B\n"), parse("# A\n\n### B\n")))
    assert [(each.heading, each.change, each.blocks) for each in shown.sections] == [
        ("B", "changed", [])
    ]
