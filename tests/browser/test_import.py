"""A file on its way into a plan: sent, looked at, applied and taken back, by mouse and by key."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import fits, named
from tests.browser.test_accessibility import UNLIKE, clean
from tests.plans.companies import text

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page: Page, document: str) -> None:
    """Choose a file on the import page."""
    file = {"name": "plan.md", "mimeType": "text/markdown", "buffer": document.encode()}
    page.get_by_label("Markdown file").set_input_files(file)


def test_file_is_sent_looked_at_applied_and_taken_back(cto):
    before, backend = text("halcyon"), named("technology-stack", "Backend")
    cto.get_by_role("link", name="Import").click()
    expect(cto.get_by_label("Plan")).to_have_value("CTO")
    choose(cto, before.replace(backend.cells[1], "Elixir"))
    cto.get_by_role("button", name="Show what it would change").click()

    expect(cto.get_by_text("1 cell changed")).to_be_visible()
    row = cto.locator("tr.row-changed")
    expect(row).to_have_count(1)
    expect(row.locator("del")).to_have_text(backend.cells[1])
    expect(row.locator("ins")).to_have_text("Elixir")
    assert text("halcyon") == before

    cto.get_by_role("button", name="Apply").click()
    expect(cto.get_by_role("heading", name="Applied")).to_be_visible()
    assert text("halcyon") == before.replace(backend.cells[1], "Elixir")
    cto.get_by_role("button", name="Undo").click()
    expect(cto.locator(".toast")).to_contain_text("Taken back")
    assert text("halcyon") == before


def test_pasted_text_is_discarded_by_keyboard_alone(cto):
    before = text("halcyon")
    cto.goto("/halcyon/import/")
    cto.get_by_label("Plan").focus()
    cto.keyboard.press("Tab")
    cto.keyboard.press("Tab")
    expect(cto.get_by_label("Or paste its text")).to_be_focused()
    cto.keyboard.insert_text("# CTO\n\nAll new.\n")
    cto.keyboard.press("Tab")
    cto.keyboard.press("Enter")
    expect(cto.get_by_role("heading", name="What would change")).to_be_visible()
    cto.get_by_role("button", name="Apply").focus()
    cto.keyboard.press("Tab")
    cto.keyboard.press("Enter")
    expect(cto.locator(".toast")).to_contain_text("Nothing was changed")
    assert text("halcyon") == before


def test_gated_plan_shows_why_it_cannot_be_applied(gated):
    gated.get_by_role("link", name="Import").click()
    choose(gated, "# CTO\n\nAll new.\n")
    gated.get_by_role("button", name="Show what it would change").click()
    expect(gated.get_by_text("It cannot be applied now")).to_be_visible()
    expect(gated.get_by_text("the CMO has to record PROCEED")).to_be_visible()
    expect(gated.get_by_role("button", name="Apply")).to_have_count(0)
    clean(gated, UNLIKE)


def test_pages_of_an_import_are_clean(cto, complaints):
    complaints.expect("status of 422")
    before = text("halcyon")
    cto.goto("/halcyon/import/")
    clean(cto)
    cto.get_by_role("button", name="Show what it would change").click()
    expect(cto.get_by_role("alert")).to_be_visible()
    clean(cto)
    backend = named("technology-stack", "Backend")
    moved = before.replace(backend.cells[1], "Elixir").replace("## Quick Links", "## Links")
    choose(cto, moved + "\n| New | table |\n|---|---|\n| a | b |\n\n---\n")
    cto.get_by_label("Plan").select_option("CTO")
    cto.get_by_role("button", name="Show what it would change").click()
    expect(cto.get_by_role("heading", name="Row by row")).to_be_visible()
    clean(cto)
    cto.set_viewport_size({"width": 320, "height": 800})
    fits(cto)
    cto.get_by_role("button", name="Apply").click()
    expect(cto.get_by_role("heading", name="Applied")).to_be_visible()
    clean(cto)
    cto.goto("/halcyon/cto/history/")
    clean(cto)
