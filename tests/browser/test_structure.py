"""The layout of a plan is changed in the page, by keys alone, and can be taken back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from plans.models import Block, Section
from tests.browser.pages import editor, saved
from tests.plans.companies import plan, text

pytestmark = pytest.mark.django_db(transaction=True)


def heading(page: Page, name: str) -> Locator:
    return page.locator("#document").get_by_role("heading", name=name, exact=True).locator(".cell")


def dialog(page: Page) -> Locator:
    return page.locator("#dialog")


def layout(page: Page, cell: Locator) -> None:
    """Open the dialog of what one stands on, by keys."""
    cell.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".layout-tool")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_visible()


def test_section_with_a_table_is_added_filled_renamed_moved_and_deleted_by_keys(cto, complaints):
    complaints.expect("status of 422")
    before = text("halcyon")
    layout(cto, heading(cto, "2.4 Technical Milestones"))
    expect(dialog(cto).get_by_label("Heading")).to_be_focused()
    cto.keyboard.press("Enter")
    expect(dialog(cto).get_by_text("Heading: write this first.")).to_be_visible()
    expect(dialog(cto).get_by_label("Heading")).to_be_focused()
    cto.keyboard.type("Risks")
    cto.keyboard.press("Enter")
    expect(dialog(cto)).to_be_hidden()
    expect(heading(cto, "2.5 Risks")).to_be_focused()
    expect(cto.locator(".outline").get_by_role("link", name="2.5 Risks")).to_be_visible()
    added = before.replace("\n---\n\n## 3.", "\n### 2.5 Risks\n\n---\n\n## 3.")
    assert text("halcyon") == added
