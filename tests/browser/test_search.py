"""Ctrl+K on any page leads to what somebody has just written, at its row."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import cell, fits, named, saved, shown, write

pytestmark = pytest.mark.django_db(transaction=True)


def test_newcomer_finds_what_was_written(cto: Page):
    database = named("technology-stack", "Database")
    write(cto, cell(cto, database, 1), "Zyzzyva **DB**")
    saved(cto)
    cto.goto("/")
    cto.keyboard.press("Control+k")
    expect(cto).to_have_url(re.compile("/search/$"))
    field = cto.get_by_role("searchbox")
    expect(field).to_be_focused()
    cto.keyboard.type("ZYZZ")
    cto.keyboard.press("Enter")
    expect(cto.get_by_role("status").first).to_have_text("1 found.")
    first = cto.locator(".hits a").first
    expect(first).to_have_text("Zyzzyva DB")
    expect(first.locator("mark")).to_have_text("Zyzzyva")
    expect(cto.locator(".hits")).to_contain_text(
        "Halcyon Freight · Technical Plan · 1.2 Technology Stack · Database · Technology"
    )
    fits(cto)
    first.focus()
    cto.keyboard.press("Enter")
    expect(cto).to_have_url(re.compile(f"/halcyon/cto/#r-{database.pk}$"))
    expect(shown(cto, database)).to_be_in_viewport()
    plain = cell(cto, named("technology-stack", "Cache"), 1)
    colour = "cell => getComputedStyle(cell).backgroundColor"
    assert cell(cto, database, 1).evaluate(colour) != plain.evaluate(colour)


def test_ctrl_k_on_the_page_of_the_search_goes_to_its_field(halcyon, page: Page, sign_in):
    sign_in("halcyon-cto")
    page.goto("/search/?q=sprint")
    field = page.get_by_role("searchbox")
    expect(field).not_to_be_focused()
    page.keyboard.press("ControlOrMeta+k")
    expect(field).to_be_focused()
    page.keyboard.type("gate")
    expect(field).to_have_value("gate")


def test_ctrl_k_does_nothing_where_shortcuts_are_off(cto: Page):
    cto.keyboard.press("?")
    cto.get_by_label("Shortcuts are on").uncheck()
    cto.goto("/halcyon/")
    cto.keyboard.press("Control+k")
    expect(cto).to_have_url(re.compile("/halcyon/$"))
    cto.get_by_role("link", name="Search", exact=True).click()
    expect(cto.get_by_role("searchbox")).to_be_focused()


def test_palette_leads_to_all_results(cto: Page):
    cto.keyboard.press("Control+k")
    with cto.expect_response("**/find/?q=*"):
        cto.get_by_role("combobox").fill("autumn campaign")
    cto.get_by_role("option", name="All results for “autumn campaign”").click()
    expect(cto).to_have_url(re.compile(r"/search/\?q=autumn\+campaign$"))
    decision = cto.locator(".hits li", has_text="Decision recorded").get_by_role("link")
    decision.click()
    expect(cto.locator("tr:target")).to_contain_text("autumn campaign")
    expect(cto.locator("tr:target")).to_be_in_viewport()
