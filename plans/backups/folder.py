"""The directory of the backups: what lies there, what counts, and what may go."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from plans.backups import files
from plans.backups.manifests import MISTAKES, Manifest, beside, moment
from plans.backups.refusals import Refused

SUFFIXES = (".sqlite3", ".dump")
FAILED = ".failed"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its files tell: `at` is its moment (UTC), `size` in bytes.

    `verified` says that it was opened and found right when it was made and has its size still;
    else `problem` says what it lacks. The last restore test was at `tested_at`, if there was any.
    """

    path: Path
    at: datetime
    verified: bool
    problem: str
    tested_at: datetime | None
    test_passed: bool | None
    size: int


def known(directory: Path | None = None) -> list[Copy]:
    """Give all copies, newest first, also those that are none; reads no copy, only manifests."""
    found = [*map(seen, candidates(directory or settings.BACKUP_DIR))]
    return sorted(filter(None, found), key=lambda copy: (copy.at, copy.path.name), reverse=True)


def candidates(directory: Path) -> Iterator[Path]:
    """Give the files whose names are copies' names."""
    for path in directory.glob("plangate-*"):
        if path.name.removesuffix(FAILED).endswith(SUFFIXES):
            yield path


def seen(path: Path) -> Copy | None:
    """Tell what the files say of a copy; None if it went away meanwhile."""
    try:
        facts = path.stat()
    except OSError:
        return None
    at, problem = datetime.fromtimestamp(facts.st_mtime, UTC), ""
    try:
        manifest = Manifest.read(beside(path))
        at, problem = manifest.at, problem_of(path, facts.st_size, manifest)
    except Refused as refusal:
        problem = str(refusal)
    tested_at, passed = last_test(path)
    return Copy(path, at, not problem, problem, tested_at, passed, facts.st_size)


def problem_of(path: Path, size: int, manifest: Manifest) -> str:
    """Say why a copy does not count; nothing if it does."""
    if manifest.problems:
        return "; ".join(manifest.problems)
    if path.name.endswith(FAILED):
        return "It is marked as failed."
    if size != manifest.size:
        return f"It has {size} bytes, and its manifest says {manifest.size}."
    return ""


def test_record(copy: Path) -> Path:
    """Where the last restore test of a copy is written down."""
    return copy.with_name(f"{copy.name}.tested.json")


def last_test(copy: Path) -> tuple[datetime | None, bool | None]:
    """Give when a copy was restored to try it, and whether it was right."""
    try:
        data = json.loads(test_record(copy).read_bytes())
        return moment(data["at"]), bool(data["passed"])
    except (OSError, *MISTAKES):
        return None, None


def record_test(copy: Path, at: datetime, problem: str) -> None:
    """Write down how a restore test went."""
    outcome = {"at": at.isoformat(), "passed": not problem, "problem": problem}
    files.write(test_record(copy), json.dumps(outcome, indent=1) + "\n")


def place(directory: Path, at: datetime, suffix: str) -> Path:
    """Give the name of a copy of this moment; names sort by time."""
    return directory / f"plangate-{at:%Y%m%dT%H%M%S-%f}Z{suffix}"


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Be alone in a directory, which is made if need be; ends with the process at the latest."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        take(descriptor, directory)
        yield
    finally:
        os.close(descriptor)


def take(descriptor: int, directory: Path) -> None:
    """Lock an opened directory, or refuse."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Refused(f"Another backup is working in {directory}.") from error


@contextmanager
def unfinished(final: Path) -> Iterator[Path]:
    """Make an empty file for a copy; it is removed if it is not renamed."""
    path = final.with_name(f".{final.name}.unfinished")
    files.create(path)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def tidy(directory: Path) -> None:
    """Remove what interrupted backups left; only who is alone there may."""
    for path in directory.glob(".plangate-*"):
        path.unlink()


def prune(directory: Path, keep: int, newest: Path) -> list[Path]:
    """Remove the oldest verified copies until `keep` are left, `newest` always among them."""
    others = [copy.path for copy in known(directory) if copy.verified and copy.path != newest]
    for path in others[keep - 1 :]:
        for each in (path, beside(path), test_record(path)):
            each.unlink(missing_ok=True)
    return others[keep - 1 :]
