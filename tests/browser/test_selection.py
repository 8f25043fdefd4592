"""Rows chosen together, and whole blocks to and from a spreadsheet."""

import pytest
from playwright.sync_api import Locator, Page, expect

from plans.models import Row
from tests.browser.pages import (
    cell,
    editor,
    named,
    order,
    paste,
    rows_of,
    saved,
    shown,
    stands,
    text,
)
from tests.plans.companies import row

pytestmark = pytest.mark.django_db(transaction=True)
STACK = ["Frontend", "Backend", "Database", "Cache", "Queue", "Search", "AI/ML"]


@pytest.fixture
def backend(halcyon) -> Row:
    return named("technology-stack", "Backend")


def bar(page: Page) -> Locator:
    return page.get_by_role("group", name="Selected rows")


def copied(page: Page) -> str:
    """What Ctrl+C puts into the clipboard."""
    return page.locator(":focus").evaluate(
        """(cell) => {
            const clipboardData = new DataTransfer();
            cell.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true }));
            return clipboardData.getData("text/plain");
        }"""
    )


def test_rows_are_selected_set_and_deleted_with_one_undo_each(cto, backend):
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Shift+Space")
    cto.keyboard.press("Shift+ArrowDown")
    cto.keyboard.press("Shift+ArrowDown")
    expect(bar(cto)).to_contain_text("3 selected")
    expect(cto.locator("tr[aria-selected=true]")).to_have_count(3)
    bar(cto).get_by_role("button", name="Set…").click()
    dialog = cto.get_by_role("dialog", name="Write one text into the selected rows")
    dialog.get_by_label("Column").select_option("Rationale")
    dialog.get_by_label("New text").fill("Because")
    dialog.get_by_role("button", name="Set", exact=True).click()
    toast = cto.locator(".toast", has_text="Set 3 cells.")
    expect(toast).to_be_visible()
    changed = [named("technology-stack", first) for first in STACK[1:4]]
    assert [each.cells[2] for each in changed] == ["Because"] * 3
    expect(cto.locator("tr[aria-selected=true]")).to_have_count(3)
    toast.get_by_role("button", name="Undo").click()
    expect(cell(cto, backend, 2)).to_have_text(backend.cells[2])

    cell(cto, backend, 0).focus()
    cto.keyboard.press("Delete")
    expect(shown(cto, backend)).to_have_count(0)
    saved(cto)
    assert rows_of("technology-stack") == ["Frontend", *STACK[4:]]
    cto.keyboard.press("Control+z")
    expect(shown(cto, backend)).to_have_count(1)
    assert rows_of("technology-stack") == STACK


def test_all_rows_are_selected_and_let_go_and_a_cell_is_emptied(cto, backend):
    cell(cto, backend, 1).focus()
    cto.keyboard.press("Control+a")
    expect(cto.locator("tr[aria-selected=true]")).to_have_count(len(STACK))
    cto.keyboard.press("Escape")
    expect(cto.locator("tr[aria-selected=true]")).to_have_count(0)
    expect(bar(cto)).to_have_count(0)
    expect(cell(cto, backend, 1)).to_be_focused()
    cell(cto, backend, 0).click(modifiers=["ControlOrMeta"])
    cell(cto, named("technology-stack", "Queue"), 0).click(modifiers=["Shift"])
    expect(bar(cto)).to_contain_text("4 selected")
    cell(cto, backend, 1).click()
    expect(bar(cto)).to_have_count(0)
    cto.keyboard.press("Escape")

    cto.keyboard.press("Delete")
    saved(cto)
    assert stands(backend)[1] == ""


def test_block_is_pasted_and_taken_back_whole(cto, backend):
    last = named("technology-stack", "AI/ML")
    where = cell(cto, last, 1)
    where.focus()
    paste(where, 'Llama\t"Two\nlines"\r\nNew\tAs well\r\n')
    expect(cto.locator(".toast", has_text="added 1 row")).to_be_visible()
    added = Row.objects.filter(block=last.block_id).last()
    assert stands(last)[1:3] == ["Llama", "Two<br>lines"]
    assert added.cells == ["", "New", "As well", ""]
    expect(cell(cto, added, 1)).to_have_text("New")
    cto.keyboard.press("Control+z")
    expect(shown(cto, added)).to_have_count(0)
    assert stands(last) == last.cells
    assert rows_of("technology-stack") == STACK


def test_refused_cells_of_a_pasted_block_are_listed(cto):
    story = row("halcyon", "current-sprint")
    where = cell(cto, story, 1)
    where.focus()
    paste(where, "many\tGrace\tdone")
    toast = cto.locator(".toast", has_text="Pasted")
    expect(toast.locator("li")).to_have_text(
        [f"{story.cells[0]} Points: “many”. “many” is not a whole number from 0 upwards."]
    )
    assert stands(story)[1:] == [story.cells[1], "Grace", "Done"]
    where = cell(cto, story, 0)
    where.focus()
    paste(where, "One | line")
    saved(cto)
    assert stands(story)[0] == "One \\| line"


def test_lines_are_pasted_into_a_list(cto):
    goal = row("halcyon", "sprint-goals")
    where = text(cto, goal)
    where.focus()
    paste(where, "First\nSecond\nThird")
    expect(cto.locator(".toast", has_text="added 1 row")).to_be_visible()
    assert rows_of("sprint-goals") == ["First", "Second", "Third"]


def test_cells_and_rows_are_copied_as_a_spreadsheet_takes_them(cto, backend):
    cell(cto, backend, 1).focus()
    assert copied(cto) == backend.cells[1]
    cto.keyboard.press("Shift+Space")
    cto.keyboard.press("Shift+ArrowDown")
    database = named("technology-stack", "Database")
    assert copied(cto) == "\n".join("\t".join(each.cells) for each in (backend, database))
    expect(editor(cto)).to_have_count(0)
    assert order(cto, backend) == STACK
