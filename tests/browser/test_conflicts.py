"""Two people at one plan: nobody overwrites what they have not seen."""

import pytest
from playwright.sync_api import Page, expect

from plans.models import Row
from tests.browser.pages import cell, named, rows_of, saved, shown, stands, status, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backend(halcyon) -> Row:
    return named("technology-stack", "Backend")


def clash(cto: Page, deputy: Page, of: Row) -> None:
    write(cto, cell(cto, of, 1), "Theirs")
    saved(cto)
    write(deputy, cell(deputy, of, 1), "Mine")
    message = cell(deputy, of, 1).locator(".message")
    expect(message).to_contain_text("Ingrid Solheim wrote")
    expect(message.locator(".theirs")).to_have_text("Theirs")
    expect(message.locator(".mine")).to_have_text("Mine")
    expect(status(deputy)).to_have_text("1 change not saved")
    assert stands(of)[1] == "Theirs"


def test_second_writer_keeps_their_own(cto, deputy, complaints, backend):
    complaints.expect("status of 409")
    clash(cto, deputy, backend)
    cell(deputy, backend, 1).get_by_role("button", name="Keep mine").click()

    saved(deputy)
    expect(cell(deputy, backend, 1)).to_have_text("Mine")
    expect(cell(deputy, backend, 1)).to_be_focused()
    assert stands(backend)[1] == "Mine"


def test_second_writer_takes_theirs(cto, deputy, complaints, backend):
    complaints.expect("status of 409")
    clash(cto, deputy, backend)
    cell(deputy, backend, 1).get_by_role("button", name="Take theirs").click()

    saved(deputy)
    expect(cell(deputy, backend, 1)).to_have_text("Theirs")
    expect(cell(deputy, backend, 1)).to_be_focused()
    assert stands(backend)[1] == "Theirs"
    write(deputy, cell(deputy, backend, 1), "Both")
    saved(deputy)
    assert stands(backend)[1] == "Both"


def test_different_cells_of_a_row_and_the_same_text_twice_never_conflict(cto, deputy, backend):
    write(cto, cell(cto, backend, 1), "Go")
    saved(cto)
    write(deputy, cell(deputy, backend, 2), "Small team")
    saved(deputy)
    write(cto, cell(cto, backend, 3), "Rust")
    saved(cto)
    write(deputy, cell(deputy, backend, 3), "Rust")
    saved(deputy)

    assert stands(backend)[1:] == ["Go", "Small team", "Rust"]


def test_row_that_somebody_edited_is_not_deleted_unseen(cto, deputy, complaints, backend):
    complaints.expect("status of 409")
    deputy.route("**/news/**", lambda route: route.fulfill(status=204))
    write(cto, cell(cto, backend, 1), "Go")
    saved(cto)
    shown(deputy, backend).hover()
    deputy.get_by_label("Row actions: Backend").click()
    deputy.get_by_role("button", name="Delete").click()

    expect(deputy.locator(".toast")).to_contain_text("changed this row meanwhile")
    expect(cell(deputy, backend, 1)).to_have_text("Go")
    assert "Backend" in rows_of("technology-stack")
