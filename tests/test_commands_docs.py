"""Every command of ours is in the docs, and no other: of manage.py and of make; and every code."""

import re

from django.core.management import get_commands

from gates.lock import GateClosed
from gates.refusals import Refusal
from plans.problems import KINDS
from tests.conftest import ROOT


def test_commands_docs_name_each_command():
    table = (ROOT / "docs" / "commands.md").read_text()
    documented = re.findall(r"^\| `([a-z_]+)", table, re.MULTILINE)
    ours = [name for name, app in get_commands().items() if app in {"gates", "plans"}]

    assert sorted(documented) == sorted(ours)


def test_readme_names_each_make_target():
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    documented = re.findall(r"^\| `make ([a-z]+)`", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert sorted(documented) == sorted(set(targets) - {"help", "clean"})


def test_commands_docs_name_each_code_of_a_refusal():
    document = (ROOT / "docs" / "commands.md").read_text()
    codes = {code for kind, (_, code) in KINDS.items() if kind is not GateClosed}
    codes |= {refusal.code for refusal in kinds_of(Refusal)}

    assert [code for code in sorted(codes) if f"`{code}`" not in document] == []


def kinds_of(refusal):
    """Every refusal that is made to be raised, below this one."""
    for kind in refusal.__subclasses__():
        yield kind
        yield from kinds_of(kind)
