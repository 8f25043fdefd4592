"""`cto.backups`: HEALTHY, OVERDUE or FAILED, and why, for each thing that is backed up."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from gates.actors import Actor
from plans.agents import copies
from plans.backups import Copy
from plans.enums import Position
from tests.gates.factories import UserFactory, join
from tests.plans.factories import PlanFactory
from tests.plans.factories import cto as owner
from tests.plans.texts import table_of

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPERATOR = Actor.operator("tests")


def copy(age: timedelta, **fields: object) -> Copy:
    """A copy of this age that is whole and was never restored."""
    told = {"verified": True, "problem": "", "tested_at": None, "test_passed": None, "size": 1}
    return Copy(Path("copy"), AT - age, **told | fields)


def own(*found: Copy) -> tuple[str, str]:
    """How the installation's own copies are judged."""
    target = copies.judged(copies.own(list(found)), AT)
    assert (target.name, target.place) == ("This installation", "")
    return target.state, target.reason


TESTED = {"tested_at": AT - DAY, "test_passed": True}


@pytest.mark.parametrize(
    ("found", "state", "reason"),
    [
        ([], "OVERDUE", "No copy is recorded."),
        (
            [copy(24 * HOUR, **TESTED)],
            "HEALTHY",
            (
                "The last copy is of 22 November 2026, 12:00 UTC, "
                "the last restore test of 22 November 2026, 12:00 UTC."
            ),
        ),
        (
            [copy(25 * HOUR, **TESTED)],
            "OVERDUE",
            "The last copy is of 22 November 2026, 11:00 UTC; one is due every day.",
        ),
        (
            [copy(HOUR, verified=False, problem="Its sum differs."), copy(2 * HOUR, **TESTED)],
            "FAILED",
            "The newest copy, of 23 November 2026, 11:00 UTC, is not whole: Its sum differs.",
        ),
        (
            [copy(HOUR, verified=False)],
            "FAILED",
            "The newest copy, of 23 November 2026, 11:00 UTC, is not whole: it does not verify.",
        ),
        (
            [copy(HOUR), copy(2 * DAY, verified=False, tested_at=AT - DAY, test_passed=True)],
            "HEALTHY",
            (
                "The last copy is of 23 November 2026, 11:00 UTC, "
                "the last restore test of 22 November 2026, 12:00 UTC."
            ),
        ),
        (
            [copy(HOUR, tested_at=AT - DAY, test_passed=False), copy(2 * DAY, **TESTED)],
            "FAILED",
            "The last restore test, of 22 November 2026, 12:00 UTC, failed.",
        ),
        (
            [copy(HOUR), copy(9 * DAY, tested_at=AT - 9 * DAY, test_passed=False), copy(10 * DAY)],
            "FAILED",
            "The last restore test, of 14 November 2026, 12:00 UTC, failed.",
        ),
        ([copy(HOUR)], "OVERDUE", "No restore test is recorded."),
        (
            [copy(HOUR, tested_at=AT - 92 * DAY, test_passed=True)],
            "HEALTHY",
            (
                "The last copy is of 23 November 2026, 11:00 UTC, "
                "the last restore test of 23 August 2026, 12:00 UTC."
            ),
        ),
        (
            [copy(HOUR, tested_at=AT - 92 * DAY - HOUR, test_passed=True)],
            "OVERDUE",
            "The last restore test is of 23 August 2026, 11:00 UTC; one is due every 92 days.",
        ),
        (
            [copy(HOUR, tested_at=AT - DAY)],
            "OVERDUE",
            "How the restore test of 22 November 2026, 12:00 UTC ended is not recorded.",
        ),
    ],
)
def test_installation_is_judged_by_its_newest_copy_and_its_last_test(found, state, reason):
    assert own(*found) == (state, reason)


def test_installations_copies_are_due_as_often_as_it_says(settings):
    settings.BACKUP_EVERY_HOURS = 6
    assert own(copy(6 * HOUR, **TESTED))[0] == "HEALTHY"
    assert own(copy(7 * HOUR, **TESTED)) == (
        "OVERDUE",
        "The last copy is of 23 November 2026, 05:00 UTC; one is due every 6 hours.",
    )


def asked(plan, by: Actor = OPERATOR) -> copies.Backups:
    return copies.answer(plan, by=by, at=AT)


def printed(*rows: list[str]) -> list[tuple[str, str]]:
    """How the rows of a plan's backup status are judged."""
    text = "# CTO\n" + table_of("backup-status", rows)
    first, *targets = asked(PlanFactory(text=text)).targets
    assert first.name == "This installation"
    return [(target.state, target.reason) for target in targets]


@pytest.mark.parametrize(
    ("row", "state", "reason"),
    [
        (
            ["Daily", "2026-11-22", "2026-10-06", "Pass"],
            "HEALTHY",
            "The last copy is of 22 November 2026, the last restore test of 6 October 2026.",
        ),
        (
            ["Daily", "2026-11-21", "2026-10-06", "Pass"],
            "OVERDUE",
            "The last copy is of 21 November 2026; one is due every day.",
        ),
        (
            ["Weekly", "2026-11-15", "2026-10-06", "Pass"],
            "OVERDUE",
            "The last copy is of 15 November 2026; one is due every 7 days.",
        ),
        (
            ["Every release", "2025-01-01", "2026-10-06", "Pass"],
            "HEALTHY",
            "The last copy is of 1 January 2025, the last restore test of 6 October 2026.",
        ),
        (
            ["Hourly", "2026-11-22", "2026-10-06", "Pass"],
            "HEALTHY",
            "The last copy is of 22 November 2026, the last restore test of 6 October 2026.",
        ),
        (
            ["Continuous", "2026-11-21", "2026-10-06", "Pass"],
            "OVERDUE",
            "The last copy is of 21 November 2026; one is due every day.",
        ),
        (
            ["[Frequency]", "2026-11-21", "2026-10-06", "Pass"],
            "OVERDUE",
            "The last copy is of 21 November 2026; one is due every day.",
        ),
        (["Daily", "[Date]", "2026-10-06", "Pass"], "OVERDUE", "No copy is recorded."),
        (["Daily", "2026-11-23", "–", "–"], "OVERDUE", "No restore test is recorded."),
        (
            ["Daily", "2026-11-23", "2026-08-22", "Pass"],
            "OVERDUE",
            "The last restore test is of 22 August 2026; one is due every 92 days.",
        ),
        (
            ["Daily", "2026-11-23", "2026-10-06", "[Result]"],
            "OVERDUE",
            "How the restore test of 6 October 2026 ended is not recorded.",
        ),
        (
            ["Daily", "[Date]", "2026-10-06", "Fail"],
            "FAILED",
            "The last restore test, of 6 October 2026, failed.",
        ),
        (
            ["Daily", "2026-11-23", "[Date]", "Fail"],
            "FAILED",
            "The last restore test, of a day that is not recorded, failed.",
        ),
    ],
)
def test_row_is_judged_by_its_columns(db, row, state, reason):
    assert printed(["Database", *row]) == [(state, reason)]


def test_row_to_be_filled_is_no_target(db):
    assert printed(["[Target]", "[Frequency]", "[Date]", "[Date]", "[Pass/Fail]"]) == []


STRATEGY = [
    ["Database", "Daily", "35 days", "Elsewhere", "AES-256"],
    ["Customer  files", "Daily", "35 days", "Elsewhere", "AES-256"],
    ["[Data type]", "[Frequency]", "[Period]", "[Location]", "[Yes/No]"],
]
STATUS = [["customer files", "Daily", "2026-11-23", "2026-10-06", "Pass"]]


@pytest.fixture
def two_plans(db):
    """A company whose CIO plan says what is backed up, and its CTO plan how that went."""
    cto = PlanFactory(text="# CTO\n" + table_of("backup-status", STATUS), company__name="Acme")
    text = "# CIO\n" + table_of("backup-strategy", STRATEGY)
    cio = PlanFactory(company=cto.company, position=Position.CIO, text=text)
    PlanFactory(position=Position.CIO, text=text)
    return cto, cio


def test_strategy_without_a_known_copy_is_overdue(two_plans):
    answer = asked(two_plans[0])
    assert list(answer.lines()) == [
        "This installation: OVERDUE. No copy is recorded.",
        (
            "customer files (CTO Backup Status): HEALTHY. The last copy is of 23 November 2026, "
            "the last restore test of 6 October 2026."
        ),
        "Database (CIO 5.1 Backup Strategy): OVERDUE. No copy is recorded.",
    ]
    assert answer.company == "Acme"
    assert answer.targets[1].last_copy == date(2026, 11, 23)


def test_only_plans_that_one_may_see_are_told(two_plans):
    cto, cio = two_plans
    user = UserFactory()
    join(user, cto, "view")
    names = [target.name for target in asked(cto, Actor.of(user)).targets]
    assert names == ["This installation", "customer files"]
    join(user, cio, "view")
    names = [target.name for target in asked(cto, Actor.of(user)).targets]
    assert names == ["This installation", "customer files", "Database"]


def test_last_copy_is_written_behind_a_closed_gate(db, client):
    plan = PlanFactory(text="# CTO\n" + table_of("backup-status", STATUS))
    client.force_login(owner(plan))
    section = plan.sections.get(heading="Backup Status")
    row = section.blocks.get(kind="table").rows.get()
    written = [("2", "2026-11-24"), ("3", "2026-11-24"), ("4", "Fail"), ("0", "Else")]
    statuses = [
        client.post(f"{plan.url}rows/{row.pk}/cells/{column}/", {"text": text}).status_code
        for column, text in written
    ]
    assert statuses == [200, 200, 200, 423]
    assert asked(plan).targets[1].state == "FAILED"
