"""How far a command is: shown where somebody waits, and in no pipe and no report."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO

import pytest

from tests.plans.factories import CompanyFactory
from tests.plans.management.running import said
from tests.plans.texts import boxes
from tests.plans.trees import company_of

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    """What somebody looks at."""

    def isatty(self):
        return True


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command that takes long, with `TREE`, `NEW` and `FILE` for what it reads or writes."""
    monkeypatch.setenv("TERM", "xterm")
    company_of(slug="acme")
    said("export_company", "acme", tmp_path)
    (tmp_path / "large.md").write_text(boxes(600))
    names = {"TREE": [tmp_path], "NEW": [tmp_path / "new"], "FILE": [tmp_path / "large.md"]}
    names["FILES"] = [*tmp_path.glob("*/README.md")]

    def run(stderr, *words, **options):
        words = [each for word in words for each in names.get(word, [word])]
        with redirect_stderr(stderr):
            said(*words, **options)
        return stderr.getvalue().replace("\n", "")  # a long path is wrapped

    return run


LONG = {
    "Writing": ["export_company", "acme", "NEW"],
    "Reading": ["import_company", "acme", "TREE"],
    "large.md": ["import_plan", "FILE", "--company", "acme", "--position", "CFO"],
    "100%": ["roundtrip", "FILES"],
}


@pytest.mark.parametrize("bar", LONG)
def test_bar_is_shown_to_whoever_waits(run, bar):
    assert bar in run(Terminal(), *LONG[bar])


@pytest.mark.parametrize("bar", LONG)
def test_bar_is_not_in_a_pipe_whatever_is_said_of_colours(run, bar, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(StringIO(), *LONG[bar]) == ""


@pytest.mark.parametrize("bar", ["Reading", "large.md"])
def test_bar_is_not_shown_with_json(run, bar):
    assert run(Terminal(), *LONG[bar], json=True) == ""


def test_bar_is_not_shown_beside_the_lines_that_say_the_same(run):
    with redirect_stdout(Terminal()):
        assert run(Terminal(), *LONG["100%"]) == ""


def test_bar_is_not_shown_for_one_file(run, tmp_path):
    CompanyFactory(slug="other")
    (tmp_path / "README.md").write_text("# Plan\n")
    words = (tmp_path / "README.md", "--company", "other", "--position", "CFO")
    assert run(Terminal(), "import_plan", *words) == ""
    assert run(Terminal(), "export_company", "other", tmp_path / "other") == ""
    assert run(Terminal(), "import_company", "other", tmp_path / "other") == ""
    assert run(Terminal(), "roundtrip", words[0]) == ""
