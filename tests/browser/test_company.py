"""What newcomers do first: found a company, invite its CFO, fill a table, search, and export."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from plans.enums import Position
from plans.models import Row
from tests.browser.pages import cell, saved, write
from tests.gates.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

RUNWAY = {
    "Current Cash": "$1,850,000",
    "Monthly Burn Rate": "$92,500",
    "Runway (months)": "20",
    "Target Runway": "18 months",
    "Funding Needed": "None before the Sparkassenkredit",
}


def test_newcomers_found_invite_fill_search_and_export(live_server, new_page, sign_in):
    UserFactory(username="ada", first_name="Ada", last_name="Boss", is_superuser=True)
    ada, eve = new_page(), new_page()
    sign_in("ada", ada)
    found_and_invite(ada)
    come_in(eve)
    fill_the_runway(eve)
    search(eve)
    export(ada)


def found_and_invite(ada: Page) -> None:
    ada.goto("/")
    ada.get_by_role("link", name="Found a company").click()
    ada.get_by_label("Name").fill("Nova Freight")
    ada.keyboard.press("Enter")
    ada.get_by_role("link", name="Invite somebody").click()
    ada.get_by_label("E-mail address").fill("eve@example.com")
    ada.get_by_role("group", name="CFO · Financial Plan").get_by_label("Owner").check()
    ada.get_by_role("button", name="Send the invitation").click()
    expect(ada.locator(".toast")).to_contain_text("eve@example.com is invited.")


def come_in(eve: Page) -> None:
    eve.goto(re.search(r"/invitations/[\w-]+/", mail.outbox[-1].body)[0])
    eve.get_by_label("First name").fill("Eve")
    eve.get_by_label("Last name").fill("Ay")
    eve.get_by_label("Password", exact=True).fill(PASSWORD)
    eve.get_by_label("Password, once more").fill(PASSWORD)
    eve.get_by_role("button", name="Accept").click()
    card = eve.locator(".plan-card", has=eve.get_by_role("link", name="Financial Plan"))
    expect(card).to_contain_text("Eve Ay")
    card.get_by_role("link", name="Financial Plan").click()


def fill_the_runway(eve: Page) -> None:
    for first, text in RUNWAY.items():
        write(eve, cell(eve, runway(first), 1), text)
    saved(eve)


def runway(first: str) -> Row:
    rows = Row.objects.filter(
        block__section__plan__position=Position.CFO,
        block__section__heading="2.3 Runway Analysis",
    )
    return next(row for row in rows if row.cells[0] == first)


def search(eve: Page) -> None:
    eve.goto("/")
    eve.keyboard.press("ControlOrMeta+k")
    box = eve.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.fill("sparkassenkr")
    eve.keyboard.press("Enter")
    hit = eve.get_by_role("link", name="None before the Sparkassenkredit")
    expect(hit).to_be_visible()
    hit.click()
    expect(cell(eve, runway("Funding Needed"), 1)).to_be_in_viewport()


def export(ada: Page) -> None:
    ada.goto("/nova-freight/")
    with ada.expect_download() as download:
        ada.get_by_role("link", name="Export all (ZIP)").click()
    tree = ZipFile(BytesIO(download.value.path().read_bytes()))
    assert len(tree.namelist()) == len(Position)
    text = tree.read("CFO/README.md").decode()
    for first, value in RUNWAY.items():
        assert f"| {first} | {value} |" in text
