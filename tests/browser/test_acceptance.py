"""What is asked of every table, for those of one's own: no register, no types, no model.

Of registers the other modules say the same, and `test_texts` of texts outside tables. The last test
is a walk through a whole section.
"""

import pytest
from playwright.sync_api import Page, expect

from plans import editing
from plans.models import Row
from tests.browser.pages import (
    cell,
    editor,
    fits,
    hear_news,
    hold_the_first,
    listen_to_dialogs,
    menu,
    order,
    own_rows,
    paste,
    rows_under,
    saved,
    shown,
    stands,
    status,
    text,
    write,
)
from tests.plans.companies import BY, HALCYON, client, measure_up, row
from tests.plans.companies import text as document
from tests.plans.factories import open_gate

pytestmark = pytest.mark.django_db(transaction=True)
OWN = "C-Suite Plans"
POSITIONS = ["CEO", "CFO", "CMO", "COO", "CIO", "CLO", "CPO", "CXA"]


@pytest.fixture(autouse=True)
def rows(halcyon) -> list[Row]:
    return own_rows(OWN)


def firsts() -> list[str]:
    """What the links in the table's first column say in the database."""
    return [row.cells[0].split("]")[0].removeprefix("[") for row in rows_under(OWN)]


def keys(page: Page, *names: str) -> None:
    for name in names:
        page.keyboard.press(name)


def test_own_table_is_filled_by_keys_as_a_register_is(cto, rows):
    first, second, third, *_, last = rows
    ways = {
        ("ArrowRight",): (first, 1),
        ("ArrowDown", "Home"): (second, 0),
        ("End",): (second, 1),
        ("Control+End",): (last, 1),
        ("Control+Home",): (first, 0),
    }
    cell(cto, first, 0).focus()
    for way, (of, column) in ways.items():
        keys(cto, *way)
        expect(cell(cto, of, column)).to_be_focused()
    grid = cto.get_by_role("grid", name=OWN)
    expect(grid.locator("td[tabindex='0']")).to_have_count(1)

    write(cto, cell(cto, first, 1), "Plan | of")
    expect(cell(cto, second, 1)).to_be_focused()
    keys(cto, "F2", "End", "Shift+Enter")
    cto.keyboard.type("Second line")
    cto.keyboard.press("Tab")
    expect(cell(cto, third, 0)).to_be_focused()
    cto.keyboard.type("Nonsense")
    cto.keyboard.press("Escape")
    expect(cell(cto, third, 0)).to_be_focused()
    expect(cell(cto, third, 0).get_by_role("link")).to_have_text("CMO")
    cto.keyboard.type("CMO")
    cto.keyboard.press("Shift+Tab")
    expect(cell(cto, second, 1)).to_be_focused()
    saved(cto)
    cto.reload()
    expect(cell(cto, first, 1)).to_have_text("Plan | of")
    expect(cell(cto, second, 1).locator("br")).to_have_count(1)
    lines = document("halcyon").split("\n")
    assert "| [CEO](../CEO/README.md) | Plan \\| of |" in lines
    assert "| [CFO](../CFO/README.md) | Financial Plan<br>Second line |" in lines
    assert "| CMO | Marketing Plan |" in lines

    cto.emulate_media(media="print")
    block = cto.locator(".block", has=cell(cto, first, 0))
    expect(block.get_by_role("button").filter(visible=True)).to_have_count(0)


def test_own_cell_keeps_the_last_of_three_edits_in_one_round_trip(cto, rows):
    where = cell(cto, rows[0], 1)
    asked = hold_the_first(cto, "**/cells/**")
    for words in ("One", "Two", "Three"):
        write(cto, where, words)
    expect(where).to_have_text("Three")
    expect(status(cto)).to_have_text("Saving…")
    asked[0].continue_()
    saved(cto)
    assert len(asked) == 2
    assert stands(rows[0])[1] == "Three"


def test_own_cell_keeps_a_text_that_failed_and_one_that_was_refused(cto, complaints, rows):
    complaints.expect("500", "status of 422")
    first, second, *_ = rows
    cto.route("**/cells/**", lambda route: route.fulfill(status=500, body="<h1>Fault</h1>"))
    write(cto, cell(cto, first, 1), "Tried")
    expect(cell(cto, first, 1)).to_contain_text("TriedNot saved: the server had a fault.")
    expect(status(cto)).to_have_role("status")
    expect(status(cto)).to_have_text("1 change not saved")
    cto.unroute("**/cells/**")
    asked = listen_to_dialogs(cto)
    cell(cto, first, 1).get_by_role("button", name="Retry").click()
    saved(cto)
    assert stands(first)[1] == "Tried"

    cell(cto, second, 1).click()
    editor(cto).fill("x" * 20_001)
    cto.keyboard.press("Enter")
    expect(cell(cto, second, 1).locator(".message")).to_contain_text("at most 20,000 characters")
    expect(status(cto)).to_have_text("1 change not saved")
    cell(cto, second, 1).focus()
    cto.keyboard.press("Enter")
    expect(editor(cto)).to_have_value("x" * 20_001)
    assert stands(second) == second.cells
    cto.reload()
    assert asked == ["beforeunload"]


def test_second_writer_of_an_own_cell_sees_both_and_chooses(cto, deputy: Page, complaints, rows):
    complaints.expect("status of 409")
    deputy.route("**/news/**", lambda route: route.fulfill(status=204))
    first, second, *_ = rows
    for of, button in ((first, "Keep mine"), (second, "Take theirs")):
        write(cto, cell(cto, of, 1), "Theirs")
        saved(cto)
        write(deputy, cell(deputy, of, 0), "Another cell")
        saved(deputy)
        write(deputy, cell(deputy, of, 1), "Mine")
        where = cell(deputy, of, 1)
        expect(where.locator(".theirs")).to_have_text("Theirs")
        expect(where.locator(".mine")).to_have_text("Mine")
        where.get_by_role("button", name=button).click()
        expect(where).to_be_focused()
        saved(deputy)

    assert [stands(of) for of in (first, second)] == [
        ["Another cell", "Mine"],
        ["Another cell", "Theirs"],
    ]


def test_block_pasted_into_an_own_table_goes_and_comes_in_one_step(cto, complaints, rows):
    complaints.expect("status of 4")
    last = rows[-1]
    before = document("halcyon")
    cell(cto, last, 0).focus()
    paste(cell(cto, last, 0), 'CXA\t"Two\nlines"\r\nCDO\tData | Plan\ttoo wide\r\nCSO\tSafety\r\n')
    toast = cto.locator(".toast", has_text="added 2 rows")
    expect(toast.locator("li")).to_have_count(1)
    expect(toast.locator("li")).to_contain_text("too wide")
    assert [row.cells for row in rows_under(OWN)[-3:]] == [
        ["CXA", "Two<br>lines"],
        ["CDO", "Data \\| Plan"],
        ["CSO", "Safety"],
    ]
    editing.set_cell(HALCYON, rows[0].pk, 1, "Theirs", seen=None, by=BY)
    cto.keyboard.press("Control+z")
    expect(cell(cto, last, 1)).to_have_text("Experience Plan")
    expect(cell(cto, rows[0], 1)).to_have_text("Theirs")
    assert document("halcyon") == before.replace("Business Plan |", "Theirs |", 1)
    cto.keyboard.press("Control+Shift+z")
    expect(cell(cto, last, 1)).to_have_text("Two lines")
    assert firsts() == [*POSITIONS, "CDO", "CSO"]

    editing.set_cell(HALCYON, last.pk, 1, "Theirs as well", seen=None, by=BY)
    cto.keyboard.press("Control+z")
    refusal = cto.locator(".toast.is-error", has_text="manage.py test changed the same cell since")
    expect(refusal).to_be_visible()
    assert firsts() == [*POSITIONS, "CDO", "CSO"]


def test_rows_of_an_own_table_come_and_go(cto, rows):
    first, second, third, *_ = rows
    cto.locator(".block", has=cell(cto, first, 0)).get_by_role("button", name="Add row").click()
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("CDO")
    cto.keyboard.press("Control+Enter")
    expect(editor(cto)).to_have_value("")
    expect(editor(cto)).to_be_focused()
    with cto.expect_response("**/undo/"):
        cto.keyboard.press("Escape")
    saved(cto)
    assert firsts() == [*POSITIONS, "CDO"]

    menu(cto, second, "Delete")
    expect(cell(cto, third, 0)).to_be_focused()
    assert firsts() == ["CEO", *POSITIONS[2:], "CDO"]
    toast = cto.locator(".toast", has_text="Row deleted.")
    toast.get_by_role("button", name="Undo").click()
    expect(cell(cto, second, 0)).to_be_focused()
    cto.reload()
    assert order(cto, first) == [*POSITIONS, "CDO"]


def test_news_leave_the_open_editor_of_an_own_table_alone(halcyon, page, sign_in, rows):
    first, second, third, *_ = rows
    sign_in("halcyon-cto")
    page.clock.install()
    page.goto(halcyon.url)
    cell(page, first, 1).click()
    page.keyboard.type("Half a")
    editing.set_cell(HALCYON, second.pk, 1, "Money", seen=None, by=BY)
    editing.delete_rows(HALCYON, [third.pk], by=BY)
    hear_news(page)
    expect(cell(page, second, 1)).to_have_text("Money")
    expect(shown(page, third)).to_have_count(0)
    expect(editor(page)).to_be_focused()
    page.keyboard.type(" sentence")
    page.keyboard.press("Enter")
    expect(cell(page, second, 1)).to_be_focused()
    saved(page)
    assert stands(first)[1] == "Half a sentence"


def test_placeholder_of_an_own_table_is_a_ghost_and_counts(halcyon, page, sign_in, rows):
    first, *_ = rows
    editing.set_cell(HALCYON, first.pk, 1, "[Business Plan]", seen=None, by=BY)
    sign_in("halcyon-cto")
    page.goto(halcyon.url)
    share = page.locator(".outline a", has_text=OWN).locator("small")
    expect(share).to_have_text("93 %")
    expect(cell(page, first, 1).locator("i")).to_have_text("[Business Plan]")
    assert "| [CEO](../CEO/README.md) | [Business Plan] |" in document("halcyon")
    page.emulate_media(media="print")
    expect(cell(page, first, 1).locator("i")).to_be_hidden()
    page.emulate_media(media="screen")

    cell(page, first, 1).click()
    expect(editor(page)).to_have_value("")
    expect(editor(page)).to_have_attribute("placeholder", "[Business Plan]")
    page.keyboard.type("Business")
    page.keyboard.press("Enter")
    saved(page)
    expect(share).to_have_text("100 %")


def test_locked_own_table_says_who_can_unlock_it(gated, meridian):
    first, *_ = own_rows(OWN, "meridian")
    grid = gated.get_by_role("grid", name=OWN)
    expect(grid).to_have_attribute("aria-readonly", "true")
    cell(gated, first, 1).focus()
    for key in ("Enter", "x", "Alt+ArrowDown", "Delete"):
        gated.keyboard.press(key)
        alert = shown(gated, first).get_by_role("alert")
        expect(alert).to_contain_text("the CMO has to record PROCEED")
        expect(cell(gated, first, 1)).to_be_focused()
    gated.keyboard.press("Escape")
    expect(alert).to_have_count(0)
    paste(cell(gated, first, 1), "One\tTwo\nThree\tFour")
    expect(alert).to_be_visible()
    expect(editor(gated)).to_have_count(0)
    block = gated.locator(".block", has=cell(gated, first, 0))
    expect(block.get_by_role("button", name="Add row")).to_be_hidden()

    address = f"/meridian/cto/rows/{first.pk}/cells/1/"
    answer = client("meridian-cto").post(address, {"text": "x", "seen": first.cells[1]})
    assert answer.status_code == 423
    assert stands(first) == first.cells


def test_own_table_is_cards_on_a_phone(halcyon, new_page, sign_in, rows):
    first, *_ = rows
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    sign_in("halcyon-cto", page)
    page.goto(halcyon.url)
    cells = [cell(page, first, column) for column in (0, 1)]
    label = "cell => getComputedStyle(cell, '::before').content"
    assert [each.evaluate(label) for each in cells] == ['"Position"', '"Plan"']
    cells[1].tap()
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Business")
    page.keyboard.press("Enter")
    saved(page)
    fits(page)
    assert stands(first)[1] == "Business"


STORIES = (
    'Audit log\t3\tGrace\tdone\r\n"Export,\nas CSV"\t2\tAda\tto do\r\nDrafts\t1\tJoan\tTo Do\r\n'
)
FILLED = """
| Story | Points | Assignee | Status |
|-------|--------|----------|--------|
| Sign-in | 5 | Ada | In Progress |
| Audit log | 3 | Grace | Done |
| Export,<br>as CSV | 2 | Ada | To Do |
"""


def type_across(page: Page, *words: str) -> None:
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Tab")


def fill_stories(page: Page) -> None:
    story, second, third = rows_under("2.1 Current Sprint", "meridian")
    cell(page, story, 0).click()
    type_across(page, "Sign-in", "5", "Ada")
    page.keyboard.type("In")
    page.keyboard.press("Enter")
    expect(cell(page, second, 3)).to_be_focused()
    page.keyboard.press("Home")
    page.evaluate("words => navigator.clipboard.writeText(words)", STORIES)
    page.keyboard.press("ControlOrMeta+v")
    expect(page.locator(".toast", has_text="added 1 row")).to_be_visible()
    page.keyboard.press("ControlOrMeta+z")
    expect(cell(page, second, 0)).to_have_text("[Story 2]")
    page.keyboard.press("ControlOrMeta+Shift+z")
    expect(cell(page, third, 0)).to_have_text("Export, as CSV")
    drafts = rows_under("2.1 Current Sprint", "meridian")[-1]
    cell(page, drafts, 0).click()
    keys(page, "Escape", "Shift+Space", "Delete")
    expect(shown(page, drafts)).to_have_count(0)

    goal = row("meridian", "sprint-goals")
    text(page, goal).click()
    expect(editor(page)).to_have_attribute("placeholder", "[Goal 1]")
    page.keyboard.type("Ship it")
    page.keyboard.press("Enter")


def fill_features(page: Page) -> None:
    feature, second, third = rows_under("2.3 Feature Breakdown", "meridian")
    cell(page, feature, 0).click()
    type_across(page, "Search", "Me", "Index", "3 days")
    page.keyboard.type("Plan")
    page.keyboard.press("Control+Enter")
    expect(editor(page)).to_be_focused()
    page.keyboard.type("Reports")
    page.keyboard.press("Enter")
    cell(page, second, 0).click()
    keys(page, "Escape", "Shift+Space", "Shift+ArrowDown", "Delete")
    expect(shown(page, third)).to_have_count(0)


def fill_milestones(page: Page) -> None:
    milestone, *_ = rows_under("2.4 Technical Milestones", "meridian")
    cell(page, milestone, 0).click()
    type_across(page, "Beta", "2027-03-31")
    page.keyboard.type("Ten customers")
    page.keyboard.press("Enter")
    saved(page)


def test_who_knows_spreadsheets_fills_a_section_without_help(meridian, new_page, sign_in):
    measure_up("meridian")
    open_gate(meridian)
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in("meridian-cto", page)
    page.goto(meridian.url)
    for fill in (fill_stories, fill_features, fill_milestones):
        fill(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Export Markdown").click()
    exported = download.value.path().read_text()
    assert f"{FILLED}\n**Sprint Goals:**\n1. Ship it\n2. [Goal 2]\n" in exported
    assert "| Search | Med | Index | 3 days | Planned |\n| Reports |  |  |  |  |\n\n" in exported
    assert "| Beta | 2027-03-31 | Ten customers | [On Track/At Risk/Complete] |" in exported
