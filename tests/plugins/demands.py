"""What a test needs of the machine, and what a run demands.

`PLANGATE_DEMAND=postgres,browser` turns a test that cannot run for want of them into a failure, and
with it every other skip, but for those that want the documents of `../shared`.
"""

import os
from collections import Counter
from collections.abc import Generator

import pytest
from django.conf import settings

from tests.plugins.browser import chromium

DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks for no database, and what opens a browser.

    The latter runs last: it leaves an event loop in the thread.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not fixtures & DATABASE and not item.get_closest_marker("django_db"):
            item.add_marker("once")
        if "browser" in fixtures:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine cannot run."""
    for marker, why in missing().items():
        if item.get_closest_marker(marker):
            pytest.skip(why)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a failure of a skip where the run demands everything."""
    report = yield
    if demanded() and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2]
        if "../shared" not in reason:
            report.outcome, report.longrepr = "failed", f"demanded, and not run: {reason}"
    return report


def missing() -> dict[str, str]:
    """Give the markers that cannot run here, each with the reason."""
    vendor = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    reasons = {
        "browser": "" if chromium() else "there is no Chromium",
        "postgres": "" if vendor == "postgresql" else "DATABASE_URL is not PostgreSQL's",
        "sqlite": "" if vendor == "sqlite3" else "DATABASE_URL is not SQLite's",
    }
    return {marker: f"{marker}: {why}" for marker, why in reasons.items() if why}


def demanded() -> list[str]:
    """Give the markers that this run does not let go without."""
    return [name for name in os.environ.get("PLANGATE_DEMAND", "").split(",") if name]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not run and why: a skip in a row of dots is not seen."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.write_sep("!", "NOT RUN", yellow=True, bold=True)
    for why, count in reasons.items():
        terminalreporter.write_line(f"{count} not run: {why}", yellow=True, bold=True)
