"""Decisions are numbered without a gap, under 40 lines, of one shape, and in the index."""

import re

import pytest

from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "adr"
DECISIONS = sorted(FOLDER.glob("[0-9]*.md"))


def test_adr_numbers_have_no_gap():
    numbers = [int(path.name[:4]) for path in DECISIONS]

    assert numbers == list(range(1, len(DECISIONS) + 1))


def test_adr_index_lists_files_in_order():
    index = re.findall(r"\[(\d+)\]\(([^)]+)\) \| (.+) \|", (FOLDER / "README.md").read_text())
    titles = [path.read_text().splitlines()[0].partition(": ")[2] for path in DECISIONS]

    assert index == [
        (path.name[:4], path.name, title) for path, title in zip(DECISIONS, titles, strict=True)
    ]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_adr_has_its_shape(path):
    lines = path.read_text().splitlines()

    assert lines[0].startswith(f"# {path.name[:4]}: ")
    assert [line for line in lines if line.startswith("## ")] == [
        "## Context",
        "## Decision",
        "## Consequences",
    ]
    assert len(lines) < 40
