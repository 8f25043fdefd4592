"""`python -m tests`: the whole suite on SQLite, then on PostgreSQL, and one report over both.

Coverage slows Python down by more than half, so it is measured where it can find something: on
SQLite, and on PostgreSQL for what is not the same there. The browser's tests, and the heavy ones,
run once.
What is given is passed on to pytest (`python -m tests -k gate`), and then no coverage is asked
for. `TEST_DATABASE_URL` says where a PostgreSQL server is, if not on this machine.
"""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.plugins.browser import chromium
from tests.plugins.demands import demanded

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var" / "tests"
WORKERS = str(min(os.cpu_count() or 1, 4))


SLOW = "browser or heavy"
OWN = f"(postgres or engine) and not sqlite and not ({SLOW})"
REST = f"not sqlite and (({SLOW}) or not (once or postgres or engine))"


@dataclass(frozen=True)
class Run:
    """A run of pytest: what it is called, the tests of it by their marks, on which database."""

    name: str
    marks: str
    url: str = ""
    measured: bool = True


@dataclass(frozen=True)
class Outcome:
    """What came of one database's run."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


def main(arguments: list[str]) -> int:
    """Run everything there is to run; give the process's exit status."""
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    no_server = refusal(postgres_url())
    runs = runs_on("" if no_server else postgres_url())
    outcomes = [run(each, arguments) for each in runs]
    absent = {"postgres": no_server, "browser": "" if chromium() else "there is no Chromium"}
    absent = {what: why for what, why in absent.items() if why}
    covered = bool(arguments) or report_coverage(whole=not absent)
    return report(outcomes, absent, covered=covered)


def postgres_url() -> str:
    """Where PostgreSQL is looked for; the role and password may come from libpq's environment."""
    default = "postgres://127.0.0.1:5432/plangate"
    own = os.environ.get("DATABASE_URL", "")
    return os.environ.get("TEST_DATABASE_URL") or (own if own.startswith("postgres") else default)


def refusal(url: str) -> str:
    """Why no tests can run on this server, or nothing."""
    sql = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(url, dbname="postgres", connect_timeout=3) as connection:
            allowed = connection.execute(sql).fetchone()
    except psycopg.OperationalError as error:
        return str(error).splitlines()[0]
    return "" if allowed == (True,) else "its role may not create databases"


def runs_on(postgres: str) -> list[Run]:
    """The runs that together are the whole suite, with a PostgreSQL server or without one."""
    lean = Run("sqlite", f"not postgres and not ({SLOW})")
    if not postgres:
        return [lean, Run("sqlite-slow", SLOW, measured=False)]
    return [
        lean,
        Run("postgresql-own", OWN, postgres),
        Run("postgresql", REST, postgres, measured=False),
    ]


def run(run: Run, arguments: list[str]) -> Outcome:
    """Run pytest on one database."""
    results = WORK / f"{run.name}.xml"
    print(f"\n== The tests: {run.name}", flush=True)
    environment = os.environ | {
        "DATABASE_URL": run.url,
        "COVERAGE_FILE": str(WORK / f"coverage.{run.name}"),
    }
    if not run.url:
        del environment["DATABASE_URL"]
    measure = ["coverage", "run", "-m"] if run.measured and not arguments else []
    command = [
        *(sys.executable, "-m", *measure, "pytest", "-q", "-n", WORKERS, "--dist", "worksteal"),
        *("-m", run.marks, f"--junit-xml={results}", *arguments),
    ]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if arguments and status == pytest.ExitCode.NO_TESTS_COLLECTED:  # they are in another run
        return Outcome()
    return outcome(results, status)


def outcome(results: Path, status: int) -> Outcome:
    """Read the counts; a run that did not finish counts as a failure whatever it counted."""
    if not results.exists():
        return Outcome(failed=1)
    suite = ET.parse(results).getroot()[0].attrib
    failed = int(suite["failures"]) + int(suite["errors"])
    skipped = int(suite["skipped"])
    passed = max(int(suite["tests"]) - failed - skipped, 0)
    return Outcome(passed, failed or int(status != 0), skipped)


def report_coverage(*, whole: bool) -> bool:
    """Print the branch coverage of both runs together; hold it to its floor if all was run."""
    coverage = [sys.executable, "-m", "coverage"]
    environment = os.environ | {"COVERAGE_FILE": str(WORK / "coverage")}
    floor = [] if whole else ["--fail-under=0"]
    print("\n== Branch coverage", flush=True)
    subprocess.run([*coverage, "combine", "-q", str(WORK)], cwd=ROOT, env=environment, check=False)
    command = [*coverage, "report", *floor]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0


def report(outcomes: list[Outcome], absent: dict[str, str], *, covered: bool) -> int:
    """Print what was not run and the sum of what was; the last line is made for machines."""
    print()
    for what, why in absent.items():
        print(f"!!!! NOT RUN: the {what} tests: {why}")
    if absent:
        print("!!!! So the coverage is not held to its floor. See the README, “Tests”.")
    if not covered:
        print("FAILED: the coverage is under its floor (pyproject.toml, fail_under).")
    passed, failed, skipped = (
        sum(getattr(one, count) for one in outcomes) for count in ("passed", "failed", "skipped")
    )
    failed += len(set(absent) & set(demanded())) + (not covered)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
