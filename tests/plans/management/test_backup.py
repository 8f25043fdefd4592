"""`manage.py backup`: what is called a backup can be relied on, and nothing else is called one."""

import json
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import DatabaseError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils.connection import ConnectionDoesNotExist

from gates.actors import Actor
from plans import backups, editing, verification
from plans.backups import contents, folder
from plans.backups.engines import current
from plans.backups.engines.opening import database
from plans.enums import Position
from plans.models import Change, Plan, Row
from tests.plans.backups.copies import (
    START,
    TEXT,
    fake,
    manifest_of,
    named,
    scratch_databases,
    sha256,
    suffix,
)
from tests.plans.factories import CRITERIA, PlanFactory, address
from tests.plans.management.running import failed, refused, said
from tests.plans.management.test_verify import tamper

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]
BY = Actor.operator("tests")
COPIES = {"sqlite": 4, "postgresql": 2}

quick = pytest.mark.sqlite
"""Says the same of both databases, and PostgreSQL takes seconds to drop a scratch database."""


@pytest.fixture
def plan(transactional_db):
    """A plan without a gate, so that it is the only one and anyone may edit it."""
    return PlanFactory(text=START, position=Position.CMO)


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "backups"


def names(directory):
    """Everything in a directory, without what names say of the time."""
    return sorted(path.name.partition("Z")[2] for path in directory.iterdir())


def test_copy_is_what_its_manifest_says(transactional_db, directory):
    plan = PlanFactory(text=START, opened=True)
    editing.set_cell(address(plan), Row.objects.get(cells=["one", "0"]).pk, 1, "1", seen="0", by=BY)
    line = said("backup", directory=directory)
    [copy] = backups.known(directory)
    size = copy.path.stat().st_size
    rows = sum(contents.rows().values())
    assert line == f"{copy.path}: 2 plans, 1 gates, {rows:,} rows, {size:,} bytes, verified\n"
    assert (copy.verified, copy.problem, copy.size) == (True, "", size)
    assert names(directory) == [suffix(), f"{suffix()}.json"]
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in directory.iterdir()} == {0o600}
    evidence, plan = Plan.objects.select_related("company", "gate")
    manifest = manifest_of(copy.path)
    assert manifest["at"] == copy.at.isoformat()
    assert manifest["sha256"] == sha256(copy.path.read_bytes())
    assert manifest["engine"] == connection.vendor
    assert manifest["version"].split(".")[0].isdecimal()
    assert manifest["problems"] == []
    assert manifest["contents"] == {
        "migrations": contents.migrations(),
        "rows": contents.rows(),
        "heads": [
            {
                "kind": "plan",
                "key": evidence.pk,
                "name": str(evidence),
                "sequence": 1,
                "hash": evidence.head_hash,
                "text": sha256(CRITERIA),
            },
            {
                "kind": "plan",
                "key": plan.pk,
                "name": str(plan),
                "sequence": 2,
                "hash": Change.objects.get(revision=2).hash,
                "text": sha256(TEXT.format(1, 0, 0)),
            },
            {
                "kind": "gate",
                "key": plan.gate.pk,
                "name": str(plan.gate),
                "sequence": 4,
                "hash": plan.gate.decisions.get(sequence=4).hash,
                "text": "",
            },
        ],
    }
    assert scratch_databases() == []


@quick
def test_oldest_copies_go_and_json_says_so(plan, directory):
    directory.mkdir()
    old = [fake(directory, day) for day in (1, 2)]
    told = json.loads(said("backup", directory=directory, keep=2, json=True))
    newest, kept = backups.known(directory)
    assert (str(newest.path), kept.path) == (told["path"], old[1])
    assert (told["removed"], told["verified"]) == ([str(old[0])], True)
    assert told | manifest_of(newest.path) == told
    assert said("backup", directory=directory, keep=1).splitlines()[1:] == [
        f"Removed {newest.path}",
        f"Removed {old[1]}",
    ]


@quick
def test_default_directory_is_that_of_the_settings(plan, directory, settings):
    settings.BACKUP_DIR = directory
    said("backup")
    [copy] = backups.known()
    assert copy.path.parent == directory


@pytest.mark.parametrize("number", ["0", "-1", "all"])
def test_newest_copy_is_never_let_go(number):
    assert "the newest copy stays" in refused("backup", f"--keep={number}")


def test_copies_of_a_busy_database_are_each_of_one_moment(plan, directory):
    rows = list(Row.objects.filter(block__kind="table"))
    done = Event()

    def write(row):
        for number in range(1, 10_000):
            if done.is_set():
                break
            editing.set_cell(address(plan), row.pk, 1, str(number), seen=None, by=BY)
        connection.close()
        return number

    with ThreadPoolExecutor(len(rows)) as pool:
        writers = [pool.submit(write, row) for row in rows]
        try:
            copies = [backups.make(directory) for _ in range(COPIES[connection.vendor])]
        finally:
            done.set()
        written = [writer.result() for writer in writers]
    assert min(written) > 1
    revisions = [manifest.contents.heads[0].sequence for _, manifest in copies]
    assert revisions == sorted(revisions)
    assert revisions[-1] > revisions[0]
    for path, manifest in copies:
        head = manifest.contents.heads[0]
        assert (manifest.problems, folder.seen(path).verified) == ((), True)
        assert head.text == sha256(text_at(head.sequence, rows))
        assert [*verification.lost([head])] == []
        assert manifest.contents.rows["plans_change"] == head.sequence


def text_at(revision, rows):
    """What the plan printed then, by its history."""
    numbers = dict.fromkeys((row.pk for row in rows), "0")
    for change in Change.objects.filter(revision__range=(2, revision)).order_by("revision"):
        numbers[change.row] = change.after
    return TEXT.format(*numbers.values())


def test_copy_of_a_database_that_was_tampered_with_is_no_backup(plan, directory):
    tamper("UPDATE plans_change SET place = 'x' WHERE revision = 1")
    out = failed("backup", directory=directory)
    [copy] = backups.known(directory)
    problem = f"{plan}: revision 1: its contents are not those that were hashed"
    assert (copy.verified, copy.problem) == (False, problem)
    assert names(directory) == [f"{suffix()}.failed", f"{suffix()}.failed.json"]
    assert out.splitlines() == [
        f"The copy is not right, and is no backup. It is kept as {copy.path}",
        f"  {problem}",
    ]
    assert "It was not right when it was made" in refused("restore", copy.path, test=True)


@quick
def test_failed_copy_lets_no_other_go(plan, directory):
    directory.mkdir()
    old = [fake(directory, day) for day in (1, 2)]
    tamper("UPDATE plans_change SET place = 'x' WHERE revision = 1")
    told = json.loads(failed("backup", directory=directory, keep=1, json=True))
    assert (told["verified"], told["removed"], len(told["problems"])) == (False, [], 1)
    assert told["path"].endswith(".failed")
    assert [copy.path for copy in backups.known(directory) if copy.verified] == old[::-1]


def test_two_backups_into_one_directory_are_refused(plan, directory):
    with folder.locked(directory):
        assert "Another backup is working in" in refused("backup", directory=directory)
    assert [*directory.iterdir()] == []


def test_directory_that_cannot_be_is_refused(plan, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    assert "file" in refused("backup", directory=tmp_path / "file")


def test_database_of_another_release_is_refused(plan, directory):
    newer = MigrationRecorder.Migration.objects.create(app="plans", name="9999_cows")
    try:
        assert "plans is at 9999_cows, which is newer" in refused("backup", directory=directory)
    finally:
        newer.delete()
    assert [*directory.iterdir()] == []


@quick
def test_interrupted_backup_is_tidied_up_by_the_next(plan, directory):
    directory.mkdir()
    (directory / ".plangate-1.dump.unfinished").write_bytes(b"half")
    (directory / ".other").write_bytes(b"not ours")
    said("backup", directory=directory)
    assert names(directory) == ["", suffix(), f"{suffix()}.json"]


def test_alias_of_a_copy_is_gone_afterwards():
    with pytest.raises(DatabaseError), database(NAME="/nowhere/at-all") as alias:
        connections[alias].ensure_connection()
    with pytest.raises(ConnectionDoesNotExist):
        connections[alias]


@pytest.mark.sqlite
def test_database_that_is_not_there_is_refused(directory, tmp_path):
    with named(tmp_path / "none.sqlite3"):
        assert "There is no database at" in refused("backup", directory=directory)
    assert not (tmp_path / "none.sqlite3").exists()
    for memory in (":memory:", "file:memory?mode=memory"):
        connection.settings_dict["NAME"], name = memory, connection.settings_dict["NAME"]
        try:
            assert "in memory" in refused("backup", directory=directory)
        finally:
            connection.settings_dict["NAME"] = name


@pytest.mark.sqlite
def test_empty_database_is_refused(directory, tmp_path):
    (tmp_path / "empty.sqlite3").touch()
    with named(tmp_path / "empty.sqlite3"):
        assert "there is nothing to back up" in refused("backup", directory=directory)
    assert [*directory.iterdir()] == []


@pytest.mark.sqlite
def test_file_that_is_no_database_is_not_copied(tmp_path):
    (tmp_path / "words.sqlite3").write_bytes(b"words" * 1000)
    with named(tmp_path / "words.sqlite3"), pytest.raises(backups.Refused, match="made no copy"):
        current().save(tmp_path / "copy")


@pytest.mark.sqlite
def test_damaged_page_and_lost_parent_are_found(plan, tmp_path):
    copy = tmp_path / "copy"
    current().save(copy)
    with sqlite3.connect(copy) as other:
        other.execute("UPDATE plans_block SET section_id = 99999 WHERE kind = 'table'")
        other.execute("PRAGMA writable_schema = ON")
        other.execute("DELETE FROM sqlite_master WHERE name = 'change_of_a_row'")
    other.close()
    with current().opened(copy) as using:
        damage, lost = current().broken(using)
    assert damage.startswith("integrity check: ")
    assert lost.startswith("plans_block, row ")
    assert lost.endswith(" refers to a row of plans_section that is not there")
