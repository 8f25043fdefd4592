"""Who may give whom what; that a company is never left without an administrator; the log."""

import pytest
from django.core.exceptions import PermissionDenied

from gates import access, decisions, state
from gates.actors import Actor
from gates.models import Gate
from plans import editing, people, roles
from plans.address import Address, Gone
from plans.models import Company, PeopleRecord, Plan
from plans.people import Refused
from tests.gates.factories import PASSWORD, AgentFactory, UserFactory
from tests.plans.factories import CompanyFactory, PlanFactory, approver, cmo, cto, measured, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def boss(plan) -> Actor:
    """The company's only administrator."""
    return Actor.of(member(plan, roles.ADMINISTRATOR, first_name="Ada", last_name="Boss"))


def told(company: Company) -> list[tuple[str, str, str, list[str], str]]:
    """The log, oldest first."""
    records = PeopleRecord.objects.filter(company=company).order_by("pk")
    return [
        (each.actor_name, each.event, each.person_name, each.roles, each.note) for each in records
    ]


def held(plan: Plan, user) -> set[str]:
    return roles.holding(plan.company).get(user.pk, set())


def test_roles_are_given_and_taken_on_the_record(plan, boss):
    user = member(plan, roles.READER, first_name="Robin", last_name="Day")
    assert people.change(plan.company, user, ["CFO", "CTO editor"], ["Reader"], by=boss)
    assert held(plan, user) == {"CFO", "CTO editor"}
    assert told(plan.company) == [
        ("Ada Boss", "given", "Robin Day", ["CFO", "CTO editor"], ""),
        ("Ada Boss", "taken", "Robin Day", ["Reader"], ""),
    ]


def test_what_is_held_already_or_not_at_all_changes_nothing(plan, boss):
    user = member(plan, roles.READER)
    assert not people.change(plan.company, user, ["Reader"], ["CFO"], by=boss)
    assert (held(plan, user), told(plan.company)) == ({"Reader"}, [])


def test_two_administrators_at_once_lose_nothing_of_each_other(plan, boss):
    user = member(plan, roles.READER)
    people.change(plan.company, user, ["CFO"], [], by=boss)
    people.change(plan.company, user, ["COO"], ["Reader"], by=boss)  # who saw the reader only
    assert held(plan, user) == {"CFO", "COO"}


@pytest.mark.parametrize("role", ["Approver", "CTO approver"])
def test_nobody_makes_himself_an_approver(plan, boss, role):
    with pytest.raises(Refused, match="Nobody makes himself an approver") as refused:
        people.change(plan.company, boss.user, [role, "CFO"], [], by=boss)
    assert refused.value.field == "roles"
    assert (held(plan, boss.user), told(plan.company)) == ({"Administrator"}, [])
    second = Actor.of(member(plan, roles.ADMINISTRATOR))
    assert people.change(plan.company, boss.user, [role], [], by=second)


def test_administrator_may_not_approve_by_that(plan, boss):
    assert access.held(boss, plan.gate) == {"view_gate"}
    assert access.held(boss, plan) == {"view_plan"}


@pytest.mark.parametrize("role", ["Emperor", "CMO editor", "CTO emperor", "cto", ""])
def test_there_is_no_other_role_than_those_of_the_company(plan, boss, role):
    with pytest.raises(Refused, match=f"There is no role “{role}” in"):
        people.change(plan.company, boss.user, [role, "CFO"], [], by=boss)
    assert held(plan, boss.user) == {"Administrator"}


@pytest.mark.parametrize("role", [*roles.all_roles(), "CTO editor"])
def test_nobody_but_an_administrator_changes_roles(plan, boss, role):
    user = UserFactory()
    roles.put(user, plan.company, role)
    if role == roles.ADMINISTRATOR:
        return
    by = Actor.of(user)
    for attempt in (
        lambda: people.change(plan.company, user, ["CFO"], [], by=by),
        lambda: people.remove(plan.company, boss.user, {}, by=by),
        lambda: people.rename(plan.company, "Mine", by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert told(plan.company) == []


def test_administrator_of_another_company_changes_nothing(plan, boss):
    with pytest.raises(PermissionDenied):
        people.change(CompanyFactory(), boss.user, ["CFO"], [], by=boss)


def test_agent_gives_no_roles_whatever_it_was_given(plan):
    agent = AgentFactory()
    roles.put(agent, plan.company, roles.ADMINISTRATOR)
    with pytest.raises(PermissionDenied, match="An agent gives no roles"):
        people.change(plan.company, UserFactory(), ["CFO"], [], by=Actor.of(agent))


def test_somebody_from_outside_is_invited_and_not_just_given_a_role(plan, boss):
    with pytest.raises(Gone):
        people.change(plan.company, UserFactory(), ["CFO"], [], by=boss)


def test_last_administrator_stays(plan, boss):
    member(plan, roles.ADMINISTRATOR, is_active=False)
    roles.put(AgentFactory(), plan.company, roles.ADMINISTRATOR)
    people.change(plan.company, boss.user, ["CEO"], [], by=boss)
    for attempt in (
        lambda: people.change(plan.company, boss.user, [], ["Administrator"], by=boss),
        lambda: people.remove(plan.company, boss.user, {"CEO": "1"}, by=boss),
    ):
        with pytest.raises(Refused, match="left without an administrator"):
            attempt()
    second = member(plan, roles.ADMINISTRATOR)
    people.change(plan.company, boss.user, [], ["Administrator"], by=boss)
    assert (held(plan, boss.user), held(plan, second)) == ({"CEO"}, {"Administrator"})


def test_last_role_is_not_taken_but_the_person_removed(plan, boss):
    user = member(plan, roles.READER)
    with pytest.raises(Refused, match="remove them instead"):
        people.change(plan.company, user, [], ["Reader"], by=boss)
    people.remove(plan.company, user, {}, by=boss)
    assert told(plan.company) == [("Ada Boss", "removed", user.display_name, ["Reader"], "")]
    by = Actor.of(user)
    assert [access.held(by, each) for each in (plan, plan.gate, plan.company)] == [set()] * 3


def test_what_somebody_alone_held_is_handed_over(plan, boss):
    leaving = cto(plan, first_name="Lee", last_name="Park")
    people.change(plan.company, leaving, ["CFO", "COO", "Approver"], [], by=boss)
    member(plan, "COO")
    heir = member(plan, roles.READER, first_name="Kim", last_name="Reyes")
    assert people.held_alone(roles.holding(plan.company), leaving) == ["CFO", "CTO"]
    with pytest.raises(Refused, match="Name who takes over the CTO plan") as refused:
        people.remove(plan.company, leaving, {"CFO": str(heir.pk)}, by=boss)
    assert refused.value.field == "heir-CTO"
    assert held(plan, heir) == {"Reader"}
    people.remove(plan.company, leaving, {"CFO": str(heir.pk), "CTO": str(boss.user.pk)}, by=boss)
    assert (held(plan, leaving), held(plan, heir)) == (set(), {"CFO", "Reader"})
    assert held(plan, boss.user) == {"Administrator", "CTO"}
    assert told(plan.company)[1:] == [
        ("Ada Boss", "given", "Kim Reyes", ["CFO"], "handed over by Lee Park"),
        ("Ada Boss", "given", "Ada Boss", ["CTO"], "handed over by Lee Park"),
        ("Ada Boss", "removed", "Lee Park", ["Approver", "CFO", "COO", "CTO"], ""),
    ]


@pytest.mark.parametrize("who", ["himself", "a stranger", "gone", "an agent", "nonsense"])
def test_heir_is_somebody_else_who_is_there(plan, boss, who):
    leaving, agent = cto(plan), AgentFactory()
    roles.put(agent, plan.company, roles.READER)
    chosen = {
        "himself": leaving.pk,
        "a stranger": UserFactory().pk,
        "gone": member(plan, roles.READER, is_active=False).pk,
        "an agent": agent.pk,
        "nonsense": "x",
    }[who]
    with pytest.raises(Refused, match="Name who takes over the CTO plan"):
        people.remove(plan.company, leaving, {"CTO": str(chosen)}, by=boss)
    assert held(plan, leaving) == {"CTO"}


def test_agents_leave_with_their_owner(plan, boss):
    leaving = member(plan, roles.READER, first_name="Lee", last_name="Park")
    agent, of_another = AgentFactory(owner=leaving), AgentFactory(owner=boss.user)
    AgentFactory(owner=leaving)
    for each in (agent, of_another):
        roles.put(each, plan.company, roles.READER)
    people.remove(plan.company, leaving, {}, by=boss)
    assert (held(plan, agent), held(plan, of_another)) == (set(), {"Reader"})
    assert [line[1:4] for line in told(plan.company)] == [
        ("removed", "Lee Park", ["Reader"]),
        ("removed", agent.display_name, ["Reader"]),
    ]


def test_person_who_is_not_there_cannot_be_removed(plan, boss):
    with pytest.raises(Gone):
        people.remove(plan.company, UserFactory(), {}, by=boss)


def test_what_somebody_did_outlives_them(plan, boss):
    owner, heir = cto(plan, first_name="Lee", last_name="Park"), member(plan, roles.READER)
    measured(plan.company)
    decisions.decide(plan.gate, "PROCEED", "It sold.", by=Actor.of(cmo(plan)))
    seen = state.current(plan.gate).digest
    decisions.request(plan.gate, "Ready.", seen=seen, by=Actor.of(owner))
    people.remove(plan.company, owner, {"CTO": str(heir.pk)}, by=boss)
    by = Actor.of(approver(plan))
    decisions.approve(plan.gate, "Read.", seen=seen, password=PASSWORD, by=by)
    now = state.current(plan.gate)
    assert (str(now.gate), now.request.actor_name) == ("OPEN", "Lee Park")
    table = plan.sections.filter(blocks__register="technology-stack").get()
    address, block = Address(plan.company.slug, "CTO"), table.blocks.get(register__gt="")
    with pytest.raises(Gone):
        editing.add_row(address, block.pk, by=Actor.of(owner))
    editing.add_row(address, block.pk, by=Actor.of(heir))


def test_company_and_its_gates_are_renamed_and_their_addresses_stay(plan, boss):
    before, slug = plan.company.name, plan.company.slug
    people.rename(plan.company, "  Nova \n Freight ", by=boss)
    company = Company.objects.get(pk=plan.company_id)
    assert (company.name, company.slug) == ("Nova Freight", slug)
    assert Gate.objects.get(pk=plan.gate_id).title == "Nova Freight · CTO Technical Plan"
    people.rename(company, "Nova Freight", by=boss)
    assert told(company) == [("Ada Boss", "renamed", "", [], f"{before} → Nova Freight")]


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "A\0B"])
def test_name_that_cannot_be_is_refused(plan, boss, name):
    before = plan.company.name
    with pytest.raises(Refused) as refused:
        people.rename(plan.company, name, by=boss)
    assert refused.value.field == "name"
    assert Company.objects.get(pk=plan.company_id).name == before


def test_records_say_what_they_are(plan, boss):
    people.change(plan.company, boss.user, ["CFO"], [], by=boss)
    people.rename(plan.company, "Nova", by=boss)
    records = PeopleRecord.objects.order_by("pk")
    assert [str(each) for each in records] == [
        "Ada Boss: Gave a role Ada Boss",
        "Ada Boss: Renamed the company",
    ]
