"""Who may do what with a plan and its gate, role by role."""

import pytest
from django.contrib.auth.models import Group

from gates import access
from gates.actors import Actor
from plans import roles
from plans.enums import Position
from tests.gates.factories import UserFactory
from tests.plans.factories import CompanyFactory, PlanFactory, member

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


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        ("CTO editor", (WRITES, SEES)),
        ("CTO reader", (READS, SEES)),
        ("CTO approver", (READS, SEES | {"approve_gate", "halt_gate"})),
    ],
)
def test_role_on_one_plan_may_do_this_with_it_and_nothing_with_another(db, role, rights):
    plan = PlanFactory()
    other = PlanFactory(company=plan.company, position=Position.CMO, text="# Marketing Plan\n")
    user = UserFactory()
    roles.put(user, plan.company, role)
    roles.put(user, plan.company, role)
    by = Actor.of(user)
    assert (access.held(by, plan), access.held(by, plan.gate)) == rights
    assert (access.held(by, other), access.held(by, plan.company)) == (set(), {"view_company"})
    assert roles.grant_of(role, other) == roles.NOTHING
    assert roles.grant_of(role, plan) == roles.ON_ONE_PLAN[role.split()[1]]
    assert roles.holding(plan.company) == {user.pk: {role}}


def test_only_approvers_approve(db):
    plan = PlanFactory()
    for role in roles.possible([plan]):
        user = UserFactory()
        roles.put(user, plan.company, role)
        may = access.can(Actor.of(user), "approve_gate", plan.gate)
        assert (role, may) == (role, roles.approves(role))


def test_only_administrators_manage_the_company(db):
    plan = PlanFactory()
    for role in roles.possible([plan]):
        user = UserFactory()
        roles.put(user, plan.company, role)
        may = access.can(Actor.of(user), "manage_company", plan.company)
        assert (role, may) == (role, role == roles.ADMINISTRATOR)


def test_plan_without_a_gate_has_no_approver(db):
    plan = PlanFactory(position=Position.CMO, text="# Marketing Plan\n")
    assert [role for role in roles.possible([plan]) if " " in role] == ["CMO editor", "CMO reader"]


def test_every_role_has_words_of_its_own(db):
    words = {roles.words(role) for role in roles.possible([PlanFactory()])}
    assert len(words) == 16
    assert words >= {"owner of the CFO plan", "editor of the CTO plan"}
    assert words >= {"approver of the CTO plan’s gate", "administrator of the company"}


def test_company_whose_slug_differs_in_case_only_shares_no_roles(db):
    one, other = CompanyFactory(slug="acme"), CompanyFactory(slug="ACME")
    roles.put(UserFactory(), one, roles.READER)
    assert roles.holding(other) == {}
    assert Group.objects.filter(name="ACME: Reader", user__isnull=True).exists()


def test_roles_of_another_company_may_nothing(db):
    plan, other = PlanFactory(), PlanFactory()
    for role in roles.all_roles():
        by = Actor.of(member(other, role))
        assert [access.held(by, each) for each in (plan, plan.gate, plan.company)] == [set()] * 3
