"""`manage.py import_company`: a tree is read whole or not at all; a known one changes nothing."""

import json

import pytest
from django.db import OperationalError, connection

from gates.lock import reasons
from plans import editing, trees
from plans.enums import Position
from plans.models import Change, Plan
from tests.gates.factories import UserFactory
from tests.plans.factories import CompanyFactory, PlanFactory, cto, member
from tests.plans.management.running import refused, said
from tests.plans.trees import BY, CEO, CORP, CTO, TEXTS, company_of, written

pytestmark = pytest.mark.django_db

LEAST = 50
"""Statements of an import of three plans."""


@pytest.fixture
def tree(tmp_path):
    """A folder called `acme`, for the tree of the company of that slug."""
    (tmp_path / "acme").mkdir()
    return tmp_path / "acme"


def fill(tree, texts):
    """Write documents into a tree, as bytes or text."""
    for position, text in texts.items():
        path = tree / trees.path(position)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def changed(tree, position, old, new):
    """Exchange a text that stands in a document."""
    path = tree / trees.path(position)
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def changes():
    return Change.objects.exclude(action="import").order_by("plan", "revision")


def test_import_creates_the_plans_and_locks_what_has_a_gate(tree):
    company = CompanyFactory(slug="acme", name="Acme")
    fill(tree, TEXTS)
    assert said("import_company", "acme", tree).splitlines() == [
        (
            "Read README.md into Acme CORP: 1 sections, 1 registers, 0 other tables, 2 rows, "
            "0 cells to fill."
        ),
        (
            "Read CEO/README.md into Acme CEO: 1 sections, 0 registers, 1 other tables, 2 rows, "
            "0 cells to fill."
        ),
        (
            "Read CTO/README.md into Acme CTO: 1 sections, 0 registers, 1 other tables, 2 rows, "
            "0 cells to fill."
        ),
    ]
    assert written(company) == {each: (text.encode(), 1) for each, text in TEXTS.items()}
    gates = Plan.objects.filter(gate__isnull=False)
    assert [plan.position for plan in gates] == ["CTO"]
    assert reasons(gates[0].gate)


@pytest.mark.parametrize("opened", [False, True])
def test_import_of_what_was_exported_changes_nothing(tree, opened, time_machine):
    time_machine.move_to("2026-11-23T10:00Z")
    company = company_of(slug="acme", name="Acme | Sons", opened=opened)
    before = written(company)
    said("export_company", "acme", tree)
    assert b"Acme | Sons" in (tree / "CEO/README.md").read_bytes()
    time_machine.move_to("2026-12-24T10:00Z")
    lines = said("import_company", "acme", tree).splitlines()
    assert lines[1::2] == ["Nothing to change: the plan says this already."] * len(before)
    assert written(company) == before
    assert said("export_company", "acme", tree).count("unchanged") == len(before)


def test_one_cell_of_the_tree_is_one_cell_of_the_plan(tree):
    company = company_of(slug="acme", name="Acme", opened=True)
    said("export_company", "acme", tree)
    changed(tree, "CTO", "Django", "Flask")
    lines = said("import_company", "acme", tree).splitlines()
    assert lines[-2:] == [
        "Difference: 1 cell changed.",
        "Technical Plan, “Backend”, Technology: “Django” → “Flask”",
    ]
    (change,) = changes()
    assert (change.plan.position, change.column) == ("CTO", "Technology")
    assert (change.before, change.after) == ("Django", "Flask")
    before = (tree / "CTO/README.md").read_bytes()
    assert trees.files(company, BY)["CTO/README.md"] == before
    assert {position: revision for position, (_, revision) in written(company).items()} == {
        "CORP": 1,
        "CEO": 1,
        "CMO": 1,
        "CTO": 3,
    }


def test_import_again_says_that_it_is_there(tree):
    company = company_of(slug="acme", opened=True)
    fill(tree, {"CEO": CEO.replace("on time", "at once")})
    assert "Difference: 1 cell changed.\n" in said("import_company", tree)
    before = written(company)
    assert said("import_company", tree).endswith("Nothing to change: the plan says this already.\n")
    assert written(company) == before


def test_company_is_the_one_that_the_directory_is_called_after(tree, monkeypatch):
    company = company_of(slug="acme")
    fill(tree, {Position.CORP: CORP.replace("See", "Read")})
    monkeypatch.chdir(tree)
    assert said("import_company", ".").startswith("Read README.md into")
    assert written(company)["CORP"][0] == CORP.replace("See", "Read").encode()


def test_every_refusal_is_told_and_nothing_is_written(tree):
    company = company_of(slug="acme", name="Acme")
    before = written(company)
    fill(
        tree,
        {
            "CORP": CORP.replace("See", "Read"),
            "CEO": b"# Caf\xe9\n",
            "CFO": "# New\n",
            "CIO": b"\0",
            "CTO": CTO.replace("Django", "Flask"),
        },
    )
    (tree / "CLO/README.md").mkdir(parents=True)
    plan = Plan.objects.get(company=company, position="CTO")
    assert refused("import_company", "acme", tree).splitlines() == [
        (
            "CEO/README.md: Byte 5, line 1, column 6 is not UTF-8. It may be Windows-1252: save it "
            "as UTF-8, or have it read as that. --encoding windows-1252 reads it."
        ),
        (
            "CIO/README.md: Line 1, column 1 is a NUL character, which no text contains. Save the "
            "file as plain text in UTF-8 and try again."
        ),
        f"CLO/README.md: [Errno 21] Is a directory: '{tree}/CLO/README.md'",
        f"CTO/README.md: {' '.join(reason.sentence for reason in reasons(plan.gate))}",
        "Nothing was written.",
    ]
    assert written(company) == before


def test_import_is_refused_to_who_may_not_write_what_changes(tree):
    company = company_of(slug="acme", name="Acme", opened=True)
    before = written(company)
    said("export_company", "acme", tree)
    changed(tree, "CTO", "Django", "Flask")
    changed(tree, "CEO", "on time", "at once")
    owner = cto(Plan.objects.get(company=company, position="CTO"))
    assert refused("import_company", tree, as_=owner.username).splitlines() == [
        "CEO/README.md: You may read this plan but not change it. The CEO can.",
        "Nothing was written.",
    ]
    assert written(company) == before
    stranger = UserFactory()
    assert refused("import_company", tree, as_=stranger.username).splitlines() == [
        "README.md: There is no such plan.",
        "CEO/README.md: There is no such plan.",
        "CMO/README.md: There is no such plan.",
        "CTO/README.md: There is no such plan.",
        "Nothing was written.",
    ]
    assert "no active user" in refused("import_company", tree, as_="nobody")


def test_owner_of_one_plan_brings_a_tree_in_which_the_others_stand_as_they_are(tree):
    company = company_of(slug="acme", opened=True)
    said("export_company", "acme", tree)
    changed(tree, "CTO", "Django", "Flask")
    owner = cto(Plan.objects.get(company=company, position="CTO"))
    said("import_company", tree, as_=owner.username)
    assert [change.actor for change in changes()] == [owner]


def test_missing_plan_takes_the_right_to_create_it(tree):
    company = company_of(Position.CORP, slug="acme", name="Acme")
    fill(tree, {Position.CEO: CEO})
    writer = member(Plan.objects.get(company=company), "CFO")
    assert refused("import_company", tree, as_=writer.username).splitlines() == [
        "CEO/README.md: You may not create plans for Acme.",
        "Nothing was written.",
    ]


@pytest.mark.parametrize("json_", [False, True])
def test_dry_run_says_the_same_and_writes_nothing(tree, json_):
    company = company_of(Position.CORP, slug="acme")
    fill(tree, TEXTS | {Position.CORP: CORP.replace("See", "Read")})
    before = written(company)
    would = said("import_company", tree, dry_run=True, **{"json": True} if json_ else {})
    assert written(company) == before
    did = said("import_company", tree, **{"json": True} if json_ else {})
    assert did == would.replace("Would read", "Read").replace('"dry_run": true', '"dry_run": false')
    assert len(written(company)) == 3


def test_json_has_all_of_it(tree):
    company_of(Position.CORP, slug="acme")
    fill(tree, {Position.CORP: CORP, Position.CEO: CEO})
    fill(tree, {"notes": "Mine.\n"})
    report = json.loads(said("import_company", tree, json=True))
    corp, ceo = report.pop("files")
    assert report == {"company": "acme", "not_read": ["notes/README.md"], "dry_run": False}
    assert (corp["path"], corp["difference"]["is_same"]) == ("README.md", True)
    assert (ceo["path"], ceo["difference"], ceo["rows"]) == ("CEO/README.md", None, 2)


def test_what_is_no_position_is_named_and_left_alone(tree):
    company = company_of(Position.CORP, slug="acme")
    fill(tree, {Position.CORP: CORP, "notes": "a\n", ".git": "b\n", "cto": "c\n"})
    (tree / "CORP").mkdir()
    (tree / "CORP/README.md").write_text("d\n")
    (tree / "CEO.md").write_text("e\n")
    (tree / "CFO").mkdir()
    assert said("import_company", tree).splitlines()[2:] == [
        "Not read: CORP/README.md is no position's.",
        "Not read: cto/README.md is no position's.",
        "Not read: notes/README.md is no position's.",
    ]
    assert list(written(company)) == ["CORP"]


def test_tree_that_is_none_is_refused(tree):
    assert refused("import_company", "acme", tree / "none") == f"{tree}/none is not a directory."
    assert refused("import_company", "acme", tree).startswith(
        f"{tree} holds none of README.md, CEO/README.md,"
    )
    fill(tree, TEXTS)
    assert refused("import_company", tree) == "There is no company “acme”."


def test_files_are_read_as_their_plans_are_written(tree):
    company = CompanyFactory(slug="acme")
    texts = {Position.CFO: "Café\n", Position.CIO: "Plain\n", Position.CLO: "Café →\n"}
    for position, text in texts.items():
        editing.create_plan(company, position, text, encoding="windows-1252", by=BY)
    before = written(company)
    said("export_company", "acme", tree)
    lines = said("import_company", tree).splitlines()
    assert lines[1::2] == ["Nothing to change: the plan says this already."] * 3
    assert written(company) == before
    fill(tree, {Position.CFO: "Café!\n".encode("cp1252"), Position.CIO: "Câble\n"})
    said("import_company", tree)
    encodings = Plan.objects.filter(company=company).values_list("position", "encoding")
    assert dict(encodings) == {"CFO": "windows-1252", "CIO": "utf-8", "CLO": "windows-1252"}


def test_encoding_that_is_named_is_that_of_every_file(tree):
    CompanyFactory(slug="acme")
    fill(tree, {"CFO": b"Caf\xe9\n", "CIO": b"Caf\xe9\n"})
    said("import_company", tree, encoding="windows-1252")
    assert set(Plan.objects.values_list("encoding", flat=True)) == {"windows-1252"}


class Crash(OperationalError):
    """What a database that goes away in the middle raises."""


class AfterStatements:
    """Lets so many statements through, and raises at the next."""

    def __init__(self, number):
        self.left = number

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == -1:
            raise Crash
        return execute(sql, params, many, context)


def test_import_that_breaks_off_anywhere_leaves_every_plan_as_it_was(tree):
    company = company_of(slug="acme", opened=True)
    before = written(company)
    fill(tree, {Position.CORP: "# Other\n", Position.CFO: "# New\n", Position.CTO: "# Other\n"})
    number = 0
    while True:
        try:
            with connection.execute_wrapper(AfterStatements(number)):
                said("import_company", "acme", tree)
            break
        except Crash:
            assert written(company) == before, number
        number += 3
    assert number > LEAST
    assert set(written(company)) == {"CORP", "CEO", "CFO", "CMO", "CTO"}


def test_tree_of_a_company_makes_another_one_of_it(tree):
    PlanFactory(company=(company := CompanyFactory(slug="halcyon")), opened=True)
    said("export_company", "halcyon", tree)
    other = CompanyFactory(slug="acme")
    said("import_company", "acme", tree)
    assert written(other)["CTO"][0] == trees.files(company, BY)["CTO/README.md"]
