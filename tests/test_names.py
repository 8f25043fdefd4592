"""A module is named for what it owns; these names own nothing."""

from tests.conftest import ROOT

NOTHING = {"utils", "helpers", "services", "common", "core", "misc", "lib"}


def test_modules_are_named_for_a_noun():
    modules = [
        path.relative_to(ROOT)
        for folder in ("config", "gates", "plans", "tests")
        for path in (ROOT / folder).rglob("*.py")
    ]

    assert [path for path in modules if NOTHING & {path.stem, *path.parts}] == []
