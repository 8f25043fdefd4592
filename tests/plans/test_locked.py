"""A gated plan, and every way there is to write it: page, command, administration and the ORM.

The lists are walked, so that a new URL, command or model cannot escape by being new.
"""

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import serializers
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.core.serializers.base import DeserializedObject
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import URLPattern, reverse

from gates import decisions, lock
from gates.models import User
from plans import catalogue, editing, roles, urls
from plans.address import Address
from plans.decisions import records
from plans.enums import Position
from plans.models import AccessToken, Invitation, Plan
from plans.models.guard import ClosedDoor, Guarded
from tests.plans.companies import (
    BY,
    HALCYON,
    actor,
    block,
    client,
    load,
    plan,
    row,
    text,
)
from tests.plans.factories import PlanFactory
from tests.plans.texts import empty_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def gated(request, db) -> Iterator[Plan]:
    """A plan whose gate is shut: GATED, or HALTED where the test asks for it."""
    load("meridian")
    if getattr(request, "param", "GATED") == "HALTED":
        decisions.halt(plan("meridian").gate, "Stop.", by=actor("meridian-cmo"))
    document, head = text("meridian"), plan("meridian").head_hash
    yield plan("meridian")
    assert (text("meridian"), plan("meridian").head_hash) == (document, head)


BOTH = pytest.mark.parametrize("gated", ["GATED", "HALTED"], indirect=True)


def words_of(shut: Plan) -> str:
    """Who has to act, in the first of the reasons why the plan cannot be written."""
    return lock.reasons(shut.gate)[0].who


WRITES = {
    "cell": [
        {"row": "technology-stack", "column": 1, "data": {"text": "Go"}},
        {"row": "technical-vision-statement", "column": 0, "data": {"text": "World peace"}},
        {"row": "deployment-checklist", "column": 0, "data": {"text": "x"}},
        {"row": "cicd-pipeline", "column": 0, "data": {"text": "[Build]"}},
        {"row": "current-capacity", "column": 0, "data": {"text": "Renamed"}},
    ],
    "add-row": [{"block": "tech-debt-register", "data": {}}],
    "delete-rows": [{"data": {"rows": "tech-debt-register"}}],
    "set-cells": [{"data": {"rows": "tech-debt-register", "column": "1", "text": "Code"}}],
    "paste": [
        {"block": "tech-debt-register", "data": {"text": "Mine\tCode"}},
        {"block": "current-capacity", "data": {"row": "current-capacity", "text": "Renamed"}},
    ],
    "move-row": [{"row": "tech-debt-register", "data": {"by": "1"}}],
    "sprints": [{"data": {"do": "close", "revision": "1"}}],
    "releases": [{"data": {"do": "record", "revision": "1", "name": "1", "reason": "x"}}],
    "decision": [{"number": 2, "data": {"context": "Why"}}],
    "decide": [{"number": 2, "data": {"status": "Deprecated"}}],
    "import-decision": [{"data": {"text": "# Mine"}}],
}
READS = [
    "attention",
    "company",
    "decisions",
    "export",
    "export-company",
    "export-decision",
    "export-decisions",
    "figures",
    "find",
    "history",
    "import",
    "news",
    "plan",
    "portfolio",
    "samples",
    "search",
    "weekly",
    "shortcuts",
]
LAYOUTS = {
    "lay-out-section": ["sections/{section}/add/", "sections/{section}/delete/"],
    "lay-out-block": ["blocks/{block}/add/", "blocks/{block}/delete/"],
    "section": ["sections/{section}/"],
    "block": ["blocks/{block}/"],
}
"""`company` creates plans, which is allowed, and creates them locked; see the company's tests.

`import` keeps a file beside the plan, to be looked at.
"""
PEOPLE = {
    "people": ("people/", {"name": "Nova"}, 303),
    "person": ("people/{person}/", {"seen": "Reader", "roles": ["Reader", "Approver"]}, 303),
    "invite": ("people/invite/", {"email": "eve@example.com", "roles": "CTO editor"}, 303),
    "invitation": ("people/invitations/{invitation}/send/", {}, 303),
    "remove-person": ("people/{person}/remove/", {}, 303),
}
"""Who may do what is not locked by a gate, and changes nothing of the plan."""
SETTINGS = {
    "tokens": ("tokens/", {"name": "CI", "scope": "samples", "days": "30"}, 201),
    "revoke-token": ("tokens/{token}/revoke/", {}, 303),
    "keep-computed": ("figures/current-capacity/", {"keep": "yes"}, 303),
}
"""Of the plan and not of its document. What `samples` takes stays open; see the tests of both."""
BY_TOKEN = ["on-call"]
"""It reads; see the tests of tokens."""
PASSWORDS = [
    *("password_reset", "password_reset_done", "password_reset_confirm"),
    *("password_reset_complete", "password_change"),
]
OF_NO_PLAN = ["accept", "found-company", *PASSWORDS]
FILES = ["staged-import", "undo-import", "undo", "redo"]
"""Tried below: there has to be a file, or a change, first."""
CORPORATE = ["rollups", "take-over"]
"""Of a plan that has no gate unless somebody gives it one: see `views/test_rollups.py`."""


def test_every_address_of_plans_is_tried_or_reads():
    names = {pattern.name for pattern in urls.urlpatterns if isinstance(pattern, URLPattern)}
    beside = {*PEOPLE, *SETTINGS, *BY_TOKEN, *OF_NO_PLAN, "preview"}
    tried = {*WRITES, *FILES, *CORPORATE, *LAYOUTS, *beside}
    assert names == {*READS, *tried}


@BOTH
def test_roles_are_given_and_taken_while_a_gate_is_shut(gated):
    signed_in = client("meridian-admin")
    keys = {"person": actor("meridian-reader").user.pk, "invitation": 0}
    for name, (path, data, status) in PEOPLE.items():
        address = f"/meridian/{path.format(**keys)}"
        assert (name, signed_in.post(address, data).status_code) == (name, status)
        keys["invitation"] = Invitation.objects.values_list("pk", flat=True).first()


@BOTH
def test_tokens_are_made_and_exports_chosen_while_a_gate_is_shut(gated):
    signed_in, key = client("meridian-cto"), 0
    for name, (path, data, status) in SETTINGS.items():
        address = f"/meridian/cto/{path.format(token=key)}"
        assert (name, signed_in.post(address, data).status_code) == (name, status)
        key = AccessToken.objects.values_list("pk", flat=True).first()


@BOTH
def test_editor_is_refused_like_the_owner(gated):
    user = User.objects.get(username="meridian-reader")
    roles.put(user, gated.company, "CTO editor")
    target = row("meridian", "technology-stack")
    address = f"/meridian/cto/rows/{target.pk}/cells/1/"
    refused = client("meridian-reader").post(address, {"text": "Go"})
    assert refused.status_code == 423
    assert words_of(gated) in refused.text


@BOTH
def test_file_waits_outside_and_is_refused_when_it_is_applied(gated):
    browser = client("meridian-cto")
    sent = browser.post("/meridian/import/", {"position": "CTO", "text": "# Mine\n"})
    assert sent.status_code == 303
    refused = browser.post(sent.headers["Location"], {"do": "apply", "seen": "1"})
    assert refused.status_code == 423
    assert words_of(gated) in refused.content.decode()


def test_import_before_the_gate_closed_is_not_taken_back_behind_it(db):
    load("halcyon")
    group, document = uuid4(), text("halcyon")
    editing.replace_document(HALCYON, document + "\nMore.\n", group=group, by=BY)
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    head = plan("halcyon").head_hash
    address = f"/halcyon/cto/history/{group}/undo/"
    for username, status in (("cto", 423), ("cmo", 403), ("approver", 403), ("reader", 403)):
        assert client(f"halcyon-{username}").post(address).status_code == status
    assert (text("halcyon"), plan("halcyon").head_hash) == (document + "\nMore.\n", head)


def test_change_before_the_gate_closed_is_not_taken_back_behind_it(db):
    load("halcyon")
    backend, cto = row("halcyon", "technology-stack", "Backend"), actor("halcyon-cto")
    for words in ("Elixir", "Rust"):
        editing.set_cell(HALCYON, backend.pk, 1, words, seen=None, by=cto)
    editing.undo(HALCYON, by=cto)
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    head = plan("halcyon").head_hash
    for name in ("undo", "redo"):
        for username, status in (("cto", 423), ("cmo", 403), ("approver", 403), ("reader", 403)):
            answer = client(f"halcyon-{username}").post(f"/halcyon/cto/{name}/")
            assert (name, username, answer.status_code) == (name, username, status)
    assert plan("halcyon").head_hash == head


@pytest.mark.heavy
@BOTH
@pytest.mark.parametrize("username", ["cto", "cmo", "approver", "reader"])
@pytest.mark.parametrize("name", WRITES)
def test_every_write_url_is_refused(gated, name, username):
    browser = client(f"meridian-{username}")
    for write in WRITES[name]:
        kwargs: dict[str, object] = {"company": "meridian", "position": "CTO"}
        if "row" in write:
            kwargs["row"] = row("meridian", write["row"]).pk
        if "block" in write:
            kwargs["block"] = block("meridian", write["block"]).pk
        kwargs |= {name: write[name] for name in ("column", "number") if name in write}
        data = {
            name: row("meridian", value).pk if name in ("row", "rows") else value
            for name, value in write["data"].items()
        }
        status, address = 423 if username == "cto" else 403, reverse(name, kwargs=kwargs)
        response = browser.post(address, data, headers={"HX-Request": "true"})
        machine = browser.post(address, data, headers={"Accept": "application/json"})
        assert (response.status_code, machine.json()["status"]) == (status, status)
        if username == "cto":
            assert words_of(gated) in response.content.decode()
            assert "the CMO" in machine.json()["detail"]


@BOTH
@pytest.mark.parametrize(("username", "status"), [("cto", 423), ("cmo", 403), ("reader", 403)])
@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_is_refused(gated, name, username, status):
    part = block("meridian", "on-call-rotation")
    browser = client(f"meridian-{username}")
    for path in LAYOUTS[name]:
        address = f"/meridian/cto/{path.format(section=part.section_id, block=part.pk)}"
        ask = browser.post if name.startswith("lay") else browser.get
        response = ask(address, {"heading": "Mine", "name": "Mine"})
        machine = ask(address, headers={"Accept": "application/json"})
        assert (response.status_code, machine.json()["status"]) == (status, status)
        if username == "cto":
            assert words_of(gated) in response.content.decode()


@pytest.mark.parametrize("name", [*READS, "sprints", "releases"])
def test_reading_goes_on(gated, name):
    arguments = {"company": "meridian", "position": "CTO", "number": 1}
    of_company = ("attention", "company", "export-company", "import")
    taken = ("company",) if name in of_company else ("company", "position")
    taken = () if name in ("portfolio", "search", "weekly") else taken
    taken = (*taken, "number") if name == "export-decision" else taken
    address = reverse(name, kwargs={key: arguments[key] for key in taken})
    reader = "meridian-cto" if name == "import" else "meridian-reader"
    assert client(reader).get(address).status_code == 200


OPERATORS = {
    "agent": ["cto.status", "--company", "meridian"],
    "create_company": ["Third"],
    "demo": [],
    "export_company": ["meridian", "TREE"],
    "export_plan": ["--company", "meridian", "--position", "CTO"],
    "import_company": ["meridian", "TREE"],
    "give_role": ["meridian", "meridian-reader", "CTO editor"],
    "import_plan": ["FILE", "--company", "meridian", "--position", "CTO"],
    "roundtrip": ["FILE"],
    "tend": [],
    "verify": [],
}
IMPORTS = {"import_company", "import_plan"}
NO_DATABASE = {"print_docs"}
MEASURES = {"record_samples"}
"""Writes cells that stay open, and no others: see its own tests."""
COPIES = {"backup", "restore"}
"""Tried in their own tests: a backup only reads, and nothing is restored over anything."""


def test_every_command_is_tried():
    ours = {name for name, app in get_commands().items() if app in ("plans", "gates")}
    assert ours - NO_DATABASE - COPIES - MEASURES == OPERATORS.keys()


@pytest.mark.heavy
@BOTH
@pytest.mark.parametrize("name", OPERATORS)
def test_every_command_leaves_the_plan_alone(gated, name, tmp_path):
    file = tmp_path / "CTO" / "README.md"
    file.parent.mkdir()
    file.write_text(text("meridian").replace("Backend", "Backdoor"))
    paths = {"FILE": str(file), "TREE": str(tmp_path)}
    arguments = [paths.get(argument, argument) for argument in OPERATORS[name]]
    try:
        call_command(name, *arguments, stdout=StringIO())
    except CommandError as refusal:
        assert name in IMPORTS
        assert "the CMO" in str(refusal)  # noqa: PT017
    else:
        assert name not in IMPORTS


def test_import_as_somebody_is_refused_as_well(gated, tmp_path):
    file = Path(tmp_path / "plan.md")
    file.write_text("# Mine\n")
    for username in ("meridian-cto", "meridian-reader", "meridian-cmo"):
        with pytest.raises(CommandError):
            call_command(
                *("import_plan", str(file), "--company", "meridian", "--position", "CTO"),
                *("--as", username),
            )


def test_administration_offers_no_write(gated):
    User.objects.create_superuser("root", password="root")
    browser = client("root")
    ours = [model for model in admin.site._registry if model._meta.app_label in ("plans", "gates")]
    assert {model.__name__ for model in ours} >= {"Plan", "Company", "Change", "Gate", "Decision"}
    for model in ours:
        if model is User:
            continue
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        key = model._default_manager.values_list("pk", flat=True).first()
        add, change = reverse(f"{label}_add"), reverse(f"{label}_change", args=[key])
        assert browser.get(add).status_code == 403
        assert browser.post(add, {"title": "Mine"}).status_code == 403
        assert browser.post(change, {"title": "Mine"}).status_code == 403
        delete = reverse(f"{label}_delete", args=[key])
        assert browser.post(delete, {"post": "yes"}).status_code == 403


def test_superuser_is_not_exempt(gated):
    User.objects.create_superuser("root", password="root")
    browser = client("root")
    assert browser.get("/meridian/cto/").status_code == 404
    target = row("meridian", "technology-stack")
    address = f"/meridian/cto/rows/{target.pk}/cells/1/"
    assert browser.post(address, {"text": "Go"}).status_code == 404


def guarded_models() -> list[type[Guarded]]:
    models = apps.get_app_config("plans").get_models()
    return [model for model in models if issubclass(model, Guarded)]


def test_every_table_of_the_document_is_guarded():
    names = {model.__name__ for model in guarded_models()}
    registers = {entry.model.__name__ for entry in catalogue.CATALOGUE}
    assert names == registers | {"DecisionRecord", "Plan", "Section", "Block", "Row"}


def fixture_of(one: Guarded) -> DeserializedObject:
    """The row as `loaddata` would write it."""
    return next(iter(serializers.deserialize("json", serializers.serialize("json", [one]))))


@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model.__name__)
def test_orm_refuses_every_write(gated, model):
    registers = (*catalogue.OTHER_PLANS, catalogue.BY_KEY[records.KEY])
    text = "".join(map(empty_table, registers))
    free = PlanFactory(position=Position.CIO, text=text)
    editing.read_record(Address(free.company.slug, free.position), "# Mine\n", by=BY)
    everything = model.objects.all()
    one = everything.first()
    assert one is not None
    field = model._meta.concrete_fields[-1].name
    back = model._base_manager.filter(pk=one.pk)
    writes: dict[str, Callable[[], object]] = {
        "save": one.save,
        "delete": one.delete,
        "fixture": fixture_of(one).save,
        "create": model.objects.create,
        "update_or_create": lambda: model.objects.update_or_create({field: None}, pk=one.pk),
        "bulk_create": lambda: model.objects.bulk_create([one]),
        "bulk_update": lambda: model.objects.bulk_update([one], [field]),
        "update all": lambda: everything.update(**{field: None}),
        "delete all": everything.delete,
        "raw delete": lambda: everything._raw_delete(everything.db),
        "base update": lambda: back.update(**{field: None}),
        "base delete": back.delete,
    }
    assert [name for name, write in writes.items() if not refused(write)] == []


def refused(write: Callable[[], object]) -> bool:
    """Try it in a savepoint of its own, as it may break the transaction."""
    try:
        with transaction.atomic():
            write()
    except ClosedDoor:
        return True
    return False


def test_company_with_a_plan_cannot_be_deleted(gated):
    with pytest.raises(ProtectedError):
        gated.company.delete()
