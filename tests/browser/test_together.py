"""Several people at one plan: each sees within seconds what the others do, and loses nothing."""

import pytest
from playwright.sync_api import Page, expect

from gates import decisions
from plans import editing
from plans.models import Row
from tests.browser.pages import (
    cell,
    editor,
    fail_every_third,
    named,
    retry_all,
    rows_of,
    saved,
    shown,
    stands,
    status,
    write,
)
from tests.plans.companies import BY, HALCYON, actor, block

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 10_000
"""Milliseconds in which the others are to see it."""


@pytest.fixture
def backend(halcyon) -> Row:
    return named("technology-stack", "Backend")


def test_changes_of_others_come_by_themselves_and_leave_an_open_editor_alone(cto: Page, backend):
    database, cache = (named("technology-stack", first) for first in ("Database", "Cache"))
    cell(cto, backend, 1).click()
    cto.keyboard.type("Elixir and")
    editing.set_cell(HALCYON, database.pk, 1, "PostgreSQL 19", seen=None, by=BY)
    editing.delete_rows(HALCYON, [cache.pk], by=BY)
    added = editing.add_row(HALCYON, backend.block_id, cells=["Flags", "", "", ""], by=BY).row

    expect(cell(cto, database, 1)).to_have_text("PostgreSQL 19", timeout=SOON)
    expect(shown(cto, cache)).to_have_count(0)
    expect(cell(cto, added, 0)).to_have_text("Flags")
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type(" Phoenix")
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(backend)[1] == "Elixir and Phoenix"


def test_changes_of_others_leave_the_focus_on_what_one_is_about_to_do(cto: Page, backend):
    database = named("technology-stack", "Database")
    cell(cto, backend, 1).hover()
    menu = cto.locator(".tools summary")
    menu.click()
    editing.add_row(HALCYON, backend.block_id, after=database.pk, by=BY)
    expect(cto.locator(".block", has=shown(cto, backend)).locator("tbody > tr")).to_have_count(
        8, timeout=SOON
    )
    expect(menu).to_be_focused()
    cto.get_by_role("button", name="Move up").click()
    expect(cto.locator("#announcement")).to_have_text("Row 1 of 8")
    assert rows_of("technology-stack")[:2] == ["Backend", "Frontend"]


def test_presence_is_shown_while_one_edits(cto: Page, backend, new_page, sign_in):
    other = new_page()
    sign_in("halcyon-cmo", other)
    other.goto("/halcyon/cto/")
    with cto.expect_response("**/news/**"):
        cell(cto, backend, 1).click()
    words = "Ingrid Solheim is editing 1.2 Technology Stack."
    expect(other.locator("#presence")).to_have_text(words, timeout=SOON)
    cto.keyboard.press("Escape")
    expect(other.locator("#presence")).to_be_empty(timeout=SOON)


def test_gate_that_somebody_closes_locks_the_page(cto: Page, backend, halcyon):
    decisions.halt(halcyon.gate, "Budget freeze", by=actor("halcyon-cmo"))
    expect(cto.locator(".gate-state")).to_have_text("HALTED", timeout=SOON)
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Enter")
    expect(cell(cto, backend, 1).get_by_role("alert")).to_contain_text("HALTED by Mateo Ferrer")
    expect(editor(cto)).to_have_count(0)


def test_renamed_heading_and_its_place_in_the_contents_come(cto: Page, halcyon):
    heading = Row.objects.get(block__kind="heading", cells=["2.1 Current Sprint"])
    editing.set_cell(HALCYON, heading.pk, 0, "2.1 Running Sprint", seen=None, by=BY)
    link = cto.locator(".outline").get_by_role("link", name="2.1 Running Sprint")
    expect(link).to_be_visible(timeout=SOON)
    expect(shown(cto, heading)).to_have_text("2.1 Running Sprint")

    part = Row.objects.get(block__kind="heading", cells=["3. DevOps Plan"])
    write(cto, shown(cto, part), "3. Delivery")
    link = cto.locator("#document").get_by_role("link", name="Delivery", exact=True)
    expect(link).to_have_attribute("href", "#3-delivery", timeout=SOON)
    expect(cto.locator("#\\33 -delivery")).to_be_visible()
    saved(cto)


def test_undo_and_redo_are_ones_own_and_by_group(cto: Page, backend, complaints):
    complaints.expect("status of 4")
    debt = block("halcyon", "tech-debt-register")
    write(cto, cell(cto, backend, 1), "Elixir")
    write(cto, cell(cto, backend, 2), "Small team")
    saved(cto)
    editing.set_cell(HALCYON, backend.pk, 3, "Theirs", seen=None, by=BY)
    cell(cto, backend, 0).focus()
    cto.keyboard.press("Control+z")
    expect(cell(cto, backend, 2)).to_have_text(backend.cells[2])
    cto.keyboard.press("Control+z")
    expect(cell(cto, backend, 1)).to_have_text(backend.cells[1])
    expect(cell(cto, backend, 3)).to_have_text("Theirs")
    cto.keyboard.press("Control+z")
    expect(cto.locator(".toast.is-error")).to_contain_text("nothing of yours to undo")
    cto.keyboard.press("Control+Shift+z")
    expect(cell(cto, backend, 1)).to_have_text("Elixir")
    assert stands(backend)[1:] == ["Elixir", backend.cells[2], "Theirs"]

    editing.set_cell(HALCYON, backend.pk, 1, "Rust", seen=None, by=BY)
    cto.keyboard.press("Control+z")
    refusal = cto.locator(".toast.is-error", has_text="manage.py test changed the same cell since")
    expect(refusal).to_be_visible()
    expect(cell(cto, backend, 1)).to_have_text("Rust")
    assert Row.objects.filter(block=debt).exists()
    expect(status(cto)).to_have_text("All changes saved")


def test_a_server_that_fails_every_third_request_loses_nothing(cto: Page, complaints):
    complaints.expect("500")
    fail_every_third(cto)
    stack = list(Row.objects.filter(block=block("halcyon", "technology-stack")))
    for number, each in enumerate(stack):
        write(cto, cell(cto, each, 2), f"Reason {number}")
        expect(cell(cto, each, 2)).to_contain_text(f"Reason {number}")
    retry_all(cto)
    assert [stands(each)[2] for each in stack] == [f"Reason {n}" for n in range(len(stack))]


def test_slow_network_shows_what_was_typed_at_once_and_undo_waits_for_it(cto: Page, backend):
    held = []
    cto.route("**/cells/**", lambda route: held.append(route))  # noqa: PLW0108 (it is given a name)
    write(cto, cell(cto, backend, 1), "Elixir")
    expect(cell(cto, backend, 1)).to_have_text("Elixir", timeout=100)
    expect(status(cto)).to_have_text("Saving…")
    cto.keyboard.press("Control+z")
    with cto.expect_response("**/undo/"):
        held[0].continue_()
    saved(cto)
    expect(cell(cto, backend, 1)).to_have_text(backend.cells[1])
    assert stands(backend) == backend.cells
