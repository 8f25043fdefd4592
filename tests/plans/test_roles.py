"""Who may do what with a plan and its gate, role by role."""

import pytest

from gates import access
from gates.actors import Actor
from plans import roles
from plans.enums import Position
from tests.plans.factories import PlanFactory, member

READS = {"view_plan"}
WRITES = {"view_plan", "change_plan"}
SEES = {"view_gate"}
RIGHTS = dict.fromkeys(roles.all_roles(), (READS, SEES)) | {
    "CEO": (READS, SEES | {"halt_gate", "override_gate", "configure_gate"}),
    "CTO": (WRITES, SEES | {"halt_gate", "request_gate"}),
    "CMO": (READS, SEES | {"halt_gate", "request_gate", "validate_gate"}),
    "Approver": (READS, SEES | {"halt_gate", "approve_gate"}),
}


@pytest.mark.parametrize(("role", "rights"), RIGHTS.items(), ids=RIGHTS)
def test_role_may_do_this_with_the_cto_plan_and_its_gate(db, role, rights):
    plan = PlanFactory()
    by = Actor.of(member(plan, role))
    assert (access.held(by, plan), access.held(by, plan.gate)) == rights


@pytest.mark.parametrize("role", [*roles.all_roles()])
def test_owner_alone_writes_a_plan_without_a_gate(db, role):
    plan = PlanFactory(position=Position.CMO, text="# Marketing Plan\n")
    by = Actor.of(member(plan, role))
    assert access.held(by, plan) == (WRITES if role == "CMO" else READS)


def test_roles_of_another_company_may_nothing(db):
    plan, other = PlanFactory(), PlanFactory()
    for role in roles.all_roles():
        by = Actor.of(member(other, role))
        assert [access.held(by, each) for each in (plan, plan.gate, plan.company)] == [set()] * 3
