"""The pages of decisions: what they show, what they write, and what they refuse and keep."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates import decisions as gate
from plans import editing
from plans.decisions import records
from plans.models import DecisionRecord
from tests.plans.companies import HALCYON, actor, client, load, plan, row, text
from tests.plans.decisions.records import MADR
from tests.plans.decisions.tables import desk as seated
from tests.plans.factories import reader

pytestmark = pytest.mark.django_db

ALL = "/halcyon/cto/decisions/"
ONE, TWO = f"{ALL}1/", f"{ALL}2/"


@pytest.fixture
def cto(db):
    load("halcyon")
    return client("halcyon-cto")


@pytest.fixture
def desk(db):
    found = seated()
    return found, client(found.by.user.username), found.plan.url


def cells(name):
    return row("halcyon", records.KEY, name).cells


def uploaded(name, content):
    return SimpleUploadedFile(name, content, "text/markdown")


def test_all_decisions_with_what_they_are_to_each_other(cto):
    html = cto.get(ALL).text
    assert "7 accepted, 2 superseded, 1 deprecated." in html
    assert html.count('<a href="/halcyon/cto/decisions/6/">ADR-006</a>') == 3
    assert '<svg class="graph"' in html
    assert "Read a MADR file in" in html
    assert "Read a MADR file in" not in client("halcyon-reader").get(ALL).text


def test_figures_lead_to_decisions_and_link_the_stack(cto):
    backend = row("halcyon", "technology-stack", "Backend")
    editing.set_cell(HALCYON, backend.pk, 2, "See ADR-001", seen=None, by=actor("halcyon-cto"))
    html = cto.get("/halcyon/cto/figures/").text
    assert '<a href="/halcyon/cto/decisions/1/">ADR-001 (Superseded)</a>' in html
    assert "ADR-001 is Superseded" in html
    needs = cto.get("/halcyon/attention/").text
    assert "ADR-001 is Superseded" in needs


def test_queries_are_as_many_whatever_the_decisions(desk):
    found, browser, url = desk

    def asked(where):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(f"{url}{where}").status_code == 200
        return len(captured)

    before = asked("decisions/"), asked("decisions/2/"), asked("figures/")
    for number in range(6, 10):
        editing.read_record(
            found.at, f"# T\n\n## Links\n\nDepends on ADR-{number - 1}\n", by=found.by
        )
    assert (asked("decisions/"), asked("decisions/2/"), asked("figures/")) == before


def test_record_is_written_shown_and_rendered_safely(cto):
    before = text("halcyon")
    form = {
        "context": "Where?\n\n<script>alert(1)</script> [x](javascript:alert(1)) **bold**",
        "outcome": 'Chosen option: "PostgreSQL", because.',
        "option": ["PostgreSQL", "", "SQLite"],
        "arguments": ["* Good, because of locks\n* Bad, because of vacuum", "", ""],
        "decision-makers": "Ana <b>",
        "depends-on": "ADR-001",
    }
    seen = re.search(r'name="seen" value="(\w{64})"', cto.get(TWO).text)[1]
    html = cto.post(TWO, form | {"seen": seen}, follow=True).text
    assert "ADR-002 saved." in html
    assert "<strong>bold</strong>" in html
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "javascript:" not in html.replace("[x](javascript:", "")
    assert "Ana &lt;b&gt;" in html
    assert "Chosen: <b>PostgreSQL</b>" in html
    assert "1 good, 1 bad" in html
    assert "Still to write: Considered Options." in html
    assert 'Depends on <a href="/halcyon/cto/decisions/1/">ADR-001</a>' in html
    assert "Needed by" in cto.get(ONE).text
    assert text("halcyon") == before


def test_record_that_changed_meanwhile_is_refused_and_what_was_typed_is_kept(desk):
    found, browser, url = desk
    at = f"{url}decisions/2/"
    editing.set_record(found.at, 2, {"context": "Theirs"}, by=found.by)
    form = {"context": "Mine", "option": ["A"], "arguments": ["* Good"], "seen": "0", "more": "M"}
    refused = browser.post(at, form)
    assert refused.status_code == 409
    assert "Somebody else changed this record meanwhile" in refused.text
    for kept in ("<p>Theirs</p>", "Mine</textarea>", 'value="A"', "* Good</textarea>"):
        assert kept in refused.text
    seen = re.search(r'name="seen" value="(\w{64})"', refused.text)[1]
    assert browser.post(at, form | {"seen": seen}).status_code == 303
    assert "Mine" in found.record(2).text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"context": "# x", "seen": ""}, "would read as something else"),
        ({"depends-on": "two"}, "“two” names no decision"),
        ({"depends-on": "ADR-77"}, "ADR-077 is not in the table"),
        ({"option": [""], "arguments": ["* Good"]}, "Give each option a title"),
    ],
)
def test_record_that_cannot_be_is_refused(desk, form, words):
    _, browser, url = desk
    seen = {"seen": records.digest(None)}
    refused = browser.post(f"{url}decisions/2/", form | seen)
    assert (refused.status_code, words in refused.text) == (422, True)
    machine = browser.post(
        f"{url}decisions/2/", form | seen, headers={"Accept": "application/json"}
    )
    assert (machine.status_code, words in machine.json()["detail"]) == (422, True)
    assert not DecisionRecord.objects.exists()


def test_form_is_there_until_the_record_of_what_was_decided_is_written(desk):
    _, browser, url = desk
    at = f"{url}decisions/1/"
    assert "once its record is written, it stays" in browser.get(at).text
    browser.post(at, {"context": "Why"})
    html = browser.get(at).text
    assert "<textarea" not in html
    assert "it stays as it is. Write a new one that supersedes it" in html
    refused = browser.post(at, {"context": "Why not"})
    assert (refused.status_code, "it stays as it is" in refused.text) == (422, True)


def test_steps_and_supersession(cto):
    html = cto.get(TWO).text
    assert re.findall(r'name="status" value="(\w+)"', html) == ["Deprecated", "Superseded"]
    done = cto.post(f"{TWO}status/", {"status": "Superseded", "successor": "8"}, follow=True)
    assert "ADR-002 is Superseded." in done.text
    assert 'Superseded by <a href="/halcyon/cto/decisions/8/">ADR-008</a>' in done.text
    assert 'Supersedes <a href="/halcyon/cto/decisions/2/">ADR-002</a>' in cto.get(f"{ALL}8/").text
    assert cells("ADR-002")[2] == "Superseded"
    assert "What becomes of it" not in cto.get(TWO).text
    refused = cto.post(f"{ALL}4/status/", {"status": "Accepted"})
    assert (refused.status_code, "can only become" not in refused.text) == (303, True)
    refused = cto.post(f"{ALL}4/status/", {"status": "Rejected", "seen": "Accepted"})
    assert (refused.status_code, "can only become" in refused.text) == (422, True)
    assert cto.post(f"{ALL}99/status/", {"status": "Rejected"}).status_code == 404
    assert cto.post("/halcyon/cto/undo/").status_code == 200
    assert cells("ADR-002")[2] == "Accepted"


def test_first_steps_and_who_may_supersede(desk):
    _, browser, url = desk
    steps = ["Proposed", "Accepted", "Rejected"]
    html = browser.get(f"{url}decisions/4/").text
    assert re.findall(r'name="status" value="(\w+)"', html) == steps
    alone = seated("# CIO - Information Plan\n\n| ADR | Title | Status | Date |\n|--|--|--|--|\n"
                   "| ADR-001 | A | Superseded | - |\n")  # fmt: skip
    browser = client(alone.by.user.username)
    html = browser.get(f"{alone.plan.url}decisions/1/").text
    assert "once there is another decision that is accepted" in html


def test_file_comes_out_as_it_went_in(cto):
    content = MADR.replace("\n", "\r\n").encode()
    sent = cto.post(f"{ALL}import/", {"file": uploaded("0042-use.md", content)}, follow=True)
    assert "ADR-042 was read in." in sent.text
    answer = cto.get(f"{ALL}42/adr.md")
    assert answer.content == content
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    name = 'attachment; filename="0042-use-postgresql.md"'
    assert answer.headers["Content-Disposition"] == name
    assert cells("ADR-042")[1:] == ["Use PostgreSQL", "Accepted", "2026-02-25"]
    assert "Our own part" in cto.get(f"{ALL}42/").text


def test_all_files_in_one(desk):
    found, browser, url = desk
    editing.read_record(found.at, MADR, by=found.by)
    with ZipFile(BytesIO(browser.get(f"{url}decisions.zip").content)) as archive:
        names = archive.namelist()
        assert names[:2] == ["0001-a-monolith.md", "0002-one-database.md"]
        assert (len(names), archive.read("0006-use-postgresql.md").decode()) == (6, MADR)


@pytest.mark.parametrize(
    ("into", "name", "number"),
    [
        ("4", "0009-x.md", 4),
        ("", "0004-x.md", 4),
        ("", "0001-x.md", 6),
        ("", "x.md", 6),
        ("", "12-x.md", 12),
    ],
)
def test_number_of_a_file(desk, into, name, number):
    found, browser, url = desk
    form = {"into": into, "file": uploaded(name, b"# T\n")}
    assert browser.post(f"{url}decisions/import/", form).status_code == 303
    assert found.record(number).text == "# T\n"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose a file, or paste a text."),
        ({"text": "No title"}, "The file has no title."),
        ({"text": "---\r\nstatus: x\r\n---\r\n# T", "into": "2"}, "Line 2: “x” is no status"),
        ({"file": b"\xff\xfe\x00"}, "It is UTF-16: save it as UTF-8"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_kept(desk, form, words):
    _, browser, url = desk
    form = form | ({"file": uploaded("x.md", form["file"])} if "file" in form else {})
    refused = browser.post(f"{url}decisions/import/", form)
    assert (refused.status_code, words in refused.text) == (422, True)
    assert form.get("text", "").replace("\r\n", "\n") in refused.text.replace("\r\n", "\n")
    assert ('value="2" selected' in refused.text) == ("into" in form)


def test_pasted_text_has_the_lines_of_a_file(desk):
    found, browser, url = desk
    browser.post(f"{url}decisions/import/", {"text": "# T\r\n\r\n## Links\r\n"})
    assert found.record(6).text == "# T\n\n## Links\n"


def test_record_without_a_row_is_kept_and_said_to_be(desk):
    found, browser, url = desk
    editing.read_record(found.at, "---\nstatus: superseded by ADR-9\n---\n# T\n", by=found.by)
    html = browser.get(f"{url}decisions/").text
    assert "not in the table" in html
    alone = browser.get(f"{url}decisions/9/")
    assert "It is not in the table of decisions any more." in alone.text
    assert "Save the record" not in alone.text
    html = browser.get(f"{url}decisions/6/").text
    assert 'decisions/9/">ADR-009</a>' in html


def test_closed_gate_says_why_and_reading_goes_on(cto):
    gate.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    for where in (ALL, TWO):
        html = cto.get(where).text
        assert "the plan’s gate is closed" in html
        assert "<textarea" not in html
    assert cto.get(f"{TWO}adr.md").status_code == 200
    for where, form in (
        (TWO, {"context": "Why", "seen": records.digest(None)}),
        (f"{TWO}status/", {"status": "Deprecated"}),
        (f"{ALL}import/", {"text": "# T"}),
    ):
        refused = cto.post(where, form)
        assert (where, refused.status_code) == (where, 423)
    assert not DecisionRecord.objects.exists()


def test_readers_read_and_there_is_nothing_where_there_is_nothing(desk):
    found, browser, url = desk
    person = client(reader(found.plan).username)
    assert "<textarea" not in person.get(f"{url}decisions/2/").text
    assert person.post(f"{url}decisions/2/", {"context": "Why"}).status_code == 403
    for where in ("decisions/99/", "decisions/99/adr.md"):
        assert browser.get(f"{url}{where}").status_code == 404
    assert browser.post(f"{url}decisions/99/", {}).status_code == 404
    bare = seated("# CIO - Information Plan\n")
    html = client(bare.by.user.username).get(f"{bare.plan.url}decisions/").text
    assert "The plan has no table with decisions." in html
