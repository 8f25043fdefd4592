"""What decisions are to each other, seen from both sides."""

import pytest

from plans.decisions.relations import Related, Said, circle, related


def test_both_sides_say_it():
    titles = {1: "A monolith", 3: "Queues", 7: "Kafka (supersedes ADR-003)"}
    assert related(titles, [Said(7, [1], [2]), Said(2)]) == {
        1: Related(superseded_by=(7,)),
        2: Related(needed_by=(7,)),
        3: Related(superseded_by=(7,)),
        7: Related(supersedes=(1, 3), depends_on=(2,)),
    }


def test_a_title_that_names_its_own_number_says_nothing():
    assert related({3: "x (supersedes ADR-003)"}, []) == {3: Related()}


@pytest.mark.parametrize(
    ("records", "number", "found"),
    [
        ([(1, [2], [])], 1, ""),
        ([(1, [2], []), (2, [1], [])], 1, "ADR-001 → ADR-002 → ADR-001"),
        ([(1, [2], []), (2, [], [3]), (3, [], [1])], 3, "ADR-003 → ADR-001 → ADR-002 → ADR-003"),
        ([(1, [2], []), (2, [1], []), (3, [], [1])], 3, ""),
    ],
)
def test_circle(records, number, found):
    assert circle(related({}, [Said(*record) for record in records]), number) == found
