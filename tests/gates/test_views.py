import re

import pytest
from django.test import Client
from django.urls import reverse

from gates import decisions, state
from gates.entries import Entry
from gates.enums import Event, GateState
from gates.policy import Policy
from gates.transitions import TRANSITIONS
from tests.gates.factories import (
    PASSWORD,
    GateFactory,
    actor,
    approved,
    decided,
    holder,
    opened,
    requested,
)

EVENTS = [row.event.value for row in TRANSITIONS if row.permission]
EVERYTHING = ("validate", "override", "request", "approve", "halt", "configure")

pytestmark = pytest.mark.django_db


def signed_in(gate, *actions, **fields):
    """A browser of somebody who may do `actions`, and see the gate."""
    client = Client()
    client.user = holder(gate, "view", *actions, **fields)
    client.force_login(client.user)
    return client


def address(gate, event):
    return reverse("gates:record", args=[gate.pk, event])


def form(page, event):
    """The fields of the form for `event` as the page has them, with their values."""
    found = re.search(rf'<form[^>]*/{event}/".*?</form>', page.text, re.DOTALL)[0]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="(\w*)"', found)
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}


def greyed_out(page):
    """The reason beside each button that does nothing, by its event."""
    pairs = re.findall(r'id="([\w-]+?)-\d+-why">(.*?)</p>', page.text)
    return {event: why.replace("&#x27;", "'") for event, why in pairs}


def test_page_shows_what_is_missing_and_who_can_give_it():
    gate = GateFactory(title="CTO plan", url="/acme/cto/")
    page = signed_in(gate).get(gate.get_absolute_url())

    assert page.status_code == 200
    assert "Validation is PENDING since" in page.text
    assert "the CMO has to record PROCEED." in page.text
    assert "the CTO, the CMO or an agent of theirs has to request it." in page.text
    assert 'class="gate-state is-gated"' in page.text
    assert '<a class="button" href="/acme/cto/">' in page.text


def test_page_greys_out_for_a_reader_with_the_reasons():
    gate = GateFactory()
    page = signed_in(gate).get(gate.get_absolute_url())

    assert list(greyed_out(page)) == EVENTS
    assert greyed_out(page)["decided"] == ("You lack the permission to do this; the CMO has it.")
    assert '<textarea id="decided-' not in page.text


def test_page_offers_the_cmo_the_decision_only():
    gate = GateFactory()
    page = signed_in(gate, "validate").get(gate.get_absolute_url())

    assert set(EVENTS) - set(greyed_out(page)) == {"decided"}
    assert "As measured now: <b>3 of 3 pass: PROCEED</b>" in page.text
    assert page.text.count('type="radio" name="outcome"') == 3


def test_page_of_an_open_gate_names_validation_approval_and_terms():
    gate = GateFactory()
    decided(gate, by=actor(gate, "validate", first_name="Carla", last_name="Meyer"))
    requested(gate, by=actor(gate, "request", first_name="Rita", last_name="Quest"))
    approved(gate, by=actor(gate, "approve", first_name="Ann", last_name="Wood"))
    page = signed_in(gate).get(gate.get_absolute_url())

    assert 'class="gate-state is-open"' in page.text
    now = state.current(gate)
    for words in (
        f'<code class="digest">{now.digest}</code>',
        f'<code class="digest">{now.request.baseline}</code>',
        ">Carla Meyer</td>",
        "Rita Quest requested approval on",
        "1 of 1 approval given",
        "<b>Ann Wood</b>",
        f"“I authorise work on {gate.title} to start.”",
        "The pilot sold.",
        "Since then: nothing.",
        "Nothing is missing",
    ):
        assert words in page.text


def test_page_of_a_halted_gate_says_so():
    gate = opened()
    decisions.halt(gate, "Fire & water.", by=actor(gate, "halt"))
    page = signed_in(gate).get(gate.get_absolute_url())

    assert 'class="gate-state is-halted"' in page.text
    assert "Fire &amp; water." in page.text


def test_page_names_the_groups_behind_each_permission():
    gate = GateFactory()
    client = signed_in(gate, "validate")
    group = client.user.groups.get()
    page = client.get(gate.get_absolute_url())

    assert f'>validate</td><td data-label="Groups">{group.name}</td>' in page.text
    assert '>approve</td><td data-label="Groups">nobody</td>' in page.text


@pytest.mark.parametrize("records", [1, 12])
def test_page_costs_seven_queries(django_assert_num_queries, records):
    gate = GateFactory()
    by = actor(gate, "validate")
    for _ in range(records):
        decided(gate, by=by)
    client = signed_in(gate, "validate")
    client.get(gate.get_absolute_url())

    # session, user, gate, log, grants, holders, companies; no plan here
    with django_assert_num_queries(7):
        client.get(gate.get_absolute_url())


def test_cmo_and_approver_open_the_gate_with_the_forms_of_the_page():
    gate = GateFactory()
    cmo, approver = signed_in(gate, "validate", "request"), signed_in(gate, "approve")

    filled = form(cmo.get(gate.get_absolute_url()), "decided")
    filled |= {"outcome": "PROCEED", "confidence": "HIGH", "reason": "The pilot sold."}
    response = cmo.post(address(gate, "decided"), filled)
    assert (response.status_code, response.url) == (303, gate.get_absolute_url())
    filled = form(cmo.get(gate.get_absolute_url()), "requested") | {"reason": "Ready."}
    assert cmo.post(address(gate, "requested"), filled).status_code == 303

    filled = form(approver.get(gate.get_absolute_url()), "approved")
    filled |= {"reason": "Go.", "password": PASSWORD}
    response = approver.post(address(gate, "approved"), filled, follow=True)
    assert response.redirect_chain == [(gate.get_absolute_url(), 303)]
    assert f"Recorded: I authorise work on {gate.title} to start." in response.text
    assert state.current(gate).gate == GateState.OPEN


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("of", ["nobody", "another gate"])
def test_whoever_may_not_see_the_gate_finds_nothing(event, of):
    gate = GateFactory()
    client = signed_in(GateFactory(), *EVERYTHING)

    assert client.get(gate.get_absolute_url()).status_code == 404
    assert client.get(address(gate, event)).status_code == 404
    assert client.post(address(gate, event), {"reason": "x"}).status_code == 404
    assert gate.decisions.count() == 1


@pytest.mark.parametrize("event", ["created", "expired", "opened", "x"])
def test_an_event_that_nobody_takes_is_not_found(event):
    gate = GateFactory()
    client = signed_in(gate, "validate", "approve", "halt")

    assert client.post(address(gate, event), {"reason": "x"}).status_code == 404


def test_methods_are_the_ones_of_the_address():
    gate = GateFactory()
    client = signed_in(gate)

    assert client.post(gate.get_absolute_url()).status_code == 405
    assert client.put(address(gate, "halted")).status_code == 405


def test_whoever_comes_back_to_an_address_of_an_event_is_shown_the_gate():
    gate = GateFactory()
    response = signed_in(gate, "halt").get(address(gate, "halted"))

    assert (response.status_code, response.url) == (303, gate.get_absolute_url())
    assert gate.decisions.count() == 1


@pytest.mark.parametrize("event", EVENTS)
def test_reader_is_refused_with_the_sentence_and_what_was_typed(event):
    gate = opened()
    filled = {"reason": "Let me <in>.", "password": PASSWORD}
    page = signed_in(gate).post(address(gate, event), filled)

    assert page.status_code == 403
    assert f'id="{event}-{gate.pk}-error">You lack the permission to do this;' in page.text
    assert "Let me &lt;in&gt;.</textarea>" in page.text
    assert gate.decisions.count() == 4


@pytest.mark.parametrize("event", sorted(set(EVENTS) - {"requested", "withdrawn"}))
def test_agent_is_refused_whatever_it_was_granted(event):
    gate = opened()
    client = signed_in(gate, *EVERYTHING, is_agent=True)
    filled = {"reason": "Beep.", "outcome": "PROCEED", "confidence": "HIGH", "password": PASSWORD}
    page = client.post(address(gate, event), filled)

    assert page.status_code == 403
    assert greyed_out(page)[event] == "An agent never decides on a gate; a person has to do this."


def test_recorder_is_refused_the_approval():
    gate = GateFactory()
    client = signed_in(gate, "validate", "approve")
    filled = {"outcome": "PROCEED", "confidence": "LOW", "reason": "It sold."}
    client.post(address(gate, "decided"), filled)
    requested(gate)
    filled = {"reason": "Go.", "seen": state.current(gate).digest, "password": PASSWORD}
    page = client.post(address(gate, "approved"), filled)

    assert page.status_code == 403
    assert greyed_out(page)["approved"].startswith("You recorded the decision yourself;")


def test_second_approval_is_a_conflict_and_keeps_what_was_typed():
    gate = GateFactory()
    decided(gate)
    requested(gate)
    client = signed_in(gate, "approve")
    filled = form(client.get(gate.get_absolute_url()), "approved")
    filled |= {"reason": "Go, go.", "password": PASSWORD}
    client.post(address(gate, "approved"), filled)
    page = client.post(address(gate, "approved"), filled)

    assert page.status_code == 409
    assert 'role="alert">These terms are approved already;' in page.text
    assert "readonly>Go, go.</textarea>" in page.text
    assert gate.decisions.filter(event="approved").count() == 1


def test_approval_of_what_has_changed_since_is_a_conflict():
    gate = GateFactory()
    decided(gate)
    requested(gate)
    client = signed_in(gate, "approve")
    filled = form(client.get(gate.get_absolute_url()), "approved")
    filled |= {"reason": "Go.", "password": PASSWORD}
    decided(gate)
    requested(gate)
    page = client.post(address(gate, "approved"), filled)

    assert page.status_code == 409
    key = f"approved-{gate.pk}"
    assert f'id="{key}-error">What you answer has changed since you saw it: decision' in page.text
    assert f'aria-describedby="{key}-error">Go.</textarea>' in page.text
    assert state.current(gate).gate == GateState.GATED


def test_form_sent_twice_records_once():
    gate = GateFactory()
    client = signed_in(gate, "validate")
    filled = form(client.get(gate.get_absolute_url()), "decided")
    filled |= {"outcome": "ITERATE", "confidence": "HIGH", "reason": "Not yet."}

    assert client.post(address(gate, "decided"), filled).status_code == 303
    assert client.post(address(gate, "decided"), filled).status_code == 409
    assert gate.decisions.count() == 2


@pytest.mark.parametrize("after", ["x", "-1", "1.0", "2", "9" * 5000])
def test_form_from_another_screen_is_a_conflict(after):
    gate = GateFactory()
    filled = {"outcome": "PROCEED", "reason": "It sold.", "after": after}

    response = signed_in(gate, "validate").post(address(gate, "decided"), filled)

    assert response.status_code == 409


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({"outcome": "PROCEED"}, "Say why: this is recorded with a reason."),
        ({"outcome": "PROCEED", "reason": " \r\n"}, "Say why: this is recorded with a reason."),
        ({"reason": "It sold."}, "Choose one of PROCEED, ITERATE and PIVOT."),
        ({"reason": "It sold.", "outcome": "OPEN"}, "Choose one of PROCEED, ITERATE and PIVOT."),
        ({"reason": "It sold.", "outcome": "PIVOT"}, "HIGH, MEDIUM or LOW"),
        ({"reason": "x" * 2_000_000, "outcome": "PROCEED"}, "Ensure this value has at most 4000"),
        ({"reason": "a\0b", "outcome": "PROCEED"}, "a character that cannot be stored"),
    ],
    ids=["nothing", "blank", "no outcome", "wrong outcome", "no confidence", "2 MB", "NUL"],
)
def test_incomplete_form_is_refused_where_it_was_filled_in(filled, sentence):
    gate = GateFactory()
    page = signed_in(gate, "validate").post(address(gate, "decided"), filled)

    assert page.status_code == 422
    assert sentence in page.text.split(f'id="decided-{gate.pk}-error">')[1].split("</p>")[0]
    assert gate.decisions.count() == 1


def test_incomplete_form_keeps_the_outcome_that_was_chosen():
    gate = GateFactory()
    page = signed_in(gate, "validate").post(address(gate, "decided"), {"outcome": "PIVOT"})

    assert 'value="PIVOT" required checked>' in page.text


def test_text_is_shown_as_text():
    gate = GateFactory(title="<b>plan</b>")
    entry = Entry("<script>alert(1)</script>", "PROCEED", "HIGH")
    by = actor(gate, "validate", first_name="<i>Carla</i>")
    decisions.record(gate, Event.DECIDED, entry, by=by)
    page = signed_in(gate).get(gate.get_absolute_url())

    for markup in ("<script>alert", "<b>plan", "<i>Carla"):
        assert markup not in page.text


def test_post_without_the_csrf_token_is_refused():
    gate = GateFactory()
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder(gate, "view", "halt"))

    assert client.post(address(gate, "halted"), {"reason": "Fire."}).status_code == 403
    assert gate.decisions.count() == 1


def test_post_behind_htmx_after_the_session_ended_is_told_401():
    gate = GateFactory()
    client = signed_in(gate, "halt")
    client.logout()

    response = client.post(
        address(gate, "halted"), {"reason": "Fire."}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 401
    assert gate.decisions.count() == 1


def test_override_is_signed_and_shown_with_its_end():
    gate = GateFactory()
    decided(gate, "PIVOT")
    client = signed_in(gate, "override", first_name="Cleo", last_name="Chief")
    filled = form(client.get(gate.get_absolute_url()), "overridden")
    filled |= {"reason": "I answer for it.", "password": PASSWORD}

    for until in ("", "2026-02-30", "soon", "2001-01-01"):
        page = client.post(address(gate, "overridden"), filled | {"until": until})
        assert page.status_code == 422
        assert "a day that is still to come" in page.text
    client.post(address(gate, "overridden"), filled | {"until": "2999-12-31"})
    page = client.get(gate.get_absolute_url())
    assert "PROCEED by override of Cleo Chief until 31 December 2999, 23:59 UTC" in page.text
    assert '<td data-label="What">Override</td>' in page.text


def test_policy_is_set_by_its_form_and_its_sections_are_shown():
    gate = GateFactory()
    client = signed_in(gate, "configure")
    filled = form(client.get(gate.get_absolute_url()), "configured") | {
        "quorum": "2",
        "request_days": "7",
        "approval_days": "90",
        "reason": "So.",
        "other_plans": "0",
        "other_filled": "80",
        "solo": "yes",
        "sections": ["1 Why"],
    }

    page = client.post(address(gate, "configured"), filled | {"quorum": "many"})
    assert page.status_code == 422
    assert "Quorum has to be a whole number from 1 to 20." in page.text
    assert client.post(address(gate, "configured"), filled).status_code == 303
    assert state.current(gate).policy == Policy(2, 7, 90, solo=True, sections=("1 Why",))
    decided(gate)
    assert '<td data-label="Covers">Sections</td>' in client.get(gate.get_absolute_url()).text
