"""The layout of a plan is changed in the page, by keys alone, and can be taken back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import cell, editor, fits, own_rows, saved
from tests.browser.test_accessibility import UNLIKE, clean
from tests.plans.companies import client, text

pytestmark = pytest.mark.django_db(transaction=True)
NEW = """
### 2.5 Open Risks

**Register:**
| Risk | Owner | Plan |
|------|-----|------|
| Fire | Ada |  |
"""


def heading(page: Page, name: str) -> Locator:
    return page.locator("#document").get_by_role("heading", name=name, exact=True).locator(".cell")


def dialog(page: Page) -> Locator:
    return page.locator("#dialog")


def layout(page: Page) -> None:
    """Open the dialog of what one stands on, by keys."""
    while not page.locator(".layout-tool").evaluate("tool => tool === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()


def unfold(page: Page, name: str) -> None:
    dialog(page).locator("summary", has_text=name).focus()
    page.keyboard.press("Enter")


def confirm(page: Page, name: str) -> None:
    dialog(page).get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_hidden()


def test_section_with_a_table_is_added_filled_renamed_and_moved_by_keys(cto, complaints):
    complaints.expect("status of 422")
    before = text("halcyon")
    heading(cto, "2.4 Technical Milestones").focus()
    layout(cto)
    expect(dialog(cto).get_by_label("Heading")).to_be_focused()
    cto.keyboard.press("Enter")
    expect(dialog(cto).get_by_text("Heading: write this first.")).to_be_visible()
    expect(dialog(cto).get_by_label("Heading")).to_be_focused()
    cto.keyboard.type("Risks")
    cto.keyboard.press("Enter")
    expect(dialog(cto)).to_be_hidden()
    expect(heading(cto, "2.5 Risks")).to_be_focused()
    expect(cto.locator(".outline").get_by_role("link", name="2.5 Risks")).to_be_attached()

    cto.keyboard.press("Enter")
    editor(cto).press("ControlOrMeta+a")
    cto.keyboard.type("2.5 Open Risks")
    cto.keyboard.press("Enter")
    saved(cto)
    layout(cto)
    unfold(cto, "Add a table")
    dialog(cto).get_by_label("Columns").focus()
    cto.keyboard.type("Risk, Who, Plan")
    dialog(cto).get_by_label("Name above the table").focus()
    cto.keyboard.type("Register")
    dialog(cto).get_by_label("Empty rows").fill("1")
    confirm(cto, "Add table")
    table = cto.locator(".block", has_text="Who")
    expect(table.locator("td").first).to_be_focused()

    cto.keyboard.type("Fire")
    cto.keyboard.press("Tab")
    cto.keyboard.type("Ada")
    cto.keyboard.press("Enter")
    saved(cto)
    layout(cto)
    dialog(cto).get_by_label("Column 2").fill("Owner")
    dialog(cto).get_by_label("Column 2").press("Enter")
    expect(cto.locator(".block table", has_text="Owner").locator("td").first).to_be_focused()
    added = before.replace("\n---\n\n## 3.", f"{NEW}\n---\n\n## 3.")
    assert text("halcyon") == added
    assert "2.5 Open Risks" in client("halcyon-cto").get("/halcyon/cto/export.md").text

    heading(cto, "2.5 Open Risks").focus()
    cto.keyboard.press("Alt+ArrowUp")
    expect(heading(cto, "2.4 Open Risks")).to_be_focused()
    expect(heading(cto, "2.5 Technical Milestones")).to_be_visible()
    cto.keyboard.press("ControlOrMeta+z")
    expect(heading(cto, "2.5 Open Risks")).to_be_visible()
    assert text("halcyon") == added


def test_part_is_deleted_and_comes_back(cto):
    before = text("halcyon")
    heading(cto, "2. Implementation Plan").focus()
    layout(cto)
    unfold(cto, "Delete the section")
    expect(dialog(cto).get_by_text("4 sections under it and")).to_be_visible()
    clean(cto, UNLIKE, {"include": ["#dialog"]})
    confirm(cto, "Delete “2. Implementation Plan”")
    expect(heading(cto, "2. DevOps Plan")).to_be_focused()
    assert "2. Implementation Plan" not in text("halcyon")
    cto.locator(".toast").get_by_role("button", name="Undo").click()
    expect(heading(cto, "2. Implementation Plan")).to_be_visible()
    assert text("halcyon") == before


def test_section_moves_in_and_a_text_comes_below_a_table(cto):
    before = text("halcyon")
    heading(cto, "2.4 Technical Milestones").focus()
    layout(cto)
    confirm(cto, "Make it part of the section above")
    expect(heading(cto, "2.3.1 Technical Milestones")).to_be_focused()
    cto.keyboard.press("ControlOrMeta+z")
    expect(heading(cto, "2.4 Technical Milestones")).to_be_visible()
    assert text("halcyon") == before

    table = cto.locator(".block.table").filter(has_text="Rationale")
    table.locator("td").first.focus()
    layout(cto)
    unfold(cto, "Add a text")
    dialog(cto).get_by_label("Text").focus()
    cto.keyboard.type("Nothing else.")
    clean(cto, UNLIKE, {"include": ["#dialog"]})
    confirm(cto, "Add text")
    expect(cto.locator(".block.table:has-text('Rationale') + .prose")).to_have_text("Nothing else.")


def test_columns_of_a_register_are_fixed(cto):
    table = cto.locator(".block.table").filter(has_text="Rationale")
    table.locator("td").first.focus()
    layout(cto)
    expect(dialog(cto).get_by_text("columns of “Technology Stack” are fixed")).to_be_visible()
    clean(cto, UNLIKE, {"include": ["#dialog"]})
    cto.keyboard.press("Escape")
    expect(dialog(cto)).to_be_hidden()


def test_columns_of_ones_own_are_offered_in_a_dialog_without_a_barrier(cto):
    cell(cto, own_rows("C-Suite Plans")[0], 0).focus()
    layout(cto)
    expect(dialog(cto).get_by_label("Column 1")).to_have_value("Position")
    expect(dialog(cto).get_by_label("Column 2")).to_have_value("Plan")
    clean(cto, UNLIKE, {"include": ["#dialog"]})
    fits(cto)


def test_locked_plan_has_no_way_into_its_layout(gated):
    heading(gated, "2.4 Technical Milestones").hover()
    expect(gated.locator(".layout-tool")).to_have_count(0)
