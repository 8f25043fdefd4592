"""`manage.py print_docs`: what is printed from the code says what the code does."""

import pytest

from gates.transitions import TRANSITIONS
from plans.catalogue import CATALOGUE
from plans.management.docs import documents
from tests.conftest import ROOT
from tests.plans.management.running import failed, said

NAMES = ["registers.md", "transitions.md", "urls.md"]


def test_docs_are_those_of_the_code():
    assert said("print_docs", check=True) == ""


def test_docs_are_linked_from_the_architecture():
    text = (ROOT / "docs" / "architecture.md").read_text()
    assert [name for name in NAMES if f"({name})" not in text] == []


def test_missing_and_stale_docs_are_named_and_then_written(tmp_path):
    assert said("print_docs", folder=tmp_path) == "".join(f"Wrote {name}.\n" for name in NAMES)
    (tmp_path / "urls.md").unlink()
    (tmp_path / "registers.md").write_text("# Registers\n")
    assert failed("print_docs", check=True, folder=tmp_path) == (
        "registers.md is out of date: `make docs` writes it anew.\n"
        "urls.md is out of date: `make docs` writes it anew.\n"
    )
    assert not (tmp_path / "urls.md").exists()
    assert said("print_docs", folder=tmp_path) == "Wrote registers.md.\nWrote urls.md.\n"
    assert said("print_docs", check=True, folder=tmp_path) == ""


def table(name: str) -> list[list[str]]:
    """The rows of a document's one table."""
    lines = documents()[name].splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]
    return rows[2:]


@pytest.mark.parametrize("register", CATALOGUE, ids=lambda register: register.key)
def test_every_register_is_printed_with_its_columns(register):
    heading = f"## {register.number} {register.title}".replace("##  ", "## ")
    section = documents()["registers.md"].partition(f"{heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    headers = [line.split(" | ")[0].removeprefix("| ").split(" or ") for line in lines]
    assert headers == [[*column.headers] for column in register.model.columns]
    assert [form.key for form in register.forms if f"`{form.key}`" not in section] == []
    assert f".{register.model.__name__}`" in section
    assert sum(line.endswith("| open |") for line in lines) == len(register.operational)


def test_sprint_s_stories_are_printed_in_full():
    text = documents()["registers.md"]
    section = text.partition("## 2.1 Current Sprint\n")[2].partition("\n## ")[0]
    assert section.strip() == (
        "`current-sprint`: a table, `implementation.Story`.\n\n"
        "| Column | Read as | Choices | While gated |\n"
        "| --- | --- | --- | --- |\n"
        "| Story | Text |  |  |\n"
        "| Points | Whole |  |  |\n"
        "| Assignee | Text |  |  |\n"
        "| Status | Choice | To Do, In Progress, Done |  |"
    )


def test_every_transition_is_printed():
    assert [cells[0] for cells in table("transitions.md")] == [row.label for row in TRANSITIONS]


def test_every_address_is_printed_with_its_meaning():
    rows = table("urls.md")
    assert ["`/<slug:company>/<position:position>/export.md`", "export"] in [
        cells[:2] for cells in rows
    ]
    assert [cells for cells in rows if len(cells) != 3 or not cells[2]] == []
    assert len([cells for cells in rows if cells[0].startswith("`/admin/")]) == 1
