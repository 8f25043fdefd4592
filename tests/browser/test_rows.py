"""Rows come, go and move, by mouse and by keys, and the focus stays with what one was doing."""

import pytest
from playwright.sync_api import Page, expect

from plans.models import Row
from tests.browser.pages import (
    STACK,
    around,
    cell,
    editor,
    menu,
    named,
    order,
    rows_of,
    saved,
    shown,
    stands,
    text,
)
from tests.plans.companies import row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backend(halcyon) -> Row:
    return named("technology-stack", "Backend")


def delete(page: Page, of: Row) -> None:
    menu(page, of, "Delete")
    expect(shown(page, of)).to_have_count(0)


def test_row_is_added_at_the_end_and_its_first_cell_opens(cto, backend):
    around(cto, backend).get_by_role("button", name="Add row").click()
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Feature flags")
    cto.keyboard.press("Tab")
    cto.keyboard.type("Unleash")
    cto.keyboard.press("Enter")

    saved(cto)
    assert rows_of("technology-stack") == [*STACK, "Feature flags"]
    cto.reload()
    assert order(cto, backend) == [*STACK, "Feature flags"]
    assert stands(named("technology-stack", "Feature flags")) == [
        "Feature flags",
        "Unleash",
        "",
        "",
    ]


def test_row_is_added_below_another(cto, backend):
    menu(cto, backend, "Add below")
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Gateway")
    cto.keyboard.press("Enter")

    saved(cto)
    after = ["Frontend", "Backend", "Gateway", *STACK[2:]]
    assert rows_of("technology-stack") == after
    cto.reload()
    assert order(cto, backend) == after


def test_deleted_row_leaves_the_focus_on_a_neighbour_and_comes_back_in_its_place(cto, backend):
    database, frontend = (named("technology-stack", first) for first in ("Database", "Frontend"))
    delete(cto, backend)
    expect(cell(cto, database, 0)).to_be_focused()
    saved(cto)
    assert rows_of("technology-stack") == ["Frontend", *STACK[2:]]

    toast = cto.locator(".toast", has_text="Row deleted.")
    toast.get_by_role("button", name="Undo").click()
    expect(cell(cto, backend, 0)).to_be_focused()
    assert order(cto, frontend) == STACK
    assert rows_of("technology-stack") == STACK
    expect(toast).to_have_count(0)
    cto.reload()
    assert order(cto, frontend) == STACK


def test_ctrl_enter_adds_a_row_below_which_goes_again_when_it_is_left_empty(cto, backend):
    frontend = named("technology-stack", "Frontend")
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+Enter")
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Gateway")
    cto.keyboard.press("Control+Enter")
    expect(editor(cto)).to_have_value("")
    expect(editor(cto)).to_be_focused()
    assert order(cto, frontend)[:4] == ["Frontend", "Backend", "Gateway", ""]

    with cto.expect_response("**/undo/"):
        cto.keyboard.press("Escape")
    saved(cto)
    expect(cto.locator(".toast")).to_have_count(0)
    assert rows_of("technology-stack") == ["Frontend", "Backend", "Gateway", *STACK[2:]]
    assert order(cto, frontend) == ["Frontend", "Backend", "Gateway", *STACK[2:]]


def test_deleting_the_last_rows_leaves_the_button_to_add_one(cto):
    current, following = (named("on-call-rotation", week) for week in ("Current", "Next"))
    table = cto.locator("#document .table", has=cell(cto, current, 0))
    number = table.get_attribute("data-block")
    delete(cto, following)
    expect(cell(cto, current, 0)).to_be_focused()
    delete(cto, current)

    add = cto.locator(f"[data-block='{number}']").get_by_role("button", name="Add row")
    expect(add).to_be_focused()
    cto.keyboard.press("Enter")
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Current")
    cto.keyboard.press("Enter")
    saved(cto)
    assert rows_of("on-call-rotation") == ["Current"]


def test_row_moves_by_its_menu_which_keeps_the_focus(cto, backend):
    menu(cto, backend, "Move down")
    expect(cto.locator(".tools summary")).to_be_focused()
    expect(cto.locator(".tools summary")).to_have_accessible_name("Row actions: Backend")
    saved(cto)
    assert rows_of("technology-stack")[:3] == ["Frontend", "Database", "Backend"]
    assert order(cto, backend)[:3] == ["Frontend", "Database", "Backend"]

    for _ in range(2):
        with cto.expect_response("**/move/"):
            menu(cto, backend, "Move up")
    saved(cto)
    assert rows_of("technology-stack")[:3] == ["Backend", "Frontend", "Database"]
    cto.reload()
    assert order(cto, backend)[:3] == ["Backend", "Frontend", "Database"]


def test_row_moves_by_alt_and_arrows_which_keep_the_focus(cto, backend):
    cell(cto, backend, 2).focus()
    for key in ("Alt+ArrowDown", "Alt+ArrowDown", "Alt+ArrowUp"):
        with cto.expect_response("**/move/"):
            cto.keyboard.press(key)
        expect(cell(cto, backend, 2)).to_be_focused()

    saved(cto)
    assert rows_of("technology-stack")[:3] == ["Frontend", "Database", "Backend"]
    cto.reload()
    assert order(cto, backend)[:3] == ["Frontend", "Database", "Backend"]


def test_items_of_lists_are_added_moved_and_deleted(cto):
    goal, check = row("halcyon", "sprint-goals"), row("halcyon", "deployment-checklist")
    around(cto, goal).get_by_role("button", name="Add item").click()
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Third goal")
    cto.keyboard.press("Enter")
    saved(cto)
    text(cto, goal).focus()
    with cto.expect_response("**/move/"):
        cto.keyboard.press("Alt+ArrowDown")
    expect(text(cto, goal)).to_be_focused()
    goals = rows_of("sprint-goals")
    assert [goals[1], goals[2]] == [goal.cells[0], "Third goal"]

    delete(cto, check)
    saved(cto)
    assert check.cells[1] not in rows_of("deployment-checklist")
    expect(cto.locator(":focus")).to_have_text("Code review approved")


def test_what_is_typed_before_a_new_row_is_there_is_meant_for_it(cto, backend):
    held = []
    cto.route("**/rows/", lambda route: held.append(route))  # noqa: PLW0108 (it is given a name)
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+Enter")
    cto.keyboard.type("Gate")
    expect(editor(cto)).to_have_count(0)
    held[0].continue_()
    expect(editor(cto)).to_have_value("Gate")
    cto.keyboard.type("way")
    cto.keyboard.press("Enter")
    saved(cto)
    assert rows_of("technology-stack")[:3] == ["Frontend", "Backend", "Gateway"]


def test_text_on_its_way_survives_a_new_row(cto, backend):
    held = []

    def hold_the_first(route):
        if held:
            route.continue_()
        held.append(route)

    cto.route("**/cells/**", hold_the_first)
    cell(cto, backend, 1).click()
    cto.keyboard.type("Erlang")
    cto.keyboard.press("Enter")
    around(cto, backend).get_by_role("button", name="Add row").click()
    expect(editor(cto)).to_be_focused()
    expect(cell(cto, backend, 1)).to_have_text("Erlang")
    assert stands(backend)[1] == backend.cells[1]

    cto.keyboard.press("Escape")
    held[0].continue_()
    saved(cto)
    expect(cell(cto, backend, 1)).to_have_text("Erlang")
    assert stands(backend)[1] == "Erlang"


def test_gated_rows_stay_and_operational_ones_come(gated):
    cache, shift = (
        named("technology-stack", "Cache", "meridian"),
        row("meridian", "on-call-rotation"),
    )
    cell(gated, cache, 1).focus()
    gated.keyboard.press("Alt+ArrowUp")
    expect(cell(gated, cache, 0).get_by_role("alert")).to_contain_text("the CMO")
    expect(around(gated, cache).get_by_role("button", name="Add row")).to_be_hidden()
    assert rows_of("technology-stack", "meridian") == STACK
    before = rows_of("on-call-rotation", "meridian")
    around(gated, shift).get_by_role("button", name="Add row").click()
    expect(editor(gated)).to_be_focused()
    gated.keyboard.type("After that")
    gated.keyboard.press("Enter")
    saved(gated)
    assert rows_of("on-call-rotation", "meridian") == [*before, "After that"]
