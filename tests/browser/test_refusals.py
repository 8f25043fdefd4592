"""What the page does with a text that was refused: it stays, with the reason, until it is right."""

import pytest
from django.core.exceptions import PermissionDenied
from playwright.sync_api import Page, expect

from gates import decisions
from gates.actors import ActorKind
from plans import editing
from plans.models import Change, Row
from tests.browser.pages import (
    cell,
    editor,
    listen_to_dialogs,
    named,
    saved,
    settled,
    shown,
    stands,
    status,
    text,
    write,
)
from tests.plans.companies import BY, HALCYON, Actor, actor, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(halcyon) -> Row:
    return named("current-sprint", "Quota headers on the Public API")


def unsaved(page: Page, count: int = 1) -> None:
    expect(status(page)).to_have_text(f"{count} change{'s'[: count > 1]} not saved")


def test_invalid_points_stay_until_they_are_right(cto, complaints, story):
    complaints.expect("status of 422")
    points = cell(cto, story, 1)
    write(cto, points, "-3")

    expect(points.locator(".message")).to_have_text("“-3” is not a whole number from 0 upwards.")
    expect(points).to_contain_text("-3")
    unsaved(cto)
    assert stands(story)[1] == "3"
    points.click(position={"x": 8, "y": 8})
    expect(editor(cto)).to_have_value("-3")
    cto.keyboard.press("Escape")
    expect(points.locator(".message")).to_be_visible()
    unsaved(cto)
    write(cto, points, "13")
    saved(cto)
    expect(points).to_have_text("13")
    assert stands(story)[1] == "13"


def test_two_refused_texts_are_counted_and_announced(cto, complaints, story):
    complaints.expect("status of 422")
    sprint = row("halcyon", "sprint")
    write(cto, cell(cto, story, 1), "-3")
    unsaved(cto)
    write(cto, text(cto, sprint), "2026-02-30 - 2026-03-10")

    expect(text(cto, sprint).locator(".message")).to_contain_text("“2026-02-30” is not a date.")
    unsaved(cto, 2)
    expect(status(cto)).to_have_role("status")
    write(cto, text(cto, sprint), "2026-02-28 - 2026-03-10")
    settled(text(cto, sprint))
    unsaved(cto)
    assert stands(sprint)[1] == "2026-02-28 - 2026-03-10"


def test_date_that_does_not_exist_never_empties_the_cell(cto, halcyon, complaints):
    complaints.expect("status of 422")
    milestone = named("technical-milestones", "API p99 within budget")
    cell(cto, milestone, 1).click()
    cto.keyboard.type("02312027")
    cto.keyboard.press("Enter")
    expect(cto.locator(".toast")).to_contain_text("there is no such date")
    expect(cell(cto, milestone, 1)).to_have_text("2027-01-29")

    cell(cto, milestone, 1).focus()
    cto.keyboard.type("2027-02-31")
    cto.keyboard.press("Enter")
    expect(cell(cto, milestone, 1).locator(".message")).to_be_visible()
    cell(cto, milestone, 1).focus()
    cto.keyboard.press("F2")
    expect(editor(cto)).to_have_value("2027-02-31")
    editor(cto).fill("2027-02-28")
    cto.keyboard.press("Enter")
    saved(cto)
    changes = Change.objects.filter(row=milestone.pk).values_list("before", "after")
    assert list(changes) == [("2027-01-29", "2027-02-28")]


def test_imported_status_that_is_not_in_the_list_can_be_kept_or_replaced(
    halcyon, page, sign_in, story
):
    importer = Actor(None, ActorKind.IMPORT, "import")
    editing.set_cell(HALCYON, story.pk, 3, "Stuck", seen=None, by=importer)
    sign_in("halcyon-cto")
    page.goto(halcyon.url)
    where = cell(page, story, 3)
    expect(where.locator(".flag")).to_contain_text("“Stuck” is not in the list.")
    where.focus()
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_value("Stuck")
    page.keyboard.press("Enter")
    assert stands(story)[3] == "Stuck"

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    editor(page).select_option("Done")
    page.keyboard.press("Enter")
    saved(page)
    expect(where).to_have_text("Done")
    expect(where.locator(".flag")).to_have_count(0)


def test_too_long_a_text_is_kept(cto, complaints, story):
    complaints.expect("status of 4")
    where = cell(cto, story, 0)
    where.click()
    editor(cto).fill("x" * 30_000)
    cto.keyboard.press("Enter")
    expect(where.locator(".message")).to_contain_text("at most 20,000 characters")
    unsaved(cto)
    where.focus()
    cto.keyboard.press("Enter")
    expect(editor(cto)).to_have_value("x" * 30_000)
    assert stands(story) == story.cells


def test_row_deleted_meanwhile_keeps_what_was_typed(cto, complaints, story):
    complaints.expect("404")
    editing.delete_rows(HALCYON, [story.pk], by=BY)
    where = cell(cto, story, 0)
    write(cto, where, "Quota headers")

    expect(where.locator(".message")).to_contain_text("this row is no longer there")
    expect(where).to_contain_text("Quota headers")
    unsaved(cto)
    where.get_by_role("button", name="Discard").click()
    expect(where).to_have_text(story.cells[0])

    shown(cto, story).hover()
    cto.get_by_label("Row actions: Quota headers").click()
    cto.get_by_role("button", name="Delete").click()
    expect(cto.locator(".toast")).to_contain_text("no longer there")


def test_halt_meanwhile_refuses_the_write(cto, complaints, story, halcyon):
    complaints.expect("status of 423")
    decisions.halt(halcyon.gate, "Budget freeze", by=actor("halcyon-cmo"))
    where = cell(cto, story, 0)
    write(cto, where, "Something else")

    expect(where.locator(".message")).to_contain_text("HALTED by Mateo Ferrer")
    expect(where.locator(".mine")).to_have_text("Something else")
    expect(cto.locator("#status")).to_have_text("1 change not saved")
    expect(cto.locator(".gate-state")).to_have_text("HALTED")
    expect(cto.locator(".banner .reasons")).to_contain_text("HALTED by Mateo Ferrer")
    expect(cto.locator("#document table").first).to_have_attribute("aria-readonly", "true")
    assert stands(story) == story.cells


def test_reader_is_told_who_can_change_the_plan(halcyon, page, sign_in, story):
    sign_in("halcyon-reader")
    page.goto(halcyon.url)
    cell(page, story, 0).click()
    sentence = "You may read this plan but not change it. The CTO can."
    expect(cell(page, story, 0).get_by_role("alert")).to_have_text(sentence)
    expect(editor(page)).to_have_count(0)

    check = row("halcyon", "deployment-checklist")
    box = shown(page, check).get_by_role("checkbox")
    box.click(force=True)  # it says that it is disabled, and people click nevertheless
    expect(box).to_be_checked()
    expect(shown(page, check).get_by_role("alert")).to_have_text(sentence)
    expect(page.get_by_role("button", name="Add row").first).to_be_hidden()
    expect(page.locator("#document table").first).to_have_attribute("aria-readonly", "true")
    with pytest.raises(PermissionDenied):
        editing.set_cell(HALCYON, story.pk, 0, "x", seen=None, by=actor("halcyon-reader"))


def test_gated_cell_says_who_can_unlock_it(gated, meridian):
    cache = named("technology-stack", "Cache", "meridian")
    grid = cell(gated, cache, 1).locator("xpath=ancestor::table")
    expect(grid).to_have_attribute("aria-readonly", "true")
    cell(gated, cache, 1).focus()
    gated.keyboard.press("Enter")

    alert = cell(gated, cache, 1).get_by_role("alert")
    expect(alert).to_contain_text("the CMO has to record PROCEED")
    expect(alert).to_contain_text("the CTO, the CMO or an agent of theirs has to request it")
    expect(cell(gated, cache, 1)).to_be_focused()
    gated.keyboard.press("ArrowDown")
    expect(alert).to_have_count(0)
    gated.keyboard.type("x")
    expect(gated.get_by_role("alert")).to_have_count(1)
    expect(editor(gated)).to_have_count(0)


def test_operational_cell_of_a_gated_plan_is_written(gated):
    shift = row("meridian", "on-call-rotation")
    capacity = row("meridian", "current-capacity")
    expect(cell(gated, shift, 1)).to_have_attribute("aria-readonly", "false")
    write(gated, cell(gated, shift, 1), "Priya Raman")
    write(gated, cell(gated, capacity, 1), "1,200")
    saved(gated)
    assert [stands(shift)[1], stands(capacity)[1]] == ["Priya Raman", "1,200"]

    expect(cell(gated, capacity, 2)).not_to_have_attribute("aria-readonly", "false")
    cell(gated, capacity, 2).click()
    expect(cell(gated, capacity, 2).get_by_role("alert")).to_contain_text("the CMO")


def test_leaving_with_an_unsaved_text_asks_first(cto, complaints, story, halcyon):
    complaints.expect("status of 422")
    asked = listen_to_dialogs(cto)
    cell(cto, story, 0).click()
    cto.keyboard.press("Escape")
    cto.reload()
    assert asked == []

    cell(cto, story, 0).click()
    cto.keyboard.type("Half a sent")
    cto.reload()
    assert asked == ["beforeunload"]

    write(cto, cell(cto, story, 1), "-3")
    expect(cell(cto, story, 1).locator(".message")).to_be_visible()
    cto.goto(halcyon.url)
    assert asked == ["beforeunload"] * 2
