"""The matrix says what the permissions say."""

import pytest

from gates import access
from gates.actors import Actor
from plans import matrix, roles
from plans.enums import Position
from tests.gates.factories import UserFactory
from tests.plans.factories import PlanFactory

pytestmark = pytest.mark.django_db


def test_matrix_says_what_everybody_may_do():
    gated = PlanFactory()
    company = gated.company
    PlanFactory(company=company, position=Position.CEO, text="# Business Plan\n")
    for role in roles.possible(matrix.plans_of(company)):
        roles.put(UserFactory(), company, role)
    plans = matrix.plans_of(company)
    assert [plan.position for plan in plans] == ["CEO", "CTO"]
    for person in matrix.people(roles.holding(company), plans):
        by = Actor.of(person.user)
        for plan, cell in zip(plans, person.cells, strict=True):
            held = access.held(by, plan)
            assert bool({"Owner", "Editor"} & {*cell.words}) == ("change_plan" in held)
            assert bool(cell.words) == ("view_plan" in held)
            assert cell.is_reader == (cell.words == ["Reader"])
            approves = plan.gate and access.can(by, "approve_gate", plan.gate)
            assert ("Approver" in cell.words) == bool(approves)


@pytest.mark.parametrize(
    ("held", "company", "words"),
    [
        ({"CTO"}, ["CTO"], ["Owner"]),
        ({"CTO", "CTO editor"}, ["CTO"], ["Owner"]),
        ({"CTO editor", "Approver"}, ["Approver"], ["Editor", "Approver"]),
        ({"CTO reader"}, [], ["Reader"]),
        ({"CMO reader"}, [], []),
        ({"Administrator", "CFO"}, ["Administrator", "CFO"], ["Reader"]),
    ],
)
def test_cell_says_the_strongest(held, company, words):
    [told, [cell]] = matrix.standing(held, [PlanFactory()])
    assert (told, cell.words) == (company, words)


def test_form_offers_every_role_that_can_be_given_and_no_other():
    plans = [PlanFactory(), PlanFactory(position=Position.CMO, text="# Marketing Plan\n")]
    groups = matrix.choices(plans, {"CFO", "CTO editor"})
    offered = [choice.role for group in groups for choice in group.roles]
    assert sorted(offered) == sorted(roles.possible(plans))
    chosen = [choice.role for group in groups for choice in group.roles if choice.is_chosen]
    assert chosen == ["CFO", "CTO editor"]
