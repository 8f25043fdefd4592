"""What a test needs of the machine, and what a run demands.

`PLANGATE_DEMAND=postgres,browser` turns a test that cannot run for want of them into a failure.
"""

import os
from collections import Counter

import pytest
from django.conf import settings

from tests.plugins.browser import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens a browser, and run it last: it leaves an event loop in the thread."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what this machine cannot run, or fail where the run demands it."""
    for marker, why in missing().items():
        if item.get_closest_marker(marker):
            (pytest.fail if marker in demanded() else pytest.skip)(why)


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
    return os.environ.get("PLANGATE_DEMAND", "").split(",")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was not run and why: a skip in a row of dots is not seen."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.write_sep("!", "NOT RUN", yellow=True, bold=True)
    for why, count in reasons.items():
        terminalreporter.write_line(f"{count} not run: {why}", yellow=True, bold=True)
