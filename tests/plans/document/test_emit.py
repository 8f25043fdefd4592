import pytest

from plans.document.emit import emit
from plans.document.parse import parse


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_emit_of_rows_that_changed_places_has_no_more_newlines_than_before(newline):
    document = parse(f"|a|\n|-|\n|b|{newline}|c|")
    rows = document.sections[0].blocks[0].rows
    rows.reverse()
    assert emit(document) == "|a|\n|-|\n|c|\n|b|"


def test_emit_of_a_row_that_ends_in_cr_leaves_the_empty_line_below():
    document = parse("|a|\n|-|\n|b|\r|c|\n\nd\n")
    document.sections[0].blocks[0].rows.reverse()
    assert emit(document) == "|a|\n|-|\n|c|\n|b|\r\n\nd\n"
