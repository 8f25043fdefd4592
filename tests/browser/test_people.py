"""A company is founded, and somebody invited, who owns a plan and sees no more than is theirs."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from gates.models import User
from plans import roles
from plans.models import Company
from tests.browser.pages import fits
from tests.browser.test_accessibility import MODES, clean
from tests.gates.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
UNLIKE = (MODES[0], MODES[3])
"""At a desk by day, and on the smallest phone by night."""


def link() -> str:
    """The address in the newest e-mail."""
    return re.search(r"/invitations/[\w-]+/", mail.outbox[-1].body)[0]


def sign_up(page: Page) -> None:
    page.get_by_label("First name").fill("Eve")
    page.get_by_label("Last name").fill("\u0410y")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()


def found(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Found a company").click()
    page.get_by_role("button", name="Found it").click()
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_text("Name: write this first.")).to_be_visible()
    page.get_by_label("Name").fill("Nova Freight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/nova-freight/people/$"))


def test_company_is_founded_and_somebody_comes_in_and_owns_a_plan(
    live_server, new_page, sign_in, complaints
):
    complaints.expect("status of 404", "status of 422")
    UserFactory(username="ada", first_name="Ada", last_name="Boss", is_superuser=True)
    ada, eve = new_page(), new_page()
    sign_in("ada", ada)
    found(ada)
    ada.get_by_role("link", name="Invite somebody").click()
    ada.get_by_label("E-mail address").fill("eve@example.com")
    ada.get_by_role("button", name="Send the invitation").click()
    expect(ada.get_by_text("Choose at least one role.")).to_be_visible()
    expect(ada.get_by_label("E-mail address")).to_have_value("eve@example.com")
    ada.get_by_role("group", name="CTO · Technical Plan").get_by_label("Reader").check()
    clean(ada, UNLIKE)
    fits(ada)
    ada.get_by_role("button", name="Send the invitation").click()
    expect(ada.locator(".toast")).to_contain_text("eve@example.com is invited.")

    eve.goto(link())
    clean(eve, UNLIKE)
    fits(eve)
    sign_up(eve)
    expect(eve.get_by_role("link", name="Technical Plan")).to_be_visible()
    expect(eve.get_by_role("link", name="Financial Plan")).to_have_count(0)
    for address in ("/nova-freight/cfo/", "/nova-freight/people/", "/companies/", link()):
        assert eve.goto(address).status == 404
    clean(eve, UNLIKE)

    ada.goto("/nova-freight/people/")
    ada.get_by_role("link", name="Eve").click()
    ada.get_by_role("group", name="CFO · Financial Plan").get_by_label("Owner").check()
    clean(ada, UNLIKE)
    fits(ada)
    ada.get_by_role("button", name="Keep these roles").click()
    line = ada.get_by_role("row").filter(has=ada.get_by_role("rowheader", name="Eve"))
    expect(line.get_by_text("Owner", exact=True)).to_be_visible()
    expect(line).to_contain_text("U+0410 CYRILLIC CAPITAL LETTER A")
    clean(ada)
    fits(ada)
    eve.goto("/nova-freight/cfo/")
    expect(eve.locator("#document")).to_have_attribute("data-editable", "yes")

    company, user = Company.objects.get(), User.objects.get(username="eve@example.com")
    assert roles.holding(company)[user.pk] == {"CFO", "CTO reader"}
    ada.get_by_role("link", name="Eve").click()
    ada.get_by_role("link", name="Remove from the company").click()
    ada.get_by_label("Who takes over the CFO plan").select_option("Ada Boss")
    clean(ada, UNLIKE)
    ada.get_by_role("button", name="Remove them").click()
    expect(ada.locator(".toast")).to_contain_text("is removed.")
    assert eve.goto("/nova-freight/cfo/").status == 404


def test_companies_are_switched_without_a_script(live_server, new_page, sign_in, halcyon, meridian):
    user = User.objects.get(username="halcyon-reader")
    roles.put(user, meridian.company, roles.READER)
    phone = new_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    sign_in("halcyon-reader", phone)
    phone.goto("/halcyon/")
    phone.get_by_text("Your companies", exact=True).click()
    phone.get_by_role("link", name="Meridian Labs").click()
    expect(phone.get_by_role("heading", name="Meridian Labs")).to_be_visible()


def test_menu_of_companies_has_no_barrier(live_server, page, sign_in, halcyon, meridian):
    roles.put(User.objects.get(username="halcyon-reader"), meridian.company, roles.READER)
    sign_in("halcyon-reader")
    page.goto("/halcyon/")
    page.get_by_text("Your companies", exact=True).click()
    clean(page, UNLIKE)
    fits(page)
