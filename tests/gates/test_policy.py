"""What a policy asks for, who may be asked, and which policies cannot be."""

import pytest

from gates import decisions, state
from gates.enums import GateState
from gates.policy import Policy
from gates.refusals import Incomplete, NotAllowed, NotPrepared
from gates.subjects import Share
from tests.gates.factories import GateFactory, actor, approved, decided, requested

pytestmark = pytest.mark.django_db


def test_prerequisites_are_met_when_approval_is_requested_and_given(paper):
    gate = GateFactory()
    policy = Policy(other_plans=2, other_filled=80)
    decisions.configure(gate, policy, "First the others.", by=actor(gate, "configure"))
    decided(gate)
    paper.others = [Share("CEO", 80), Share("CFO", 79), Share("CMO", 100)]
    requested(gate)
    paper.others = [Share("CEO", 80), Share("CFO", 79), Share("CMO", 0)]

    words = "1 of the 3 other plans are 80 % filled; the policy asks for 2."
    with pytest.raises(NotPrepared) as refused:
        approved(gate)
    assert refused.value.sentence == words
    paper.others.pop()
    decisions.reject(gate, "No.", seen=state.current(gate).digest, by=actor(gate, "approve"))


def test_policy_with_groups_lets_their_members_approve_only():
    gate = GateFactory()
    member, other = actor(gate, "approve"), actor(gate, "approve")
    group = member.user.groups.get().name
    decisions.configure(gate, Policy(approvers=(group,)), "Board.", by=actor(gate, "configure"))
    decided(gate)
    requested(gate)

    with pytest.raises(NotAllowed, match="lack the permission"):
        approved(gate, by=other)
    approved(gate, by=member)
    assert state.current(gate).gate == GateState.OPEN


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "the policy that stands already"),
        ({"quorum": 0}, "Quorum has to be a whole number from 1 to 20."),
        ({"request_days": -1}, "Request days has to be a whole number from 1 to 3650."),
        ({"sections": ("a\0b",)}, "There can be no group or section of a name"),
        ({"approvers": ("\ud800",)}, "There can be no group or section of a name"),
        ({"sections": ("x" * 5001,)}, "There can be no group or section of a name"),
        ({"sections": tuple(map(str, range(1001)))}, "names at most 1000 groups and sections"),
        ({"other_filled": 101}, "Other filled has to be a whole number from 0 to 100."),
    ],
)
def test_policy_that_cannot_be_is_refused(change, words):
    gate = GateFactory()

    with pytest.raises(Incomplete) as refused:
        decisions.configure(gate, Policy(**change), "So.", by=actor(gate, "configure"))

    assert words in refused.value.sentence
    assert gate.decisions.count() == 1


def test_policy_reads_back_as_it_was_set():
    gate = GateFactory()
    policy = Policy(2, 7, 90, 8, 75, True, ("Board",), ("1 Why",))  # noqa: FBT003 (solo)
    decisions.configure(gate, policy, "So.", by=actor(gate, "configure"))

    assert state.current(gate).policy == policy
    assert policy.sentences() == [
        "It takes 2 approvals by members of Board.",
        "A request waits 7 days for them.",
        "An approval holds for 90 days, as long as its terms stand.",
        "Solo: the same person may decide, request and approve.",
        "At least 8 of the other plans have to be 75 % filled.",
        "A change of these sections makes it stale: 1 Why.",
    ]
