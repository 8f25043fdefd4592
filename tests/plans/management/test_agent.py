"""`manage.py agent`: the declared commands at a terminal, in words or as JSON."""

import json

import pytest
from django.core.management import CommandError

from gates import lock
from gates.lock import GateClosed
from plans.models import Plan
from plans.models.guard import open_door
from tests.gates.factories import AgentFactory, UserFactory, halted, join
from tests.plans.factories import PlanFactory, cto, measured, reader
from tests.plans.management.running import failed, refused, said
from tests.plans.texts import table_of

pytestmark = pytest.mark.django_db
NOON = "2026-11-23 12:00:00+00:00"
TEXT = "# Technical Plan\n\n**Sprint 24:** 2026-11-16 - 2026-11-27\n" + table_of(
    "technical-milestones", [["Beta", "2026-11-20", "It runs", "On Track"]]
)


@pytest.fixture
def plan(time_machine) -> Plan:
    time_machine.move_to(NOON, tick=False)
    return PlanFactory(text=TEXT, opened=True, company__name="Acme", company__slug="acme")


def test_answer_is_printed_in_words(plan):
    assert said("agent", "cto.status", company="acme").splitlines() == [
        "Acme CTO: OPEN",
        "Validation PROCEED, human approval APPROVED.",
        "100% filled, 0 to fill, 0 flagged.",
        "Sprint 24, 2026-11-16 to 2026-11-27: day 8 of 12, 4 days left.",
        "1 milestone at risk",
        "  Beta: Its target date, 20 November 2026, has passed.",
        "1 overdue",
        (
            "  2.4 Technical Milestones, Beta: The target date has passed, "
            "and the milestone is not Complete. Due 20 November 2026."
        ),
        "1 to attend to",
        "  2.4 Technical Milestones, Beta: 3 days late",
    ]


def test_answer_is_printed_as_json(plan):
    answer = json.loads(said("agent", "cto.status", company="acme", json=True))
    assert answer.pop("gate") == {
        "state": "OPEN",
        "validation": "PROCEED",
        "approval": "APPROVED",
        "reasons": [],
        "notes": [],
        "url": f"/gates/{plan.gate.pk}/",
    }
    assert answer.pop("at_risk")[0]["target_date"] == "2026-11-20"
    assert answer.pop("overdue")[0]["since"] == "2026-11-20"
    assert answer.pop("sprint")["days_left"] == 4
    (need,) = answer.pop("attention")
    assert (need["label"], need["words"], need["is_now"]) == ("Beta", "3 days late", True)
    assert answer == {
        "command": "cto.status",
        "at": "2026-11-23T12:00:00Z",
        "plan": "Acme CTO",
        "since": "2026-11-23T12:00:00Z",
        "filled": 100,
        "to_fill": 0,
        "flagged": 0,
    }


@pytest.mark.parametrize("name", ["cto.plan", "cto.implement", "cto.backups"])
def test_every_answer_is_said_both_ways(plan, name):
    assert said("agent", name, company="acme")
    assert json.loads(said("agent", name, company="acme", json=True))["command"] == name


@pytest.mark.parametrize("name", ["cto.plan", "cto.implement"])
def test_halted_gate_refuses_everybody_in_its_own_words(name):
    plan = PlanFactory(text=TEXT, company__slug="acme")
    measured(plan.company)
    halted(plan.gate)
    agent = AgentFactory(username="bot")
    join(agent, plan, "view")
    with pytest.raises(GateClosed) as closed:
        lock.check_open(plan.gate)
    for options in ({}, {"as_": cto(plan).username}, {"as_": "bot"}):
        assert refused("agent", name, company="acme", **options) == str(closed.value)
        document = json.loads(failed("agent", name, company="acme", json=True, **options))
        assert (document["status"], document["code"]) == (423, "gate.halted")
        assert (document["gate"], document["detail"]) == ("HALTED", str(closed.value))
    assert said("agent", "cto.status", company="acme").startswith(f"{plan}: HALTED")


def test_refusals_have_their_exit_code(plan):
    with pytest.raises(CommandError) as refusal:
        said("agent", "cto.fly", company="acme")
    assert refusal.value.returncode == 1


def test_user_acts_with_their_own_permissions(plan):
    UserFactory(username="stranger")
    assert said("agent", "cto.status", company="acme", as_=reader(plan).username)
    assert refused("agent", "cto.status", company="acme", as_="stranger") == (
        "There is no such plan."
    )


@pytest.mark.parametrize("name", ["nobody", "left"])
def test_user_who_is_not_there_is_refused(plan, name):
    UserFactory(username="left", is_active=False)
    sentence = f"There is no active user “{name}”."
    assert refused("agent", "cto.status", company="acme", as_=name) == sentence
    document = json.loads(failed("agent", "cto.status", company="acme", as_=name, json=True))
    assert (document["status"], document["code"], document["detail"]) == (
        *(404, "not_found", sentence),
    )


def test_what_is_not_there_is_said_in_json_too(plan):
    document = json.loads(failed("agent", "cto.status", company="nowhere", json=True))
    assert document["detail"] == "There is no company “nowhere”."
    document = json.loads(failed("agent", "cto.fly", company="acme", json=True))
    assert document["detail"].startswith("There is no command “cto.fly”.")


def test_plan_without_a_gate_is_refused_what_takes_one(plan):
    with open_door():
        Plan.objects.update(gate=None)
    document = json.loads(failed("agent", "cto.plan", company="acme", json=True))
    assert (document["status"], document["code"]) == (423, "gate.none")
    answer = json.loads(said("agent", "cto.status", company="acme", json=True))
    assert (answer["gate"], answer["since"]) == (None, None)


def test_help_lists_the_commands_with_their_purposes(capsys):
    with pytest.raises(SystemExit):
        said("agent", "--help")
    shown = " ".join(capsys.readouterr().out.split())
    assert "cto.plan: Technical planning (requires gate);" in shown
