"""Two texts that came of one go together where they changed other lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.document.merging import Clash, merge

LINES = st.lists(st.sampled_from("abcde\n"), max_size=12)


def test_changes_in_other_places_go_together():
    base = ["a", "b", "c", "d", "e", "f"]
    assert merge(base, ["A", *base[1:]], ["a", "b", "d", "e", "f", "g"]) == [
        *("A", "b", "d", "e", "f", "g")
    ]
    assert merge(base, ["x", "a", "b", "c", "e", "f"], base) == ["x", "a", "b", "c", "e", "f"]


def test_the_same_change_is_made_once():
    assert merge(["a", "b", "c"], ["a", "B", "c"], ["a", "B", "c"]) == ["a", "B", "c"]


@pytest.mark.parametrize(
    ("ours", "theirs", "line"),
    [
        (["a", "B", "c"], ["a", "x", "c"], 1),
        (["a", "B", "c"], ["a", "b", "C"], 1),
        (["n", "a", "b", "c"], ["m", "a", "b", "c"], 0),
        (["a", "b"], ["a", "b", "C"], 2),
    ],
)
def test_the_same_or_neighbouring_lines_clash(ours, theirs, line):
    with pytest.raises(Clash) as clash:
        merge(["a", "b", "c"], ours, theirs)
    assert clash.value.line == line
    with pytest.raises(Clash):
        merge(["a", "b", "c"], theirs, ours)


@given(LINES, LINES)
def test_one_text_that_did_not_change_leaves_the_other(base, text):
    assert merge(base, text, base) == merge(base, base, text) == merge(base, text, text) == text


@given(LINES, LINES, LINES)
def test_merging_is_the_same_either_way(base, ours, theirs):
    try:
        merged = merge(base, ours, theirs)
    except Clash:
        with pytest.raises(Clash):
            merge(base, theirs, ours)
    else:
        assert merged == merge(base, theirs, ours)
