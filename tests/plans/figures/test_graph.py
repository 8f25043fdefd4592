"""Graphs as they are drawn: who stands where, and that nothing lies on anything."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from plans.figures.drawing import BAD, Edge, Graph, Node, Shapes
from plans.figures.layout import HEIGHT, WIDTH, laid_out

NODES = st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=30)
PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40)


def graph(nodes, *edges):
    """A graph of nodes that are called by their keys, and edges that need each other."""
    return Graph([Node(key, f"N{key}") for key in nodes], [Edge(*edge, "needs") for edge in edges])


@pytest.mark.parametrize(
    ("nodes", "edges", "lines"),
    [
        ([1, 2], [(1, 2)], [[1], [2]]),
        ([1, 2, 3], [(1, 2), (1, 3)], [[1], [2, 3]]),
        ([1, 2, 3, 4], [(2, 3), (1, 4)], [[1, 2], [4, 3]]),
        ([1, 2], [(1, 2), (2, 1)], [[1], [2]]),
        (list("abcdefghijkl"), [], [list("abcdefghij"), ["k", "l"]]),
    ],
)
def test_lines(nodes, edges, lines):
    assert laid_out({key: str(key) for key in nodes}, edges).lines == lines


def test_long_labels_take_wider_nodes_and_more_lines():
    labels = dict.fromkeys(range(3), "A long name here")
    assert laid_out(labels, []).lines == [[0, 1], [2]]
    node = Node(1, "A name that is much too long")
    assert (node.short, len(node.short)) == ("A name that is…", 15)


def test_edge_leads_down_through_the_gap_beside_a_node():
    layout = laid_out({1: "A", 2: "B", 3: "C"}, [(1, 2), (2, 3), (1, 3)])
    assert layout.path(1, 2) == "M160 27 160 53M156.5 47L160 53 163.5 47"
    assert layout.path(1, 3) == "M160 27 144.4 53 144.4 79 160 105M156.5 99L160 105 163.5 99"


def test_edge_that_closes_a_circle_leads_up():
    layout = laid_out({1: "A", 2: "B"}, [(1, 2), (2, 1)])
    assert layout.path(2, 1) == "M160 53 160 27M156.5 33L160 27 163.5 33"


@given(NODES, PAIRS)
def test_no_node_lies_on_another_and_no_edge_behind_one(nodes, pairs):
    edges = [(a, b) for a, b in pairs if a in nodes and b in nodes and a != b]
    layout = laid_out({key: f"ADR-{key:03}" for key in nodes}, edges)
    boxes = {
        key: (x - layout.width / 2, x + layout.width / 2, y - HEIGHT / 2, y + HEIGHT / 2)
        for key, (x, y) in layout.middles.items()
    }
    assert boxes.keys() == set(nodes)
    for key, (left, right, top, bottom) in boxes.items():
        assert 0 <= left < right <= WIDTH
        assert 0 <= top < bottom <= layout.height
        for other, (lefter, righter, upper, lower) in boxes.items():
            apart = right <= lefter or righter <= left or bottom <= upper or lower <= top
            assert key == other or apart
    for source, target in edges:
        line = layout.path(source, target).split("M")[1]
        points = [tuple(map(float, point)) for point in re.findall(r"([\d.-]+) ([\d.-]+)", line)]
        for (x, y), (end, bottom) in pairwise(points):
            middle = ((x + end) / 2, (y + bottom) / 2)
            for left, right, top, lower in boxes.values():
                assert not (left < middle[0] < right and top < middle[1] < lower)


def test_only_what_leads_somewhere_is_drawn_and_all_of_it_is_told():
    found = graph([1, 2, 3], (1, 2), (3, 3))
    assert [node.row for node, *_ in found.drawn.nodes] == [1, 2]
    assert [(edge.source, edge.target) for edge, _ in found.drawn.edges] == [(1, 2)]
    told = [(node.label, [(words, to.label) for words, to in edges]) for node, edges in found.told]
    assert told == [("N1", [("needs", "N2")]), ("N2", []), ("N3", [("needs", "N3")])]
    assert graph([1, 2]).drawn is None


def test_rows_of_a_graph_have_their_tones():
    late = Node(1, "A", "late", BAD)
    assert Shapes(graph=Graph([late], [])).rows == [late]


def shown(graph):
    return render_to_string("plans/figures.html#graph", {"graph": graph, "at": "/p/"})


def test_graph_leads_to_its_rows_and_its_pages():
    nodes = [Node(1, "A", "late", BAD), Node(2, "<b>", page="b/")]
    html = shown(Graph(nodes, [Edge(1, 2, "needs")]))
    assert html.count('href="/p/#r-1"') == html.count('href="/p/b/"') == 2
    assert "<b>" not in html
    assert "<em>needs &lt;b&gt;</em>" in html
    assert "<svg" not in shown(Graph(nodes, []))
