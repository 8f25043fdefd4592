"""Ways and layers, in worked examples: each edge is two letters."""

import pytest

from plans.graphs import layers, way


def edges(text):
    return [(edge[0], edge[1]) for edge in text.split()]


@pytest.mark.parametrize(
    ("graph", "start", "end", "found"),
    [
        ("", "a", "a", "a"),
        ("", "a", "b", ""),
        ("ab", "a", "b", "ab"),
        ("ab", "b", "a", ""),
        ("ab bc cd ad", "a", "d", "ad"),
        ("ab bc cd", "a", "d", "abcd"),
        ("ab ba", "a", "c", ""),
        ("ab bc ca", "b", "a", "bca"),
    ],
)
def test_way(graph, start, end, found):
    assert "".join(way(edges(graph), start, end)) == found


@pytest.mark.parametrize(
    ("keys", "graph", "found"),
    [
        ("", "", {}),
        ("ab", "", {"a": 0, "b": 0}),
        ("ab", "ba", {"b": 0, "a": 1}),
        ("abcd", "ab bc cd ad", {"a": 0, "b": 1, "c": 2, "d": 3}),
        ("abc", "ac bc", {"a": 0, "b": 0, "c": 1}),
        ("ab", "aa ab", {"a": 0, "b": 1}),
        ("abc", "ab bc ca", {"a": 0, "b": 1, "c": 2}),
        ("abcd", "ab bc cb cd", {"a": 0, "b": 1, "c": 2, "d": 3}),
    ],
)
def test_layers(keys, graph, found):
    assert layers(keys, edges(graph)) == found


def test_a_long_chain_is_no_recursion():
    chain = [(number, number + 1) for number in range(5_000)]
    assert layers(range(5_001), chain)[5_000] == 5_000
    assert len(way(chain, 0, 5_000)) == 5_001
