"""Which items of two sequences are taken for the same."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.document.align import Keys, align, rising


def keys(text):
    """Items by their letters; a letter's case or number is not part of its name."""
    return [Keys(word, (word[0].lower(),)) for word in text.split()]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a b c", [(0, 0), (1, 1), (2, 2)]),
        ("a b c", "a c", [(0, 0), (1, None), (2, 1)]),
        ("a c", "a b c", [(0, 0), (None, 1), (1, 2)]),
        ("p r p", "r p", [(0, None), (1, 0), (2, 1)]),
        ("p p p", "p p", [(0, 0), (1, 1), (2, None)]),
        ("a1 b c", "a2 b c d", [(0, 0), (1, 1), (2, 2), (None, 3)]),
        ("a x b", "a y b", [(0, 0), (1, 1), (2, 2)]),
        ("a x z b", "a y b", [(0, 0), (1, None), (2, None), (None, 1), (3, 2)]),
        ("", "a", [(None, 0)]),
        ("a", "", [(0, None)]),
        ("", "", []),
    ],
)
def test_align_matches_what_is_the_same(before, after, expected):
    found = align(keys(before), keys(after))
    assert [(match.before, match.after) for match in found] == expected
    assert not any(match.moved for match in found)


def test_align_tells_what_moved():
    found = align(keys("a b c d"), keys("d a b c"))
    assert [(match.before, match.after, match.moved) for match in found] == [
        (3, 0, True),
        (0, 1, False),
        (1, 2, False),
        (2, 3, False),
    ]


def test_align_in_a_gap_matches_one_kind_only():
    before = [Keys("a", kind="table"), Keys("b", kind="list")]
    after = [Keys("c", kind="list"), Keys("d", kind="list")]
    assert [(match.before, match.after) for match in align(before, after)] == [
        (0, None),
        (1, None),
        (None, 0),
        (None, 1),
    ]


WORDS = st.lists(st.sampled_from(["a", "a1", "a2", "b", "b1", "c", "d"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_align_gives_every_item_once_and_in_order(before, after):
    old, new = keys(before), keys(after)
    found = align(old, new)
    starts = [match.before for match in found if match.before is not None]
    ends = [match.after for match in found if match.after is not None]
    assert sorted(starts) == [*range(len(old))]
    assert ends == [*range(len(new))]
    stayed = [
        match.before
        for match in found
        if not match.moved and None not in (match.before, match.after)
    ]
    assert stayed == sorted(stayed)


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 30)))
def test_rising_pairs_rise_and_are_as_many_as_can_be(pairs):
    found = rising(pairs)
    assert found.items() <= pairs.items()
    ends = [found[start] for start in sorted(found)]
    assert ends == sorted(set(ends))
    assert len(found) == longest([pairs[start] for start in sorted(pairs)])


def longest(numbers):
    """The length of the longest strictly rising choice, by trying every end."""
    lengths = []
    for index, number in enumerate(numbers):
        below = [lengths[n] for n in range(index) if numbers[n] < number]
        lengths.append(1 + max(below, default=0))
    return max(lengths, default=0)


def test_align_takes_the_surest_name_first():
    before = [Keys("a1", ("a", "1")), Keys("b2", ("b", "2"))]
    after = [Keys("c1", ("c", "1")), Keys("d0", ("d", "")), Keys("b1", ("b", "1"))]
    found = [(match.before, match.after) for match in align(before, after)]
    assert found == [(0, 0), (None, 1), (1, 2)]


def test_align_takes_no_name_that_several_have():
    before = [Keys("a1", ("a", "1")), Keys("a2", ("a", "2"))]
    after = [Keys("a3", ("a", "3")), Keys("b1", ("b", "1")), Keys("a4", ("a", "4"))]
    found = [(match.before, match.after) for match in align(before, after)]
    assert found == [(None, 0), (0, 1), (1, 2)]


@pytest.mark.parametrize("different", [1, 100, 20_000])
def test_align_twenty_thousand_items_in_two_seconds(different):
    items = [Keys(str(number % different)) for number in range(20_000)]
    start = time.process_time()
    assert len(align(items, items[::-1])) == len(items)
    assert time.process_time() - start < 2
