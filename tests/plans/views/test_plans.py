"""The plan's page, its export and its history."""

import re

import pytest
from django.core.cache import cache

from plans import editing
from plans.enums import Position
from plans.models import Block, Row
from tests.plans.companies import BY, HALCYON, actor, client, load, plan, row, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def halcyon(db):
    cache.clear()
    return load("halcyon")


def queries(django_assert_num_queries, number, browser, address="/halcyon/cto/"):
    with django_assert_num_queries(number):
        response = browser.get(address)
    assert response.status_code == 200
    return response


def test_plan_page_costs_8_queries_cold_and_6_warm(halcyon, django_assert_num_queries):
    browser = client("halcyon-reader")
    queries(django_assert_num_queries, 8, browser)
    queries(django_assert_num_queries, 6, browser)


@pytest.mark.parametrize("rows", [1, 50])
def test_plan_page_costs_the_same_whatever_the_rows(halcyon, django_assert_num_queries, rows):
    blocks = Block.objects.filter(section__plan=halcyon)
    blocks = blocks.exclude(register="architecture-decision-records-adrs")  # what is decided stays
    for block in blocks.filter(kind__in=["table", "list", "checklist"]):
        standing = Row.objects.filter(block=block).count()
        for each in Row.objects.filter(block=block)[1:] if rows == 1 else ():
            editing.delete_rows(HALCYON, [each.pk], by=BY)
        if rows > standing and block.register in ("tech-debt-register", "api-strategy"):
            for _ in range(rows - standing):
                editing.add_row(HALCYON, block.pk, by=BY)
    queries(django_assert_num_queries, 8, client("halcyon-cto"))
    queries(django_assert_num_queries, 6, client("halcyon-cto"))


def test_plan_page_after_an_edit_renders_one_section(halcyon, django_assert_num_queries):
    browser = client("halcyon-cto")
    browser.get("/halcyon/cto/")
    backend = row("halcyon", "technology-stack", "Backend")
    editing.set_cell(HALCYON, backend.pk, 1, "Elixir", seen=None, by=BY)
    page = queries(django_assert_num_queries, 8, browser)
    assert "<td>Elixir<td>" in page.text


def test_plan_page_shows_the_whole_document(halcyon):
    page = client("halcyon-reader").get("/halcyon/cto/").text
    for heading in ("1.2 Technology Stack", "5.1 Tech Debt Register", "Document History"):
        assert f">{heading}</span></h" in page
    assert 'data-editable="no"' in page
    assert "You may read this plan but not change it. The CTO can." in page


def test_plan_page_fits_fifty_kilobytes(db):
    """The goal for the seed's own size; the demo's filled plan is larger than the seed."""
    load("meridian")
    page = client("meridian-cto").get("/meridian/cto/").text
    keys = re.sub(r'(id="?[a-z]-|data-block="?)\d+', r"\g<1>100", page)  # however many came before
    assert len(keys.encode()) <= 50_000


def test_plan_page_of_a_gated_plan_says_why(db):
    load("meridian")
    page = client("meridian-cto").get("/meridian/cto/").text
    assert 'data-editable="operational"' in page
    assert "the CMO has to record PROCEED." in page
    assert "GATED" in page
    assert "<i>[Tech]</i>" in page


def test_cached_fragments_hold_nothing_of_the_reader(halcyon):
    client("halcyon-cto").get("/halcyon/cto/")
    fragments = "".join(map(str, cache._cache.values())) if hasattr(cache, "_cache") else ""
    assert "csrf" not in fragments
    reader = client("halcyon-reader").get("/halcyon/cto/").text
    assert "Ingrid Solheim" not in reader.replace("Ingrid Solheim |", "")


def test_gate_change_changes_the_banner_in_the_cached_document(halcyon):
    browser = client("halcyon-approver")
    assert "GATE STATUS: OPEN" in browser.get("/halcyon/cto/").text
    browser.post(f"/gates/{halcyon.gate_id}/halted/", {"reason": "Incident 7"})
    page = browser.get("/halcyon/cto/").text
    assert "GATE STATUS: GATED" in page
    assert "HALTED" in page


def test_export_is_the_document_with_its_live_facts(halcyon, django_assert_num_queries):
    response = queries(
        django_assert_num_queries, 7, client("halcyon-reader"), "/halcyon/cto/export.md"
    )
    assert response.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="halcyon-cto-technical-plan.md"'
    )
    facts = {
        "[COMPANY NAME]": "Halcyon Freight",
        "[GATED / OPEN]": "OPEN",
        "[PROCEED / ITERATE / PIVOT / PENDING]": "PROCEED",
        "[APPROVED / PENDING]": "APPROVED",
        "**Last Updated:** [DATE]": f"**Last Updated:** {plan('halcyon').updated_at:%Y-%m-%d}",
    }
    expected = text("halcyon")
    for placeholder, fact in facts.items():
        assert placeholder in expected
        expected = expected.replace(placeholder, fact)
    assert response.content == expected.encode()


@pytest.mark.parametrize(
    ("text", "charset"), [("Café “Nord”\n", "windows-1252"), ("Café → Nord\n", "utf-8")]
)
def test_export_says_which_encoding_it_is_in(halcyon, text, charset):
    company = plan("halcyon").company
    editing.create_plan(company, Position.COO, text, by=BY, encoding="windows-1252")
    response = client("halcyon-reader").get("/halcyon/coo/export.md")
    assert response.headers["Content-Type"] == f"text/markdown; charset={charset}"
    assert response.content == text.encode(charset)


def test_edit_changes_exactly_its_lines_of_the_export(halcyon):
    browser = client("halcyon-cto")
    before = browser.get("/halcyon/cto/export.md").text.split("\n")
    check = row("halcyon", "deployment-checklist")
    sprint = row("halcyon", "sprint")
    by = actor("halcyon-cto")
    editing.set_cell(HALCYON, check.pk, 0, " ", seen="x", by=by)
    editing.set_cell(HALCYON, sprint.pk, 1, "2026-12-01 - 2026-12-14", seen=None, by=by)
    after = browser.get("/halcyon/cto/export.md").text.split("\n")
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ["**Sprint 24:** 2026-12-01 - 2026-12-14", "- [ ] All tests passing"]


def test_history_lists_who_did_what(halcyon, django_assert_num_queries):
    backend = row("halcyon", "technology-stack", "Backend")
    before = backend.cells[1]
    by = actor("halcyon-cto")
    editing.set_cell(HALCYON, backend.pk, 1, "Elixir", seen=None, by=by)
    editing.move_row(HALCYON, backend.pk, by_rows=1, by=by)
    editing.delete_rows(HALCYON, [backend.pk], by=by)
    page = queries(
        django_assert_num_queries, 7, client("halcyon-reader"), "/halcyon/cto/history/"
    ).text
    for word in ("Ingrid Solheim", "1.2 Technology Stack", "Elixir", before, "manage.py test"):
        assert word in page
    assert "read in a document" in page


def test_history_past_its_end_is_its_last_page(halcyon):
    assert client("halcyon-reader").get("/halcyon/cto/history/?page=99").status_code == 200


@pytest.mark.parametrize("address", ["", "export.md", "history/"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_addresses_take_no_writes(halcyon, address, method):
    send = getattr(client("halcyon-cto"), method)
    assert send(f"/halcyon/cto/{address}").status_code == 405


def test_preview_shows_a_text_as_the_page_will_and_nothing_else(db):
    load("halcyon")
    browser = client("halcyon-reader")
    for kind, typed, html in (
        ("", "plain words", ""),
        ("", "**bold** `code`", "<strong>bold</strong> <code>code</code>"),
        ("", "one\n\n- two *three*", "one<br>\n<br>\n- two <em>three</em>"),
        ("", "one<br>two | three", "one<br>\ntwo | three"),
        ("prose", "one<br>two", "one&lt;br&gt;two"),
        (
            "statement",
            "one\n\n- two *three*",
            "<p>one</p>\n<ul>\n<li>two <em>three</em></li>\n</ul>",
        ),
        ("nothing", "of [COMPANY NAME]", "of Halcyon Freight"),
        ("", "<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("", "[x](javascript:alert(1)) *y*", "[x](javascript:alert(1)) <em>y</em>"),
        ("", "*" * 20_001, ""),
    ):
        answer = browser.post("/halcyon/cto/preview/", {"text": typed, "kind": kind})
        assert (typed[:40], answer.text) == (typed[:40], html)


def test_preview_of_a_cell_is_what_the_cell_then_shows(db):
    load("halcyon")
    browser = client("halcyon-cto")
    for register, column in (
        ("technology-stack", 2),
        ("sprint-goals", 0),
        ("technical-vision-statement", 0),
    ):
        target = row("halcyon", register)
        kind = target.block.kind if target.block.kind == "statement" else ""
        typed = "We *are* [X]:\n\none | two" if kind or column else "We *are* [X]: one | two"
        seen = browser.post("/halcyon/cto/preview/", {"text": typed, "kind": kind}).text
        saved = browser.post(f"/halcyon/cto/rows/{target.pk}/cells/{column}/", {"text": typed})
        assert saved.status_code == 200
        assert f">{seen}</" in saved.text
    page = browser.get("/halcyon/cto/").text
    assert """hx-vals='{"kind": "statement"}'""" in page


def test_there_is_no_news_of_a_plan_that_is_not_there(halcyon):
    assert client("halcyon-cto").get("/halcyon/coo/news/").status_code == 404
