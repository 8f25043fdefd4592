"""What machines are told of a closed gate, and of a decision that is not taken."""

import json

import pytest
from django.test import RequestFactory

from gates import lock, problems, state
from gates.lock import GateClosed
from tests.gates.factories import (
    CLOSED,
    PASSWORD,
    AgentFactory,
    GateFactory,
    decided,
    holder,
    join,
    opened,
    requested,
)

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
CODES = {
    "pending": ["gate.validation_pending", "gate.approval_missing"],
    "iterate": ["gate.validation_iterate", "gate.approval_missing"],
    "pivot": ["gate.validation_pivot", "gate.approval_missing"],
    "approval missing": ["gate.approval_missing"],
    "approval requested": ["gate.approval_missing"],
    "approval stale": ["gate.approval_stale"],
    "approval rejected": ["gate.approval_missing"],
    "approval revoked": ["gate.approval_missing"],
    "halted": ["gate.halted"],
}
NEXT = {
    "pending": ["decided"],
    "iterate": ["decided", "overridden"],
    "pivot": ["decided", "overridden"],
    "approval missing": ["decided", "requested"],
    "approval requested": ["decided", "approved", "changes-requested", "rejected"],
    "approval stale": ["decided", "requested"],
    "approval rejected": ["decided"],
    "approval revoked": ["decided"],
    "halted": ["decided", "resumed"],
}


def closed(gate) -> dict:
    """The document of a gate that is shut, as it goes over the wire."""
    with pytest.raises(GateClosed) as refusal:
        lock.check_open(gate)
    return json.loads(problems.response(problems.closed(refusal.value)).content)


def asked(accept: str | None) -> bool:
    headers = {} if accept is None else {"Accept": accept}
    return problems.wanted(RequestFactory().get("/", headers=headers))


@pytest.mark.parametrize(
    "accept",
    [
        "application/json",
        "application/problem+json",
        "application/json, */*",
        "application/problem+json, application/json;q=0.9, text/html;q=0.5",
    ],
)
def test_machine_is_known_by_what_it_accepts(accept):
    assert asked(accept)


@pytest.mark.parametrize(
    "accept",
    [
        None,
        "*/*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/html, application/json",
        "application/json;q=0.5, text/html",
        "image/png",
    ],
)
def test_browser_is_no_machine(accept):
    assert not asked(accept)


def test_closed_gate_says_all_that_is_missing_and_who_can_give_it(time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    gate = GateFactory()
    group = join(holder(gate, "view"), gate, "validate")

    document = closed(gate)

    validation, approval = document.pop("missing")
    since = "2026-03-01T12:00:00Z"
    assert validation == {
        "code": "gate.validation_pending",
        "what": "validation",
        "needed": "PROCEED",
        "have": "PENDING",
        "who": "the CMO",
        "eligible_roles": [group.name],
        "since": since,
        "sentence": "Validation is PENDING since 1 March 2026, 12:00 UTC: "
        "the CMO has to record PROCEED.",
    }
    assert (approval["what"], approval["eligible_roles"]) == ("approval", [])
    assert document == {
        "type": "urn:plangate:problem:gate.validation_pending",
        "title": "The gate is closed",
        "status": 423,
        "detail": f"{validation['sentence']} {approval['sentence']}",
        "code": "gate.validation_pending",
        "gate": "GATED",
        "since": since,
        "digest": "",
        "next_actions": [
            {
                "event": "decided",
                "label": "Record decision",
                "who": "the CMO",
                "href": f"/gates/{gate.pk}/decided/",
            }
        ],
    }


@pytest.mark.parametrize("how", CLOSED)
def test_each_closed_state_has_its_codes_and_its_next_actions(how):
    gate = GateFactory()
    CLOSED[how](gate)

    document = closed(gate)

    assert [each["code"] for each in document["missing"]] == CODES[how]
    assert [each["event"] for each in document["next_actions"]] == NEXT[how]
    assert document["code"] == CODES[how][0]
    assert document["gate"] == ("HALTED" if how == "halted" else "GATED")
    assert document["digest"] == state.current(gate).digest


def test_closed_gate_costs_two_queries(django_assert_num_queries):
    gate = GateFactory()
    refusal = GateClosed(gate, lock.reasons(gate))
    with django_assert_num_queries(2):
        problems.closed(refusal)


def record(client, gate, event, by, **data):
    client.force_login(by)
    return client.post(f"/gates/{gate.pk}/{event}/", data, headers=JSON)


def test_agent_is_forbidden_to_decide(client):
    gate = GateFactory()
    agent = AgentFactory()
    join(agent, gate, "view", "validate")

    response = record(client, gate, "decided", agent, outcome="PROCEED", reason="It sold.")

    assert response.status_code == 403
    assert response.headers["Content-Type"] == "application/problem+json"
    document = response.json()
    assert (document["code"], document["gate"]) == ("actor.agent_forbidden", "GATED")
    assert document["title"] == "Not allowed"
    assert document["detail"] == "An agent never decides on a gate; a person has to do this."


def test_incomplete_decision_is_not_valid(client):
    gate = GateFactory()
    by = holder(gate, "view", "validate")

    response = record(client, gate, "decided", by, outcome="PROCEED")

    assert (response.status_code, response.json()["code"]) == (422, "gate.reason_missing")


def test_approval_of_terms_that_moved_on_is_overtaken(client):
    gate = GateFactory()
    decided(gate)
    seen = requested(gate).digest
    by = holder(gate, "view", "approve")
    decided(gate)
    requested(gate)

    filled = {"reason": "I read it.", "seen": seen, "password": PASSWORD}
    response = record(client, gate, "approved", by, **filled)

    assert (response.status_code, response.json()["code"]) == (409, "gate.stale")
    assert response.json()["digest"] == state.current(gate).digest != seen


def test_refused_decision_on_an_open_gate_says_that_nothing_is_missing(client):
    gate = opened()
    document = record(client, gate, "halted", holder(gate, "view"), reason="Stop.").json()
    assert (document["gate"], document["missing"]) == ("OPEN", [])


def test_decision_is_taken_from_a_machine_as_from_a_page(client):
    gate = GateFactory()
    by = holder(gate, "view", "validate")
    filled = {"outcome": "PROCEED", "confidence": "HIGH", "reason": "It sold."}
    response = record(client, gate, "decided", by, **filled)
    assert (response.status_code, response.headers["Location"]) == (303, gate.get_absolute_url())


def test_machine_that_is_not_signed_in_is_told_401(client):
    response = client.get(GateFactory().get_absolute_url(), headers=JSON)
    assert response.status_code == 401
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "urn:plangate:problem:actor.signed_out",
        "title": "Not signed in",
        "status": 401,
        "detail": "You are signed out. Sign in again, then repeat this.",
        "code": "actor.signed_out",
    }


def test_every_reason_names_a_permission_that_gives_what_is_missing():
    found = {reason.what for how in CLOSED.values() for reason in reasons_after(how)}
    assert found == problems.GIVEN_BY.keys()


def reasons_after(how):
    gate = GateFactory()
    how(gate)
    return lock.reasons(gate)
