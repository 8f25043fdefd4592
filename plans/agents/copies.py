"""`cto.backups`: for each thing that is backed up, whether one could rely on its copies today.

FAILED: the newest copy is not whole, or the last restore test failed. OVERDUE: there is no copy,
the last one is older than its frequency, or no restore test that passed is younger than 92 days.
Where only days are printed, a copy is overdue from the day after the one on which the next is due.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from gates import access
from gates.actors import Actor
from gates.reasons import moment
from plans.agents.records import Typed, day, folded, records_in, text
from plans.backups import Copy, known
from plans.columns.times import names_event
from plans.enums import BackupState, RunResult
from plans.models import Plan
from plans.models.backups import BackupStatus, BackupStrategy

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
RESTORED_WITHIN = timedelta(days=92)
INSTALLATION = "This installation"


@dataclass(frozen=True, slots=True)
class Target:
    """A thing that is backed up: `place` says where that is printed, `reason` why this state."""

    name: str
    place: str
    last_copy: datetime | date | None
    last_restore_test: datetime | date | None
    state: BackupState
    reason: str


@dataclass(frozen=True, slots=True)
class Backups:
    """The installation itself first, then what the company's plans print."""

    company: str
    targets: list[Target]

    def lines(self) -> Iterator[str]:
        """Give the answer in words."""
        for target in self.targets:
            place = f" ({target.place})" if target.place else ""
            yield f"{target.name}{place}: {target.state}. {target.reason}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a thing's copies, to be judged.

    `problem` says why the newest copy is not whole; `every` how far apart copies may lie, None for
    one that an event makes due; `passed` how the last restore test ended, None if nobody says.
    """

    name: str
    place: str = ""
    copied: datetime | date | None = None
    problem: str = ""
    every: timedelta | None = DAY
    tested: datetime | date | None = None
    passed: bool | None = None


def answer(plan: Plan, *, by: Actor, at: datetime) -> Backups:
    """Judge all copies that this actor may know of; two queries.

    A row of the backup strategy is judged by the row of the same name that says what was done.
    """
    plans = access.visible_to(by, "view_plan", Plan.objects.filter(company=plan.company_id))
    done = [kept(record) for record in records_in(BackupStatus, plans) if record.target]
    names = {folded(each.name) for each in done}
    strategy = (record for record in records_in(BackupStrategy, plans) if record.data_type)
    undone = [each for each in map(planned, strategy) if folded(each.name) not in names]
    found = [own(known()), *done, *undone]
    return Backups(str(plan.company), [judged(each, at) for each in found])


def own(copies: list[Copy]) -> Kept:
    """Say what is known of the installation's own copies, which come newest first."""
    every = settings.BACKUP_EVERY_HOURS * HOUR
    if not copies:
        return Kept(INSTALLATION, every=every)
    newest = copies[0]
    tested = max(copies, key=lambda copy: (copy.tested_at is not None, copy.tested_at))
    return Kept(
        INSTALLATION,
        copied=newest.at,
        problem="" if newest.verified else newest.problem or "it does not verify.",
        every=every,
        tested=tested.tested_at,
        passed=tested.test_passed,
    )


def kept(record: Typed) -> Kept:
    """Say what a row of a plan's backup status tells."""
    return Kept(
        text(record.row),
        place_of(record),
        copied=record.last_copy,
        every=period(record),
        tested=record.last_restore_test,
        passed=None if record.result is None else record.result == RunResult.PASS,
    )


def planned(record: Typed) -> Kept:
    """Say what a row of a plan's backup strategy tells: nothing of any copy."""
    return Kept(text(record.row), place_of(record), every=period(record))


def place_of(record: Typed) -> str:
    """Name the plan and the section in which a record stands."""
    section = record.row.block.section
    return f"{section.plan.position} {section.heading}".strip()


def period(record: Typed) -> timedelta | None:
    """Give how far apart copies may lie, at least a day; a day where nobody said.

    None for those that an event makes due, such as "Every release".
    """
    if record.frequency is not None:
        return timedelta(days=max(record.frequency, 1))
    return None if names_event(text(record.row, 1)) else DAY


def judged(kept: Kept, at: datetime) -> Target:
    """Judge a thing's copies by the worst that can be said of them."""
    well = f"The last copy is of {said(kept.copied)}, the last restore test of {said(kept.tested)}."
    state, reason = next(findings(kept, at), (BackupState.HEALTHY, well))
    return Target(kept.name, kept.place, kept.copied, kept.tested, state, reason)


def findings(kept: Kept, at: datetime) -> Iterator[tuple[BackupState, str]]:
    """Say what is wrong, the worst first."""
    if kept.problem:
        words = f"The newest copy, of {said(kept.copied)}, is not whole: {kept.problem}"
        yield BackupState.FAILED, words
    if kept.passed is False:
        yield BackupState.FAILED, f"The last restore test, of {said(kept.tested)}, failed."
    if kept.copied is None:
        yield BackupState.OVERDUE, "No copy is recorded."
    elif kept.every and age(kept.copied, at) > kept.every:
        words = f"The last copy is of {said(kept.copied)}; one is due every {spanned(kept.every)}."
        yield BackupState.OVERDUE, words
    yield from untested(kept, at)


def untested(kept: Kept, at: datetime) -> Iterator[tuple[BackupState, str]]:
    """Say what is wrong with the restore test."""
    if kept.tested is None:
        yield BackupState.OVERDUE, "No restore test is recorded."
    elif age(kept.tested, at) > RESTORED_WITHIN:
        words = f"The last restore test is of {said(kept.tested)}; one is due every 92 days."
        yield BackupState.OVERDUE, words
    elif kept.passed is None:
        words = f"How the restore test of {said(kept.tested)} ended is not recorded."
        yield BackupState.OVERDUE, words


def age(of: datetime | date, at: datetime) -> timedelta:
    """Give the time since a moment, or the days since a day."""
    return at - of if isinstance(of, datetime) else timezone.localdate(at) - of


def said(value: datetime | date | None) -> str:
    """Print a moment or a day as sentences do."""
    if value is None:
        return "a day that is not recorded"
    return moment(value) if isinstance(value, datetime) else day(value)


def spanned(span: timedelta) -> str:
    """Print a length of time."""
    if span % DAY:
        return f"{span // HOUR} hours"
    return "day" if span == DAY else f"{span // DAY} days"
