"""A table is sorted and filtered for oneself alone; rows are dragged in the plan's own order."""

import pytest
from playwright.sync_api import Locator, Page, expect

from plans import editing
from plans.models import Row
from tests.browser.pages import (
    STACK,
    around,
    cell,
    editor,
    named,
    order,
    own_rows,
    rows_of,
    saved,
    status,
    write,
)
from tests.plans.companies import BY, HALCYON, block

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backend(halcyon) -> Row:
    return named("technology-stack", "Backend")


def visible(page: Page, of: Row) -> list[str]:
    return around(page, of).locator("tbody > tr:not([hidden]) > td:first-child").all_inner_texts()


def view(page: Page, of: Row) -> Locator:
    """The open tools to sort and filter a table with."""
    tools = around(page, of).locator(".view")
    tools.get_by_text("Sort and filter").click()
    return tools


def test_table_is_sorted_and_stands_in_the_plan_as_before(cto: Page, backend):
    header = around(cto, backend).get_by_role("columnheader").first
    header.click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert order(cto, backend) == sorted(STACK)
    header.click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert order(cto, backend) == sorted(STACK, reverse=True)

    # An edit stays where it was made, and other rows come from the server in the order one chose.
    write(cto, cell(cto, backend, 0), "Zig")
    saved(cto)
    assert order(cto, backend)[5] == "Zig"  # where "Backend" stood
    cell(cto, backend, 0).press("ControlOrMeta+Enter")
    expect(editor(cto)).to_be_focused()
    cto.keyboard.type("Added")
    cto.keyboard.press("Enter")
    saved(cto)
    assert order(cto, backend) == [
        "Search",
        "Queue",
        "Frontend",
        "Database",
        "Cache",
        "Zig",
        "Added",
        "AI/ML",
    ]

    header.click()
    expect(header).not_to_have_attribute("aria-sort", "ascending")
    expect(header).not_to_have_attribute("aria-sort", "descending")
    plan = ["Frontend", "Zig", "Added", *STACK[2:]]
    assert order(cto, backend) == plan
    assert rows_of("technology-stack") == plan


def test_open_edit_is_kept_by_sorting_and_filtering(cto: Page, backend, complaints):
    complaints.expect("ERR_FAILED", "htmx:sendError", "htmx:afterRequest")
    tools = view(cto, backend)
    cell(cto, backend, 1).click()
    editor(cto).fill("Elixir, and more")
    tools.get_by_label("Order").select_option("Layer ↓")
    expect(cell(cto, backend, 1)).to_have_text("Elixir, and more")
    saved(cto)

    cto.route("**/cells/**", lambda route: route.abort())
    write(cto, cell(cto, backend, 1), "Never arrives")
    expect(status(cto)).to_have_text("1 change not saved")
    tools.get_by_label("Rows with").fill("cache")
    # What is not saved stays in sight, whatever is filtered.
    assert visible(cto, backend) == ["Cache", "Backend"]
    expect(tools.locator("output")).to_have_text("2 of 7 rows shown")


def test_filter_shows_the_rows_with_a_word_and_keys_go_over_them(cto: Page, backend, halcyon):
    tools = view(cto, backend)
    tools.get_by_label("Rows with").fill("postgresql")
    assert visible(cto, backend) == ["Database", "Search"]
    expect(tools.locator("output")).to_have_text("2 of 7 rows shown")

    first = around(cto, backend).locator("tbody > tr:not([hidden]) > td").first
    first.focus()
    first.press("ArrowDown")
    expect(cell(cto, named("technology-stack", "Search"), 0)).to_be_focused()
    cto.keyboard.press("ControlOrMeta+Home")
    expect(first).to_be_focused()

    # What somebody else adds comes into sight; what one filtered stays away, and so does the focus.
    tools.get_by_label("Rows with").focus()
    editing.add_row(HALCYON, backend.block_id, by=BY)
    expect(tools.locator("output")).to_have_text("3 of 8 rows shown", timeout=10_000)
    expect(tools.get_by_label("Rows with")).to_be_focused()
    tools.get_by_label("Rows with").fill("")
    assert visible(cto, backend) == [*STACK, ""]


def test_rows_of_a_sorted_table_do_not_move(cto: Page, backend):
    around(cto, backend).get_by_role("columnheader").first.click()
    cell(cto, backend, 0).focus()
    cell(cto, backend, 0).press("Alt+ArrowDown")
    expect(cto.locator(".toast")).to_contain_text("Not while the table is sorted or filtered")
    assert rows_of("technology-stack") == STACK


def test_numbers_are_sorted_as_numbers_and_what_is_not_filled_in_comes_last(cto: Page):
    disk = named("current-capacity", "Data Storage")
    users = named("current-capacity", "Active Users")
    write(cto, cell(cto, users, 1), "900")
    cell(cto, disk, 1).press("Delete")
    saved(cto)
    header = around(cto, disk).get_by_role("columnheader").nth(1)
    header.click()
    assert order(cto, disk) == ["Compute", "Active Users", "Requests/sec", "Data Storage"]
    header.click()
    assert order(cto, disk) == ["Requests/sec", "Active Users", "Compute", "Data Storage"]


def test_generic_table_is_sorted_filtered_and_dragged(cto: Page, halcyon):
    ceo, *_, cxa = own_rows("C-Suite Plans")
    cto.reload()
    header = around(cto, ceo).get_by_role("columnheader").nth(1)
    header.click()
    plans = around(cto, ceo).locator("td:last-child").all_inner_texts()
    assert plans == sorted(plans)
    header.click()
    header.click()
    words = view(cto, ceo).get_by_label("Rows with")
    words.fill("exper")
    assert visible(cto, ceo) == ["CXA"]
    words.fill("")
    cell(cto, ceo, 1).hover()  # else the page would scroll while one drags
    cell(cto, cxa, 1).hover()
    cto.locator(".tools summary").drag_to(cell(cto, ceo, 1))
    expect(cto.locator("#announcement")).to_have_text("Row 1 of 8")
    saved(cto)
    first = Row.objects.filter(block=cxa.block).order_by("position").first()
    assert first == cxa


def test_table_stands_as_in_the_plan_once_the_column_it_was_sorted_by_is_gone(cto: Page, halcyon):
    first, *_ = rows = own_rows("C-Suite Plans")
    cto.reload()
    header = around(cto, first).get_by_role("columnheader").nth(1)
    header.click()
    header.click()
    assert order(cto, first) != [row.cells[0].split("]")[0][1:] for row in rows]
    editing.delete_column(HALCYON, first.block_id, 1, by=BY)
    expect(around(cto, first).get_by_role("columnheader")).to_have_count(1, timeout=10_000)
    assert order(cto, first) == [row.cells[0].split("]")[0][1:] for row in rows]


def stands(page: Page) -> None:
    """Wait for the figure above the table, and have all rows in the middle of a tall window."""
    page.set_viewport_size({"width": 1280, "height": 1800})
    expect(page.locator(f"#f-{block('halcyon', 'technology-stack').pk}")).to_be_visible()
    page.locator(f"[data-block='{block('halcyon', 'technology-stack').pk}']").evaluate(
        "table => table.scrollIntoView({block: 'center', behavior: 'instant'})"
    )


def test_row_is_dragged_by_its_handle_and_stays_there(cto: Page, backend):
    stands(cto)
    cell(cto, backend, 0).hover()
    cto.locator(".tools summary").drag_to(cell(cto, named("technology-stack", "Queue"), 1))
    expect(cto.locator("#announcement")).to_have_text("Row 5 of 7")
    dragged = ["Frontend", "Database", "Cache", "Queue", "Backend", "Search", "AI/ML"]
    assert order(cto, backend) == dragged
    assert rows_of("technology-stack") == dragged
    expect(cell(cto, backend, 0)).to_be_focused()
    cto.reload()
    assert order(cto, backend) == dragged

    stands(cto)
    cell(cto, backend, 0).hover()
    cto.locator(".tools summary").drag_to(cell(cto, named("technology-stack", "Frontend"), 0))
    expect(cto.locator("#announcement")).to_have_text("Row 1 of 7")
    assert rows_of("technology-stack") == [
        "Backend",
        *[each for each in dragged if each != "Backend"],
    ]


def test_row_is_dropped_nowhere_else(cto: Page, backend):
    item = named("tech-debt-register", "Geofence code duplicated in web and driver app")
    cell(cto, backend, 0).hover()
    cto.locator(".tools summary").drag_to(cell(cto, item, 0))
    expect(cto.locator("[data-drop]")).to_have_count(0)
    assert rows_of("technology-stack") == STACK
