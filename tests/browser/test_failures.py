"""When the network, the server or the session fails: no text is lost, and a retry saves it."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from plans.models import Row
from tests.browser.pages import (
    cell,
    fill_sign_in,
    listen_to_dialogs,
    named,
    saved,
    stands,
    status,
    write,
)
from tests.plans.companies import row

pytestmark = pytest.mark.django_db(transaction=True)
SAVES = "**/cells/**"
UNREACHABLE = ("ERR_FAILED", "htmx:sendError", "htmx:afterRequest")


@pytest.fixture
def backend(halcyon) -> Row:
    return named("technology-stack", "Backend")


def kept(page: Page, of: Row, words: str, reason: str) -> None:
    """The text is in its cell, with what went wrong and a way to try again."""
    expect(cell(page, of, 1).locator(".reason")).to_have_text(f"Not saved: {reason}")
    expect(cell(page, of, 1)).to_contain_text(words)
    expect(status(page)).to_have_text("1 change not saved")
    assert stands(of) == of.cells


def retry(page: Page, of: Row) -> None:
    cell(page, of, 1).get_by_role("button", name="Retry").click()


def test_unreachable_server_keeps_the_text_until_a_retry(cto, complaints, backend):
    complaints.expect(*UNREACHABLE)
    cto.route(SAVES, lambda route: route.abort())
    write(cto, cell(cto, backend, 1), "Go 1.26")
    kept(cto, backend, "Go 1.26", "the server cannot be reached.")
    with cto.expect_event("requestfailed"):
        retry(cto, backend)
    kept(cto, backend, "Go 1.26", "the server cannot be reached.")

    cto.unroute(SAVES)
    retry(cto, backend)
    saved(cto)
    expect(cell(cto, backend, 1)).to_have_text("Go 1.26")
    assert stands(backend)[1] == "Go 1.26"
    asked = listen_to_dialogs(cto)
    cto.reload()
    assert asked == []


def test_fault_of_the_server_never_lands_in_a_cell(cto, complaints, backend):
    complaints.expect("500")
    page = "<h1>Fault</h1><p>A page of its own.</p>"
    cto.route(SAVES, lambda route: route.fulfill(status=500, body=page))
    write(cto, cell(cto, backend, 1), "Go 1.26")
    kept(cto, backend, "Go 1.26", "the server had a fault.")
    expect(cto.get_by_text("A page of its own.")).to_have_count(0)

    asked = listen_to_dialogs(cto)
    cto.reload()
    assert asked == ["beforeunload"]
    expect(cell(cto, backend, 1)).to_have_text(backend.cells[1])


def test_failed_text_can_be_discarded_or_typed_again(cto, complaints, backend):
    complaints.expect(*UNREACHABLE)
    cto.route(SAVES, lambda route: route.abort())
    where = cell(cto, backend, 1)
    write(cto, where, "First try")
    kept(cto, backend, "First try", "the server cannot be reached.")
    where.get_by_role("button", name="Discard").click()
    expect(where).to_have_text(backend.cells[1])
    expect(where).to_be_focused()
    saved(cto)

    write(cto, where, "Second try")
    kept(cto, backend, "Second try", "the server cannot be reached.")
    cto.unroute(SAVES)
    where.focus()
    cto.keyboard.press("Enter")
    cto.keyboard.type("Third try")
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(backend)[1] == "Third try"


def test_expired_session_asks_to_sign_in_and_retries(cto, complaints, backend):
    complaints.expect("401")
    Session.objects.all().delete()
    write(cto, cell(cto, backend, 1), "Go 1.26")
    dialog = cto.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()
    assert stands(backend) == backend.cells

    with cto.context.expect_page() as opened:
        dialog.get_by_role("link", name="Sign in again").click()
    fill_sign_in(opened.value, "halcyon-cto")
    dialog.get_by_role("button", name="Retry now").click()
    saved(cto)
    expect(dialog).to_be_hidden()
    expect(cell(cto, backend, 1)).to_have_text("Go 1.26")
    assert stands(backend)[1] == "Go 1.26"


def test_dialog_of_an_expired_session_can_wait(cto, complaints, backend):
    complaints.expect("401")
    Session.objects.all().delete()
    write(cto, cell(cto, backend, 1), "Go 1.26")
    cto.get_by_role("button", name="Later").click()
    kept(cto, backend, "Go 1.26", "your session has ended.")

    block = cto.locator(".block", has=cell(cto, backend, 1))
    block.get_by_role("button", name="Add row").click()
    expect(cto.get_by_role("dialog")).to_be_visible()
    cto.get_by_role("button", name="Later").click()
    expect(cto.locator(".toast")).to_contain_text("Not done: your session has ended.")


def test_token_that_is_too_old_is_renewed_by_a_retry(cto, complaints, backend):
    complaints.expect("403")
    cto.context.clear_cookies(name="csrftoken")
    write(cto, cell(cto, backend, 1), "Go 1.26")
    kept(cto, backend, "Go 1.26", "you may not change this, or the page is too old.")

    retry(cto, backend)
    saved(cto)
    assert stands(backend)[1] == "Go 1.26"


def test_box_that_could_not_be_ticked_says_so(cto, complaints, halcyon):
    complaints.expect("500")
    check = row("halcyon", "deployment-checklist")
    box = cto.locator(f"#r-{check.pk}").get_by_role("checkbox")
    cto.route(SAVES, lambda route: route.fulfill(status=500))
    box.uncheck()
    line = cto.locator(f"#r-{check.pk}")
    expect(line).to_contain_text("Not saved: the server had a fault.")
    assert stands(check)[0] == "x"

    cto.unroute(SAVES)
    line.get_by_role("button", name="Retry").click()
    saved(cto)
    expect(box).not_to_be_checked()
    assert stands(check)[0] == " "
