"""Ctrl+K reaches anything; ? lists the keys, which can be turned off."""

import re

import pytest
from playwright.sync_api import Page, expect

from plans.models import Row
from tests.browser.pages import cell, editor, named, rows_of, saved, shown, stands, write
from tests.browser.test_accessibility import UNLIKE, clean

pytestmark = pytest.mark.django_db(transaction=True)


def test_ctrl_k_finds_a_cell_a_section_and_a_plan(cto: Page):
    database = named("technology-stack", "Database")
    cell(cto, named("technology-stack", "Backend"), 1).focus()
    cto.keyboard.press("Control+k")
    field = cto.get_by_role("combobox")
    first = cto.locator("#found").get_by_role("option").first
    expect(field).to_be_focused()
    with cto.expect_response("**/find/?q=*"):
        cto.keyboard.type(f"technology database {database.cells[1]}")
    expect(first).to_contain_text(database.cells[1])
    expect(first).to_have_attribute("aria-selected", "true")
    cto.keyboard.press("Enter")
    expect(cell(cto, database, 1)).to_be_focused()
    expect(cell(cto, database, 1)).to_be_in_viewport()

    cto.keyboard.press("Control+k")
    with cto.expect_response("**/find/?q=*"):
        field.fill("deployment strategy")
    expect(first).to_have_text("3.3 Deployment Strategy")
    cto.keyboard.press("Enter")
    heading = Row.objects.get(
        block__kind="heading",
        cells=["3.3 Deployment Strategy"],
        block__section__plan__position="CTO",
    )
    expect(shown(cto, heading)).to_be_focused()

    cto.keyboard.press("Control+k")
    expect(first).to_have_attribute("aria-selected", "true")
    cto.keyboard.press("ArrowDown")
    second = cto.locator("#found").get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    expect(field).to_be_focused()
    cto.keyboard.press("Escape")
    expect(shown(cto, heading)).to_be_focused()
    cto.get_by_role("button", name="Find").click()
    with cto.expect_response("**/find/?q=*"):
        field.fill("marketing plan")
    cto.locator("#found").get_by_role(
        "option", name="Marketing Plan Halcyon Freight", exact=True
    ).click()
    expect(cto).to_have_url(re.compile("/halcyon/cmo/$"))


def test_ctrl_k_adds_a_row_and_reaches_a_section_of_another_plan(cto: Page):
    before = rows_of("tech-debt-register")
    cto.keyboard.press("Control+k")
    field = cto.get_by_role("combobox")
    with cto.expect_response("**/find/?q=*"):
        field.fill("add row tech debt register")
    expect(cto.locator("#found").get_by_role("option").first).to_have_text(
        "Add row to 5.1 Tech Debt Register"
    )
    clean(cto, UNLIKE, {"include": ["#dialog"]})
    cto.keyboard.press("Enter")
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Old cache")
    cto.keyboard.press("Tab")
    cto.keyboard.press("Escape")
    saved(cto)
    assert rows_of("tech-debt-register") == [*before, "Old cache"]

    cto.keyboard.press("Control+k")
    with cto.expect_response("**/find/?q=*"):
        field.fill("marketing gate criteria")
    cto.locator("#found").get_by_role("option", name="3.1 Validation Gate Criteria").click()
    expect(cto).to_have_url(re.compile(r"/halcyon/cmo/#s-\d+$"))
    expect(cto.locator(".section:target")).to_contain_text("3.1 Validation Gate Criteria")
    expect(cto.locator(".section:target")).to_be_in_viewport()


def test_search_that_fails_says_so_and_goes_on_with_what_is_typed(cto: Page, complaints):
    complaints.expect("ERR_FAILED", "htmx:sendError", "htmx:afterRequest")
    cto.route("**/find/?q=*", lambda route: route.abort())
    cto.keyboard.press("Control+k")
    failed = cto.locator(".found-failed[role=status] span")
    expect(failed).to_be_hidden()
    cto.get_by_role("combobox").press_sequentially("sprint")
    expect(failed).to_be_visible()
    expect(failed).to_have_text("The search failed. Type on to try again.")
    cto.unroute("**/find/?q=*")
    cto.get_by_role("combobox").press_sequentially(" cur")
    expect(cto.locator("#found").get_by_role("option").first).to_have_text("2.1 Current Sprint")
    expect(failed).to_be_hidden()


def test_shortcuts_are_listed_and_turned_off(cto: Page):
    backend = named("technology-stack", "Backend")
    write(cto, cell(cto, backend, 1), "Elixir")
    saved(cto)
    # The key lands on the cell below, which keeps its text.
    below = named("technology-stack", "Database")
    expect(cell(cto, below, 1)).to_be_focused()
    cto.keyboard.press("?")
    dialog = cto.get_by_role("dialog", name="Shortcuts")
    expect(editor(cto)).to_have_count(0)
    expect(dialog).to_contain_text("Ctrl+Shift+Z or Ctrl+Y")
    dialog.get_by_label("Shortcuts are on").uncheck()
    cto.keyboard.press("Escape")
    cto.reload()
    cell(cto, backend, 1).focus()
    for key in ("Control+k", "Control+z", "Alt+ArrowDown"):
        cto.keyboard.press(key)
    expect(dialog).to_have_count(0)
    cto.keyboard.press("?")
    expect(editor(cto)).to_have_value("?")
    cto.keyboard.press("Escape")
    assert stands(backend)[1] == "Elixir"
    assert stands(below) == below.cells

    cto.get_by_role("button", name="Shortcuts").click()
    dialog.get_by_label("Shortcuts are on").check()
    dialog.get_by_role("button", name="Close").click()
    cell(cto, backend, 1).focus()
    with cto.expect_response("**/undo/"):
        cto.keyboard.press("Control+z")
    expect(cell(cto, backend, 1)).to_have_text(backend.cells[1])

    cto.keyboard.press("Control+k")
    with cto.expect_response("**/find/?q=*"):
        cto.get_by_role("combobox").fill("redo")
    expect(cto.locator("#found").get_by_role("option")).to_have_text(
        ["Redo what I took back", "All results for “redo”"]
    )
    cto.keyboard.press("Enter")
    expect(cell(cto, backend, 1)).to_have_text("Elixir")


def test_a_closed_dialog_gives_the_focus_back_to_where_one_was(cto: Page, halcyon):
    backend = named("technology-stack", "Backend")
    write(cto, cell(cto, backend, 1), "Elixir", key="Tab")
    cell(cto, backend, 2).press("Enter")
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Left open")
    cto.keyboard.press("ControlOrMeta+k")
    expect(cto.get_by_role("combobox")).to_be_focused()
    saved(cto)  # and the answer took the element from which one came
    cto.keyboard.press("Escape")
    expect(cell(cto, backend, 2)).to_be_focused()
    expect(cell(cto, backend, 2)).to_have_text("Left open")


def test_what_cannot_be_opened_is_said(cto: Page, complaints):
    complaints.expect("ERR_FAILED", "htmx:sendError", "htmx:afterRequest")
    cto.route("**/find/", lambda route: route.abort())
    cto.get_by_role("button", name="Find").click()
    expect(cto.locator(".toast")).to_contain_text("The server does not give this now.")
