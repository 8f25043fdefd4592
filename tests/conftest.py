"""What every test finds: the plugins of `tests/plugins`, Hypothesis' profiles, and `../shared`."""

import os
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = [
    "tests.plugins.browser",
    "tests.plugins.demands",
    "tests.plugins.flush",
    "tests.plugins.garbage",
    "tests.plugins.keeping",
    "tests.plugins.network",
]

ROOT = Path(__file__).resolve().parent.parent

# CI repeats itself: the same examples each time, and no deadline on a shared machine. What has to
# hold for thousands says so itself, and what coverage needs is an example of its own.
hypothesis.settings.register_profile(
    "ci", max_examples=100, derandomize=True, deadline=None, database=None, print_blob=True
)
hypothesis.settings.register_profile("dev", max_examples=50, deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside this checkout; its tests are skipped where it is not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not beside this checkout")
    return folder
