"""Lists, checklists, fields, statements, prose, diagrams and headings, like the cells of tables."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from plans import editing, presences
from plans.models import Row
from tests.browser.pages import (
    cell,
    editor,
    fail_every_third,
    hear_news,
    named,
    paste,
    retry_all,
    rows_of,
    saved,
    shown,
    slow_down,
    stands,
    status,
    text,
    write,
)
from tests.plans.companies import BY, HALCYON, actor, plan, row
from tests.plans.companies import text as document

pytestmark = pytest.mark.django_db(transaction=True)


def of_kind(slug: str, kind: str, **fields: str) -> Row:
    found = Row.objects.filter(block__kind=kind, block__section__plan=plan(slug), **fields)
    return found.select_related("block__section").get()


@dataclass(frozen=True)
class Text:
    """One text of each kind: where it is, the key that saves it, and its line in the file."""

    row: Callable[[str], Row]
    line: str
    key: str = "Enter"


TEXTS = {
    "heading": Text(lambda slug: of_kind(slug, "heading", cells=["3.1 Environments"]), "### {}"),
    "list item": Text(lambda slug: row(slug, "sprint-goals"), "1. {}"),
    "checklist item": Text(lambda slug: row(slug, "deployment-checklist"), "- [x] {}"),
    "field": Text(lambda slug: row(slug, "plan-owner"), "**Plan Owner:** {}"),
    "statement": Text(
        lambda slug: row(slug, "technical-vision-statement"), "> {}", "ControlOrMeta+Enter"
    ),
    "prose": Text(lambda slug: of_kind(slug, "prose"), "{}", "ControlOrMeta+Enter"),
    "diagram": Text(lambda slug: row(slug, "architecture-overview"), "{}", "ControlOrMeta+Enter"),
}


def all_rows(slug: str = "halcyon") -> dict[str, Row]:
    return {name: each.row(slug) for name, each in TEXTS.items()}


def put(page: Page, name: str, of: Row, words: str) -> None:
    write(page, text(page, of), words, key=TEXTS[name].key)


def said(of: Row) -> str:
    return stands(of)[-1]


def test_every_kind_of_text_is_written_taken_back_and_done_again(cto):
    rows = all_rows()
    for name, of in rows.items():
        put(cto, name, of, f"New {name}")
        expect(text(cto, of)).to_have_text(f"New {name}")
        saved(cto)
        assert said(of) == f"New {name}"
        expect(cto.locator(":focus")).to_have_count(1)

    lines = set(document("halcyon").split("\n"))
    assert {each.line.format(f"New {name}") for name, each in TEXTS.items()} <= lines
    for name, of in reversed(rows.items()):
        with cto.expect_response("**/undo/"):
            cto.keyboard.press("Control+z")
        expect(text(cto, of)).not_to_have_text(f"New {name}")
        assert said(of) == of.cells[-1]
    for name, of in rows.items():
        with cto.expect_response("**/redo/"):
            cto.keyboard.press("Control+Shift+z")
        expect(text(cto, of)).to_have_text(f"New {name}")
    cto.reload()
    for name, of in rows.items():
        expect(text(cto, of)).to_have_text(f"New {name}")


def test_second_writer_of_any_text_sees_both_and_chooses(cto: Page, deputy: Page, complaints):
    complaints.expect("status of 409")
    deputy.route("**/news/**", lambda route: route.fulfill(status=204))
    for name, of in all_rows().items():
        for button in ("Take theirs", "Keep mine"):
            put(cto, name, of, theirs := f"Theirs, before “{button}”")
            saved(cto)
            put(deputy, name, of, mine := f"Mine, before “{button}”")
            message = text(deputy, of).locator(".message")
            expect(message).to_contain_text("Ingrid Solheim wrote")
            expect(message.locator(".theirs")).to_have_text(theirs)
            expect(message.locator(".mine")).to_have_text(mine)
            assert said(of) == theirs

            message.get_by_role("button", name=button).click()
            kept = theirs if button == "Take theirs" else mine
            expect(text(deputy, of)).to_have_text(kept)
            expect(text(deputy, of)).to_be_focused()
            saved(deputy)
            assert said(of) == kept
        cto.reload()


def beside(of: Row) -> Row:
    """Another text of the same section, which takes any words in its last cell but one."""
    others = Row.objects.filter(block__section=of.block.section).exclude(pk=of.pk)
    own, tables = others.filter(block=of.block), others.filter(block__kind="table")
    return (own or tables or others).first()


def test_news_and_presence_arrive_beside_any_text_that_one_edits(halcyon, page, sign_in):
    sign_in("halcyon-cto")
    page.clock.install()
    page.goto(halcyon.url)
    cmo = actor("halcyon-cmo")
    for name, of in all_rows().items():
        heading, other = of.block.section.heading, beside(of)
        column = 1 if other.block.kind in ("table", "checklist") else len(other.cells) - 1
        text(page, of).click()
        editor(page).press("ControlOrMeta+a")
        page.keyboard.type("Half a")
        editing.set_cell(HALCYON, other.pk, column, f"Beside the {name}", seen=None, by=BY)
        presences.look(HALCYON, f"near the {name}", by=cmo)
        hear_news(page)
        where = cell(page, other, column) if other.block.kind == "table" else text(page, other)
        expect(where).to_have_text(f"Beside the {name}")
        words = f"Mateo Ferrer is editing near the {name}."
        expect(page.locator("#presence")).to_have_text(words)
        said_of_me = f"Ingrid Solheim is editing {heading}."
        assert presences.look(HALCYON, "", by=cmo).who == said_of_me

        expect(editor(page)).to_be_focused()
        page.keyboard.type(" sentence")
        page.keyboard.press(TEXTS[name].key)
        saved(page)
        assert said(of) == "Half a sentence"


def test_no_text_is_lost_when_the_server_has_a_fault(cto: Page, complaints):
    complaints.expect("500")
    cto.route("**/cells/**", lambda route: route.fulfill(status=500))
    rows = all_rows()
    for name, of in rows.items():
        put(cto, name, of, f"New {name}")
        expect(text(cto, of)).to_contain_text("Not saved: the server had a fault.")
    expect(status(cto)).to_have_text(f"{len(rows)} changes not saved")
    for name, of in rows.items():
        expect(text(cto, of)).to_contain_text(f"New {name}")
        assert said(of) == of.cells[-1]
    cto.unroute("**/cells/**")
    retry_all(cto)
    for name, of in rows.items():
        expect(text(cto, of)).to_have_text(f"New {name}")
        assert said(of) == f"New {name}"


def test_locked_text_says_who_can_unlock_it(gated: Page):
    for of in all_rows("meridian").values():
        for key in ("Enter", "x", "Delete"):
            text(gated, of).focus()
            gated.keyboard.press(key)
            alert = text(gated, of).get_by_role("alert")
            expect(alert).to_contain_text("the CMO has to record PROCEED")
            expect(text(gated, of)).to_be_focused()
        assert stands(of) == of.cells
    expect(editor(gated)).to_have_count(0)


def typed_everywhere(page: Page) -> dict[str, tuple[Row, int]]:
    """Write a text into every kind of place, and tick a box: the cells, by what is in them now."""
    rows = all_rows()
    for name, of in rows.items():
        put(page, name, of, f"New {name}")
    box = row("halcyon", "deployment-checklist", " ")
    shown(page, box).get_by_role("checkbox").click()
    pasted = named("technology-stack", "Backend")
    cell(page, pasted, 1).focus()
    paste(cell(page, pasted, 1), "New paste")
    return {f"New {name}": (of, -1) for name, of in rows.items()} | {
        "x": (box, 0),
        "New paste": (pasted, 1),
    }


def test_texts_show_at_once_however_slow_the_network_is(cto: Page):
    held = []
    cto.route("**/cells/**", lambda route: held.append(route))  # noqa: PLW0108 (it is given a name)
    places = typed_everywhere(cto)
    expect(status(cto)).to_have_text("Saving…")
    for words, (of, column) in places.items():
        if words == "x":
            expect(shown(cto, of).get_by_role("checkbox")).to_be_checked()
        elif words == "New paste":
            expect(cell(cto, of, column)).to_have_text(words)
        else:
            expect(text(cto, of)).to_have_text(words)
        assert stands(of) == of.cells

    for route in held:
        route.continue_()
    saved(cto)
    for words, (of, column) in places.items():
        assert stands(of)[column] == words


def test_added_row_takes_what_is_typed_while_it_is_on_its_way(cto: Page):
    slow_down(cto)
    goal, backend = row("halcyon", "sprint-goals"), named("technology-stack", "Backend")
    for where in (text(cto, goal), cell(cto, backend, 0)):
        where.focus()
        cto.keyboard.press("Control+Enter")
        cto.keyboard.type("Xylophone")
        expect(editor(cto)).to_have_value("Xylophone")
        cto.keyboard.press("Enter")
        saved(cto)
    assert rows_of("sprint-goals")[1] == "Xylophone"
    assert rows_of("technology-stack")[2] == "Xylophone"


def test_server_that_fails_every_third_request_loses_no_text(cto: Page, complaints):
    complaints.expect("500")
    fail_every_third(cto)
    cell(cto, named("technology-stack", "Cache"), 0).focus()
    for words in ("One", "Two", "Three"):
        cto.keyboard.press("Control+Enter")
        expect(editor(cto)).to_be_focused()
        cto.keyboard.type(words)
    cto.keyboard.press("Enter")
    places = typed_everywhere(cto)
    retry_all(cto)
    for words, (of, column) in places.items():
        assert stands(of)[column] == words
    assert rows_of("technology-stack")[4:7] == ["One", "Two", "Three"]
