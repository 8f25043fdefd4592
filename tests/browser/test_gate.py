"""The gate's page: every decision by its form, and what happens to a form that is refused."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gates import decisions
from gates.models import Decision
from gates.state import current
from plans.models import Plan
from tests.browser.pages import action, decide, fill_action
from tests.plans.companies import actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cmo(meridian: Plan, new_page: Callable[..., Page], sign_in) -> Page:
    page = new_page()
    sign_in("meridian-cmo", page)
    return page


@pytest.fixture
def approver(meridian: Plan, new_page: Callable[..., Page], sign_in) -> Page:
    page = new_page()
    sign_in("meridian-approver", page)
    return page


def state(page: Page, word: str) -> None:
    expect(page.locator(".gate-state")).to_have_text(word)


def log(gate: int) -> list[str]:
    return list(Decision.objects.filter(gate=gate).values_list("event", flat=True))


def test_decision_is_rejected_renewed_approved_and_revoked(meridian, cmo, approver):
    gate = meridian.gate_id
    decide(cmo, gate, "Record decision", "2 of 4 criteria beat", "ITERATE")
    approver.goto(f"/gates/{gate}/")
    refused = action(approver, "Approve")
    expect(refused.get_by_role("button", name="Approve")).to_be_disabled()
    expect(refused).to_contain_text("Only a decision to PROCEED can be approved")

    decide(cmo, gate, "Record decision", "3 of 4 criteria beat", "PROCEED")
    decide(approver, gate, "Reject", "The budget is missing.")
    state(approver, "GATED")
    expect(approver.get_by_label("What is missing")).to_contain_text("Amara Okafor rejected")
    expect(action(approver, "Approve")).to_contain_text("that is final for it")

    decide(cmo, gate, "Record decision", "Budget agreed", "PROCEED")
    decide(approver, gate, "Approve", "Now complete.")
    state(approver, "OPEN")
    expect(approver.get_by_text("Nothing is missing")).to_be_visible()
    decide(approver, gate, "Revoke approval", "The CFO withdrew.")
    state(approver, "GATED")
    expect(approver.get_by_role("table").last).to_contain_text("The CFO withdrew.")
    assert [event.upper() for event in log(gate)[1:]] == [
        *("DECIDED", "DECIDED", "REJECTED", "DECIDED", "APPROVED", "REVOKED"),
    ]


def test_halt_shuts_the_plan_until_it_is_resumed(halcyon, page, sign_in):
    sign_in("halcyon-cto")
    decide(page, halcyon.gate_id, "Halt", "Security incident")
    state(page, "HALTED")
    page.get_by_role("link", name="Back to").click()
    state(page, "HALTED")
    expect(page.locator(".banner .reasons")).to_contain_text("HALTED by Ingrid Solheim")
    expect(page.locator("#document")).to_have_attribute("data-editable", "operational")

    decide(page, halcyon.gate_id, "Resume", "Incident closed")
    state(page, "OPEN")
    page.goto(halcyon.url)
    expect(page.locator("#document")).to_have_attribute("data-editable", "yes")


def test_reader_is_offered_no_form(meridian, page, sign_in):
    sign_in("meridian-reader")
    page.goto(f"/gates/{meridian.gate_id}/")

    expect(page.get_by_label("Reason")).to_have_count(0)
    expect(page.get_by_role("button", name="Approve")).to_be_disabled()
    expect(action(page, "Record decision")).to_contain_text("the CMO has it")


def test_refused_form_keeps_what_was_filled_in(meridian, cmo, complaints):
    complaints.expect("status of 422")
    cmo.goto(f"/gates/{meridian.gate_id}/")
    fill_action(cmo, "Record decision", "   ", "PIVOT")

    form = action(cmo, "Record decision")
    expect(cmo.get_by_role("alert")).to_contain_text("Nothing was recorded.")
    expect(form.get_by_label("Reason")).to_be_focused()
    expect(form.get_by_label("Reason")).to_have_accessible_description(
        "Say why: this is recorded with a reason."
    )
    expect(form.get_by_label("PIVOT")).to_be_checked()
    assert len(log(meridian.gate_id)) == 1
    fill_action(cmo, "Record decision", "Wrong market")
    expect(cmo.locator(".toast")).to_contain_text("Recorded: I record the decision PIVOT")


def test_form_without_a_reason_or_outcome_is_not_even_sent(meridian, cmo):
    cmo.goto(f"/gates/{meridian.gate_id}/")
    form = action(cmo, "Record decision")
    form.get_by_role("button").click()
    expect(form.get_by_label("PROCEED")).to_be_focused()
    form.get_by_label("PROCEED").check()
    form.get_by_role("button").click()

    expect(form.get_by_label("Reason")).to_be_focused()
    assert len(log(meridian.gate_id)) == 1


def test_stale_approval_is_refused_with_what_changed(meridian, cmo, approver, complaints):
    complaints.expect("status of 409")
    gate = meridian.gate_id
    decide(cmo, gate, "Record decision", "3 of 4 criteria beat", "PROCEED")
    approver.goto(f"/gates/{gate}/")
    decide(cmo, gate, "Record decision", "4 of 4, recounted", "PROCEED")
    fill_action(approver, "Approve", "I read the evidence.")

    expect(approver.get_by_role("alert")).to_contain_text("has changed since you saw it")
    expect(approver.get_by_role("table").first).to_contain_text("4 of 4, recounted")
    form = action(approver, "Approve")
    expect(form.get_by_label("Reason")).to_have_value("I read the evidence.")
    state(approver, "GATED")
    assert "approved" not in [event.lower() for event in log(gate)]

    form.get_by_role("button", name="Approve").click()
    expect(approver.locator(".toast")).to_contain_text("Recorded:")
    state(approver, "OPEN")


def test_stale_decision_that_cannot_be_taken_any_more_keeps_the_words(
    meridian, cmo, approver, complaints
):
    complaints.expect("status of 409")
    gate = meridian.gate_id
    decide(cmo, gate, "Record decision", "3 of 4 criteria beat", "PROCEED")
    approver.goto(f"/gates/{gate}/")
    second = actor("meridian-approver")
    seen = current(meridian.gate).digest
    decisions.reject(meridian.gate, "From another tab.", seen=seen, by=second)
    fill_action(approver, "Approve", "A long and careful reason.")

    form = action(approver, "Approve")
    expect(form.get_by_label("What you wrote")).to_have_value("A long and careful reason.")
    expect(form.get_by_role("button")).to_be_disabled()
    expect(approver.get_by_role("table").last).to_contain_text("From another tab.")
    state(approver, "GATED")
