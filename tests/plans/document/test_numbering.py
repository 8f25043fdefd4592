import pytest

from plans.document.numbering import in_place


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["1. a\n", "2. b\n"], ["2. b\n", "1. a\n"], ["1. b\n", "2. a\n"]),
        (["1) a\n", "2) b\n"], ["2) b\n", "1) a\n"], ["1) b\n", "2) a\n"]),
        (["1. a\n", "1. b\n"], ["1. b\n", "1. a\n"], ["1. b\n", "1. a\n"]),
        (["- a\n", "- b\n"], ["- b\n", "- a\n"], ["- b\n", "- a\n"]),
        (["1. a\n", "   1. b\n"], ["   1. b\n", "1. a\n"], ["   1. b\n", "1. a\n"]),
        (["9. a\n", "10. b\n"], ["10. b\n", "9. a\n"], ["10. b\n", "9. a\n"]),
        ([], [], []),
    ],
)
def test_numbers_stay_in_place_where_they_can(before, after, expected):
    assert in_place(before, after) == expected
