"""What may become of a decision, and when it stays as it is: the whole table."""

import pytest

from plans.enums import DecisionStatus
from plans.models.strategy import ArchitectureDecision, StackLayer

STATUSES = (None, *DecisionStatus)
P, A, R, S, D = DecisionStatus
ALLOWED = {
    None: {None, P, A, R, S, D},
    P: {None, P, A, R},
    A: {A, S, D},
    R: {R},
    S: {S},
    D: {D, S},
}


@pytest.mark.parametrize("was", STATUSES)
@pytest.mark.parametrize("becomes", STATUSES)
def test_step(was, becomes):
    refused = ArchitectureDecision.misstep({"status": was}, {"status": becomes})
    assert bool(refused) == (becomes not in ALLOWED[was])


@pytest.mark.parametrize(
    ("was", "words"),
    [
        (P, "is Proposed can only become Accepted or Rejected. Undo takes a mistake back."),
        (A, "is Accepted can only become Superseded or Deprecated. Undo"),
        (D, "is Deprecated can only become Superseded. Undo"),
        (R, "is Rejected stays so; write a new decision. Undo"),
        (S, "is Superseded stays so; write a new decision. Undo"),
    ],
)
def test_refusal_says_what_may_follow(was, words):
    wrong = next(each for each in DecisionStatus if each not in ALLOWED[was])
    assert words in ArchitectureDecision.misstep({"status": was}, {"status": wrong})


@pytest.mark.parametrize("status", STATUSES)
def test_settled(status):
    said = ArchitectureDecision.settled({"status": status})
    assert said.startswith(f"This decision is {status}: it stays") == (status not in {None, P})
    assert bool(said) == (status not in {None, P})
    assert StackLayer.settled({}) == StackLayer.misstep({}, {}) == ""
