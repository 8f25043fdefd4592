"""What waits for one's decision, over every gate that one may approve."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from gates import decisions, state
from gates.enums import GateState
from gates.policy import Policy
from tests.gates.factories import (
    PASSWORD,
    GateFactory,
    actor,
    approved,
    decided,
    holder,
    join,
    opened,
    requested,
)

pytestmark = pytest.mark.django_db
INBOX = "/gates/"


@pytest.fixture
def approver():
    """A browser of an approver of two gates; the second was requested first."""
    client = Client()
    client.gates = [GateFactory(title="First plan"), GateFactory(title="Second plan")]
    client.user = holder(client.gates[0], "view", "approve")
    join(client.user, client.gates[1], "view", "approve")
    client.force_login(client.user)
    for gate in client.gates:
        decided(gate)
    for gate in reversed(client.gates):
        requested(gate)
    return client


def titles(page):
    return re.findall(r'<h2 id="gate-\d+"><a href="[^"]*">(.*?)</a>', page.text)


def test_what_waits_is_shown_the_oldest_first(approver):
    page = approver.get(INBOX)

    assert titles(page) == ["Second plan", "First plan"]
    assert "“We are ready.”" in page.text
    assert "Evidence, round 1: <b>3 of 3 pass: PROCEED</b>" in page.text
    assert "It was never approved before." in page.text


def test_what_is_new_since_the_last_approval_is_said(approver, paper):
    gate = approver.gates[0]
    approved(gate)
    paper.words["2 How"] = "Otherwise."
    decided(gate, by=actor(gate, "validate", first_name="Carla", last_name="Meyer"))
    requested(gate)
    page = approver.get(INBOX)

    assert titles(page) == ["Second plan", "First plan"]
    assert "<li>Decision recorded by Carla Meyer</li><li>The text was changed.</li>" in page.text


def test_what_cannot_be_answered_is_not_shown(approver):
    second, board = approver.gates[1], Policy(approvers=("Board",))
    decisions.configure(second, board, "Board.", by=actor(second, "configure"))
    requested(second)
    own = GateFactory(title="Own plan")
    by = actor(own, "validate", "request", "approve", "view")
    decided(own, by=by)
    requested(own, by=by)
    opened(GateFactory(title="Open plan"))

    assert titles(approver.get(INBOX)) == ["First plan"]
    mine = Client()
    mine.force_login(by.user)
    assert titles(mine.get(INBOX)) == []
    assert "Nothing waits for your decision." in mine.get(INBOX).text


def test_members_of_the_policys_group_find_it(approver):
    gate = approver.gates[0]
    group = approver.user.groups.order_by("pk").first().name
    decisions.configure(gate, Policy(approvers=(group,)), "Them.", by=actor(gate, "configure"))
    requested(gate)

    assert titles(approver.get(INBOX)) == ["Second plan", "First plan"]


def test_gate_is_opened_from_the_inbox(approver):
    gate = approver.gates[1]
    text = approver.get(INBOX).text
    form = re.search(rf'<form[^>]*/{gate.pk}/approved/".*?</form>', text, re.DOTALL)[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)"', form)
    filled = dict(hidden) | {"reason": "Go.", "password": PASSWORD}
    address = reverse("gates:record", args=[gate.pk, "approved"])

    assert approver.post(address, filled | {"password": "wrong"}).status_code == 422
    assert state.current(gate).gate == GateState.GATED
    assert approver.post(address, filled).status_code == 303
    assert state.current(gate).gate == GateState.OPEN
    assert titles(approver.get(INBOX)) == ["First plan"]


def test_operators_and_strangers_have_no_inbox(client):
    assert client.get(INBOX).status_code == 302


@pytest.mark.parametrize("gates", [1, 4])
def test_inbox_costs_six_queries(django_assert_num_queries, gates):
    client, user = Client(), None
    for _ in range(gates):
        gate = GateFactory()
        user = user or holder(gate, "view", "approve")
        join(user, gate, "approve")
        decided(gate)
        requested(gate)
    client.force_login(user)
    client.get(INBOX)

    with django_assert_num_queries(6):  # session, user, gates, logs, groups, companies
        client.get(INBOX)
