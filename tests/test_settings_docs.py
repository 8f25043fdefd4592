"""Every environment variable that the settings read is in docs/settings.md, and no other."""

import ast
import re

from tests.conftest import ROOT

DOCUMENT = ROOT / "docs" / "settings.md"


def read_by_settings():
    """Names given to `env.str("NAME")` and its sisters."""
    calls = ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text()))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call, ast.Call) and call.args and ast.unparse(call.func).startswith("env.")
        if isinstance(call.args[0], ast.Constant)
    }


def test_settings_docs_name_each_variable():
    tables = DOCUMENT.read_text().partition("\n## ")
    documented = re.findall(r"^\| `([A-Z_]+)`", tables[0], re.MULTILINE)

    assert documented == sorted(read_by_settings())
