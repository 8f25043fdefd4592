"""The gate's page: every decision by its form, and what happens to a form that is refused."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gates import decisions
from gates.models import Decision
from gates.state import current
from plans.demo import PASSWORD
from plans.models import Plan
from tests.browser.pages import action, decide, fill_action
from tests.plans.companies import actor, measure_up

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


@pytest.fixture
def cto(meridian: Plan, new_page: Callable[..., Page], sign_in) -> Page:
    page = new_page()
    sign_in("meridian-cto", page)
    return page


def test_decision_is_rejected_renewed_approved_and_revoked(meridian, cmo, cto, approver):
    gate = meridian.gate_id
    decide(cmo, gate, "Record decision", "3 of 4 criteria beat", "ITERATE")
    approver.goto(f"/gates/{gate}/")
    refused = action(approver, "Approve")
    expect(refused.get_by_role("button", name="Approve")).to_be_disabled()
    expect(refused).to_contain_text("Only a decision to PROCEED can be approved")

    measure_up("meridian")
    decide(cmo, gate, "Record decision", "4 of 4 criteria beat", "PROCEED")
    decide(cto, gate, "Request approval", "The team is there.")
    decide(approver, gate, "Ask for changes", "Name the budget.")
    expect(approver.get_by_label("What is missing")).to_contain_text("asked for changes on")
    decide(cto, gate, "Request approval", "It is 400k.")
    decide(approver, gate, "Reject", "The budget is missing.")
    state(approver, "GATED")
    expect(approver.get_by_label("What is missing")).to_contain_text("Amara Okafor rejected")
    expect(action(approver, "Approve")).to_contain_text("that is final for them")

    decide(cmo, gate, "Record decision", "Budget agreed", "PROCEED")
    decide(cto, gate, "Request approval", "The CFO agreed.")
    decide(approver, gate, "Approve", "Now complete.")
    state(approver, "OPEN")
    expect(approver.get_by_text("Nothing is missing")).to_be_visible()
    decide(approver, gate, "Revoke approval", "The CFO withdrew.")
    state(approver, "GATED")
    expect(approver.get_by_role("table").last).to_contain_text("The CFO withdrew.")
    assert log(gate)[1:] == [
        *("decided", "decided", "requested", "changes-requested", "requested", "rejected"),
        *("decided", "requested", "approved", "revoked"),
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
    expect(form.get_by_label("High")).to_be_focused()
    form.get_by_label("High").check()
    form.get_by_role("button").click()

    expect(form.get_by_label("Reason")).to_be_focused()
    assert len(log(meridian.gate_id)) == 1


def test_stale_approval_is_refused_with_what_changed(meridian, cmo, cto, approver, complaints):
    complaints.expect("status of 409")
    gate = meridian.gate_id
    measure_up("meridian")
    decide(cmo, gate, "Record decision", "4 of 4 criteria beat", "PROCEED")
    decide(cto, gate, "Request approval", "The team is there.")
    approver.goto(f"/gates/{gate}/")
    decide(cmo, gate, "Record decision", "4 of 4, recounted", "PROCEED")
    decide(cto, gate, "Request approval", "The team is still there.")
    fill_action(approver, "Approve", "I read the evidence.")

    expect(approver.get_by_role("alert")).to_contain_text(
        "changed since you saw it: decision recorded by Felix Brandt; approval requested by Priya"
    )
    expect(approver.get_by_role("region", name="What stands")).to_contain_text("4 of 4, recounted")
    form = action(approver, "Approve")
    expect(form.get_by_label("Reason")).to_have_value("I read the evidence.")
    state(approver, "GATED")
    assert "approved" not in [event.lower() for event in log(gate)]

    expect(form.get_by_label("Your password")).to_have_value("")
    form.get_by_label("Your password").fill(PASSWORD)
    form.get_by_role("button", name="Approve").click()
    expect(approver.locator(".toast")).to_contain_text("Recorded:")
    state(approver, "OPEN")


def test_stale_decision_that_cannot_be_taken_any_more_keeps_the_words(
    meridian, cmo, cto, approver, complaints
):
    complaints.expect("status of 409")
    gate = meridian.gate_id
    measure_up("meridian")
    decide(cmo, gate, "Record decision", "4 of 4 criteria beat", "PROCEED")
    decide(cto, gate, "Request approval", "The team is there.")
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


def test_wrong_password_signs_nothing_and_keeps_the_reason(
    meridian, cmo, cto, approver, complaints
):
    complaints.expect("status of 422")
    gate = meridian.gate_id
    measure_up("meridian")
    decide(cmo, gate, "Record decision", "4 of 4 criteria beat", "PROCEED")
    decide(cto, gate, "Request approval", "The team is there.")
    approver.goto(f"/gates/{gate}/")
    form = action(approver, "Approve")
    form.get_by_label("Reason").fill("I read it all.")
    form.get_by_label("Your password").fill("not mine")
    form.get_by_role("button", name="Approve").click()

    expect(approver.get_by_role("alert")).to_contain_text("signed with your password")
    expect(form.get_by_label("Reason")).to_have_value("I read it all.")
    assert "approved" not in log(gate)


def test_approver_answers_from_the_inbox_by_keyboard(meridian, cmo, cto, approver):
    gate = meridian.gate_id
    measure_up("meridian")
    decide(cmo, gate, "Record decision", "4 of 4 criteria beat", "PROCEED")
    decide(cto, gate, "Request approval", "The team is there.")
    approver.goto("/")
    approver.get_by_role("link", name="Approvals").click()
    item = approver.get_by_role("region", name=meridian.gate.title)
    expect(item).to_contain_text("Priya Raman asks for your approval")
    expect(item).to_contain_text("4 of 4 pass: PROCEED")
    item.get_by_text("Answer", exact=True).focus()
    approver.keyboard.press("Enter")
    form = action(approver, "Approve")
    form.get_by_label("Reason").focus()
    approver.keyboard.type("I read the evidence.")
    approver.keyboard.press("Tab")
    approver.keyboard.type(PASSWORD)
    approver.keyboard.press("Enter")

    expect(approver.locator(".toast")).to_contain_text("Recorded: I authorise work")
    state(approver, "OPEN")
    approver.goto("/gates/")
    expect(approver.get_by_text("Nothing waits for your decision.")).to_be_visible()


def test_policy_is_changed_and_an_override_signed(meridian, cmo, new_page, sign_in):
    gate, ceo = meridian.gate_id, new_page()
    sign_in("meridian-ceo", ceo)
    ceo.goto(f"/gates/{gate}/")
    form = action(ceo, "Change the policy")
    form.get_by_label("Approvals needed").fill("2")
    form.get_by_label("2.1 Current Sprint").check()
    fill_action(ceo, "Change the policy", "Two pairs of eyes.")
    policy = ceo.get_by_role("region", name="What stands")
    expect(policy).to_contain_text("It takes 2 approvals.")
    expect(policy).to_contain_text("A change of these sections makes it stale: 2.1 Current Sprint.")

    decide(cmo, gate, "Record decision", "3 of 4 criteria beat", "ITERATE")
    ceo.goto(f"/gates/{gate}/")
    form = action(ceo, "Override the decision")
    form.get_by_label("Holds until").fill("2999-12-31")
    fill_action(ceo, "Override the decision", "The market will not wait.")
    expect(ceo.get_by_role("region", name="What stands")).to_contain_text("Override")
    expect(ceo.get_by_label("What is missing")).to_contain_text("Human approval is missing")
    assert log(gate)[1:] == ["configured", "decided", "overridden"]


def test_gate_prints_to_one_page(halcyon, page, sign_in):
    sign_in("halcyon-approver")
    page.goto(f"/gates/{halcyon.gate_id}/")
    page.get_by_text("Row by row").count()
    printed = page.pdf(format="A4")

    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") == 1
