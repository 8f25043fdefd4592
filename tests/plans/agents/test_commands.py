"""The declared commands: what they are called, who is answered, and what an answer costs."""

import re
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates import lock
from gates.actors import Actor
from gates.lock import GateClosed
from plans import blueprints
from plans.address import Gone
from plans.agents import commands
from plans.agents.commands import COMMANDS, Ungated
from plans.enums import Position
from plans.models import Plan
from plans.models.guard import open_door
from tests.gates.factories import CLOSED, AgentFactory, UserFactory, join
from tests.plans.factories import CompanyFactory, PlanFactory, measured, reader
from tests.plans.texts import table_of

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPERATOR = Actor.operator("tests")
NAMES = [command.name for command in COMMANDS]
GATED = [command.name for command in COMMANDS if command.requires_gate]
ROWS = {
    "technical-milestones": ["Beta", "2026-11-20", "It runs", "At Risk"],
    "current-sprint": ["Story", "5", "[Name]", "Done"],
    "feature-breakdown": ["Feature", "High", "Beta", "~5 days", "Planned"],
    "implementation-phases": ["Phase", "All of it", "[X] weeks", "Planned"],
    "architecture-decision-records-adrs": ["ADR-001", "Boring", "Accepted", "2026-11-20"],
    "tech-debt-budget": ["Sprint 22", "Two", "Planned"],
    "security-testing": ["DAST", "Weekly", "2026-10-01", "Pass"],
    "backup-strategy": ["Files", "Daily", "A year", "Elsewhere", "AES-256"],
    "backup-status": ["Database", "Daily", "2026-11-23", "2026-10-06", "Pass"],
}


def document(number: int) -> str:
    """A document with so many rows in each register that a command reads."""
    tables = (table_of(key, [cells] * number) for key, cells in ROWS.items())
    return "# CTO\n" + "".join(tables)


def ask(name: str, plan: Plan, by: Actor = OPERATOR) -> commands.Answer:
    return commands.answer(name, plan.company.slug, by=by, at=AT)


def test_commands_are_those_that_the_plan_prints():
    text = blueprints.text(Position.CTO)
    section = text.partition("### 7.2 Agent Commands\n")[2].partition("\n### ")[0]
    printed = re.findall(r"^\| `(.+)` \| (.+) \|$", section, re.MULTILINE)
    assert [(command.name, command.printed) for command in COMMANDS] == printed


def test_every_command_is_about_the_position_it_is_named_for():
    assert {command.position for command in COMMANDS} == {Position.CTO}


QUERIES = {"cto.status": 15, "cto.plan": 5, "cto.implement": 10, "cto.backups": 3}


@pytest.mark.parametrize("rows", [1, 30])
def test_answer_costs_the_same_for_any_number_of_rows(db, rows):
    plan = PlanFactory(text=document(rows), opened=True)
    costs = {}
    for name in NAMES:
        with CaptureQueriesContext(connection) as queries:
            ask(name, plan)
        costs[name] = len(queries)
    assert costs == QUERIES


@pytest.mark.parametrize("how", CLOSED)
def test_closed_gate_refuses_whoever_asks(db, how):
    plan = PlanFactory(text="# CTO\n")
    measured(plan.company)
    CLOSED[how](plan.gate)
    agent = AgentFactory()
    join(agent, plan, "view")
    for by in (OPERATOR, Actor.of(reader(plan)), Actor.of(agent)):
        for name in GATED:
            with pytest.raises(GateClosed) as refusal:
                ask(name, plan, by)
            assert refusal.value.reasons == lock.reasons(plan.gate)


def test_the_others_answer_behind_a_closed_gate(db):
    plan = PlanFactory(text="# CTO\n")
    for name in sorted({*NAMES} - {*GATED}):
        assert list(ask(name, plan).lines())


@pytest.mark.parametrize("name", NAMES)
def test_open_gate_lets_an_agent_ask_in_its_own_name(db, name):
    plan = PlanFactory(text=document(1), opened=True)
    agent = AgentFactory()
    join(agent, plan, "view")
    answer = ask(name, plan, Actor.of(agent))
    assert list(answer.lines())
    assert asdict(answer)


def test_plan_without_a_gate_has_none_that_is_open(db):
    plan = PlanFactory(text="# CTO\n", company__name="Acme")
    with open_door():
        Plan.objects.filter(pk=plan.pk).update(gate=None)
    for name in GATED:
        with pytest.raises(Ungated) as refusal:
            ask(name, plan)
        assert str(refusal.value) == f"Acme CTO has no gate, and {name} takes one that is open."
    (first, *_) = ask("cto.status", plan).lines()
    assert first == "Acme CTO: no gate, and so never locked"


@pytest.mark.parametrize("name", NAMES)
def test_stranger_hears_of_no_plan(db, name):
    plan = PlanFactory(text="# CTO\n", opened=True)
    with pytest.raises(Gone, match=r"^There is no such plan\.$"):
        ask(name, plan, Actor.of(UserFactory()))
    with pytest.raises(Gone, match=r"^There is no such plan\.$"):
        commands.answer(name, "nowhere", by=Actor.of(UserFactory()), at=AT)


def test_operator_hears_what_is_missing(db):
    CompanyFactory(name="Acme", slug="acme")
    for company, sentence in (
        ("acme", "Acme has no CTO plan."),
        ("nowhere", "There is no company “nowhere”."),
    ):
        with pytest.raises(Gone) as refusal:
            commands.answer("cto.status", company, by=OPERATOR, at=AT)
        assert str(refusal.value) == sentence


def test_unknown_command_is_told_the_known_ones():
    with pytest.raises(Gone) as refusal:
        commands.answer("cto.fly", "acme", by=OPERATOR, at=AT)
    assert str(refusal.value) == (
        "There is no command “cto.fly”. There are cto.status, cto.plan, cto.implement, cto.backups."
    )
