"""The main job in a real browser: see the lock, open the gate, edit in place, take the plan out."""

import pytest
from playwright.sync_api import Page, expect

from plans.models import Row
from tests.browser.pages import cell, decide, saved, sign_in_by_form, write
from tests.plans.companies import row

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = "/meridian/cto/"


def export(page: Page) -> list[str]:
    page.goto(PLAN)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export Markdown").click()
    assert download.value.suggested_filename == "meridian-cto-technical-plan.md"
    return download.value.path().read_text().split("\n")


def test_newcomer_opens_the_gate_and_edits(meridian, new_page, complaints):
    complaints.expect("status of 423")
    cto, cmo, approver = new_page(), new_page(), new_page()
    backend = row("meridian", "technology-stack", "Backend")

    sign_in_by_form(cto, "meridian-cto")
    cto.get_by_role("link", name="Technical Plan").click()
    expect(cto.locator(".gate-state")).to_have_text("GATED")
    expect(cto.get_by_text("the CMO has to record PROCEED.").first).to_be_visible()
    cell(cto, backend, 1).click()
    expect(cell(cto, backend, 1).get_by_role("alert")).to_contain_text("the CMO has to record")
    assert Row.objects.get(pk=backend.pk).cells == backend.cells

    sign_in_by_form(cmo, "meridian-cmo")
    cost = row("meridian", "validation-gate-criteria", "Cost per Signup", "CMO")
    cmo.goto("/meridian/cmo/")
    write(cmo, cell(cmo, cost, 2), "$19")
    saved(cmo)
    decide(cmo, meridian.gate_id, "Record decision", "4 of 4 criteria beat", "PROCEED")
    decide(cto, meridian.gate_id, "Request approval", "The first sprint is planned.")
    sign_in_by_form(approver, "meridian-approver")
    decide(approver, meridian.gate_id, "Approve", "I read the evidence.")

    before = export(cto)
    expect(cto.locator(".gate-state")).to_have_text("OPEN")
    edit_the_plan(cto, backend)
    after = export(cto)
    assert sorted(set(after) - set(before)) == [
        "**Sprint [X]:** 2026-12-01 - 2026-12-14",
        "- [x] All tests passing",
        "| Backend | Go 1.26 \\| Postgres | Small team, long life | Rust |",
        "| Flaky end-to-end tests | Test | Med | 3 days | P2 |",
    ]
    assert len(after) == len(before) + 1


def edit_the_plan(page: Page, backend: Row) -> None:
    cell(page, backend, 1).click()
    page.keyboard.type("Go 1.26 | Postgres")
    page.keyboard.press("Tab")
    page.keyboard.type("Small team, long life")
    page.keyboard.press("Tab")
    page.keyboard.type("Rust")
    page.keyboard.press("Enter")
    saved(page)

    check = row("meridian", "deployment-checklist")
    page.locator(f"#r-{check.pk} input[type=checkbox]").check()
    saved(page)

    sprint = row("meridian", "sprint")
    page.locator(f"#r-{sprint.pk} .cell").last.click()
    page.keyboard.type("2026-12-01 - 2026-12-14")
    page.keyboard.press("Enter")
    saved(page)

    debt = page.get_by_role("grid", name="5.1 Tech Debt Register").locator("..")
    debt.get_by_role("button", name="Add row").click()
    editor = debt.locator("tbody tr").last.locator(".editor")
    expect(editor).to_be_focused()
    page.keyboard.type("Flaky end-to-end tests")
    page.keyboard.press("Tab")
    for column, choice in ((1, "Test"), (2, "Med")):
        page.keyboard.press("Enter")
        debt.locator("tbody tr").last.locator("td").nth(column).locator("select").select_option(
            choice
        )
        page.keyboard.press("Tab")
    page.keyboard.type("3 days")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    debt.locator("tbody tr").last.locator("td").nth(4).locator("select").select_option("P2")
    page.keyboard.press("Enter")
    saved(page)
