"""What a browser gets back from an edit: small, exact, and shown where the person looks."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates.actors import Actor
from plans import answers, editing, roles
from plans.address import Gone
from plans.models import Company, Row, Section
from tests.plans.companies import HALCYON, actor, block, client, load, plan, row

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(db):
    cache.clear()
    load("halcyon")
    return client("halcyon-cto")


def cell_url(of: Row, column: int, company: str = "halcyon") -> str:
    return f"/{company}/cto/rows/{of.pk}/cells/{column}/"


def post(signed_in, address: str, **data: object):
    return signed_in.post(address, data, headers=HTMX)


def test_cell_answers_with_the_cell_and_its_tally(signed_in):
    backend = row("halcyon", "technology-stack", "Backend")
    answer = post(signed_in, cell_url(backend, 1), text="Elixir & **OTP**", seen=backend.cells[1])
    assert answer.status_code == 200
    assert answer.text.strip().startswith(
        '<td data-raw="Elixir &amp; **OTP**">Elixir &amp; <strong>OTP</strong></td>'
    )
    assert 'hx-swap-oob="true"' in answer.text
    assert len(answer.content) <= 2_000


def test_cell_costs_at_most_12_queries_and_one_commit(signed_in):
    item = row("halcyon", "tech-debt-register")
    post(signed_in, cell_url(item, 3), text="1 day")  # content types and the like are known by now
    with CaptureQueriesContext(connection) as seen:
        assert post(signed_in, cell_url(item, 3), text="7 days", seen="1 day").status_code == 200
    statements = [query["sql"] for query in seen.captured_queries]
    assert len(statements) == 12
    assert sum(sql.startswith("SAVEPOINT") for sql in statements) == 1
    assert sum(sql.startswith("RELEASE") for sql in statements) == 1


def test_cell_to_fill_costs_no_more(signed_in):
    story = row("halcyon", "current-sprint")
    with CaptureQueriesContext(connection) as seen:
        post(signed_in, cell_url(story, 1), text="[X]")
    assert len(seen.captured_queries) == 12


def test_cell_that_was_not_changed_writes_nothing(signed_in):
    backend = row("halcyon", "technology-stack", "Backend")
    with CaptureQueriesContext(connection) as seen:
        answer = post(signed_in, cell_url(backend, 1), text=backend.cells[1], seen=backend.cells[1])
    assert (answer.status_code, len(seen.captured_queries)) == (200, 7)
    assert "hx-swap-oob" not in answer.text


@pytest.mark.parametrize(
    ("register", "column", "typed"),
    [
        ("technical-milestones", 1, "2026-02-30"),
        ("current-sprint", 1, "-3"),
        ("current-sprint", 3, "Almost <b>done</b>"),
    ],
)
def test_invalid_text_comes_back_with_the_reason(signed_in, register, column, typed):
    target = row("halcyon", register)
    answer = post(signed_in, cell_url(target, column), text=typed)
    assert answer.status_code == 422
    assert 'data-state="invalid"' in answer.text
    assert "Choose one of" in answer.text or "is not a" in answer.text
    assert "<b>" not in answer.text
    assert row("halcyon", register).cells == target.cells


def test_two_megabytes_are_refused_in_words(signed_in):
    backend = row("halcyon", "technology-stack", "Backend")
    answer = post(signed_in, cell_url(backend, 1), text="x" * 2_000_000)
    assert answer.status_code == 422
    assert "A cell holds at most 20,000 characters; this text has 2,000,000." in answer.text


def test_more_than_a_form_may_hold_is_a_bad_request(signed_in):
    backend = row("halcyon", "technology-stack", "Backend")
    assert post(signed_in, cell_url(backend, 1), text="x" * 13_000_000).status_code == 400


def test_conflict_shows_both_texts_and_who_wrote_the_other(signed_in):
    backend = row("halcyon", "technology-stack", "Backend")
    by = actor("halcyon-cto")
    editing.set_cell(HALCYON, backend.pk, 1, "Elixir", seen=None, by=by)
    answer = post(signed_in, cell_url(backend, 1), text="Rust", seen=backend.cells[1])
    assert answer.status_code == 409
    for words in ('data-state="conflict"', "Ingrid Solheim", "Elixir", "Rust"):
        assert words in answer.text


def test_gated_cell_shows_the_reasons_and_what_stands(db):
    load("meridian")
    backend = row("meridian", "technology-stack", "Backend")
    answer = post(client("meridian-cto"), cell_url(backend, 2, "meridian"), text="Because")
    assert answer.status_code == 423
    assert 'data-state="refused"' in answer.text
    assert "the CMO has to record PROCEED." in answer.text


def test_script_is_text(signed_in):
    backend = row("halcyon", "technology-stack", "Backend")
    answer = post(signed_in, cell_url(backend, 1), text="<script>alert(1)</script>")
    assert answer.status_code == 200
    page = signed_in.get("/halcyon/cto/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_deleted_row_is_not_found_in_a_sentence(signed_in):
    item = row("halcyon", "tech-debt-register")
    editing.delete_rows(HALCYON, [item.pk], by=actor("halcyon-cto"))
    answer = post(signed_in, cell_url(item, 0), text="Ghost")
    assert (answer.status_code, answer.text) == (
        404,
        "This row is no longer there: somebody deleted it.",
    )


def test_reader_is_forbidden_in_a_sentence(signed_in):
    backend = row("halcyon", "technology-stack", "Backend")
    answer = post(client("halcyon-reader"), cell_url(backend, 1), text="Mine")
    assert (answer.status_code, answer.text) == (
        403,
        "You may read this plan but not change it. The CTO can.",
    )


def test_box_is_ticked_and_unticked(signed_in):
    check = row("halcyon", "deployment-checklist")
    unticked = post(signed_in, cell_url(check, 0), text=" ", seen="x")
    assert (unticked.status_code, "checked" in unticked.text) == (200, False)
    ticked = post(signed_in, cell_url(check, 0), text="x", seen=" ")
    assert (ticked.status_code, " checked" in ticked.text) == (200, True)
    assert post(signed_in, cell_url(check, 0), text="perhaps").status_code == 422


def test_gated_box_keeps_its_mark_and_says_why(db):
    load("meridian")
    check = row("meridian", "deployment-checklist")
    answer = post(client("meridian-cto"), cell_url(check, 0, "meridian"), text="x")
    assert answer.status_code == 423
    assert "checked" not in answer.text
    assert "the CMO has to record PROCEED." in answer.text


def test_list_items_fields_statements_and_diagrams_answer_too(signed_in):
    for register, column, text in (
        ("sprint-goals", 0, "Ship the gateway"),
        ("sprint", 1, "2026-12-01 - 2026-12-14"),
        ("sprint", 0, "Sprint 25"),
        ("allocation", 1, "25% of each sprint dedicated to tech debt"),
        ("technical-vision-statement", 0, "See every box.\nEverywhere."),
        ("architecture-overview", 0, "[Box] -> [Box]"),
        ("plan-owner", 1, "Ingrid Solheim (CTO)"),
    ):
        answer = post(signed_in, cell_url(row("halcyon", register), column), text=text)
        assert (register, answer.status_code) == (register, 200)
        assert row("halcyon", register).cells[column] == text
        assert answer.text.strip().startswith('<div class="cell"')


def test_heading_answers_that_the_page_does_not_know_its_links_yet(signed_in):
    heading = Row.objects.get(block__kind="heading", block__section__heading="3. DevOps Plan")
    answer = post(signed_in, cell_url(heading, 0), text="3. Delivery")
    assert json.loads(answer.headers["HX-Trigger"]) == {"news": {"from": 1, "to": 1}}
    other = post(signed_in, cell_url(row("halcyon", "technology-stack"), 1), text="Go")
    assert json.loads(other.headers["HX-Trigger"]) == {"news": {"from": 3, "to": 4}}


def test_add_delete_and_move_answer_with_the_section_and_what_the_page_knows(signed_in):
    debt = block("halcyon", "tech-debt-register")
    added = post(signed_in, f"/halcyon/cto/blocks/{debt.pk}/rows/", revision=1)
    newest = Row.objects.filter(block=debt).last()
    told = json.loads(added.headers["HX-Trigger"])
    assert (added.status_code, told["news"]) == (200, {"from": 1, "to": 2})
    assert told["added"]["row"] == newest.pk
    assert f"id=r-{newest.pk}>" in added.text
    moved = post(signed_in, f"/halcyon/cto/rows/{newest.pk}/move/", by="-1", revision=2)
    assert moved.status_code == 200
    assert Row.objects.filter(block=debt).last() != newest
    gone = post(signed_in, "/halcyon/cto/rows/delete/", rows=newest.pk, revision=3)
    assert gone.status_code == 200
    assert f"id=r-{newest.pk}>" not in gone.text
    assert f'<section hx-swap-oob="true" id=s-{debt.section_id} ' in gone.text
    assert gone.text.count("<section") == 1
    assert "Row deleted." in gone.text
    assert 'data-do="undo"' in gone.text


def test_many_rows_cost_no_more_queries_than_one(signed_in):
    counts = []
    for number in (1, 3):
        keys = [each.pk for each in Row.objects.filter(block__register="tech-debt-register")]
        with CaptureQueriesContext(connection) as seen:
            rows = ",".join(map(str, keys[:number]))
            post(signed_in, "/halcyon/cto/rows/set/", rows=rows, column=3, text=f"{number} days")
            post(signed_in, "/halcyon/cto/rows/delete/", rows=rows)
            post(signed_in, "/halcyon/cto/undo/")
        counts.append(len(seen.captured_queries))
    assert counts == [counts[0]] * 2


def test_renaming_a_heading_is_news_of_the_whole_document(signed_in):
    heading = Row.objects.get(block__kind="heading", cells=["2.1 Current Sprint"])
    post(signed_in, cell_url(heading, 0), text="2.1 Running Sprint")
    news = signed_in.get("/halcyon/cto/news/", {"seen": 1, "gate": 99})
    assert (news.status_code, news.text.count("<section")) == (
        200,
        Section.objects.filter(plan=plan("halcyon")).count(),
    )
    assert '<div id="document" hx-swap-oob="innerHTML">' in news.text
    assert "2.1 Running Sprint" in news.text.partition('<ol id="outline"')[2]


def test_refused_row_is_told_with_a_toast(signed_in):
    item = row("halcyon", "tech-debt-register")
    editing.set_cell(HALCYON, item.pk, 0, "Renamed", seen=None, by=actor("halcyon-cto"))
    editing.set_cell(HALCYON, item.pk, 0, "Again", seen=None, by=Actor.operator("test"))
    answer = post(signed_in, "/halcyon/cto/rows/delete/", rows=item.pk, revision=1)
    assert answer.status_code == 409
    assert "Again" in answer.text
    assert "manage.py test changed this row meanwhile" in answer.text
    assert 'hx-swap-oob="beforeend:#toasts"' in answer.text


def test_pasted_cells_that_cannot_stand_are_listed(signed_in):
    story = row("halcyon", "current-sprint")
    text = "Bill by volume\tmany\tAda\tin progress\r\n"
    address = f"/halcyon/cto/blocks/{story.block_id}/paste/"
    answer = post(signed_in, address, row=story.pk, column=0, text=text, revision=1)
    changed = 2 + (story.cells[3] != "In Progress")
    assert answer.status_code == 200
    assert f"Pasted {changed} cell" in answer.text
    assert "Points: “many”." in answer.text
    assert row("halcyon", "current-sprint").cells == [
        *("Bill by volume", story.cells[1], "Ada", "In Progress")
    ]


def test_page_that_does_not_say_what_it_knows_is_told_nothing_old(signed_in):
    item = row("halcyon", "tech-debt-register")
    for revision in ("", "x"):
        moved = post(signed_in, f"/halcyon/cto/rows/{item.pk}/move/", by=1, revision=revision)
        assert (moved.status_code, moved.text.count("<section")) == (200, 0)


def test_group_that_is_none_is_refused(signed_in):
    for group in ("x", "00000000-0000-0000-0000-000000000000"):
        assert post(signed_in, "/halcyon/cto/undo/", group=group).status_code == 422


@pytest.mark.parametrize("by", ["x", "1e9", "--1"])
def test_number_that_is_none_is_refused(signed_in, by):
    item = row("halcyon", "tech-debt-register")
    answer = post(signed_in, f"/halcyon/cto/rows/{item.pk}/move/", by=by)
    assert answer.status_code == 422
    assert "is not a number." in answer.text


def test_rows_of_nothing_are_not_found(signed_in):
    load("meridian")
    foreign = row("meridian", "tech-debt-register")
    for address in (
        f"/halcyon/cto/rows/{foreign.pk}/move/",
        f"/halcyon/cto/rows/{foreign.pk}/cells/0/",
        f"/halcyon/cto/blocks/{foreign.block_id}/rows/",
        "/halcyon/cto/blocks/999999999/rows/",
        "/halcyon/cto/rows/99999999999999999999/move/",
    ):
        answer = post(signed_in, address, text="x", by="1")
        assert (address, answer.status_code) == (address, 404)
        assert "Meridian" not in answer.text
    assert plan("meridian").revision == 1


def test_cto_creates_the_plan_that_is_missing(db):
    load("halcyon")
    third = Company.objects.create(name="Third", slug="third")
    roles.set_up(third)
    user = actor("halcyon-cto").user
    user.groups.add(roles.group(third, "CTO"))
    signed_in = client("halcyon-cto")
    assert "CTO · Technical Plan" in signed_in.get("/third/").text
    created = signed_in.post("/third/", {"position": "CTO"})
    assert (created.status_code, created.headers["Location"]) == (302, "/third/cto/")
    page = signed_in.get("/third/cto/").text
    assert "GATED" in page
    again = signed_in.post("/third/", {"position": "CTO"})
    assert again.status_code == 422
    assert "Third has a CTO plan already." in again.text
    assert signed_in.post("/third/", {"position": "XXX"}).status_code == 422
    reader = actor("halcyon-reader").user
    reader.groups.add(roles.group(third, "Reader"))
    assert client("halcyon-reader").post("/third/", {"position": "CTO"}).status_code == 403


def test_refusal_of_a_row_that_went_meanwhile_is_not_found(signed_in):
    refusal = editing.Invalid("Not so.")
    with pytest.raises(Gone, match="somebody deleted it"):
        answers.refused_cell(HALCYON, 999_999_999, 0, refusal, "typed")
    for rows in ("999999999", f"{row('halcyon', 'current-sprint').pk},999999999"):
        answer = post(signed_in, "/halcyon/cto/rows/delete/", rows=rows)
        assert (answer.status_code, "no longer there" in answer.text) == (404, True)
