"""The commands that a newcomer and `.ci/run` take from the README."""

import re

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(("heading", "command"), [("Try it", "make run"), ("Tests", "make test")])
def test_readme_section_gives_command(heading, command):
    section = (ROOT / "README.md").read_text().partition(f"\n## {heading}\n")[2]
    block = re.search(r"```sh\n(.*?)```", section, re.DOTALL)[1]

    assert block.splitlines()[-1] == command


def test_docs_links_lead_somewhere():
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        document.parent / target.partition("#")[0]
        for document in documents
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", document.read_text())
    ]

    assert [str(link) for link in links if not link.exists()] == []
