"""Reading a plan: on a phone, in the dark, on paper, and from its table of contents."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import cell, editor, fits, named, saved, stands, write
from tests.plans.companies import row

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}


def below_banner(page: Page, what: Locator) -> None:
    """It is on the screen, and the sticky banner does not cover it."""
    expect(what).to_be_in_viewport()
    sticky = page.locator(".banner")
    if not sticky.bounding_box():  # a phone's banner has no box; its first line sticks
        sticky = page.locator(".banner-line")
    box, over = what.bounding_box(), sticky.bounding_box()
    assert over["y"] + over["height"] <= box["y"] + 1


def test_phone_shows_labelled_cards_and_a_tap_edits(halcyon, new_page, sign_in):
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in("halcyon-cto", page)
    page.goto(halcyon.url)
    backend = named("technology-stack", "Backend")
    fits(page)
    tops = [cell(page, backend, column).bounding_box()["y"] for column in range(4)]
    assert tops == sorted(set(tops))
    labels = [
        cell(page, backend, column).evaluate("cell => getComputedStyle(cell, '::before').content")
        for column in range(4)
    ]
    assert labels == ['"Layer"', '"Technology"', '"Rationale"', '"Alternatives Considered"']

    cell(page, backend, 1).tap()
    expect(editor(page)).to_be_focused()
    fits(page)
    page.keyboard.type("Go")
    page.keyboard.press("Enter")
    saved(page)
    assert stands(backend)[1] == "Go"
    fits(page)


@pytest.mark.parametrize("size", [PHONE, NARROW])
def test_nothing_scrolls_sideways(halcyon, new_page, sign_in, complaints, size):
    complaints.expect("status of 4")
    page = new_page(viewport=size)
    page.goto("/login/")
    fits(page)
    sign_in("halcyon-cto", page)
    for address in ("/", "/halcyon/", f"/gates/{halcyon.gate_id}/", "/nowhere/at/all/"):
        page.goto(address)
        fits(page)

    page.goto(halcyon.url)
    story = named("current-sprint", "Quota headers on the Public API")
    write(page, cell(page, story, 1), "many, far more than anybody counted")
    expect(cell(page, story, 1).locator(".message")).to_be_visible()
    fits(page)
    write(page, cell(page, story, 2), "x" * 200)
    expect(cell(page, story, 2)).to_contain_text("xxx")
    cell(page, story, 0).click()
    expect(editor(page)).to_be_focused()
    fits(page)
    page.keyboard.press("Escape")
    page.locator(".outline summary").click()
    fits(page)
    page.goto(f"{halcyon.url}history/")
    fits(page)


def test_gated_phone_shows_why_and_fits(meridian, new_page, sign_in):
    page = new_page(viewport=NARROW)
    sign_in("meridian-cto", page)
    page.goto(meridian.url)
    expect(page.get_by_text("the CMO has to record PROCEED.").first).to_be_visible()
    cache = named("technology-stack", "Cache", "meridian")
    cell(page, cache, 3).click()
    expect(cell(page, cache, 3).get_by_role("alert")).to_be_visible()
    fits(page)


def test_dark_is_dark(cto):
    colour = "root => getComputedStyle(root).backgroundColor"
    light = cto.locator(":root").evaluate(colour)
    cto.emulate_media(color_scheme="dark")
    dark = cto.locator(":root").evaluate(colour)

    assert [sum(map(int, each[4:-1].split(","))) > 384 for each in (light, dark)] == [True, False]


def test_print_shows_neither_buttons_nor_ghosts(halcyon, gated, new_page, sign_in):
    cache = named("technology-stack", "Cache", "meridian")
    ghosts = gated.locator("#document").locator("i, .ghost")
    expect(ghosts.filter(visible=True).first).to_be_visible()
    page = new_page()
    sign_in("halcyon-cto", page)
    page.goto(halcyon.url)
    backend = named("technology-stack", "Backend")
    cell(page, backend, 0).hover()
    for printed in (gated, page):
        printed.emulate_media(media="print")
        expect(printed.get_by_role("button").filter(visible=True)).to_have_count(0)
        expect(printed.locator("summary, .outline, .tools").filter(visible=True)).to_have_count(0)

    expect(ghosts.filter(visible=True)).to_have_count(0)
    expect(cell(gated, cache, 0)).to_be_visible()
    expect(cell(page, backend, 1)).to_be_visible()


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE])
def test_contents_lead_to_headings_below_the_banner(halcyon, new_page, sign_in, size):
    page = new_page(viewport=size)
    sign_in("halcyon-cto", page)
    page.goto(halcyon.url)
    for name in ("Tech Debt Plan", "Technical Strategy", "Appendix"):
        link = page.locator(".toc").get_by_role("link", name=name)
        link.click()
        heading = page.get_by_role("heading", name=name)
        expect(page).to_have_url(f"{page.url.split('#')[0]}{link.get_attribute('href')}")
        below_banner(page, heading)

    if size == PHONE:
        page.locator(".outline summary").click()
    page.locator(".outline").get_by_role("link", name="6.3 Vulnerability Management").click()
    below_banner(page, page.get_by_role("heading", name="6.3 Vulnerability Management"))


@pytest.mark.parametrize("size", [{"width": 1440, "height": 700}, PHONE])
def test_focus_is_never_under_the_banner(meridian, new_page, sign_in, size):
    page = new_page(viewport=size)
    sign_in("meridian-cto", page)
    page.goto(meridian.url)
    last = row("meridian", "on-call-rotation")
    cell(page, last, 0).focus()
    for key in ("Control+Home", *["Shift+Tab"] * 12):
        page.keyboard.press(key)
        below_banner(page, page.locator(":focus"))


def test_outline_marks_where_one_reads(cto):
    for name in ("5.3 Code Quality Metrics", "2.2 Implementation Phases"):
        cto.locator(".outline").get_by_role("link", name=name).click()
        expect(cto.locator(".outline a[aria-current]")).to_contain_text([name])
