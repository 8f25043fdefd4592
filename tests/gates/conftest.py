"""Gates here lock a paper (tests.gates.subjects): the plans have tests of their own."""

import pytest

from tests.gates import subjects


@pytest.fixture(autouse=True)
def paper(settings):
    """A blank paper behind every gate, for the test to write on."""
    settings.GATE_SUBJECT = "tests.gates.subjects.paper"
    subjects.PAPER = subjects.Paper()
    return subjects.PAPER
