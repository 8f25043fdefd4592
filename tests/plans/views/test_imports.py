"""Reading a file into a plan in the browser: send, look, apply or discard, take back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gates import access, decisions
from gates.actors import Actor
from plans import editing, printing, roles
from plans.document.decode import MAX_BYTES
from plans.enums import Position
from plans.models import Change, Company, Plan, StagedImport
from tests.plans.companies import BY, HALCYON, actor, changed_lines, client, load, plan, row, text
from tests.plans.factories import CompanyFactory, PlanFactory, member, open_gate
from tests.plans.views.sending import IMPORT, apply, export, said, send, staged

pytestmark = pytest.mark.django_db
COO = "# COO - Operations\n\n| Site | Staff |\n|---|---|\n| Oslo | [X] |\n| Bergen | 4 |\n"


@pytest.fixture
def cto(db):
    load("halcyon")
    return client("halcyon-cto")


def test_form_offers_the_plans_that_one_may_write_or_create(cto):
    page = cto.get(f"{IMPORT}?position=cto").text
    offered = re.findall(r'<option value="(\w+)"', page)
    assert offered == [each.value for each in Position if each != Position.CMO]  # not the CTO's
    assert '<option value="CTO" selected>' in page
    assert "20,000 rows" in page
    assert client("halcyon-reader").get(IMPORT).status_code == 403
    assert client("halcyon-reader").post(IMPORT, {"text": COO}).status_code == 403


def test_export_with_one_cell_edited_shows_that_row_and_changes_that_line(cto):
    before, written = export(cto), text("halcyon")
    backend = row("halcyon", "technology-stack", "Backend")
    file = before.replace(backend.cells[1].encode(), b"Elixir <3")
    address, page = staged(cto, file)
    assert "1 cell changed" in said(page)
    assert page.text.count('class="row-') == 1
    assert f"<del>{backend.cells[1]}</del> <ins>Elixir &lt;3</ins>" in page.text
    assert export(cto) == before
    assert apply(cto, address).status_code == 303
    assert export(cto) == file
    assert len(changed_lines(written, text("halcyon"))) == 1
    assert "Applied" in said(cto.get(address))
    set_, whole = Change.objects.filter(plan=plan("halcyon"), revision__gt=1).order_by("revision")
    assert (set_.row, set_.before, set_.after) == (backend.pk, backend.cells[1], "Elixir <3")
    assert (set_.group, whole.action) == (whole.group, "import")


def test_preview_shows_rows_that_come_go_and_move(cto):
    lines = export(cto).decode().split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("| Backend |"))
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    lines[first + 2] = lines[first + 2].replace("|", "| New", 1) + "\n| Extra | x | y | z |"
    _, page = staged(cto, "\n".join(lines).encode())
    changes = re.findall(r'class="row-(\w+)"', page.text)
    assert sorted(changes) == ["added", "changed", "moved"]
    assert "1 row added" in said(page)
    assert "1 row moved" in said(page)


def test_file_that_says_what_the_plan_says_changes_nothing(cto):
    head = plan("halcyon").head_hash
    address, page = staged(cto, export(cto))
    assert "The plan says this already" in page.text
    assert 'value="apply"' not in page.text
    assert apply(cto, address).status_code == 303
    assert plan("halcyon").head_hash == head


def test_pasted_text_takes_the_plans_own_line_ends(cto):
    pasted = export(cto).decode().replace("\n", "\r\n")
    page = cto.post(IMPORT, {"position": "CTO", "text": pasted}, follow=True)
    assert "The plan says this already" in page.text
    assert "Pasted text" in page.text
    other = PlanFactory(
        company=plan("halcyon").company,
        position=Position.COO,
        text=COO.replace("\n", "\r\n"),
    )
    by = member(other, "COO")
    browser = client(by.username)
    page = browser.post(IMPORT, {"position": "COO", "text": COO.replace("\n", "\r\n")}, follow=True)
    assert "The plan says this already" in page.text


def test_file_creates_a_plan_and_a_gated_one_locked(db):
    load("meridian")
    company = Company.objects.get(slug="meridian")
    browser = client("meridian-cto")
    address, page = staged(browser, COO.encode(), address="/meridian/import/")
    assert "A new plan" in page.text
    assert "has no Operations Plan yet" in said(page)
    assert not Plan.objects.filter(position="COO").exists()
    assert apply(browser, address).status_code == 303
    made = Plan.objects.get(company=company, position="COO")
    assert (printing.text(made), made.gate) == (COO, None)
    assert "Open the plan" in browser.get(address).text
    assert "Undo" not in browser.get(address).text

    fresh = CompanyFactory(slug="fresh")
    roles.group(fresh, "CEO").user_set.add(actor("meridian-cto").user)
    address, _ = staged(browser, b"# CTO - Plan\n", address="/fresh/import/")
    apply(browser, address)
    assert "GATED" in browser.get("/fresh/cto/").text


@pytest.mark.parametrize(
    ("title", "position"),
    [("CTO - Chief", "CTO"), ("Corporate Plan", "CORP"), ("Our financial plan 2027", "CFO")],
)
def test_plan_is_the_one_that_the_title_names(cto, title, position):
    send(cto, f"Before.\n\n# {title}\n".encode())
    assert StagedImport.objects.get().position == position


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"# Notes\n", "Choose the plan: the document's title names none."),
        (b"", "The file is empty."),
        (b"# CTO\n\na\0b", "Line 3, column 2 is a NUL character"),
        ("# CTO".encode("utf-16"), "It is UTF-16"),
        (b"# CTO\n\x81\xff", "Byte 6, line 2, column 1 is not UTF-8"),
        (b"# CTO\n" + b"x" * MAX_BYTES, "Byte 5000000, line 2, column 4999995 is too far"),
        (b"# CTO\n\n" + b"- x\n" * 20_001, "Line 20003, column 1 begins row 20,001"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_kept(cto, data, sentence):
    page = send(cto, data)
    assert page.status_code == 422
    assert sentence in said(page)
    assert not StagedImport.objects.exists()
    assert plan("halcyon").revision == 1


def test_refused_text_is_still_there(cto):
    page = cto.post(IMPORT, {"position": "", "text": "# Notes & <more>"})
    assert "# Notes &amp; &lt;more&gt;" in page.text


def test_plan_that_one_may_not_write_is_refused(cto):
    PlanFactory(company=plan("halcyon").company, position=Position.COO, text=COO)
    assert send(cto, COO.encode()).status_code == 403
    assert not StagedImport.objects.exists()


def test_windows_1252_is_offered_with_lines_to_judge_by(cto):
    data = b"# COO\n\nCaf\xe9 \x80 5\nplain\n"
    address, page = staged(cto, data)
    assert "Byte 10, line 3, column 4 is not UTF-8" in said(page)
    assert "<code>Café € 5</code>" in page.text
    assert "Create the plan, read as Windows-1252" in page.text
    apply(cto, address)
    assert client("halcyon-reader").get("/halcyon/coo/export.md").content == data


def test_preview_lists_what_was_recognised_and_what_is_not_believed(cto):
    data = b"""# COO

> **GATE STATUS: OPEN**

| Item | Category | Impact | Effort | Priority |
|------|----------|--------|--------|----------|
| <script>alert(1)</script> | Code | Huge | 5 days | P1 |

| <img src=x onerror=alert(1)> |
|---|
| [Later] |
"""
    _, page = staged(cto, data)
    assert "<li>Tech Debt Register</li>" in page.text
    assert "The file says of its gate “status: OPEN”. Only the gate decides." in said(page)
    assert '<td data-label="Line">7</td><td data-label="Column">Impact</td>' in page.text
    assert "<script>alert" not in page.text
    assert "<img" not in page.text


def test_difference_shows_hostile_text_as_text(cto):
    PlanFactory(company=plan("halcyon").company, position=Position.COO, text=COO)
    coo = member(Plan.objects.get(position="COO"), "COO")
    bad = COO.replace("Oslo", "<script>alert(1)</script>") + "\n<div onclick=x>\n"
    _, page = staged(client(coo.username), bad.encode())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "&lt;div onclick=x&gt;" in page.text
    assert "<script>alert" not in page.text


def test_plan_that_changed_since_the_preview_is_compared_anew(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    address, page = staged(cto, export(cto).replace(b"| Backend |", b"| Back end |"))
    seen = re.search(r'name="seen" value="(\d+)"', page.text)[1]
    editing.set_cell(HALCYON, backend.pk, 1, "Go 2", seen=None, by=BY)
    answer = cto.post(address, {"do": "apply", "seen": seen})
    assert answer.status_code == 409
    assert "The plan was changed since." in said(answer)
    assert "2 cells changed" in said(answer)
    assert row("halcyon", "technology-stack", "Backend").cells[1] == "Go 2"
    assert apply(cto, address).status_code == 303


def test_applying_twice_is_applying_once(cto):
    address, _ = staged(cto, export(cto).replace(b"| Backend |", b"| Back end |"))
    for _ in range(2):
        answer = cto.post(address, {"do": "apply", "seen": "1"})
        assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert Change.objects.filter(plan=plan("halcyon"), action="import").count() == 2
    assert cto.post(address, {"do": "discard"}).status_code == 303
    assert "Applied" in cto.get(address).text
    assert client("halcyon-reader").get(address).status_code == 200
    assert "Undo" not in client("halcyon-reader").get(address).text


def test_discarded_file_is_gone(cto):
    for name, back in (("CTO", "/halcyon/cto/"), ("COO", "/halcyon/")):
        address, _ = staged(cto, b"# X\n", position=name)
        answer = cto.post(address, {"do": "discard"}, follow=True)
        assert answer.redirect_chain == [(back, 303)]
        assert "plan.md was discarded. Nothing was changed." in said(answer)
        assert cto.get(address).status_code == 404
        assert cto.post(address, {"do": "apply"}).status_code == 404
    assert plan("halcyon").revision == 1


def test_staged_file_is_its_senders_alone(cto):
    address, _ = staged(cto, b"# CTO\n")
    for other in ("cmo", "approver", "reader"):
        browser = client(f"halcyon-{other}")
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"do": "discard"}).status_code == 404
    assert StagedImport.objects.exists()


def test_newer_file_takes_the_older_ones_place_and_old_ones_go(cto):
    staged(cto, b"# CTO\n")
    old, _ = staged(cto, b"# COO\n")
    long_ago = timezone.now() - timedelta(days=8)
    StagedImport.objects.filter(position="COO").update(staged_at=long_ago)
    staged(cto, b"# CTO again\n")
    left = StagedImport.objects.select_related("company").get()
    assert (bytes(left.data), str(left)) == (b"# CTO again\n", "plan.md for Halcyon Freight CTO")
    assert cto.get(old).status_code == 404


def test_closed_gate_refuses_with_its_reasons(db):
    load("meridian")
    browser = client("meridian-cto")
    before = text("meridian")
    address, page = staged(browser, b"# CTO\n", address="/meridian/import/")
    assert "It cannot be applied now" in said(page)
    assert "the CMO has to record PROCEED" in said(page)
    assert 'value="apply"' not in page.text
    answer = apply(browser, address)
    assert answer.status_code == 423
    assert "the CMO has to record PROCEED" in said(answer)
    assert (text("meridian"), plan("meridian").revision) == (before, 1)


def test_undo_takes_all_of_it_back(cto):
    before = export(cto)
    address, _ = staged(cto, b"# CTO\n\nAll new.\n")
    apply(cto, address)
    undo = re.search(r'action="(/halcyon/cto/history/[^"]+/undo/)"', cto.get(address).text)[1]
    assert undo in cto.get("/halcyon/cto/history/").text
    assert undo not in client("halcyon-reader").get("/halcyon/cto/history/").text
    assert client("halcyon-reader").post(undo).status_code == 403
    answer = cto.post(undo, follow=True)
    assert answer.redirect_chain == [("/halcyon/cto/", 303)]
    assert "Taken back: the plan says what it said before." in said(answer)
    assert export(cto) == before
    assert cto.post(undo).status_code == 422


def test_history_says_on_every_page_what_was_done_and_how_much(db):
    table = "# COO\n\n| A |\n|---|\n" + "".join(f"| {n} |\n" for n in range(150))
    other = PlanFactory(company=CompanyFactory(), position=Position.COO, text=table)
    browser = client(member(other, "COO").username)
    address, _ = staged(
        browser,
        table.replace(" |\n", "x |\n").encode(),
        address=f"{other.company.url}import/",
    )
    apply(browser, address)
    for number in (1, 2):
        page = browser.get(f"{other.url}history/?page={number}")
        assert "read in a document (151 changes)" in said(page)


def test_undo_after_an_edit_or_behind_a_closed_gate_says_why(cto):
    address, _ = staged(cto, export(cto).replace(b"| Backend |", b"| Back end |"))
    apply(cto, address)
    undo = re.search(r'action="([^"]+/undo/)"', cto.get(address).text)[1]
    decisions.revoke(plan("halcyon").gate, "Too early.", by=actor("halcyon-approver"))
    closed = cto.post(undo)
    assert closed.status_code == 423
    assert "revoked the approval" in said(closed)
    open_gate(plan("halcyon"))
    cell = row("halcyon", "technology-stack", "Database")
    editing.set_cell(HALCYON, cell.pk, 1, "SQLite", seen=None, by=Actor.operator("test"))
    late = cto.post(undo)
    assert late.status_code == 409
    assert "manage.py test changed “1.2 Technology Stack” since" in said(late)
    assert "undo/" not in cto.get(address).text


def test_plan_that_somebody_else_created_meanwhile_is_not_overwritten_unseen(cto):
    roles.group(plan("halcyon").company, "COO").user_set.add(actor("halcyon-cto").user)
    address, page = staged(cto, COO.encode())
    assert "A new plan" in page.text
    other = PlanFactory(company=plan("halcyon").company, position=Position.COO, text="# COO\n")
    answer = cto.post(address, {"do": "apply"})
    assert answer.status_code == 409
    assert "1 row added" in said(answer) or "rows added" in said(answer)
    assert printing.text(other) == "# COO\n"
    assert apply(cto, address).status_code == 303
    assert printing.text(other) == COO


@pytest.mark.parametrize("rows", [1, 200])
def test_preview_costs_as_many_queries_whatever_changes(cto, rows, django_assert_num_queries):
    table = "# COO\n\n| A |\n|---|\n" + "".join(f"| {n} |\n" for n in range(rows))
    other = PlanFactory(company=plan("halcyon").company, position=Position.COO, text=table)
    browser = client(member(other, "COO").username)
    address, _ = staged(browser, table.replace(" |\n", "x |\n").encode())
    with django_assert_num_queries(10):
        page = browser.get(address)
    assert page.text.count('class="row-') == rows


def test_preview_shows_five_hundred_rows_and_counts_the_rest(cto):
    table = "# COO\n\n| A |\n|---|\n" + "".join(f"| {n} |\n" for n in range(600))
    other = PlanFactory(company=plan("halcyon").company, position=Position.COO, text=table)
    _, page = staged(client(member(other, "COO").username), table.replace(" |\n", "x |\n").encode())
    assert page.text.count('class="row-') == 500
    assert "And 100 more rows." in page.text


def test_what_a_file_rightly_says_of_the_gate_is_no_claim(cto):
    file = export(cto).replace(b"| Backend |", b"| Back end |")
    _, page = staged(cto, file)
    assert "Not believed" not in page.text
    _, page = staged(cto, file.replace(b"GATE STATUS: OPEN", b"GATE STATUS: GATED"))
    assert "The file says of its gate “status: GATED”. Only the gate decides." in said(page)


def test_file_for_a_plan_that_one_may_no_longer_see_is_not_there(cto):
    address, _ = staged(cto, b"# CTO\n")
    access.grants_of(Plan).objects.filter(content_object_id=plan("halcyon").pk).delete()
    assert cto.get(address).status_code == 404
