"""What one does before the server has answered, and what others do meanwhile: nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from plans import editing
from tests.browser.pages import (
    cell,
    editor,
    hear_news,
    menu,
    named,
    paste,
    rows_of,
    saved,
    shown,
    slow_down,
    stands,
    status,
    text,
    write,
)
from tests.browser.test_acceptance import keys
from tests.plans.companies import BY, HALCYON, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backend(halcyon):
    return named("technology-stack", "Backend")


def elsewhere():
    return named("current-sprint", "Backup restore drill on staging")


def hold(page, addresses):
    held = []
    page.route(addresses, lambda route: held.append(route))  # noqa: PLW0108 (it is given a name)
    return held


# --- A: an answer takes the focus from where one is by now


@pytest.mark.parametrize(
    ("addresses", "pressed", "done"),
    [
        ("**/rows/delete/", ("Shift+Space", "Delete"), "deleted"),
        ("**/move/", ("Alt+ArrowDown",), "Row 3 of 7"),
        ("**/blocks/*/rows/", ("Control+Enter",), None),
    ],
)
def test_answer_leaves_an_editor_alone_that_was_opened_meanwhile(
    cto: Page, backend, addresses, pressed, done
):
    held = hold(cto, addresses)
    cell(cto, backend, 1).focus()
    keys(cto, *pressed)
    cell(cto, elsewhere(), 2).click()
    cto.keyboard.type("Half a")
    expect(editor(cto)).to_have_value("Half a", timeout=2000)
    held[0].continue_()
    saved(cto)
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type(" sentence")
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(elsewhere())[2] == "Half a sentence"


def test_undo_leaves_an_editor_alone_that_was_opened_meanwhile(cto: Page, backend):
    write(cto, cell(cto, backend, 1), "Go")
    saved(cto)
    held = hold(cto, "**/undo/")
    cto.keyboard.press("Control+z")
    cell(cto, elsewhere(), 2).click()
    cto.keyboard.type("Half a")
    held[0].continue_()
    expect(cell(cto, backend, 1)).to_have_text(backend.cells[1])
    cto.keyboard.type(" sentence")
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(elsewhere())[2] == "Half a sentence"
    assert stands(backend) == backend.cells


def test_row_below_a_deleted_one_is_typed_into_before_it_is_gone(cto: Page, backend):
    database = named("technology-stack", "Database")
    held = hold(cto, "**/rows/delete/")
    cell(cto, backend, 1).focus()
    keys(cto, "Shift+Space", "Delete", "ArrowDown")
    cto.keyboard.type("Hel")
    held[0].continue_()
    expect(shown(cto, backend)).to_have_count(0)
    cto.keyboard.type("lo")
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(database)[:2] == ["Database", "Hello"]


# --- B: a row on its way


def test_added_row_is_filled_by_tab_before_it_is_there(cto: Page, backend):
    held = hold(cto, "**/blocks/*/rows/")
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+Enter")
    cto.keyboard.type("Gateway")
    cto.keyboard.press("Tab")
    cto.keyboard.type("Kong")
    held[0].continue_()
    expect(editor(cto)).to_have_value("Kong", timeout=2000)
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(named("technology-stack", "Gateway"))[1] == "Kong"


def test_backspace_before_the_row_is_there_is_meant_for_it(cto: Page, backend):
    held = hold(cto, "**/blocks/*/rows/")
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+Enter")
    cto.keyboard.type("Gatx")
    cto.keyboard.press("Backspace")
    held[0].continue_()
    expect(editor(cto)).to_have_value("Gat", timeout=2000)
    assert stands(backend) == backend.cells


def test_two_rows_are_added_faster_than_they_come(cto: Page, backend):
    held = hold(cto, "**/blocks/*/rows/")
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+Enter")
    cto.keyboard.type("One")
    cto.keyboard.press("Control+Enter")
    cto.keyboard.type("Two")
    with cto.expect_request("**/blocks/*/rows/"):
        held[0].continue_()
    expect(status(cto)).to_have_text("Saving…")
    held[1].continue_()
    expect(editor(cto)).to_have_value("Two")
    cto.keyboard.press("Enter")
    saved(cto)
    assert rows_of("technology-stack")[1:4] == ["Backend", "One", "Two"]


def test_paste_before_the_row_is_there_is_meant_for_it(cto: Page, backend):
    slow_down(cto)
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+Enter")
    paste(cto.locator(":focus"), "Pasted")
    saved(cto)
    assert stands(backend) == backend.cells


def test_what_was_typed_for_a_row_that_failed_is_kept(cto: Page, backend, complaints):
    complaints.expect("500")
    held = hold(cto, "**/blocks/*/rows/")
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+Enter")
    cto.keyboard.type("Xylophone")
    held[0].fulfill(status=500)
    expect(cto.locator(".toast")).to_contain_text("Not done")
    expect(cto.locator(".toast")).to_contain_text("Xylophone", timeout=2000)


# --- C: what a failed cell takes for the server's text


@pytest.mark.parametrize("button", ["Retry", "Discard"])
def test_failed_text_can_be_retried_or_discarded_after_a_row_went_elsewhere(
    cto, complaints, backend, button
):
    complaints.expect("500")
    goal = row("halcyon", "sprint-goals")
    cto.route("**/cells/**", lambda route: route.fulfill(status=500))
    write(cto, cell(cto, backend, 1), "Go")
    expect(cell(cto, backend, 1).locator(".reason")).to_be_visible()
    cto.unroute("**/cells/**")
    menu(cto, goal, "Delete")
    expect(shown(cto, goal)).to_have_count(0)
    cell(cto, backend, 1).get_by_role("button", name=button).click()
    after = "Go" if button == "Retry" else backend.cells[1]
    expect(cell(cto, backend, 1)).to_have_text(after, timeout=2000)
    saved(cto)
    assert stands(backend)[1] == after


def test_failed_text_can_be_retried_after_news_of_another_section(
    halcyon, page, sign_in, complaints, backend
):
    complaints.expect("500")
    sign_in("halcyon-cto")
    page.clock.install()
    page.goto(halcyon.url)
    goal = row("halcyon", "sprint-goals")
    page.route("**/cells/**", lambda route: route.fulfill(status=500))
    write(page, cell(page, backend, 1), "Go")
    expect(cell(page, backend, 1).locator(".reason")).to_be_visible()
    page.unroute("**/cells/**")
    editing.set_cell(HALCYON, goal.pk, 0, "x", seen=None, by=BY)
    hear_news(page)
    expect(text(page, goal)).to_have_text("x")
    cell(page, backend, 1).get_by_role("button", name="Retry").click()
    expect(status(page)).to_have_text("All changes saved", timeout=2000)
    assert stands(backend)[1] == "Go"


def test_tick_that_failed_is_discarded(cto: Page, complaints):
    complaints.expect("500")
    check = row("halcyon", "deployment-checklist")
    cto.route("**/cells/**", lambda route: route.fulfill(status=500))
    shown(cto, check).get_by_role("checkbox").click()
    shown(cto, check).get_by_role("button", name="Discard").click()
    saved(cto)
    expect(shown(cto, check).get_by_role("checkbox")).to_be_checked(timeout=2000)


# --- D: an answer that is older than what stands


@pytest.mark.parametrize("addresses", ["**/rows/delete/"])
def test_late_answer_does_not_bring_back_an_older_text(cto: Page, backend, addresses):
    cache = named("technology-stack", "Cache")
    late = []
    cto.route(addresses, lambda route: late.append((route, route.fetch())))
    cell(cto, backend, 1).focus()
    keys(cto, "Shift+Space", "Delete")
    write(cto, cell(cto, cache, 1), "Redis")
    expect(cell(cto, cache, 1)).not_to_have_attribute("data-state", "saving")
    assert stands(cache)[1] == "Redis"
    route, response = late[0]
    route.fulfill(response=response)
    expect(shown(cto, backend)).to_have_count(0)
    saved(cto)
    expect(cell(cto, cache, 1)).to_have_text("Redis", timeout=500)


# --- E: a date as it is printed


def test_date_is_typed_as_it_is_printed(cto: Page):
    milestone = named("technical-milestones", "API p99 within budget")
    cell(cto, milestone, 1).focus()
    cto.keyboard.type("2027-03-31")
    cto.keyboard.press("Enter")
    expect(status(cto)).to_have_text("All changes saved", timeout=2000)
    assert stands(milestone)[1] == "2027-03-31"


# --- F: one pasted label


def test_single_pasted_label_is_taken_for_its_choice(cto: Page):
    story = elsewhere()
    cell(cto, story, 3).focus()
    paste(cell(cto, story, 3), "done")
    saved(cto)
    assert stands(story)[3] == "Done"


# --- G: what others wrote under an open editor, or under a text that failed, was not seen


@pytest.fixture
def timed(halcyon, page, sign_in) -> Page:
    sign_in("halcyon-cto")
    page.clock.install()
    page.goto(halcyon.url)
    return page


def test_text_that_came_under_an_open_editor_is_not_overwritten_unseen(
    timed: Page, backend, complaints
):
    complaints.expect("status of 409")
    cell(timed, backend, 1).click()
    timed.keyboard.type("Mine")
    editing.set_cell(HALCYON, backend.pk, 1, "Theirs", seen=None, by=BY)
    hear_news(timed)
    timed.keyboard.press("Enter")
    expect(cell(timed, backend, 1).locator(".theirs")).to_have_text("Theirs", timeout=2000)
    assert stands(backend)[1] == "Theirs"


def test_text_that_came_under_a_failed_one_is_not_overwritten_unseen(
    timed: Page, backend, complaints
):
    complaints.expect("status of 409", "500")
    timed.route("**/cells/**", lambda route: route.fulfill(status=500))
    write(timed, cell(timed, backend, 1), "Mine")
    expect(cell(timed, backend, 1).locator(".reason")).to_be_visible()
    timed.unroute("**/cells/**")
    editing.set_cell(HALCYON, backend.pk, 1, "Theirs", seen=None, by=BY)
    editing.set_cell(HALCYON, backend.pk, 2, "Arrived", seen=None, by=BY)
    hear_news(timed)
    expect(cell(timed, backend, 2)).to_have_text("Arrived")
    cell(timed, backend, 1).get_by_role("button", name="Retry").click()
    expect(cell(timed, backend, 1).locator(".theirs")).to_have_text("Theirs", timeout=2000)
    assert stands(backend)[1] == "Theirs"


# --- H: the row that one types in goes


def test_text_typed_in_a_row_that_somebody_deletes_is_not_lost(timed: Page, backend):
    cell(timed, backend, 1).click()
    timed.keyboard.type("Xylophone")
    editing.delete_rows(HALCYON, [backend.pk], by=BY)
    hear_news(timed)
    expect(shown(timed, backend)).to_have_count(0)
    expect(timed.locator("#toasts")).to_contain_text("Xylophone", timeout=2000)


def test_page_goes_on_after_the_row_that_one_typed_in_is_gone(timed: Page, backend):
    database = named("technology-stack", "Database")
    cell(timed, backend, 1).click()
    timed.keyboard.type("Xylophone")
    editing.delete_rows(HALCYON, [backend.pk], by=BY)
    hear_news(timed)
    expect(shown(timed, backend)).to_have_count(0)
    cell(timed, database, 1).click()
    expect(editor(timed)).to_be_focused(timeout=2000)


def test_failed_text_of_a_row_that_somebody_deletes_is_not_lost(timed: Page, backend, complaints):
    complaints.expect("500")
    timed.route("**/cells/**", lambda route: route.fulfill(status=500))
    write(timed, cell(timed, backend, 1), "Xylophone")
    expect(cell(timed, backend, 1).locator(".reason")).to_be_visible()
    editing.delete_rows(HALCYON, [backend.pk], by=BY)
    hear_news(timed)
    expect(shown(timed, backend)).to_have_count(0)
    expect(status(timed)).to_have_text("1 change not saved")
    expect(timed.locator("#toasts")).to_contain_text("Xylophone", timeout=2000)


def test_refused_text_of_a_row_that_somebody_deletes_is_not_lost(timed: Page, complaints, halcyon):
    complaints.expect("422")
    story = elsewhere()
    write(timed, cell(timed, story, 1), "many")
    expect(cell(timed, story, 1).locator(".message")).to_be_visible()
    editing.delete_rows(HALCYON, [story.pk], by=BY)
    hear_news(timed)
    expect(shown(timed, story)).to_have_count(0)
    expect(timed.locator("#toasts")).to_contain_text("many", timeout=2000)
