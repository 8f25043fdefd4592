"""`manage.py verify`: nothing that was tampered with behind the application's back goes unseen."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from gates.actors import Actor
from plans import editing, verification
from plans.backups.manifests import Contents, Manifest
from plans.models import Change, Plan, Row
from tests.plans.factories import PlanFactory, StoryFactory, address, cto
from tests.plans.management.running import failed, refused, said
from tests.plugins.flush import triggers_aside

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    """An open plan with an edited cell, a new row and a row that was deleted again."""
    plan = PlanFactory(opened=True)
    by = Actor.of(cto(plan))
    StoryFactory(plan=plan, by=by)
    gone = StoryFactory(plan=plan, by=by)
    editing.delete_rows(address(plan), [gone.pk], by=by)
    first = Row.objects.filter(block__register="current-sprint")[0]
    editing.set_cell(address(plan), first.pk, 1, "8", seen="[X]", by=by)
    return Plan.objects.select_related("company", "gate").get(position="CTO")


def tamper(statement, *values):
    """Write past the application and past the triggers, and hit one row."""
    connection.check_constraints()  # PostgreSQL alters no table that it has yet to check
    with triggers_aside(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
        connection.check_constraints()


def problems():
    """What verify complains of, without the lines on what it looked at."""
    lines = failed("verify").splitlines()
    found = [line.strip() for line in lines if line.startswith("  ")]
    assert lines[-1] == f"{len(found)} problems"
    return found


def test_all_is_well(plan):
    head = Change.objects.get(revision=5).hash
    evidence = Plan.objects.select_related("company").get(position="CMO")
    decision = plan.gate.decisions.get(sequence=4).hash
    assert said("verify").splitlines() == [
        f"{evidence}: revision 1, head {evidence.head_hash}",
        f"{plan}: revision 5, head {head}",
        f"{plan.gate}: 4 decisions, head {decision}",
        "All is as it was written.",
    ]


def test_nothing_at_all_is_well(db):
    assert said("verify") == "All is as it was written.\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("before", "[Y]"),
        ("after", "9"),
        ("actor_name", "Somebody Else"),
        ("actor_id", None),
        ("place", "2.2 Elsewhere"),
        ("at", "2026-01-01T00:00:00+00:00"),
        ("hash", "0" * 64),
    ],
)
def test_rewritten_change_is_found(plan, column, value):
    tamper(f'UPDATE plans_change SET "{column}" = %s WHERE revision = 5', value)
    assert problems() == ["revision 5: its contents are not those that were hashed"]


def test_change_that_is_gone_is_found(plan):
    tamper("DELETE FROM plans_change WHERE revision = 3")
    assert problems() == ["revision 4: record 3 is missing"]


def test_history_that_ends_early_is_found(plan):
    tamper("DELETE FROM plans_change WHERE revision = 5")
    assert problems() == ["revision 5: the plan's head is not the last record"]


def test_rewritten_decision_is_found(plan):
    tamper("UPDATE gates_decision SET reason = 'No reason' WHERE sequence = 2")
    assert problems() == ["decision 2: its contents are not those that were hashed"]


def test_decision_that_is_gone_is_found(plan):
    tamper("DELETE FROM gates_decision WHERE sequence = 2")
    assert problems() == ["decision 3: record 2 is missing"]


def test_rewritten_baseline_is_found(plan):
    tamper("UPDATE gates_baseline SET text = 'Cobol'")
    [problem] = problems()
    assert problem.endswith(": its text is not the one that approval was requested for")


def test_record_that_is_not_the_parse_of_its_row_is_found(plan):
    story = Row.objects.filter(block__register="current-sprint")[0]
    tamper("UPDATE plans_story SET points = 80 WHERE row_id = %s", story.pk)
    assert problems() == [
        f"Current Sprint, row {story.pk}: its record is not the parse of its cells"
    ]


def test_record_that_is_gone_is_found(plan):
    row = Row.objects.get(block__register="technical-vision-statement")
    tamper("DELETE FROM plans_visionstatement WHERE row_id = %s", row.pk)
    assert problems() == [
        f"Technical Vision Statement, row {row.pk}: its record is not the parse of its cells"
    ]


@pytest.mark.parametrize("source", ["| Mars | Live system | [URL] | Restricted |\n", "Mars\n", ""])
def test_row_that_is_not_its_source_is_found(plan, source):
    row = Row.objects.filter(block__register="environments")[2]
    tamper("UPDATE plans_row SET source = %s WHERE id = %s", source, row.pk)
    assert problems() == [f"3.1 Environments, row {row.pk}: its cells are not those of its source"]


def test_source_that_is_no_longer_of_its_kind_is_found(plan):
    row = Row.objects.filter(block__register="deployment-checklist")[0]
    tamper("UPDATE plans_row SET source = %s WHERE id = %s", "no item\n", row.pk)
    assert problems() == [
        f"3.3 Deployment Strategy, row {row.pk}: its cells are not those of its source"
    ]


def test_every_plan_is_looked_at(plan):
    other = PlanFactory()
    tamper("UPDATE plans_change SET place = 'x' WHERE plan_id = %s", other.pk)
    lines = failed("verify").splitlines()
    assert [line for line in lines if line.startswith("  ")] == [
        "  revision 1: its contents are not those that were hashed"
    ]
    assert (len(lines), lines[-1]) == (7, "1 problems")


def test_log_that_was_emptied_is_found(plan):
    connection.check_constraints()
    with triggers_aside(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM gates_decision WHERE gate_id = %s", [plan.gate_id])
        connection.check_constraints()
    assert problems() == ["its log is empty"]


@pytest.mark.parametrize("number", [1, 3])
def test_verifying_a_plan_costs_this_many_queries(number, django_assert_num_queries):
    table = "| Layer | Technology | Rationale | Alternatives Considered |\n|---|---|---|---|\n"
    rows = "".join(f"| {n} | Django | known | none |\n" for n in range(number))
    PlanFactory(text=f"# Technical Plan\n\n## 1.2 Technology Stack\n\n{table}{rows}")
    with django_assert_num_queries(10):
        assert [checked.problems for checked in verification.check()] == [(), ()]


def test_log_that_may_be_rewritten_is_found(plan):
    connection.check_constraints()
    off = {
        "sqlite": "DROP TRIGGER plans_change_no_update",
        "postgresql": "ALTER TABLE plans_change DISABLE TRIGGER plans_change_no_change",
    }
    with connection.cursor() as cursor:
        cursor.execute(off[connection.vendor])
    name = {"sqlite": "no_update", "postgresql": "no_change"}[connection.vendor]
    assert problems() == [
        f"plans_change is not append-only: the trigger plans_change_{name} is off"
    ]


@pytest.fixture
def manifest(plan, tmp_path):
    """The manifest of a backup that was made just now."""
    heads = tuple(checked.head for checked in verification.check())
    path = tmp_path / "manifest.json"
    Manifest(timezone.now(), "", "", 0, "", Contents({}, {}, heads)).write(path)
    return path


def compared(lines):
    """What is found wrong in the comparison with a manifest."""
    start = next(n for n, line in enumerate(lines) if line.startswith("Compared with the backup"))
    return [line.strip() for line in lines[start + 1 : -1]]


def test_later_changes_keep_what_a_manifest_says(plan, manifest):
    row = Row.objects.filter(block__register="current-sprint")[0]
    editing.set_cell(address(plan), row.pk, 1, "13", seen=None, by=Actor.of(cto(plan)))
    lines = said("verify", manifest=manifest).splitlines()
    assert (compared(lines), lines[-1]) == ([], "All is as it was written.")


def test_history_whose_tail_was_cut_off_is_found_by_a_manifest(plan, manifest):
    head = Change.objects.get(revision=4).hash
    tamper("DELETE FROM plans_change WHERE revision = 5")
    tamper("UPDATE plans_plan SET revision = 4, head_hash = %s WHERE id = %s", head, plan.pk)
    tamper("DELETE FROM gates_decision WHERE sequence = 4")
    assert said("verify").endswith("All is as it was written.\n")
    assert compared(failed("verify", manifest=manifest).splitlines()) == [
        f"{plan}: record 5 is gone",
        f"{plan.gate}: record 4 is gone",
    ]


def test_history_that_was_written_anew_is_found_by_a_manifest(plan, manifest):
    row = Row.objects.filter(block__register="current-sprint")[0]
    head = Change.objects.get(revision=4).hash
    tamper("DELETE FROM plans_change WHERE revision = 5")
    tamper("UPDATE plans_plan SET revision = 4, head_hash = %s WHERE id = %s", head, plan.pk)
    editing.set_cell(address(plan), row.pk, 1, "8", seen=None, by=Actor.of(cto(plan)))
    editing.set_cell(address(plan), row.pk, 1, "13", seen=None, by=Actor.of(cto(plan)))
    found = compared(failed("verify", manifest=manifest).splitlines())
    assert found == [f"{plan}: record 5 is another one"]


def test_log_without_records_loses_none():
    head = verification.Head(verification.Kind.PLAN, 7, "Acme CTO", 0, "")
    assert [*verification.lost([head])] == []


def test_manifest_that_is_none_is_refused(tmp_path):
    (tmp_path / "words").write_text("words")
    assert "is not a backup's manifest" in refused("verify", manifest=tmp_path / "words")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_verify_sees_one_moment_of_a_plan_that_is_edited(transactional_db):
    """A plan that is read before an edit and its history after it would look broken."""
    plan = PlanFactory(opened=True)
    row = Row.objects.filter(block__register="current-sprint")[0]
    by = Actor.of(cto(plan))

    def edit():
        editing.set_cell(address(plan), row.pk, 1, "13", seen=None, by=by)
        connection.close()

    with verification.snapshot():
        plan = Plan.objects.select_related("company").get(position="CTO")
        with ThreadPoolExecutor(1) as pool:
            pool.submit(edit).result()
        assert verification.check_plan(plan, "default").problems == ()
    assert Plan.objects.get(position="CTO").revision == plan.revision + 1


@pytest.mark.parametrize(
    ("statement", "is_found"),
    [
        ("UPDATE plans_decisionrecord SET text = 'Mine'", True),
        ("UPDATE plans_decisionrecord SET supersedes = '[1]'", True),
        ("DELETE FROM plans_decisionrecord", True),
        ("UPDATE plans_decisionrecord SET id = id", False),
    ],
)
def test_record_of_a_decision_that_was_tampered_with_is_found(plan, statement, is_found):
    by = Actor.of(cto(plan, username="second"))
    editing.set_record(address(plan), 2, {"context": "Why"}, by=by)
    editing.set_record(address(plan), 2, {"context": "Why not"}, by=by)
    tamper(statement)
    if is_found:
        assert problems() == ["ADR-002: its record is not what the history says"]
    else:
        assert said("verify").endswith("All is as it was written.\n")
