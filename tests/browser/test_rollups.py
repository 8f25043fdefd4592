"""The Corporate Plan shows what the other plans say, beside its own text, and takes it over."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from plans import editing, founding, printing
from plans.address import Address
from plans.enums import Position
from plans.models import Block, Plan, Row
from tests.browser.pages import cell, fits, saved, stands, write
from tests.browser.test_accessibility import MODES, UNLIKE, clean
from tests.plans import corporate
from tests.plans.factories import member
from tests.plans.trees import BY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ceo(live_server, page: Page, sign_in) -> Page:
    """The Corporate Plan with its panels, before somebody who may write it."""
    plan = corporate.company()
    member(plan, Position.CORP, username="ceo")
    sign_in("ceo")
    page.goto(plan.url)
    expect(panel(page, "Milestones at risk").get_by_role("row")).to_have_count(4)
    return page


def panel(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def copy(page: Page, name: str) -> Locator:
    return panel(page, name).get_by_role("button", name="Copy into the plan")


def exported() -> str:
    return printing.text(Plan.objects.get(position=Position.CORP))


def own_row() -> Row:
    """The first of the Corporate Plan's own initiatives."""
    block = Block.objects.get(section__heading="3.1 Active Initiatives", kind="table")
    return block.rows.first()


def test_milestone_at_risk_is_shown_leads_to_its_row_is_copied_and_taken_back(
    live_server, new_page, sign_in
):
    company = founding.found("Acme", "acme", [Position.CORP, Position.CFO], by=BY)
    plan = company.plans.get(position=Position.CORP)
    member(plan, Position.CORP, username="ceo")
    member(plan, Position.CFO, username="cfo")
    ceo, cfo, before = new_page(), new_page(), exported()
    sign_in("ceo", ceo)
    sign_in("cfo", cfo)
    ceo.goto("/acme/corp/")
    expect(panel(ceo, "Milestones at risk")).to_contain_text("No milestone is at risk or late.")
    expect(copy(ceo, "Milestones at risk")).to_have_count(0)

    deck = corporate.row(Position.CFO, "Pitch deck finalized")
    cfo.goto("/acme/cfo/")
    cell(cfo, deck, 2).click()
    cfo.locator("#document .editor").select_option("At Risk")
    cfo.keyboard.press("Enter")
    saved(cfo)

    ceo.reload()
    link = panel(ceo, "Milestones at risk").get_by_role("link", name="Pitch deck finalized")
    link.click()
    expect(ceo).to_have_url(re.compile(rf"/acme/cfo/#r-{deck.pk}$"))
    expect(ceo.locator(f"#r-{deck.pk}")).to_be_in_viewport()
    ceo.go_back()

    assert exported() == before
    copy(ceo, "Milestones at risk").focus()
    ceo.keyboard.press("Enter")
    table = ceo.locator("#document .block.table", has_text="Milestones at risk on")
    expect(table.get_by_role("link", name="Pitch deck finalized")).to_have_attribute(
        "href", "../cfo/#24-fundraising-timeline"
    )
    expect(copy(ceo, "Milestones at risk")).to_be_focused()
    assert "| [Pitch deck finalized](CFO/README.md#24-fundraising-timeline) | CFO |" in exported()

    ceo.get_by_role("button", name="Undo").click()
    expect(table).to_have_count(0)
    expect(panel(ceo, "Milestones at risk").get_by_role("link")).to_have_count(1)
    assert exported() == before


def test_panels_stay_while_the_sheet_is_used_and_are_no_part_of_it(ceo):
    expect(ceo.locator(".rollup")).to_have_count(6)
    own = own_row()
    write(ceo, cell(ceo, own, 4), "Active")
    saved(ceo)
    expect(ceo.locator(".rollup")).to_have_count(6)
    cell(ceo, own, 0).focus()
    for key, column in (("End", 5), ("Home", 0), ("ArrowDown", 0), ("ArrowDown", 0)):
        ceo.keyboard.press(key)
        expect(ceo.locator("#document td:focus")).to_have_count(1)
        assert ceo.locator("td:focus").evaluate("cell => cell.cellIndex") == column
    ceo.keyboard.press("Control+a")
    expect(ceo.locator("tr[aria-selected=true]")).to_have_count(2)
    panel(ceo, "Initiatives at risk").get_by_text("Blocked").click()
    panel(ceo, "Initiatives at risk").get_by_role("columnheader").first.click()
    expect(ceo.locator(".editor")).to_have_count(0)
    panel(ceo, "Initiatives at risk").hover()
    assert ceo.locator(".rollup .layout-tool").count() == 0
    assert stands(own)[4] == "Active"


def test_panels_stay_when_others_write_and_come_anew_when_the_layout_changes(ceo):
    editing.set_cell(Address("acme", "CORP"), own_row().pk, 0, "Ours anew", seen=None, by=BY)
    expect(ceo.locator("#document td", has_text="Ours anew")).to_have_count(1)
    expect(panel(ceo, "Initiatives at risk").get_by_role("row")).to_have_count(2)
    section = Plan.objects.get(position="CORP").sections.get(heading="2.2 Quarterly Milestones")
    late = corporate.row(Position.CFO, "Pitch deck")
    editing.set_cell(Address("acme", "CFO"), late.pk, 2, "Complete", seen=None, by=BY)
    editing.add_section(Address("acme", "CORP"), section.pk, "More", by=BY)
    expect(ceo.get_by_role("heading", name="2.3 More")).to_be_visible()
    expect(panel(ceo, "Milestones at risk").get_by_role("row")).to_have_count(3)
    expect(ceo.locator(".rollup")).to_have_count(6)


def test_panels_come_anew_to_whoever_comes_back_and_keep_the_focus(ceo):
    link = panel(ceo, "Milestones at risk").get_by_role("link").first
    link.focus()
    late = corporate.row(Position.CFO, "Pitch deck")
    editing.set_cell(Address("acme", "CFO"), late.pk, 2, "Complete", seen=None, by=BY)
    ceo.locator(":root").evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(panel(ceo, "Milestones at risk").get_by_role("row")).to_have_count(3)
    expect(link).to_be_focused()


def test_copy_that_is_refused_says_why_in_a_toast(ceo, complaints):
    complaints.expect("status of 422")
    for position in corporate.TEXTS:
        editing.replace_document(Address("acme", position), "# It\n", by=BY)
    copy(ceo, "Reviews due").click()
    expect(ceo.locator(".toast.is-error")).to_contain_text("There is nothing to copy.")


def test_panels_are_printed_as_what_they_are(ceo):
    ceo.emulate_media(media="print")
    expect(panel(ceo, "Not compliant").get_by_text("not in the document")).to_be_visible()
    expect(panel(ceo, "Not compliant").get_by_text("Norway")).to_be_visible()
    expect(copy(ceo, "Not compliant")).to_be_hidden()


def test_rollups_without_a_script_are_a_page_that_copies(ceo, new_page, sign_in):
    plain = new_page(java_script_enabled=False)
    sign_in("ceo", plain)
    plain.goto("/acme/corp/")
    plain.get_by_role("link", name="Reviews due, live from the other plans").click()
    expect(plain).to_have_url(re.compile("/acme/corp/rollups/#rollup-reviews$"))
    copy(plain, "Reviews due").click()
    expect(plain).to_have_url(re.compile("/acme/corp/$"))
    expect(plain.locator("#toasts")).to_contain_text("8.3 Review Schedule: table added.")
    assert "**Reviews due on " in exported()


def test_axe_finds_nothing_in_the_corporate_plan_and_its_rollups(ceo):
    clean(ceo, UNLIKE)
    fits(ceo)
    ceo.goto("/acme/corp/rollups/")
    clean(ceo, MODES)
    fits(ceo)
