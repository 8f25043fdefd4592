"""Where plans stand, for whom, and what the portfolio makes of it: order, tasks, pages, queries."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gates import decisions, state
from gates.actors import Actor
from gates.models import User
from gates.policy import Policy
from plans import portfolios, roles, standings
from plans.enums import Position
from plans.models import Company, Plan
from plans.models.guard import open_door
from plans.standings import Attention
from plans.views import companies
from tests.gates.factories import PASSWORD, AgentFactory, UserFactory
from tests.plans.factories import (
    CompanyFactory,
    PlanFactory,
    address,
    approver,
    cmo,
    cto,
    measured,
    member,
    open_gate,
    reader,
)

pytestmark = pytest.mark.django_db
BY = Actor.operator("tests")
PLAIN = "# CFO - Financial Plan\n\n**Review Cycle:** {}\n\n| A | B |\n|---|---|\n| [X] | 1 |\n"


def standing(plan: Plan, user: User) -> standings.Standing:
    """Where a plan stands for somebody."""
    (overview,) = standings.overviews([plan.company], Actor.of(user))
    return next(each for each in overview.plans if each.pk == plan.pk)


def labels(plan: Plan, user: User) -> list[str]:
    """What waits for somebody at a plan."""
    return [task.label for task in standing(plan, user).tasks]


@pytest.fixture
def gated():
    plan = PlanFactory()
    measured(plan.company)
    return plan


@pytest.fixture
def people(gated):
    return {
        "cmo": cmo(gated),
        "cto": cto(gated, first_name="Ada", last_name="Byron"),
        "approver": approver(gated),
        "ceo": member(gated, "CEO"),
        "reader": reader(gated),
    }


def waits(gated: Plan, people: dict[str, User]) -> dict[str, list[str]]:
    """What waits for whom; nobody for whom nothing does."""
    found = {name: labels(gated, user) for name, user in people.items()}
    return {name: tasks for name, tasks in found.items() if tasks}


def decide(gate, people, outcome="PROCEED"):
    decisions.decide(gate, outcome, "So.", by=Actor.of(people["cmo"]))


def request(gate, people):
    seen = state.current(gate).digest
    decisions.request(gate, "Ready.", seen=seen, by=Actor.of(people["cto"]))
    return seen


def test_gate_waits_for_whoever_can_take_the_next_step(gated, people):
    gate = gated.gate
    assert waits(gated, people) == {"cmo": ["Record decision"]}
    decide(gate, people)
    asked = ["Request approval"]
    assert waits(gated, people) == {"cmo": asked, "cto": asked}
    seen = request(gate, people)
    assert waits(gated, people) == {"approver": ["Answer the request of Ada Byron"]}
    by = Actor.of(people["approver"])
    decisions.approve(gate, "Read.", seen=seen, password=PASSWORD, by=by)
    assert waits(gated, people) == {}


def test_gate_that_is_halted_waits_for_whoever_may_resume(gated, people):
    decisions.halt(gated.gate, "Stop.", by=Actor.of(people["ceo"]))
    waiting = waits(gated, people)
    assert waiting == {name: ["Resume"] for name in ("cmo", "cto", "approver", "ceo")}
    assert standing(gated, people["reader"]).attention == Attention.HALTED


def test_gate_that_was_rejected_waits_for_another_decision(gated, people):
    decide(gated.gate, people)
    seen = request(gated.gate, people)
    decisions.reject(gated.gate, "No.", seen=seen, by=Actor.of(people["approver"]))
    assert waits(gated, people) == {"cmo": ["Record decision"]}


def test_gate_waits_for_nobody_whom_its_policy_leaves_out(gated, people):
    policy = Policy(approvers=("somebody else",))
    decisions.configure(gated.gate, policy, "So.", by=Actor.of(people["ceo"]))
    decide(gated.gate, people)
    request(gated.gate, people)
    assert waits(gated, people) == {}


def test_operators_see_everything_and_nothing_waits_for_them(gated, people):
    decide(gated.gate, people)
    (overview,) = standings.overviews([gated.company], BY)
    assert [(each.position, each.tasks) for each in overview.plans] == [("CTO", []), ("CMO", [])]


def test_nothing_waits_for_agents_nor_for_who_has_left(gated):
    agent = member(gated, "CMO")
    agent.is_agent = True
    agent.save()
    assert labels(gated, agent) == []
    gone = cmo(gated, is_active=False)
    assert standings.overviews([gated.company], Actor.of(gone))[0].plans == []


@pytest.fixture
def review():
    """A plan that was to be reviewed a month after it came, five weeks ago."""
    plan = PlanFactory(position=Position.CFO, text=PLAIN.format("Monthly (Cash)"))
    came = timezone.now() - timedelta(weeks=9)
    with open_door():
        Plan.objects.filter(pk=plan.pk).update(created_at=came)
    return plan


def test_overdue_review_waits_for_the_owner(review):
    owner = member(review, "CFO")
    (task,) = standing(review, owner).tasks
    assert task.label.startswith("Review (Cash) overdue since ")
    assert task.url == f"{review.company.url}cfo/#document-history"
    editor = UserFactory()
    roles.put(editor, review.company, "CFO editor")
    assert labels(review, editor) == []
    assert standing(review, reader(review)).attention == Attention.OVERDUE


@pytest.mark.parametrize(("cycle", "attention"), [("Weekly", "DUE"), ("Yearly", "NONE")])
def test_review_that_is_near_needs_attention(cycle, attention):
    plan = PlanFactory(position=Position.CFO, text=PLAIN.format(cycle))
    assert standing(plan, reader(plan)).attention == Attention[attention]


def test_company_that_needs_most_comes_first():
    user = UserFactory()

    def company(name: str, role: str = roles.READER, **fields: object) -> Plan:
        plan = PlanFactory(company=CompanyFactory(name=name), **fields)
        user.groups.add(roles.group(plan.company, role))
        return plan

    company("quiet", position=Position.CFO, text=PLAIN.format("Yearly"))
    company("Gated")
    company("due", position=Position.CFO, text=PLAIN.format("Weekly"))
    halted = company("Halted")
    decisions.halt(halted.gate, "Stop.", by=Actor.of(member(halted, "CEO")))
    company("Mine", role="CMO")
    opened = company("Open", text="# CTO - Technical Plan\n")
    open_gate(opened)
    empty = CompanyFactory(name="Empty")
    found = standings.overviews(Company.objects.all(), Actor.of(user))
    names = [overview.company.name for overview in found]
    assert names == ["Mine", "Halted", "Gated", "due", "Empty", "Open", "quiet"]
    assert next(each for each in found if each.company == empty).plans == []


def test_plans_that_need_attention_come_first_then_by_position(gated):
    plans = {Position.CEO: "Yearly", Position.CFO: "Weekly", Position.CXA: "Yearly"}
    for position, cycle in plans.items():
        PlanFactory(company=gated.company, position=position, text=PLAIN.format(cycle))
    (overview,) = standings.overviews([gated.company], Actor.of(reader(gated)))
    assert [each.position for each in overview.plans] == ["CTO", "CFO", "CEO", "CMO", "CXA"]


def test_card_says_how_far_a_plan_is_and_whose(gated, people):
    cfo = PlanFactory(company=gated.company, position=Position.CFO, text=PLAIN.format("Yearly"))
    member(cfo, "CFO", is_active=False)
    (card,) = portfolios.cards(standings.overviews([gated.company], Actor.of(people["reader"])))
    plans = {plan.position: plan for plan in card.plans}
    assert plans["CTO"].owners == ["Ada Byron"]
    assert plans["CTO"].banner.state == "GATED"
    assert (plans["CFO"].owners, plans["CFO"].count.filled) == ([], 66)
    assert plans["CFO"].banner is None


def test_plan_that_went_meanwhile_has_no_card(gated, people):
    found = standings.overviews([gated.company], Actor.of(people["reader"]))
    lost = standings.Standing(0, gated.company, found[0].plans[0].position, None, None, [], None)
    found[0].plans.append(lost)
    assert len(portfolios.cards(found)[0].plans) == 2


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_page_shows_what_waits_with_its_place(gated, people):
    for url in ("/", gated.company.url):
        html = signed_in(people["cmo"]).get(url).content.decode()
        assert "Waits for you" in html
        assert f'<a href="/gates/{gated.gate.pk}/">Record decision</a>' in html
        assert f"Technical Plan · {gated.company.name}" in html
        assert "Waits for you" not in signed_in(people["reader"]).get(url).content.decode()


def test_page_shows_ten_of_many_tasks(gated):
    plan, user = gated, cmo(gated)
    for _ in range(10):
        plan = PlanFactory(text="# CTO - Technical Plan\n")
        user.groups.add(roles.group(plan.company, "CMO"))
    html = signed_in(user).get("/").content.decode()
    assert 'Waits for you <span class="count">11</span>' in html
    assert "The first 10 are shown" in html


def test_companies_are_paged_and_the_menu_is_short(monkeypatch):
    monkeypatch.setattr(companies, "PAGE", 2)
    monkeypatch.setattr(portfolios, "MOST_COMPANIES", 3)
    user = UserFactory()
    for number in range(5):
        plan = PlanFactory(
            company=CompanyFactory(name=f"No. {number}"),
            position=Position.CFO,
            text=PLAIN.format("Yearly"),
        )
        user.groups.add(roles.group(plan.company, roles.READER))
    client = signed_in(user)
    for query, shown in (("", {0, 1}), ("?page=3", {4}), ("?page=99", {4}), ("?page=x", {0, 1})):
        html = client.get(f"/{query}").content.decode()
        assert {number for number in range(5) if f'">No. {number}</a></h2>' in html} == shown
        assert "of 5, those that need attention first" in html
        assert html.count("<li><a href=") == 4  # three companies, and the way to all
    assert "Pages of companies" not in signed_in(reader(plan)).get("/").content.decode()


def queries(client: Client, url: str) -> int:
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_portfolio_costs_the_same_for_one_company_and_for_many():
    user = UserFactory()

    def more() -> Plan:
        plan = PlanFactory()
        measured(plan.company)
        PlanFactory(company=plan.company, position=Position.CFO, text=PLAIN.format("Weekly"))
        for role in ("CMO", "CTO", roles.APPROVER):
            user.groups.add(roles.group(plan.company, role))
        return plan

    plan, client = more(), signed_in(user)
    one = queries(client, "/"), queries(client, plan.company.url)
    for _ in range(4):
        decide(more().gate, {"cmo": user})
    assert (queries(client, "/"), queries(client, plan.company.url)) == one == (22, 26)


def test_agent_sees_the_portfolio_of_its_groups():
    plan = PlanFactory()
    agent = AgentFactory()
    agent.groups.add(roles.group(plan.company, roles.READER))
    assert standing(plan, agent).attention == Attention.GATED
    assert address(plan).company in signed_in(agent).get("/").content.decode()
