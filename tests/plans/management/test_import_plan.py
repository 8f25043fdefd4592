"""`manage.py import_plan`: whole or not at all, and everything said that was noticed."""

import json

import pytest

from gates.lock import reasons
from plans import blueprints, printing
from plans.document.decode import MAX_BYTES
from plans.enums import Position
from plans.models import Change, Plan, Section
from tests.gates.factories import UserFactory
from tests.plans.factories import CompanyFactory, PlanFactory, cto, reader
from tests.plans.management.running import refused, said

pytestmark = pytest.mark.django_db
BLUEPRINT = blueprints.text(Position.CTO)
SMALL = """# Technical Plan

> **GATE STATUS: OPEN**
>
> - CMO Validation: [PROCEED / ITERATE / PIVOT / PENDING]
> - Human Approval: APPROVED

**Sprint 24:** 2026-11-16 - 2026-11-31

| Item | Category | Impact | Effort | Priority |
|------|----------|--------|--------|----------|
| Geofences | Code | High | ~5 days | P1 |
| [Debt 2] | Code | Medium | 3 days | P1 |

| Colour | Meaning |
|--------|---------|
| Red | Late |
"""


@pytest.fixture
def run(tmp_path):
    """Import a text or bytes into the CTO plan of a company; `how` is `said` or `refused`."""

    def run(company, text, how=said, **options):
        file = tmp_path / "plan.md"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        options = {"company": company.slug, "position": "cto"} | options
        return how("import_plan", file, **options).replace(f"{tmp_path}/", "")

    return run


def only_plan(position="CTO"):
    return Plan.objects.select_related("company", "gate").get(position=position)


def test_import_creates_a_plan_behind_its_gate(run):
    company = CompanyFactory(name="Acme")
    assert run(company, BLUEPRINT) == (
        "Read plan.md into Acme CTO: 43 sections, 42 registers, 0 other tables, 131 rows, "
        "235 cells to fill.\n"
    )
    plan = only_plan()
    assert printing.text(plan) == BLUEPRINT
    assert [reason.code for reason in reasons(plan.gate)] == [
        "gate.validation_pending",
        "gate.approval_missing",
    ]


def test_import_says_what_it_flagged_and_did_not_believe(run):
    company = CompanyFactory(name="Acme")
    assert run(company, SMALL).splitlines() == [
        (
            "Read plan.md into Acme CTO: 1 sections, 2 registers, 1 other tables, 3 rows, "
            "1 cells to fill."
        ),
        "Not believed: the file says status: OPEN. Only the gate decides.",
        "Not believed: the file says approval: APPROVED. Only the gate decides.",
        "Line 8, Dates: “2026-11-31” is not a date. Write it as 2026-11-23.",
        "Line 12, Effort: “~5 days” is not a number of days. Write it as 5 days.",
        "Line 13, Impact: “Medium” is not in the list. Choose one of High, Med, Low.",
    ]
    assert Section.objects.get().flagged == 3
    assert printing.text(only_plan()) == SMALL


def test_import_reports_as_json(run):
    report = json.loads(run(CompanyFactory(), SMALL, json=True))
    assert report["flags"].pop(0) == {
        "line": 8,
        "column": "Dates",
        "text": "2026-11-16 - 2026-11-31",
        "problem": "“2026-11-31” is not a date. Write it as 2026-11-23.",
    }
    assert len(report.pop("flags")) == 2
    assert report == {
        "sections": 1,
        "rows": 3,
        "registers": ["Sprint", "Tech Debt Register"],
        "generic_tables": 1,
        "to_fill": 1,
        "claims": ["status: OPEN", "approval: APPROVED"],
        "difference": None,
        "dry_run": False,
    }


def test_import_replaces_the_document_of_an_open_plan(run):
    plan = PlanFactory(opened=True)
    assert run(plan.company, SMALL).startswith("Read plan.md into")
    assert printing.text(only_plan()) == SMALL
    *parts, change = Change.objects.filter(revision__gt=1).order_by("revision")
    assert {part.group for part in parts} == {change.group}
    assert {part.action for part in parts} == {"add", "delete"}
    assert (change.action, change.actor_name) == ("import", "manage.py import_plan")
    assert (change.before, change.after) == (BLUEPRINT, SMALL)


def test_import_into_a_gated_plan_is_refused_in_the_gates_words(run):
    plan = PlanFactory()
    sentences = " ".join(reason.sentence for reason in reasons(plan.gate))
    assert run(plan.company, SMALL, refused) == f"plan.md: {sentences}"
    assert run(plan.company, SMALL, refused, dry_run=True) == f"plan.md: {sentences}"
    assert (printing.text(only_plan()), only_plan().revision) == (BLUEPRINT, 1)


def test_dry_run_says_the_same_and_writes_nothing(run):
    company = CompanyFactory()
    would = run(company, SMALL, dry_run=True)
    assert (Plan.objects.count(), Change.objects.count()) == (0, 0)
    assert run(company, SMALL) == would.replace("Would read", "Read")
    assert run(company, BLUEPRINT, refused, dry_run=True)


def test_dry_run_over_an_open_plan_leaves_it_alone(run):
    plan = PlanFactory(opened=True)
    assert json.loads(run(plan.company, SMALL, dry_run=True, json=True))["dry_run"]
    assert (printing.text(only_plan()), only_plan().revision) == (BLUEPRINT, 1)


def test_import_as_a_user_is_recorded_as_that_user(run):
    plan = PlanFactory(opened=True)
    user = cto(plan)
    run(plan.company, SMALL, as_=user.username)
    change = Change.objects.get(revision=2)
    assert (change.actor, change.actor_kind) == (user, "import")


def test_import_as_a_reader_is_refused(run):
    plan = PlanFactory(opened=True)
    name = reader(plan).username
    assert run(plan.company, SMALL, refused, as_=name) == (
        "plan.md: You may read this plan but not change it. The CTO can."
    )
    Plan.objects.get(position="CTO")  # and no other
    assert printing.text(only_plan()) == BLUEPRINT


def test_import_of_a_new_plan_takes_the_right_to_create_one(run):
    company, stranger = CompanyFactory(name="Acme"), UserFactory(username="stranger")
    assert run(company, SMALL, refused, as_=stranger.username) == (
        "plan.md: You may not create plans for Acme."
    )
    assert not Plan.objects.exists()


def test_import_as_nobody_is_refused(run):
    company = CompanyFactory()
    UserFactory(username="left", is_active=False)
    for name in ("nobody", "left"):
        assert run(company, SMALL, refused, as_=name) == f"There is no active user “{name}”."


def test_import_for_a_missing_company_is_refused(run):
    company = CompanyFactory.build(slug="nowhere")
    assert run(company, SMALL, refused) == "plan.md: There is no company “nowhere”."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"# Plan\n\nCaf\xe9\n",
            (
                "Byte 11, line 3, column 4 is not UTF-8. It may be Windows-1252: save it as UTF-8, "
                "or have it read as that. --encoding windows-1252 reads it."
            ),
        ),
        (b"# \x81\n", "Byte 2, line 1, column 3 is not UTF-8. Save it as UTF-8 and try again."),
        (
            b"# Plan\n\0",
            (
                "Line 2, column 1 is a NUL character, which no text contains. Save the file as "
                "plain text in UTF-8 and try again."
            ),
        ),
        (
            b"x" * (MAX_BYTES + 1),
            (
                "Byte 5000000, line 1, column 5000001 is too far: "
                "at most 5,000,000 bytes can be read. Shorten the document, or split it."
            ),
        ),
        (
            b"- x\n" * 20_001,
            (
                "Line 20001, column 1 begins row 20,001 of 20,001, and at most 20,000 can be read. "
                "Shorten the document, or split it."
            ),
        ),
    ],
    ids=["not UTF-8", "not Windows-1252 either", "NUL", "too large", "too many rows"],
)
def test_unreadable_files_are_refused_whole(run, data, message):
    assert run(CompanyFactory(), data, refused) == f"plan.md: {message}"
    assert not Plan.objects.exists()


def test_windows_1252_is_read_where_it_is_named_and_kept(run):
    company, data = CompanyFactory(), "# Plan\n\nCafé “Nord”\n".encode("cp1252")
    options = {"company": company.slug, "position": "CTO"}
    run(company, data, encoding="windows-1252")
    assert only_plan().encoding == "windows-1252"
    assert said("export_plan", **options).encode(errors="surrogateescape") == data


def test_document_that_replaces_another_brings_its_own_encoding(run):
    plan = PlanFactory(opened=True)
    run(plan.company, b"Caf\xe9\n", encoding="windows-1252")
    assert (only_plan().encoding, printing.text(only_plan())) == ("windows-1252", "Café\n")
    run(plan.company, "Café\n")
    assert only_plan().encoding == "utf-8"


def test_missing_file_is_refused(tmp_path):
    options = {"company": "acme", "position": "CTO"}
    assert "No such file" in refused("import_plan", tmp_path / "none.md", **options)
    assert "Is a directory" in refused("import_plan", tmp_path, **options)


def test_import_of_a_position_without_a_gate_stays_open(run):
    company = CompanyFactory()
    run(company, SMALL, position="cfo")
    run(company, "# Financial Plan\n", position="CFO")
    plan = only_plan("CFO")
    assert (plan.gate, printing.text(plan)) == (None, "# Financial Plan\n")
