"""What is known of the copies in a directory, whatever lies there."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest

from plans import backups
from plans.backups import Refused, folder
from plans.backups.manifests import beside
from tests.plans.backups.copies import MOMENT, change_manifest, fake, manifest_of

pytestmark = pytest.mark.django_db


def test_nothing_is_known_where_nothing_is(tmp_path, settings):
    settings.BACKUP_DIR = tmp_path / "nowhere"
    assert backups.known() == []
    assert backups.known(tmp_path) == []


def test_copies_are_known_newest_first(tmp_path, settings):
    settings.BACKUP_DIR = tmp_path
    paths = [fake(tmp_path, day) for day in (1, 3, 2)]
    (tmp_path / "plangate.sqlite3").write_bytes(b"the live one")
    (tmp_path / ".plangate-1.sqlite3.unfinished").write_bytes(b"half")
    (tmp_path / "plangate-notes.txt").write_bytes(b"words")
    found = backups.known()
    assert [copy.path for copy in found] == [paths[1], paths[2], paths[0]]
    assert found[0] == backups.Copy(
        path=paths[1],
        at=MOMENT + timedelta(days=3),
        verified=True,
        problem="",
        tested_at=None,
        test_passed=None,
        size=4,
    )


def test_copy_that_failed_says_why(tmp_path):
    copy = fake(tmp_path, problems=("one", "two"))
    [found] = backups.known(tmp_path)
    assert (found.path, found.verified, found.problem) == (copy, False, "one; two")


def test_copy_that_is_marked_as_failed_is_not_verified(tmp_path):
    copy = fake(tmp_path)
    marked = copy.rename(f"{copy}.failed")
    beside(copy).rename(beside(marked))
    [found] = backups.known(tmp_path)
    assert (found.verified, found.problem) == (False, "It is marked as failed.")


def test_copy_of_another_size_is_not_verified(tmp_path):
    fake(tmp_path).write_bytes(b"cop")
    [found] = backups.known(tmp_path)
    assert (found.verified, found.size) == (False, 3)
    assert found.problem == "It has 3 bytes, and its manifest says 4."


def test_copy_without_a_manifest_is_as_old_as_its_file(tmp_path):
    copy = fake(tmp_path)
    beside(copy).unlink()
    [found] = backups.known(tmp_path)
    assert not found.verified
    assert found.problem.startswith("The manifest cannot be read:")
    assert found.at == datetime.fromtimestamp(copy.stat().st_mtime, UTC)


def test_copy_that_leads_nowhere_is_not_known(tmp_path):
    (tmp_path / "plangate-1.dump").symlink_to(tmp_path / "gone")
    assert backups.known(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff",
        b"{",
        b"[]",
        b"null",
        b"7",
        b'"words"',
        b"{}",
        b"[" * 100_000,
        b'{"format": 2}',
    ],
)
def test_broken_manifest_is_a_problem_and_no_error(tmp_path, text):
    beside(fake(tmp_path)).write_bytes(text)
    [found] = backups.known(tmp_path)
    assert not found.verified
    assert "is not a backup's manifest" in found.problem


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("at", "yesterday"),
        ("at", "2026-11-01T12:00:00"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", 5),
        ("size", "much"),
        ("size", float("inf")),
        ("contents", None),
        ("contents", {}),
        ("contents", {"migrations": [], "rows": {}, "heads": []}),
        ("contents", {"migrations": {}, "rows": {"a": "b"}, "heads": []}),
        ("contents", {"migrations": {}, "rows": {}, "heads": [{"kind": "cow"}]}),
        ("contents", {"migrations": {}, "rows": {}, "heads": [7]}),
        ("problems", 7),
    ],
)
def test_manifest_with_a_wrong_value_is_a_problem_and_no_error(tmp_path, key, value):
    copy = fake(tmp_path)
    change_manifest(copy, **{key: value})
    [found] = backups.known(tmp_path)
    assert not found.verified
    assert "is not a backup's manifest" in found.problem


def test_last_restore_test_is_known(tmp_path):
    copy = fake(tmp_path)
    at = MOMENT + timedelta(days=9)
    folder.record_test(copy, at, "the copy is not right")
    [found] = backups.known(tmp_path)
    assert (found.verified, found.tested_at, found.test_passed) == (True, at, False)
    folder.record_test(copy, at + timedelta(days=1), "")
    [found] = backups.known(tmp_path)
    assert (found.tested_at, found.test_passed) == (at + timedelta(days=1), True)
    record = folder.test_record(copy)
    assert stat.S_IMODE(record.stat().st_mode) == 0o600
    assert json.loads(record.read_bytes())["problem"] == ""


@pytest.mark.parametrize("text", ["", "{}", "7", '{"at": 7, "passed": true}'])
def test_broken_record_of_a_test_is_no_test(tmp_path, text):
    folder.test_record(fake(tmp_path)).write_text(text)
    [found] = backups.known(tmp_path)
    assert (found.verified, found.tested_at, found.test_passed) == (True, None, None)


def test_oldest_verified_copies_go(tmp_path):
    paths = [fake(tmp_path, day) for day in range(4)]
    failed = fake(tmp_path, -1, problems=("no",))
    folder.record_test(paths[0], MOMENT, "")
    assert backups.prune(tmp_path, 2, newest=paths[3]) == [paths[1], paths[0]]
    assert [copy.path for copy in backups.known(tmp_path)] == [paths[3], paths[2], failed]
    assert len([*tmp_path.iterdir()]) == 6


def test_newest_stays_even_if_the_clock_went_back(tmp_path):
    newest, older = fake(tmp_path, 1), fake(tmp_path, 2)
    assert backups.prune(tmp_path, 1, newest=newest) == [older]
    assert [copy.path for copy in backups.known(tmp_path)] == [newest]


def test_directory_is_its_owners_and_taken_by_one_at_a_time(tmp_path):
    directory = tmp_path / "a" / "b"
    with folder.locked(directory):
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        with pytest.raises(Refused, match="Another backup is working in"), folder.locked(directory):
            pytest.fail("there were two")
    with folder.locked(directory):
        assert [*directory.iterdir()] == []


def test_manifest_comes_back_as_it_was_written(tmp_path):
    copy = fake(tmp_path)
    assert backups.Manifest.read(beside(copy)).as_json() | {"at": MOMENT.isoformat()} == (
        manifest_of(copy)
        | {"contents": {**manifest_of(copy)["contents"], "heads": ()}}
        | {"problems": ()}
    )
