"""`manage.py roundtrip`: the same bytes, edits apart, and nothing left behind."""

import json

import pytest

from plans.models import Change, Company, Plan, Row
from tests.plans.document.test_shared import LEAST_SHARE
from tests.plans.management.running import failed, refused, said, typed

pytestmark = pytest.mark.django_db
TEXT = """# Plan

| a | b |
|---|---|
| 1 | 2 |
| 3 | 4 |

Words.

| c |
|---|
"""


@pytest.fixture
def run(tmp_path):
    """Round-trip a text with edits; `how` is `said`, `refused` or `failed`."""

    def run(how, *edits, text=TEXT, **options):
        file, operations = tmp_path / "plan.md", tmp_path / "ops.json"
        file.write_bytes(text.encode())
        operations.write_text(json.dumps({"edits": edits}))
        return how("roundtrip", file, edits=operations, **options).replace(f"{tmp_path}/", "")

    return run


def test_real_documents_come_back_identical(shared):
    files = [path for folder in ("seed", "plans") for path in (shared / folder).glob("*.md")]
    assert said("roundtrip", *files) == "".join(f"{file}: identical\n" for file in files)
    assert (Company.objects.count(), Plan.objects.count(), Row.objects.count()) == (0, 0, 0)


def test_wild_documents_come_back_identical(shared):
    files = sorted((shared / "corpus/wild").glob("*.md"))
    odd = [file for file in files if "SIGGOVERNANCE" in file.name]
    for file in files:
        if file in odd:
            assert "is not UTF-8. It may be Windows-1252" in refused("roundtrip", file)
        else:
            assert said("roundtrip", file) == f"{file}: identical\n"


def test_edits_of_real_tables_go_through_the_door(shared):
    folder, equal = shared / "corpus/edits", []
    stems = [path.stem for path in sorted(folder.glob("*.json"))]
    for stem in stems:
        before, operations = folder / f"{stem}.before.md", folder / f"{stem}.json"
        after = (folder / f"{stem}.after.md").read_bytes().decode()
        equal += [after == said("roundtrip", before, edits=operations, print=True)]
    assert sum(equal) / len(stems) >= LEAST_SHARE


def test_first_difference_is_named_and_exits_with_1(run):
    edit = {"op": "set", "table": 0, "row": 1, "column": 0, "text": "five"}
    assert run(failed, edit) == "plan.md: line 6 differs: b'| 3 | 4 |' became b'| five | 4 |'\n"
    delete = {"op": "delete", "table": 0, "row": 1}
    assert run(failed, delete) == "plan.md: line 6 differs: b'| 3 | 4 |' became b''\n"
    assert (Company.objects.count(), Change.objects.count()) == (0, 0)


def test_files_are_told_apart(tmp_path):
    one, two, edits = (tmp_path / name for name in ("one.md", "two.md", "ops.json"))
    one.write_text("| a |\n|---|\n| 1 |\n")
    two.write_text("| a |\n|---|\n| 2 |\n")
    edits.write_text('{"edits": [{"op": "set", "table": 0, "row": 0, "column": 0, "text": "1"}]}')
    assert failed("roundtrip", one, two, edits=edits).splitlines() == [
        f"{one}: identical",
        f"{two}: line 3 differs: b'| 2 |' became b'| 1 |'",
    ]


@pytest.mark.parametrize(
    ("edit", "rows"),
    [
        ({"op": "set", "row": 0, "column": 1, "text": "x|y"}, ["| 1 | x\\|y |", "| 3 | 4 |"]),
        ({"op": "insert", "row": 0, "cells": ["5", "6"]}, ["| 5 | 6 |", "| 1 | 2 |", "| 3 | 4 |"]),
        ({"op": "insert", "row": 1, "cells": ["5", "6"]}, ["| 1 | 2 |", "| 5 | 6 |", "| 3 | 4 |"]),
        ({"op": "insert", "row": 2, "cells": ["5", "6"]}, ["| 1 | 2 |", "| 3 | 4 |", "| 5 | 6 |"]),
        ({"op": "delete", "row": 0}, ["| 3 | 4 |"]),
    ],
    ids=lambda value: value.get("op") if isinstance(value, dict) else None,
)
def test_edit_is_printed(run, edit, rows):
    printed = run(said, edit | {"table": 0}, print=True)
    assert printed == TEXT.replace("| 1 | 2 |\n| 3 | 4 |", "\n".join(rows))


def test_each_edit_meets_what_the_one_before_left(run):
    edits = [
        {"op": "delete", "table": 0, "row": 0},
        {"op": "set", "table": 0, "row": 0, "column": 0, "text": "three"},
        {"op": "insert", "table": 1, "row": 0, "cells": ["first"]},
    ]
    printed = run(said, *edits, print=True)
    assert printed == TEXT.replace("| 1 | 2 |\n| 3 |", "| three |") + "| first |\n"


SET = {"op": "set", "table": 0, "row": 0, "column": 0, "text": "x"}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (SET | {"table": 2}, "plan.md: There is no table 2: there are 2, counted from 0."),
        (SET | {"table": -1}, "plan.md: There is no table -1: there are 2, counted from 0."),
        (SET | {"row": 2}, "plan.md: There is no row 2: there are 2, counted from 0."),
        (SET | {"row": -1}, "plan.md: There is no row -1: there are 2, counted from 0."),
        (SET | {"column": 2}, "plan.md: This row has 2 columns."),
        (SET | {"column": -1}, "plan.md: This row has 2 columns."),
        (SET | {"text": "\0"}, "plan.md: An invisible control character (U+0000) cannot be kept."),
        (SET | {"op": "paint"}, "plan.md: There is no edit “paint”: only set, insert and delete."),
        (SET | {"op": "insert"}, "ops.json: an edit lacks 'cells'."),
        ({"op": "set"}, "ops.json: an edit lacks 'table'."),
        (
            {"op": "insert", "table": 0, "row": 4, "cells": []},
            "plan.md: There is no row 3: there are 2, counted from 0.",
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_edit_that_cannot_be_is_refused(run, edit, message):
    assert run(refused, edit) == message


def test_unreadable_files_and_edits_are_refused(run, tmp_path):
    assert "NUL character" in run(refused, text="a\0")
    assert "No such file" in refused("roundtrip", tmp_path / "none.md")
    (tmp_path / "ops.json").write_text("{")
    (tmp_path / "plan.md").write_text(TEXT)
    assert "Expecting property name" in refused(
        "roundtrip", tmp_path / "plan.md", edits=tmp_path / "ops.json"
    )


def test_bytes_are_printed_as_they_are(tmp_path, capsysbinary):
    data = "\ufeff# Plan\r\n\r\nCafé\r\n\n".encode()
    (tmp_path / "plan.md").write_bytes(data)
    typed("roundtrip", tmp_path / "plan.md", print=True)
    assert capsysbinary.readouterr().out == data
