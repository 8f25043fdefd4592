"""An import that is killed leaves the plan as it was, or as it was to be: never in between."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from signal import SIGALRM, SIGKILL
from unittest.mock import ANY

import pytest
from django.db import connection, transaction

from plans import history, printing
from plans.catalogue import CATALOGUE
from plans.document.decode import encode
from plans.models import Plan, Row
from tests.conftest import ROOT
from tests.plans.factories import CompanyFactory, PlanFactory
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db(transaction=True)
OLD = b"# Old\n\n| Metric | Current |\n|---|---|\n| Uptime | 99% |\n\n- one\n- two\n"
NEW = """# Technical Plan

Café “Nord”.

**Sprint 24:** 2026-11-16 - 2026-11-27

| Item | Category | Impact | Effort | Priority |
|------|----------|--------|--------|----------|
| Geofences | Code | High | 5 days | P1 |
| [Debt 2] | Code | Med | 3 days | P1 |

- [ ] One
- [x] Two
""".encode("cp1252")
COUNTS = {NEW: (1, 5, 7, 5), OLD: (1, 3, 4, 0)}
"""Sections, blocks, rows and records."""

LEAST = 20
INSTANTS = 30


@pytest.fixture
def words(tmp_path):
    """The command that reads NEW into the CTO plan of the company `acme`."""
    (tmp_path / "plan.md").write_bytes(NEW)
    options = ("--company", "acme", "--position", "CTO", "--encoding", "windows-1252")
    return ("import_plan", str(tmp_path / "plan.md"), *options)


@pytest.fixture
def killed(transactional_db, words):
    """Run that command in a process of its own, killed after so much; give how that ended."""
    start = [sys.executable, "-m", "tests.plans.editing.killing"]
    with subprocess.Popen(
        [*start, str(connection.settings_dict["NAME"]), *words],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "COVERAGE" not in name},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def run(limit, number):
            process.stdin.write(f"{limit} {number}\n")
            process.stdin.flush()
            ended = int(process.stdout.readline())
            connection.close()  # what is looked at next comes from the database and nowhere else
            return ended

        yield run
        process.stdin.close()


@pytest.fixture
def company(transactional_db):
    return CompanyFactory(slug="acme")


def everything():
    """Every row of every table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


def document():
    """What there is of the plan: bytes, revision, whether history ends there, and counts."""
    plan = Plan.objects.get(position="CTO")
    rows = Row.objects.filter(block__section__plan=plan)
    records = sum(each.model.objects.filter(row__in=rows).count() for each in CATALOGUE)
    return (
        encode(printing.text(plan), plan.encoding),
        plan.revision,
        history.verify(plan),
        (plan.sections.count(), len({row.block_id for row in rows}), len(rows), records),
    )


def imported_again(words):
    """What the import makes of things as they are now; they stay so."""
    with transaction.atomic():
        said(*words)
        found = document()
        transaction.set_rollback(True)
    return found


def killed_at_every_statement(killed, words, done):
    """Kill the import after its first, second, … statement, until one is its last; count them.

    Out of the same database comes the same import: whether it can run again is tried now and then.
    """
    before = everything()
    number = 1
    while (ended := killed("statements", number)) != 0:
        assert (ended, number) == (-SIGKILL, number)
        assert everything() == before, number
        assert number % 10 or imported_again(words) == done, number
        number += 1
    return number - 1


def test_import_that_is_killed_at_any_statement_makes_no_plan(killed, words, company):
    done = (NEW, 1, None, COUNTS[NEW])
    assert killed_at_every_statement(killed, words, done) > LEAST
    assert document() == done
    said(*words)  # whoever was not told does it again: it is there, and nothing is doubled
    assert document() == done


def test_import_that_is_killed_at_any_statement_leaves_the_plan_that_was(killed, words, company):
    PlanFactory(company=company, text=OLD.decode(), opened=True)
    with transaction.atomic():
        said(*words)
        done = document()
        transaction.set_rollback(True)
    assert (done[0], done[2:]) == (NEW, (None, COUNTS[NEW]))
    assert killed_at_every_statement(killed, words, done) > LEAST
    assert document() == done
    said(*words)  # and again: nothing is doubled
    assert document() == done


def test_import_that_is_killed_at_any_moment_is_done_or_was_not_begun(killed, words, company):
    PlanFactory(company=company, text=OLD.decode(), opened=True)
    killed("seconds", 60)  # not at all, and it has started then
    Path(words[1]).write_bytes(OLD)
    whole = how_long(lambda: killed("seconds", 60))
    ends = Counter()
    for instant in range(INSTANTS):
        before, (text, revision, *_) = everything(), document()
        wanted = OLD if text == NEW else NEW
        Path(words[1]).write_bytes(wanted)
        ended = killed("seconds", whole * (instant + 1) / INSTANTS)
        stands = everything() == before
        ends[ended, stands] += 1
        assert stands or document() == (wanted, ANY, None, COUNTS[wanted]), instant
        assert stands or document()[1] > revision, instant
    assert not ends[0, True]  # what was said to be done is done
    assert ends[-SIGALRM, True]


def how_long(call):
    """The seconds that a call takes."""
    start = time.monotonic()
    call()
    return time.monotonic() - start
