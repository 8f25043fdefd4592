"""A table is a grid: one stop for Tab, and arrows inside, as the ARIA pattern says."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import cell, editor, named, saved, shown, stands, text
from tests.plans.companies import row

pytestmark = pytest.mark.django_db(transaction=True)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_arrows_home_and_end_walk_the_grid(cto, halcyon):
    first, second = named("technology-stack", "Frontend"), named("technology-stack", "Backend")
    last = named("technology-stack", "AI/ML")
    cell(cto, first, 0).focus()
    ways = {
        ("ArrowRight",): (first, 1),
        ("ArrowDown",): (second, 1),
        ("ArrowLeft",): (second, 0),
        ("ArrowLeft", "ArrowLeft"): (second, 0),
        ("End",): (second, 3),
        ("ArrowRight", "End"): (second, 3),
        ("Home",): (second, 0),
        ("Control+End",): (last, 3),
        ("ArrowDown",) * 2: (last, 3),
        ("Control+Home",): (first, 0),
        ("ArrowUp",): (first, 0),
    }
    for keys, (of, column) in ways.items():
        press(cto, *keys)
        expect(cell(cto, of, column)).to_be_focused()
    expect(editor(cto)).to_have_count(0)


def test_every_grid_is_one_stop(cto, halcyon):
    backend = named("technology-stack", "Backend")
    grids = cto.locator("#document").get_by_role("grid")
    count = grids.count()
    assert count > 20
    expect(cto.locator("#document td[tabindex='0']")).to_have_count(count)

    cell(cto, backend, 2).focus()
    grid = cto.get_by_role("grid", name="1.2 Technology Stack")
    expect(grid.locator("td[tabindex='0']")).to_have_count(1)
    press(cto, "Tab")
    expect(grid.locator("td:focus")).to_have_count(0)
    press(cto, "Shift+Tab")
    expect(cell(cto, backend, 2)).to_be_focused()


def test_focus_and_stop_of_a_grid_survive_a_save(cto, halcyon):
    backend, database = (named("technology-stack", each) for each in ("Backend", "Database"))
    cell(cto, backend, 2).focus()
    press(cto, "F2")
    cto.keyboard.type("Changed")
    press(cto, "Enter")
    saved(cto)

    expect(cell(cto, database, 2)).to_be_focused()
    grid = cto.get_by_role("grid", name="1.2 Technology Stack")
    expect(grid.locator("td[tabindex='0']")).to_have_count(1)
    expect(cell(cto, database, 2)).to_have_attribute("tabindex", "0")
    press(cto, "ArrowUp")
    expect(cell(cto, backend, 2)).to_be_focused()

    last = named("technology-stack", "AI/ML")
    press(cto, "Control+End", "Enter")
    cto.keyboard.type("None yet")
    press(cto, "Enter")
    expect(cell(cto, last, 3)).to_be_focused()
    saved(cto)
    expect(cell(cto, last, 3)).to_be_focused()
    assert stands(last)[3] == "None yet"


def test_row_actions_are_reached_and_left_by_keys(cto, halcyon):
    backend = named("technology-stack", "Backend")
    cell(cto, backend, 0).focus()
    summary = cto.get_by_label("Row actions: Backend")
    press(cto, "Tab")
    expect(summary).to_be_focused()
    press(cto, "Enter", "Tab")
    expect(cto.get_by_role("button", name="Add below")).to_be_focused()
    press(cto, "Escape")
    expect(summary).to_be_focused()
    expect(cto.get_by_role("button", name="Add below")).to_be_hidden()


def test_texts_outside_tables_are_reached_by_tab_and_say_how_to_edit(cto, halcyon):
    cycle, goal = row("halcyon", "review-cycle"), row("halcyon", "sprint-goals")
    text(cto, cycle).focus()
    expect(text(cto, cycle)).to_have_accessible_name("Review Cycle")
    expect(text(cto, cycle)).to_have_accessible_description("Press Enter to edit.")
    press(cto, "Enter")
    expect(editor(cto)).to_have_accessible_name("Review Cycle")
    press(cto, "Escape")
    expect(text(cto, cycle)).to_be_focused()

    text(cto, goal).focus()
    press(cto, "Tab")
    expect(cto.locator(":focus")).to_be_visible()
    expect(shown(cto, goal).locator(".cell:focus")).to_have_count(0)


def test_skip_link_leads_past_the_bar(cto):
    press(cto, "Tab")
    expect(cto.get_by_role("link", name="Skip to the content")).to_be_focused()
    press(cto, "Enter")
    expect(cto.locator("main")).to_be_focused()
