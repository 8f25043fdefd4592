"""Where things are on the pages, and how people get to them and about in them."""

import re

from playwright.sync_api import Locator, Page, expect

from plans.demo import PASSWORD
from plans.models import Row
from tests.plans.companies import block, row

SAVED = "All changes saved"


def sign_in_by_form(page: Page, username: str) -> None:
    page.goto("/login/")
    fill_sign_in(page, username)


def fill_sign_in(page: Page, username: str) -> None:
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your plans")).to_be_visible()


def shown(page: Page, of: Row) -> Locator:
    return page.locator(f"#r-{of.pk}")


def cell(page: Page, of: Row, column: int) -> Locator:
    return shown(page, of).locator("> td").nth(column)


def text(page: Page, of: Row) -> Locator:
    """The cell of a row outside tables; a sprint's line has two, of which the last is meant."""
    return shown(page, of).locator(".cell").last


def editor(page: Page) -> Locator:
    """The open editor: there is never more than one."""
    return page.locator("#document .editor")


def status(page: Page) -> Locator:
    return page.locator("#status")


def settled(where: Locator) -> None:
    """Nothing is on its way from this cell, and nothing was refused there."""
    expect(where).not_to_have_attribute("data-state", re.compile(".+"))


def saved(page: Page) -> None:
    expect(status(page)).to_have_text(SAVED)


def write(page: Page, where: Locator, words: str, *, key: str = "Enter") -> None:
    """Click, type over what is there, and leave by a key."""
    where.click()
    expect(editor(page)).to_be_focused()
    editor(page).press("ControlOrMeta+a")
    page.keyboard.type(words)
    page.keyboard.press(key)


def stands(of: Row) -> list[str]:
    """What the database says in a row now."""
    return Row.objects.get(pk=of.pk).cells


def named(register: str, first: str, slug: str = "halcyon") -> Row:
    """The row of a register whose first cell says `first`."""
    return row(slug, register, first)


def order(page: Page, of: Row) -> list[str]:
    """What the first cells say of the row's neighbours and its own, from top to bottom."""
    return shown(page, of).locator("..").locator("td:first-child, .cell").all_inner_texts()


def rows_of(register: str, slug: str = "halcyon") -> list[str]:
    """What the first cells of a register say in the database, in order."""
    found = Row.objects.filter(block=block(slug, register)).order_by("position")
    return [each.cells[-1] if each.cells[0] in ("x", " ") else each.cells[0] for each in found]


def action(page: Page, name: str) -> Locator:
    """The form of an action on the gate's page."""
    return page.get_by_role("form", name=name, exact=True)


def decide(page: Page, gate: int, name: str, reason: str, outcome: str = "") -> None:
    """Take an action on the gate's page by its form."""
    page.goto(f"/gates/{gate}/")
    fill_action(page, name, reason, outcome)
    expect(page.locator(".toast")).to_contain_text("Recorded:")


def fill_action(page: Page, name: str, reason: str, outcome: str = "") -> None:
    """Fill in the form of an action, on the gate's page as it stands, and send it."""
    form = action(page, name)
    if outcome:
        form.get_by_label(outcome).check()
        form.get_by_label("Medium").check()
    form.get_by_label("Reason").fill(reason)
    if form.get_by_label("Your password").count():
        form.get_by_label("Your password").fill(PASSWORD)
    form.get_by_role("button", name=name).click()


def fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    wide, room = page.locator(":root").evaluate("root => [root.scrollWidth, root.clientWidth]")
    assert wide <= room


def listen_to_dialogs(page: Page) -> list[str]:
    """Accept every dialog of the browser; the list fills with their kinds."""
    heard: list[str] = []

    def accept(dialog) -> None:
        heard.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return heard
