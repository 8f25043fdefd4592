"""The docs say of every figure how it is derived, and show it in light and dark."""

import re
from pathlib import Path

from plans.figures.registers import FIGURES

DOCS = Path(__file__).parent.parent / "docs"
SCHEMES = ("light", "dark")


def test_every_figure_is_shown_in_both_schemes():
    shown = set(re.findall(r'"(pictures/[^"]+)"', (DOCS / "figures.md").read_text()))
    assert shown == {f"pictures/{key}-{scheme}.png" for key in FIGURES for scheme in SCHEMES}
    there = {f"pictures/{file.name}" for file in (DOCS / "pictures").iterdir()}
    assert there == shown
