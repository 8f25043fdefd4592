"""What a run demands: the guard of all the guards that a machine may lack."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PYTEST = [
    *(sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest"),
    *("--rootdir", ROOT, "-c", ROOT / "pyproject.toml"),
]
TESTS = """
import pytest

@pytest.mark.{other}
def test_of_the_other_database(): pass

def test_with_reasons_of_its_own(): pytest.skip("not today")

def test_of_documents(): pytest.skip("../shared is not beside this checkout")

def test_of_anything(): pass
"""


@pytest.fixture
def run(tmp_path):
    """Run tests of which all but one are skipped; give the last line, with what they demand."""
    other = "sqlite" if os.environ["DATABASE_URL"].startswith("postgres") else "postgres"
    (tmp_path / "test_skips.py").write_text(TESTS.format(other=other))

    def run(demand):
        answer = subprocess.run(
            [*PYTEST, tmp_path],
            check=False,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PLANGATE_DEMAND": demand},
        )
        return answer.stdout.splitlines()[-1].partition(" in ")[0], answer.stdout

    return run


def test_skips_are_announced(run):
    summary, output = run("")

    assert summary == "1 passed, 3 skipped"
    assert "! NOT RUN !" in output
    assert "1 not run: not today" in output


def test_skips_fail_where_demanded(run):
    summary, output = run("postgres,sqlite")

    assert summary == "1 failed, 1 passed, 1 skipped, 1 error"
    assert "demanded, and not run: Skipped: not today" in output
