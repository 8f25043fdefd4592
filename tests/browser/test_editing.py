"""Editing in place: every kind of cell takes a text, keeps it and shows it again."""

import pytest
from playwright.sync_api import Page, expect

from plans import editing, printing
from plans.enums import Position
from plans.models import Row
from tests.browser.pages import cell, editor, named, saved, stands, status, text, write
from tests.plans.companies import BY, HALCYON, measure_up, plan, row
from tests.plans.companies import text as document
from tests.plans.factories import PlanFactory, member, open_gate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backend(halcyon) -> Row:
    return named("technology-stack", "Backend")


@pytest.fixture
def database(halcyon) -> Row:
    return named("technology-stack", "Database")


def test_cell_is_typed_over_saved_and_there_after_a_reload(cto, backend, database):
    write(cto, cell(cto, backend, 1), "Go 1.26")

    expect(cell(cto, backend, 1)).to_have_text("Go 1.26")
    expect(cell(cto, database, 1)).to_be_focused()
    expect(editor(cto)).to_have_count(0)
    saved(cto)
    assert stands(backend)[1] == "Go 1.26"
    cto.reload()
    expect(cell(cto, backend, 1)).to_have_text("Go 1.26")


def test_escape_restores_the_text_and_keeps_the_focus(cto, backend):
    cell(cto, backend, 1).click()
    cto.keyboard.type("Nonsense")
    cto.keyboard.press("Escape")

    expect(editor(cto)).to_have_count(0)
    expect(cell(cto, backend, 1)).to_have_text(backend.cells[1])
    expect(cell(cto, backend, 1)).to_be_focused()
    expect(status(cto)).to_be_empty()
    assert stands(backend) == backend.cells


def test_tab_saves_and_goes_sideways(cto, backend, database):
    write(cto, cell(cto, backend, 2), "Small team", key="Tab")
    expect(cell(cto, backend, 3)).to_be_focused()
    cto.keyboard.type("Rust")
    cto.keyboard.press("Shift+Tab")
    expect(cell(cto, backend, 2)).to_be_focused()
    cto.keyboard.press("ArrowRight")
    cto.keyboard.press("F2")
    cto.keyboard.press("Tab")
    expect(cell(cto, database, 0)).to_be_focused()

    saved(cto)
    assert stands(backend)[2:] == ["Small team", "Rust"]


def test_keys_open_the_editor(cto, backend):
    where = cell(cto, backend, 1)
    where.focus()
    cto.keyboard.press("F2")
    expect(editor(cto)).to_have_value(backend.cells[1])
    cto.keyboard.press("End")
    cto.keyboard.type(", Go")
    cto.keyboard.press("Enter")
    expect(where).to_have_text(f"{backend.cells[1]}, Go")

    cto.keyboard.press("ArrowUp")
    cto.keyboard.type("Elixir")
    expect(editor(cto)).to_have_value("Elixir")
    cto.keyboard.press("Enter")
    expect(where).to_have_text("Elixir")

    cto.keyboard.press("ArrowUp")
    cto.keyboard.press("Enter")
    expect(editor(cto)).to_have_value("Elixir")
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(backend)[1] == "Elixir"


def test_clicking_elsewhere_saves(cto, backend):
    cell(cto, backend, 1).click()
    cto.keyboard.type("Erlang")
    cto.locator(".plan-title").click()

    saved(cto)
    assert stands(backend)[1] == "Erlang"


def test_choice_is_made_by_keys_and_by_mouse(cto):
    debt = named("tech-debt-register", "RabbitMQ kept running for two old consumers")
    cell(cto, debt, 1).focus()
    cto.keyboard.press("Enter")
    expect(editor(cto)).to_have_value("Infra")
    assert editor(cto).locator("option").all_inner_texts() == ["—", "Code", "Infra", "Test", "Doc"]
    cto.keyboard.type("Test")
    cto.keyboard.press("Enter")
    saved(cto)
    assert stands(debt)[1] == "Test"

    cell(cto, debt, 4).click()
    editor(cto).select_option("P3")
    expect(cell(cto, debt, 4)).to_have_text("P3")
    expect(cell(cto, debt, 4)).to_be_focused()
    saved(cto)
    assert stands(debt)[4] == "P3"


def test_date_has_an_editor_of_its_own(cto):
    milestone = named("technical-milestones", "API p99 within budget")
    cell(cto, milestone, 1).click()
    expect(editor(cto)).to_have_attribute("type", "date")
    expect(editor(cto)).to_have_value("2027-01-29")
    editor(cto).fill("2027-03-31")
    cto.keyboard.press("Enter")

    expect(cell(cto, milestone, 1)).to_have_text("2027-03-31")
    saved(cto)
    assert stands(milestone)[1] == "2027-03-31"

    # By keys it is a text, typed as it is printed and not in the order of the browser's language.
    cell(cto, milestone, 1).focus()
    cto.keyboard.type("2027-05-01")
    cto.keyboard.press("Enter")
    expect(cell(cto, milestone, 1)).to_have_text("2027-05-01")
    saved(cto)
    assert stands(milestone)[1] == "2027-05-01"


def test_three_edits_in_one_slow_round_trip_keep_the_last(cto, backend):
    asked = []

    def hold_the_first(route):
        asked.append(route)
        if len(asked) > 1:
            route.continue_()

    cto.route("**/cells/**", hold_the_first)
    for words in ("One", "Two", "Three"):
        write(cto, cell(cto, backend, 1), words)
    expect(cell(cto, backend, 1)).to_have_text("Three")
    expect(status(cto)).to_have_text("Saving…")
    assert stands(backend)[1] == backend.cells[1]

    asked[0].continue_()
    saved(cto)
    expect(cell(cto, backend, 1)).to_have_text("Three")
    assert len(asked) == 2
    assert stands(backend)[1] == "Three"


def test_markup_pipe_and_newline_are_text(cto, backend):
    cell(cto, backend, 1).click()
    cto.keyboard.type("a|b <script>alert(1)</script>")
    cto.keyboard.press("Shift+Enter")
    cto.keyboard.type("second line")
    cto.keyboard.press("Enter")
    saved(cto)

    for _ in ("at once", "after a reload"):
        expect(cell(cto, backend, 1)).to_have_text("a|b <script>alert(1)</script> second line")
        expect(cell(cto, backend, 1).locator("script")).to_have_count(0)
        expect(cell(cto, backend, 1).locator("br")).to_have_count(1)
        cto.reload()
    cell(cto, backend, 1).click()
    expect(editor(cto)).to_have_value("a|b <script>alert(1)</script>\nsecond line")
    assert "| Backend | a\\|b <script>alert(1)</script><br>second line |" in document("halcyon")


def test_placeholder_is_a_ghost_and_filling_it_counts(meridian, page, sign_in):
    measure_up("meridian")
    open_gate(meridian)
    sign_in("meridian-cto")
    page.goto(meridian.url)
    cache = named("technology-stack", "Cache", "meridian")
    whole = page.locator("#share b")
    section = page.locator(".outline a", has_text="1.2 Technology Stack").locator("small")
    before = [whole.inner_text(), section.inner_text()]

    expect(cell(page, cache, 1).locator("i, .ghost")).to_have_text("[Tech]")
    cell(page, cache, 1).click()
    expect(editor(page)).to_have_value("")
    expect(editor(page)).to_have_attribute("placeholder", "[Tech]")
    page.keyboard.press("Enter")
    assert stands(cache)[1] == "[Tech]"
    for column, words in enumerate(("Valkey", "In memory", "Redis"), start=1):
        write(page, cell(page, cache, column), words)
    saved(page)

    expect(section).not_to_have_text(before[1])
    expect(whole).not_to_have_text(before[0])
    after = [whole.inner_text(), section.inner_text()]
    page.reload()
    assert [whole.inner_text(), section.inner_text()] == after


LONG = ["technical-vision-statement", "architecture-overview"]


@pytest.mark.parametrize("register", LONG)
def test_long_text_is_saved_by_ctrl_enter(cto, register):
    of = row("halcyon", register)
    where = text(cto, of)
    where.click()
    editor(cto).press("ControlOrMeta+a")
    cto.keyboard.type("First line")
    cto.keyboard.press("Enter")
    cto.keyboard.type("and the second.")
    cto.keyboard.press("ControlOrMeta+Enter")

    saved(cto)
    expect(where).to_be_focused()
    assert stands(of) == ["First line\nand the second."]
    cto.reload()
    expect(where).to_contain_text("and the second.")


def test_prose_list_and_field_are_edited(cto):
    prose = Row.objects.get(block__kind="prose", block__section__plan=plan("halcyon"))
    goal, cycle = row("halcyon", "sprint-goals"), row("halcyon", "review-cycle")
    write(cto, text(cto, prose), "Kept by the CTO.", key="ControlOrMeta+Enter")
    write(cto, text(cto, goal), "Ship the gateway")
    write(cto, text(cto, cycle), "Monthly")
    saved(cto)

    assert [stands(prose), stands(goal)] == [["Kept by the CTO."], ["Ship the gateway"]]
    assert stands(cycle)[-1] == "Monthly"
    expect(text(cto, goal)).to_have_text("Ship the gateway")
    lines = document("halcyon").split("\n")
    assert {"Kept by the CTO.", "1. Ship the gateway", "**Review Cycle:** Monthly"} <= set(lines)


def ticked(of: Row) -> str:
    return stands(of)[0]


def test_box_is_ticked_by_mouse_and_by_space(cto: Page):
    check = row("halcyon", "deployment-checklist")
    box = cto.locator(f"#r-{check.pk}").get_by_role("checkbox")
    expect(box).to_be_checked()
    box.click()
    saved(cto)
    assert ticked(check) == " "

    box.focus()
    cto.keyboard.press("Space")
    saved(cto)
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    assert ticked(check) == "x"
    cto.reload()
    expect(box).to_be_checked()


def test_heading_is_edited_where_it_stands_and_the_outline_follows(cto, halcyon):
    heading = Row.objects.get(block__kind="heading", block__section__heading="3.1 Environments")
    where = cto.locator(f"#r-{heading.pk}")
    write(cto, where, "3.1 Where it runs")

    saved(cto)
    expect(cto.get_by_role("heading", name="3.1 Where it runs")).to_be_visible()
    expect(where).to_be_focused()
    expect(cto.locator(".outline")).to_contain_text("3.1 Where it runs")
    assert "\n### 3.1 Where it runs\n" in document("halcyon")


def test_cell_that_stands_beyond_the_header_is_edited_as_any_other(halcyon, page, sign_in):
    text = "| A | |\n|---|---|\n| too | many | cells |\n\n> | Quoted |\n> |---|\n> | in it |\n"
    plan = PlanFactory(company=halcyon.company, position=Position.COO, text=text)
    member(plan, Position.COO, username="coo")
    sign_in("coo")
    page.goto(plan.url)
    ragged, quoted = Row.objects.filter(block__section__plan=plan, block__kind="table")

    write(page, cell(page, ragged, 2), "cells!", key="Tab")
    write(page, cell(page, quoted, 0), "in the quote")

    saved(page)
    assert printing.text(plan) == text.replace("cells |", "cells! |").replace(
        "in it", "in the quote"
    )


def test_markdown_is_previewed_while_it_is_typed(cto, backend):
    preview = cto.get_by_label("Preview")
    cell(cto, backend, 2).click()
    expect(preview).to_be_hidden()
    editor(cto).fill("Has **one** owner, see [docs](https://example.com)")
    expect(preview.locator("strong")).to_have_text("one")
    expect(preview.get_by_role("link")).to_have_text("docs")
    editing.set_cell(HALCYON, backend.pk, 1, "Go", seen=None, by=BY)
    expect(cell(cto, backend, 1)).to_have_text("Go")
    expect(editor(cto)).to_be_focused()
    editor(cto).press("End")
    cto.keyboard.type(" `now`")
    expect(preview.locator("code")).to_have_text("now")
    cto.keyboard.press("Enter")
    saved(cto)
    expect(preview).to_be_hidden()
    expect(cell(cto, backend, 2).locator("strong")).to_have_text("one")
    assert stands(backend)[2] == "Has **one** owner, see [docs](https://example.com) `now`"

    vision = row("halcyon", "technical-vision-statement")
    text(cto, vision).click()
    editor(cto).fill("One.\n\n- two")
    expect(preview.locator("li")).to_have_text("two")
    cto.keyboard.press("Escape")
    cell(cto, backend, 2).click()
    editor(cto).fill("One.\n\n- two")
    expect(preview.locator("br")).to_have_count(2)
    expect(preview.locator("li, p")).to_have_count(0)
    cto.keyboard.press("Escape")
