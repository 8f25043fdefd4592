"""`manage.py roundtrip`: the same bytes, edits apart, and nothing left behind."""

import json
import os
import subprocess
import sys

import pytest

from plans.models import Change, Company, Plan, Row
from tests.conftest import ROOT
from tests.plans.edits import LEAST_SHARE, edited_files, only_touched_lines_differ
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
    note = " (read as Windows-1252: byte 3938, line 70, column 11 is not UTF-8)"
    assert said("roundtrip", *files).splitlines() == [
        f"{file}: identical{note if 'SIGGOVERNANCE' in file.name else ''}" for file in files
    ]
    assert len(files) == 16


def test_edits_of_real_tables_go_through_the_door(shared):
    equal = []
    for file, operations, written in edited_files(shared):
        before, after = (path.read_bytes().decode() for path in (file, written))
        ours = said("roundtrip", file, edits=operations, print=True)
        edits = json.loads(operations.read_bytes())["edits"]
        assert only_touched_lines_differ(before, after, ours, edits), file.name
        equal += [ours == after]
    assert sum(equal) / len(equal) >= LEAST_SHARE
    assert len(equal) == 26


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
        (
            {"op": "insert", "table": 0, "row": 4, "cells": []},
            "plan.md: There is no row 3: there are 2, counted from 0.",
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_edit_that_cannot_be_is_refused(run, edit, message):
    assert run(failed, edit) == f"{message}\n"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (SET | {"op": "insert"}, "ops.json: an edit lacks 'cells'."),
        ({"op": "set"}, "ops.json: an edit lacks 'table'."),
    ],
)
def test_edit_that_says_too_little_ends_the_run(run, edit, message):
    assert run(refused, edit) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{", "ops.json: Expecting property name"),
        ("[]", "ops.json: an object with a list of “edits” is wanted."),
        ("{}", "ops.json: an object with a list of “edits” is wanted."),
        (None, "No such file or directory"),
    ],
)
def test_edits_that_cannot_be_read_end_the_run(tmp_path, data, message):
    (tmp_path / "plan.md").write_text(TEXT)
    if data is not None:
        (tmp_path / "ops.json").write_text(data)
    assert message in refused("roundtrip", tmp_path / "plan.md", edits=tmp_path / "ops.json")


CAFE = "# Café\n\n| a |\n|---|\n| 1 |\n"


@pytest.fixture
def files(tmp_path):
    """A file that is refused, one in Windows-1252 and one in UTF-8."""
    data = {"nul.md": b"a\0", "cp1252.md": CAFE.encode("cp1252"), "utf8.md": CAFE.encode()}
    for name, content in data.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in data]


def test_refused_file_takes_a_line_and_the_others_are_gone_through(files, tmp_path):
    assert failed("roundtrip", *files, tmp_path / "none.md", files[2]).splitlines() == [
        (
            f"{files[0]}: Line 1, column 2 is a NUL character, which no text contains. Save the "
            "file as plain text in UTF-8 and try again."
        ),
        (f"{files[1]}: identical (read as Windows-1252: byte 5, line 1, column 6 is not UTF-8)"),
        f"{files[2]}: identical",
        f"{tmp_path}/none.md: [Errno 2] No such file or directory: '{tmp_path}/none.md'",
        f"{files[2]}: identical",
    ]


def test_encoding_that_is_named_is_the_only_one(files):
    assert failed("roundtrip", files[1], encoding="utf-8") == (
        f"{files[1]}: Byte 5, line 1, column 6 is not UTF-8. It may be Windows-1252: save it as "
        "UTF-8, or have it read as that. --encoding windows-1252 reads it.\n"
    )
    assert said("roundtrip", *files[1:], encoding="windows-1252").splitlines() == [
        f"{file}: identical" for file in files[1:]
    ]


def test_edited_file_stays_in_its_encoding_if_that_can_hold_it(files, tmp_path, capsysbinary):
    for text, encoding in (("é", "cp1252"), ("→", "utf-8")):
        edit = {"op": "set", "table": 0, "row": 0, "column": 0, "text": text}
        (tmp_path / "ops.json").write_text(json.dumps({"edits": [edit]}))
        typed("roundtrip", files[1], edits=tmp_path / "ops.json", print=True)
        expected = CAFE.replace("1", text).encode(encoding)
        assert capsysbinary.readouterr().out == expected


def test_refusal_is_not_among_the_bytes(files, capsysbinary):
    with pytest.raises(SystemExit):
        typed("roundtrip", *files, print=True)
    assert capsysbinary.readouterr().out == CAFE.encode("cp1252") + CAFE.encode()


def test_bytes_are_printed_as_they_are(tmp_path, capsysbinary):
    data = "\ufeff# Plan\r\n\r\nCafé\r\n\n".encode()
    (tmp_path / "plan.md").write_bytes(data)
    typed("roundtrip", tmp_path / "plan.md", print=True)
    assert capsysbinary.readouterr().out == data


def test_empty_database_is_set_up_first(tmp_path):
    """As a newcomer does it: the command on its own, with a database that is not there yet."""
    (tmp_path / "plan.md").write_text(TEXT)
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'new.sqlite3'}"}
    done = subprocess.run(
        [sys.executable, "manage.py", "roundtrip", tmp_path / "plan.md"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.returncode) == (f"{tmp_path / 'plan.md'}: identical\n", 0)
