"""No template holds what the Content Security Policy refuses: it would fail in a browser only."""

import re
from html.parser import HTMLParser

import pytest

from tests.conftest import ROOT

TEMPLATES = sorted(
    path
    for folder in ("templates", "gates", "plans")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".html", ".svg"}
)


class Refused(HTMLParser):
    """Collect every piece of markup that the policy refuses, with its line."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and not data and not {"src", "nonce"} <= set(given)):
            self.found.append((self.getpos()[0], f"<{tag}>"))
        self.found.extend(
            (self.getpos()[0], name)
            for name, value in attributes
            if name == "style"
            or re.match(r"on|hx-on|hx-vars", name)
            or re.match(r"\s*(js|javascript):", value or "")
        )


def refused(text):
    """Parse markup with Django's tags taken out, line by line as they stand."""
    parser = Refused()
    parser.feed(re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", "", text))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_holds_nothing_inline(path):
    assert refused(path.read_text()) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script>1</script>",
        '<script src="x.js"></script>',
        "<style>a{}</style>",
        '<p style="color: red">',
        '<p onclick="x()">',
        '<p hx-on:click="x()">',
        '<a href="javascript:x()">',
        """<p hx-vals="js:{a: 1}">""",
    ],
)
def test_inline_markup_is_found(markup):
    assert len(refused(markup)) == 1


def test_script_with_nonce_is_let_through():
    assert refused('<script nonce="{{ csp_nonce }}" src="{% static "x.js" %}"></script>') == []
