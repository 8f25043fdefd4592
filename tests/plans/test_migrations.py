"""Migrations run back and forth over plans that people have filled."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.recorder import MigrationRecorder

from gates import access
from gates.models import GateGroupObjectPermission
from plans import editing
from plans.catalogue import BY_KEY
from plans.enums import Position
from plans.models import Block, Plan, Row, Section
from plans.models.debt import QualityMetric
from plans.models.guard import open_door
from plans.models.recurring import Risk
from plans.models.validation import BriefValidationCriterion
from tests.plans.companies import BY, HALCYON, load, plan, text
from tests.plans.factories import PlanFactory
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(name):
    call_command("migrate", "plans", name, verbosity=0)


def applied():
    return MigrationRecorder(connection).applied_migrations().keys()


@pytest.fixture
def filled(transactional_db):
    load("halcyon")
    before = applied()
    yield HALCYON
    if applied() != before:
        call_command("migrate", verbosity=0)


def test_plan_is_the_same_after_its_encoding_went_and_came(filled):
    before, head = text("halcyon"), plan("halcyon").head_hash
    migrate("0001_initial")
    call_command("migrate", verbosity=0)
    after = plan("halcyon")
    assert (text("halcyon"), after.head_hash, after.encoding) == (before, head, "utf-8")
    assert said("verify").endswith("All is as it was written.\n")


def test_database_knows_the_encodings(filled):
    statement = "UPDATE plans_plan SET encoding = 'klingon'"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert plan("halcyon").encoding == "utf-8"


def test_headings_are_lines_of_their_sections_and_rows_again(filled):
    rows = Row.objects.filter(block__section__plan=plan("halcyon"), block__kind="heading")
    renamed = text("halcyon").replace("3.1 Environments", "3.1 Where it runs")
    editing.replace_document(HALCYON, renamed, by=BY)
    before = text("halcyon")
    migrate("0002_plan_encoding")
    with connection.cursor() as cursor:
        cursor.execute("SELECT source FROM plans_section WHERE heading = '3.1 Where it runs'")
        assert cursor.fetchone() == ("### 3.1 Where it runs\n",)
    call_command("migrate", verbosity=0)
    assert text("halcyon") == before
    assert rows.count() == plan("halcyon").sections.count()
    assert said("verify").endswith("All is as it was written.\n")


CRITERIA = """\
### 3.1 Validation Gate Criteria

| Metric | Threshold | Current | Status |
|---|---|---|---|
| Sign-ups | >500 | 640 | PASS |
| Cost | cheap | ~$18 | PASS |

| Metric | Threshold | Current | Status |
|---|---|---|---|
| Sign-ups | >500 | 640 | PASS |
"""


def test_criteria_that_stood_in_a_plan_are_read(transactional_db):
    made = PlanFactory(position=Position.CMO, text=CRITERIA)
    before = BriefValidationCriterion.objects.order_by("pk").values()
    records, section = list(before), made.sections.get()
    assert (len(records), section.flagged) == (2, 2)
    migrate("0006_staged_imports")
    assert registers(made) == {""}
    assert made.sections.values_list("flagged", flat=True).get() == 0
    call_command("migrate", verbosity=0)
    assert list(before) == records
    assert registers(made) == {"", "validation-gate-criteria-in-brief"}
    assert (made.sections.get().flagged, made.sections.get().version) == (2, section.version + 2)
    assert said("verify").endswith("All is as it was written.\n")


def registers(of):
    return set(Block.objects.filter(section__plan=of).values_list("register", flat=True))


def test_roles_that_are_there_hold_what_a_gate_asks_for(filled):
    gate = plan("halcyon").gate
    before = access.holders(gate)
    migrate("0008_backups")
    grants = GateGroupObjectPermission.objects
    grants.filter(permission__codename__in=["request_gate", "override_gate"]).delete()
    grants.filter(permission__codename__in=["configure_gate"]).delete()
    assert access.holders(gate) != before
    call_command("migrate", verbosity=0)
    assert access.holders(gate) == before


def test_companies_that_are_there_have_a_role_for_administrators(filled):
    of_company = plan("halcyon").company
    things = [of_company, plan("halcyon"), plan("halcyon").gate, plan("halcyon", Position.CMO)]
    before = [access.holders(each) for each in things]
    migrate("0011_layout")
    Group.objects.filter(name="halcyon: Administrator").delete()
    assert [access.holders(each) for each in things] != before
    call_command("migrate", verbosity=0)
    assert [access.holders(each) for each in things] == before


def test_gates_logs_with_facts_are_not_taken_back(filled):
    with pytest.raises(IrreversibleError, match="Restore a backup"):
        call_command("migrate", "gates", "0001", verbosity=0)
    call_command("migrate", verbosity=0)
    assert said("verify").endswith("All is as it was written.\n")


def test_histories_with_indexes_are_not_taken_back(filled):
    heading = Row.objects.get(block__kind="heading", cells=["3.1 Environments"])
    editing.set_cell(HALCYON, heading.pk, 0, "3.1 Where it runs", seen=None, by=BY)
    with pytest.raises(IrreversibleError, match="Restore a backup"):
        migrate("0009_gate_permissions")
    call_command("migrate", verbosity=0)
    assert said("verify").endswith("All is as it was written.\n")


def test_records_of_decisions_are_not_taken_back(filled):
    editing.read_record(HALCYON, "# Mine\n", by=BY)
    with pytest.raises(IrreversibleError, match="Restore a backup"):
        migrate("0019_samples")
    call_command("migrate", verbosity=0)
    assert said("verify").endswith("All is as it was written.\n")


def test_log_is_append_only_after_its_table_was_altered(filled):
    for table, column in (
        ("gates_decision", "digest"),
        ("gates_baseline", "digest"),
        ("plans_change", "hash"),
    ):
        statement = f"UPDATE {table} SET {column} = 'forged'"
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


RECURRING = """\
## Quick Links

| Resource | Description |
|---|---|
| [Corporate Plan](../README.md) | Ours |

## 7. Appendix

- [x] Read
- [ ] Signed

### 7.3 Key Metrics Dashboard

| Metric | Current | Target | Trend |
|---|---|---|---|
| Traffic | 900/mo | 1,000/mo | Up |
| Brand | high | 80% | Flat |

### 6.1 Risks

| Risk | Likelihood | Impact | Mitigation |
|---|---|---|---|
| Fire | often | H | Sprinklers |
"""


def test_registers_that_recur_are_read_where_they_stand_already(transactional_db):
    made = PlanFactory(position=Position.CMO, text=RECURRING)
    before, risks = state_of(made), list(Risk.objects.values())
    assert len(risks) == 1
    migrate("0011_layout")
    assert registers(made) == {""}
    assert sum(section.flagged for section in made.sections.all()) == 0
    take_for_quality(made)
    call_command("migrate", verbosity=0)
    assert state_of(made) == before
    assert list(Risk.objects.values()) == risks
    assert not QualityMetric.objects.exists()
    assert said("verify").endswith("All is as it was written.\n")


def state_of(of):
    """What each block is recognised as, and how many cells of each section are flagged."""
    blocks = Block.objects.filter(section__plan=of).order_by("section__position", "position")
    flagged = of.sections.order_by("position").values_list("heading", "flagged")
    return list(blocks.values_list("kind", "register")), list(flagged)


def take_for_quality(of):
    """Read the key metrics as releases before did: as the technical plan's quality metrics."""
    quality = BY_KEY["code-quality-metrics"]
    block = Block.objects.get(
        section__plan=of, section__heading="7.3 Key Metrics Dashboard", kind="table"
    )
    with open_door():
        Block.objects.filter(pk=block.pk).update(register=quality.key)
        Section.objects.filter(pk=block.section_id).update(flagged=1)
        QualityMetric.objects.bulk_create(
            QualityMetric(row=row, **quality.read(row.cells)[0]) for row in block.rows.all()
        )


def test_plans_know_of_their_reviews_again(filled):
    def known():
        return list(Plan.objects.order_by("pk").values_list("review_cycle", "versioned_on"))

    before = known()
    assert all(cycle and versions for cycle, versions in before)
    migrate("0013_people_and_roles")
    call_command("migrate", verbosity=0)
    assert known() == before
