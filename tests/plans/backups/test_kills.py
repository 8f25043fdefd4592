"""A backup that is killed leaves nothing that counts, a restoration all or nothing."""

import subprocess
import sys
from signal import SIGKILL

import pytest
from django.core.management import call_command
from django.db import connection

from plans import backups
from tests.conftest import ROOT
from tests.plans.backups.copies import START, everything, scratch_databases
from tests.plans.factories import PlanFactory
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db(transaction=True)
STEP = {"sqlite": 1, "postgresql": 6}
"""PostgreSQL takes seconds to drop a scratch database."""


@pytest.fixture
def killed(transactional_db):
    """Run a command in a process of its own, killed at its so manieth touch; give how it ended."""
    processes = []

    def run(number, *words):
        if not processes:
            name = str(connection.settings_dict["NAME"])
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.plans.backups.killing", name, *map(str, words)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            processes.append(process)
        [process] = processes
        process.stdin.write(f"{number}\n")
        process.stdin.flush()
        ended = int(process.stdout.readline())
        connection.close()  # what is looked at next comes from the database and nowhere else
        return ended

    yield run
    for process in processes:
        process.stdin.close()
        process.stdout.close()
        process.wait()


def test_backup_that_is_killed_leaves_nothing_that_counts(killed, tmp_path):
    PlanFactory(text=START)
    step = number = STEP[connection.vendor]
    directory = tmp_path / "backups"
    while (ended := killed(number, "backup", "--directory", directory)) != 0:
        assert ended == -SIGKILL
        if backups.known(directory):  # it is there, and was killed before it could say so
            break
        number += step
    assert number > 2 * step
    [copy] = backups.known(directory)
    assert (copy.verified, copy.problem) == (True, "")
    said("restore", copy.path, test=True)
    left = {path.name for path in directory.iterdir()}
    assert {copy.path.name, f"{copy.path.name}.json"} <= left
    said("backup", directory=directory)
    assert not [path for path in directory.iterdir() if path.name.startswith(".")]
    assert scratch_databases() == []


def test_restoration_that_is_killed_is_done_or_was_not_begun(killed, tmp_path):
    PlanFactory(text=START)
    said("backup", directory=tmp_path)
    [copy] = backups.known(tmp_path)
    whole = everything()
    call_command("flush", interactive=False, verbosity=0)
    empty = everything()
    step = number = STEP[connection.vendor]
    while (ended := killed(number, "restore", copy.path)) != 0:
        now = everything()
        if now == whole:  # done, and killed before it could say so
            break
        assert ended == -SIGKILL
        assert now in (empty, {}), number
        number += step
    assert number > step
    assert everything() == whole
