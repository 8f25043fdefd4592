"""What an import says of itself: a line for each cell and row, or all of it as data."""

import json

import pytest

from plans import blueprints
from plans.enums import Position
from tests.plans.factories import CompanyFactory, PlanFactory
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db
OLD = """Preface.

# Plan

**Owner:** Ann

| Item | Effort |
|------|--------|
| One | 1 |
| Two | 2 |
| Six | 6 |
| Ten | 10 |

- [ ] Ready
- [ ] Set

Words.

## Terms

Old terms.
"""


@pytest.fixture
def run(tmp_path):
    """Read a text into a plan that said OLD, or another; give the lines below the first."""

    def run(text, old=OLD, **options):
        plan = PlanFactory(company=CompanyFactory(name="Acme"), position=Position.CFO, text=old)
        file = tmp_path / "plan.md"
        file.write_bytes(text.encode())
        where = {"company": plan.company.slug, "position": "cfo"}
        return said("import_plan", file, **where, **options).partition("\n")[2].splitlines()

    return run


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("| One | 1 |", "| One | 2 |", ["1 cell changed", "Plan, “One”, Effort: “1” → “2”"]),
        ("| One | 1 |", "| Uno | 1 |", ["1 cell changed", "Plan, “1”, Item: “One” → “Uno”"]),
        ("- [ ] Set", "- [x] Set", ["1 cell changed", "Plan, Checklist: “☐ Set” → “☑ Set”"]),
        ("Ann", "Eve", ["1 cell changed", "Plan, Owner: “Ann” → “Eve”"]),
        (
            "| Two | 2 |\n",
            "| Two | 2 |\n| Three | 3 |\n",
            ["1 row added", "Plan: row added: “Three | 3”"],
        ),
        ("| Two | 2 |\n", "", ["1 row removed", "Plan: row removed: “Two | 2”"]),
        (
            "| One | 1 |\n| Two | 2 |\n| Six | 6 |\n",
            "| Six | 6 |\n| One | 1 |\n| Two | 2 |\n",
            ["1 row moved", "Plan: row moved: “Six | 6”"],
        ),
        (
            "| One | 1 |\n| Two | 2 |\n| Six | 6 |\n",
            "| Six | 7 |\n| One | 1 |\n| Two | 2 |\n",
            [
                "1 cell changed, 1 row moved",
                "Plan: row moved: “Six | 7”",
                "Plan, “Six”, Effort: “6” → “7”",
            ],
        ),
        (
            "| Item | Effort |",
            "| Item | Days |",
            ["1 other part changed", "Plan, Table: “| Item | Effort |⏎|------|--------|” → …"],
        ),
        ("# Plan", "# Plans", ["1 cell changed", "Plans, Heading: “Plan” → “Plans”"]),
        (
            "Preface.",
            "Prologue.",
            ["1 cell changed", "Above the first heading, Prose: “Preface.” → “Prologue.”"],
        ),
        ("Words.\n\n", "", ["1 row removed", "Plan, Prose: removed", "…"]),
        ("Words.\n", "Words.\n\n---\n", ["1 other part changed", "Plan, Rule: added “---”"]),
        (
            "\n## Terms\n\nOld terms.\n",
            "",
            ["2 rows removed", "Terms: section removed", "Terms, Heading: removed", "…"],
        ),
        ("| One | 1 |", "| One  | 1 |", ["1 line differs in blanks or marks only"]),
    ],
)
def test_difference_is_told_line_by_line(run, old, new, lines):
    assert old in OLD
    told = run(OLD.replace(old, new))
    assert told[0] == f"Difference: {lines[0]}."
    for line, wanted in zip(told[1:], lines[1:], strict=lines[-1] != "…"):
        assert line.startswith(wanted.removesuffix("…"))


def test_restated_part_without_rows_is_shown_before_and_after(run):
    assert run("# Plan\n\n<b>\n", "# Plan\n\n<i>\n")[1:] == ["Plan, Verbatim: “<i>” → “<b>”"]


def test_notes_are_told(run):
    assert run(OLD.replace("\n", "\r\n"))[-1] == "Lines ended in LF and end in CRLF."


def test_file_that_says_the_same_has_nothing_to_change(run):
    assert run(OLD) == ["Nothing to change: the plan says this already."]


def test_new_plan_has_no_difference(tmp_path):
    (tmp_path / "plan.md").write_text(OLD)
    where = {"company": CompanyFactory().slug, "position": "CFO"}
    assert len(said("import_plan", tmp_path / "plan.md", **where).splitlines()) == 1


def test_long_texts_are_shown_where_they_part(run):
    words = "word " * 40
    (line,) = run(f"{words}new {words}\n", f"{words}old {words}\n")[1:]
    assert line == (
        f"Above the first heading, Prose: “…{'word ' * 4}old {'word ' * 11}w…” → "
        f"“…{'word ' * 4}new {'word ' * 11}w…”"
    )
    (line,) = run(f"{words}more\n", f"{words.strip()}\n")[1:]
    assert line == f"Above the first heading, Prose: “…{' word' * 4}” → “…{' word' * 4} more”"


def test_long_lists_are_cut_and_the_json_is_not(run):
    items = "".join(f"- {n}\n" for n in range(1_200))
    told = run(f"# Plan\n\n- a\n{items}", "# Plan\n\n- a\n")
    assert told[0] == "Difference: 1,200 rows added."
    assert (len(told), told[-1]) == (52, "… and 1,150 more.")
    told = "\n".join(run(f"# Plan\n\n- a\n{items}", "# Plan\n\n- a\n", json=True))
    ((block,),) = [
        section["blocks"] for section in json.loads("{" + told)["difference"]["sections"]
    ]
    assert len(block["rows"]) == 1_200


def test_difference_as_data(run):
    text = OLD.replace("| One | 1 |", "| One | 2 |").replace("\n", "\r\n")
    report = json.loads("{" + "\n".join(run(text, json=True)))
    assert report["difference"] == {
        "is_same": False,
        "summary": {
            "cells": 1,
            "added": 0,
            "removed": 0,
            "moved": 0,
            "parts": 0,
            "respaced": report["difference"]["summary"]["respaced"],
        },
        "notes": ["Lines ended in LF and end in CRLF."],
        "sections": [
            {
                "heading": "Plan",
                "change": "",
                "blocks": [
                    {
                        "title": "",
                        "change": "",
                        "columns": ["Item", "Effort"],
                        "rows": [
                            {
                                "change": "changed",
                                "cells": [
                                    {"column": "Item", "before": "One", "after": "One"},
                                    {"column": "Effort", "before": "1", "after": "2"},
                                ],
                                "moved": False,
                            }
                        ],
                        "before": "",
                        "after": "",
                    }
                ],
            }
        ],
    }


def test_same_as_data(run):
    difference = json.loads("{" + "\n".join(run(OLD, json=True, dry_run=True)))["difference"]
    assert (difference["is_same"], difference["sections"]) == (True, [])


def test_flags_are_cut_as_well(tmp_path):
    text = blueprints.text(Position.CTO)
    row = next(line for line in text.splitlines() if line.startswith("| [Debt 1]"))
    bad = row.replace(row.split("|")[3], " Never ")
    (tmp_path / "plan.md").write_text(text.replace(row, "\n".join([bad] * 60)))
    where = {"company": CompanyFactory().slug, "position": "CTO"}
    told = said("import_plan", tmp_path / "plan.md", **where).splitlines()
    assert (len(told), told[-1]) == (52, "… and 10 more.")
