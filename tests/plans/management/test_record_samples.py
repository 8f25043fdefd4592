"""`manage.py record_samples`: from JSON lines or CSV, from a file or standard input."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from plans.models import Sample
from tests.plans.companies import load, row

pytestmark = pytest.mark.django_db

CSV = """register,name,value,at,key
performance-budgets,API Response (p99),480ms,2026-11-27T12:01:00Z,1
code-quality-metrics,Test Coverage,91%,,2
"""


@pytest.fixture(autouse=True)
def _halcyon(time_machine, db):
    time_machine.move_to("2026-11-27T12:00:00Z", tick=False)
    load("halcyon")


def run(text, tmp_path, *options, company="halcyon"):
    path, out = tmp_path / "samples", StringIO()
    path.write_text(text)
    where = ("--company", company, "--position", "CTO")
    call_command("record_samples", str(path), *where, *options, stdout=out)
    return out.getvalue()


def test_csv_and_again(tmp_path):
    assert run(CSV, tmp_path) == "Recorded 2, known already 0, cells changed 1.\n"
    assert json.loads(run(CSV, tmp_path, "--json")) == {"recorded": 0, "known": 2, "cells": 0}
    sample = Sample.objects.get(key="1")
    assert (sample.source, sample.actor_name) == ("command", "manage.py record_samples")


def test_json_lines_as_somebody_by_the_row_s_number(tmp_path, monkeypatch):
    p99 = row("halcyon", "performance-budgets", "API Response (p99)").pk
    run(f"row,value,key\n{p99},480ms,1\n", tmp_path, "--as", "halcyon-cto")
    line = json.dumps({"row": p99, "value": "481ms", "key": "2"})
    run(f"{line}\n\n{line}\n", tmp_path)
    line = json.dumps({"row": p99, "value": "482ms", "key": "3"})
    monkeypatch.setattr("sys.stdin", StringIO(line))
    where = ("--company", "halcyon", "--position", "CTO")
    call_command("record_samples", "-", *where, stdout=StringIO())
    assert Sample.objects.get(key="1").actor_name == "Ingrid Solheim"
    assert list(Sample.objects.exclude(key="").values_list("key", "text").order_by("key")) == [
        ("1", "480ms"),
        ("2", "481ms"),
        ("3", "482ms"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CSV.replace("480ms", "fast"), "  sample 1, value: “fast” is not a number with a unit"),
        (CSV.replace(",key", ",kex"), "  sample 2, kex: There is no “kex”"),
        (CSV.replace(",2\n", ",2,more\n"), "  sample 2, more: There is no “more”"),
        (CSV.replace("register,name", "row,name"), "  sample 1, row: There is no row"),
        ("", "  sample 1, all: Send at least one sample"),
        ("{\n", "Line 1 is no JSON"),
        ('{"key": "1"}\n[]\n', "Line 2 is no object."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(text, words, tmp_path):
    with pytest.raises(CommandError) as refused:
        run(text, tmp_path)
    assert words in str(refused.value)
    assert not Sample.objects.exclude(key="").exists()


def test_no_file_no_plan_and_nobody_s_right_are_said(tmp_path):
    where = ("--company", "halcyon", "--position", "CTO")
    with pytest.raises(CommandError, match="No such file"):
        call_command("record_samples", str(tmp_path / "none"), *where)
    with pytest.raises(CommandError, match="There is no such plan"):
        run(CSV, tmp_path, company="nowhere")
    with pytest.raises(CommandError, match="You may read this plan"):
        run(CSV, tmp_path, "--as", "halcyon-reader")
