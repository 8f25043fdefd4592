"""A refusal is the same at every door, and a machine is told it as a problem document."""

import html
import json
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from gates.actors import Actor
from gates.lock import reasons
from plans import editing
from plans.middleware import ProblemMiddleware
from plans.models import Block, Row
from plans.problems import problem_of
from tests.gates.factories import CLOSED, UserFactory
from tests.plans.factories import PlanFactory, address, cto, measured, reader
from tests.plans.management.running import failed, refused

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true", "Accept": "*/*"}
TEXT = """# Technical Plan

| Item | Category | Impact | Effort | Priority |
|------|----------|--------|--------|----------|
| Geofences | Code | High | 5 days | P1 |
"""


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def geofences(plan) -> Row:
    return Row.objects.get(block__section__plan=plan, block__kind="table")


def cell(plan, row: Row | None = None, column: int = 0) -> str:
    return f"{plan.url}rows/{(row or geofences(plan)).pk}/cells/{column}/"


def posted(user, url: str, **data: object) -> dict:
    """Post as a machine; what it is told, which is a problem document of that status."""
    response = browser(user).post(url, data, headers=JSON)
    assert response.headers["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == response.status_code
    assert document["type"] == f"urn:plangate:problem:{document['code']}"
    return document


@pytest.mark.parametrize("how", CLOSED)
def test_every_door_refuses_in_the_same_words(how, tmp_path):
    plan = PlanFactory(text=TEXT)
    measured(plan.company)
    CLOSED[how](plan.gate)
    words = " ".join(reason.sentence for reason in reasons(plan.gate))
    owner, url = cto(plan), cell(plan)
    of_plan = {"company": plan.company.slug}
    (file := tmp_path / "plan.md").write_text("# Mine\n")

    page = html.unescape(browser(owner).get(plan.url).text)
    fragment = browser(owner).post(url, {"text": "Mine"}, headers=HTMX)
    problem = posted(owner, url, text="Mine")
    imported = refused("import_plan", file, **of_plan, position="CTO")
    asked = refused("agent", "cto.plan", **of_plan)
    told = json.loads(failed("agent", "cto.plan", **of_plan, json=True))

    for reason in reasons(plan.gate):
        assert reason.sentence in page
    assert fragment.status_code == 423
    assert words in html.unescape(fragment.text)
    assert (problem["status"], problem["detail"]) == (423, words)
    assert [each["sentence"] for each in problem["missing"]] == [
        reason.sentence for reason in reasons(plan.gate)
    ]
    assert imported == f"{file}: {words}"
    assert asked == words
    assert told == problem


def test_conflict_carries_both_texts():
    plan = PlanFactory(text=TEXT, opened=True)
    row = geofences(plan)
    editing.set_cell(address(plan), row.pk, 0, "Theirs", seen=None, by=Actor.of(cto(plan)))
    document = posted(cto(plan), cell(plan), text="Mine", seen="Geofences")
    names = ("code", "status", "detail", "theirs", "mine", "row", "column")
    assert [document[name] for name in names] == [
        *("plan.conflict", 409, "It says “Theirs” now.", "Theirs", "Mine", row.pk, 0)
    ]


def test_invalid_text_names_its_column():
    plan = PlanFactory(text=TEXT, opened=True)
    document = posted(cto(plan), cell(plan, column=1), text="Coffee")
    assert (document["code"], document["status"], document["column"]) == ("plan.invalid", 422, 1)
    assert document["title"] == "Not valid"


def test_row_that_is_gone_is_not_found():
    plan = PlanFactory(text=TEXT, opened=True)
    document = posted(cto(plan), f"{plan.url}rows/999999/cells/0/", text="Mine")
    assert (document["code"], document["status"]) == ("not_found", 404)
    assert document["detail"] == "This row is no longer there: somebody deleted it."


def test_reader_is_not_allowed():
    plan = PlanFactory(text=TEXT, opened=True)
    document = posted(reader(plan), cell(plan), text="Mine")
    assert (document["code"], document["status"]) == ("actor.forbidden", 403)
    assert document["detail"] == "You may read this plan but not change it. The CTO can."


def test_rows_are_refused_as_cells_are():
    plan = PlanFactory(text=TEXT)
    row, owner = geofences(plan), cto(plan)
    block = Block.objects.get(pk=row.block_id)
    for url, data in (
        (f"{plan.url}blocks/{block.pk}/rows/", {}),
        (f"{plan.url}rows/delete/", {"rows": row.pk}),
        (f"{plan.url}rows/{row.pk}/move/", {"by": "1"}),
    ):
        assert posted(owner, url, **data)["code"] == "gate.validation_pending"
    assert posted(owner, f"{plan.url}rows/{row.pk}/move/", by="x")["code"] == "plan.invalid"


def test_file_is_refused_when_it_is_sent_and_when_it_is_applied():
    plan = PlanFactory(text=TEXT)
    owner, url = cto(plan), f"/{plan.company.slug}/import/"
    assert posted(owner, url)["detail"] == "Choose a file, or paste a text."
    assert posted(owner, url, position="CTO", text="\0")["code"] == "document.unreadable"
    sent = browser(owner).post(url, {"position": "CTO", "text": "# Mine\n"}, headers=JSON)
    staged = sent.headers["Location"]
    assert posted(owner, staged)["detail"] == "Apply or discard it."
    assert posted(owner, staged, do="apply", seen="7")["code"] == "plan.outdated"
    assert posted(owner, staged, do="apply", seen="1")["code"] == "gate.validation_pending"
    assert posted(reader(plan), url)["code"] == "actor.forbidden"


def test_undo_of_what_was_no_import_is_not_valid():
    plan = PlanFactory(text=TEXT, opened=True)
    document = posted(cto(plan), f"{plan.url}history/{uuid4()}/undo/")
    assert (document["code"], document["status"]) == ("plan.invalid", 422)


def test_plan_that_is_there_cannot_be_created():
    plan = PlanFactory(text=TEXT)
    document = posted(cto(plan), plan.company.url, position="CTO")
    assert document["detail"] == f"{plan.company} has a CTO plan already."


def test_what_one_may_not_see_is_nowhere():
    plan = PlanFactory(text=TEXT, opened=True)
    document = posted(UserFactory(), cell(plan), text="Mine")
    assert (document["code"], document["detail"]) == ("not_found", "There is no such plan.")
    elsewhere = browser(UserFactory()).get(plan.company.url, headers=JSON)
    assert elsewhere.json()["detail"] == "There is nothing at this address."
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "not_found")


def test_mistake_of_ours_is_no_refusal(rf):
    middleware = ProblemMiddleware(lambda _: HttpResponse())
    mistake = ZeroDivisionError("division by zero")
    assert middleware.process_exception(rf.get("/", headers=JSON), mistake) is None
    assert problem_of(mistake) is None
