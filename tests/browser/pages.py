"""Where things are on the pages, and how people get to them and about in them."""

import re

from playwright.sync_api import Locator, Page, Route, expect

from plans.catalogue import BY_KEY
from plans.demo import PASSWORD
from plans.editing.door import open_door
from plans.models import Block, Row
from tests.plans.companies import block, plan, row

SAVED = "All changes saved"
STACK = ["Frontend", "Backend", "Database", "Cache", "Queue", "Search", "AI/ML"]
"""What the technology stack of Halcyon says in its first column."""


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


def around(page: Page, of: Row) -> Locator:
    """The block of a row."""
    return page.locator(".block", has=shown(page, of))


def cell(page: Page, of: Row, column: int) -> Locator:
    return shown(page, of).locator("> td").nth(column)


def text(page: Page, of: Row) -> Locator:
    """The cell of a row outside tables; a sprint's line has two, of which the last is meant."""
    return page.locator(f"#r-{of.pk}.cell, #r-{of.pk} .cell").last


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


def rows_under(heading: str, slug: str = "halcyon") -> list[Row]:
    """The rows of the table under a heading of the CTO's plan, which may be of one's own."""
    found = Row.objects.filter(block__kind="table", block__section__plan=plan(slug))
    return list(found.filter(block__section__heading=heading).order_by("position"))


def own_rows(heading: str, slug: str = "halcyon") -> list[Row]:
    """The rows under a heading, whose table is no register's any more but one of one's own."""
    rows = rows_under(heading, slug)
    block = rows[0].block
    with open_door():
        BY_KEY[block.register].model.objects.filter(row__block=block).delete()
        Block.objects.filter(pk=block.pk).update(register="")
    return rows


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


def menu(page: Page, of: Row, name: str) -> None:
    """Choose from the menu of a row."""
    shown(page, of).locator("td, .cell").first.hover()
    tools = page.locator(".tools")
    tools.locator("summary").click()
    tools.get_by_role("button", name=name, exact=True).click()


def paste(where: Locator, words: str) -> None:
    """What a browser does on Ctrl+V with a spreadsheet's cells in the clipboard."""
    where.evaluate(
        """(cell, words) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", words);
            const event = { clipboardData, bubbles: true, cancelable: true };
            cell.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        words,
    )


def hear_news(page: Page) -> None:
    """Have the page ask at once what is new. The page's clock has to be installed."""
    with page.expect_response("**/news/**"):
        page.clock.fast_forward(4_000)


def hold_the_first(page: Page, addresses: str) -> list[Route]:
    """Keep the first that is asked for at these addresses from the server, until it is let go on.

    The list fills with all that is asked for there.
    """
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:
            route.continue_()

    page.route(addresses, answer)
    return asked


def slow_down(page: Page, milliseconds: int = 150) -> None:
    """Let every answer take so much longer."""
    network = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    session = page.context.new_cdp_session(page)
    session.send("Network.emulateNetworkConditions", {**network, "latency": milliseconds})


def fail_every_third(page: Page) -> None:
    """Let the server have a fault at every third text that it is sent."""
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) % 3 == 0:
            route.fulfill(status=500, body="Broken")
        else:
            route.continue_()

    page.route("**/cells/**", answer)


def retry_all(page: Page) -> None:
    """Press Retry until there is none left."""
    retry = page.locator("#document").get_by_role("button", name="Retry", exact=True)
    for _ in range(20):
        expect(page.locator("[data-state=saving]")).to_have_count(0)
        if not retry.count():
            break
        retry.first.click()
    saved(page)
