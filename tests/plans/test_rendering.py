"""What people wrote, as others see it: rendered, and harmless."""

import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import rendering


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("a & b <c>", "a &amp; b &lt;c&gt;"),
        ("**bold** and `code`", "<strong>bold</strong> and <code>code</code>"),
        ("two\nlines", "two<br>\nlines"),
        ("[Tech]", "<i>[Tech]</i>"),
        ("<[X]%", "&lt;<i>[X]</i>%"),
        ("**[X]** of `[Y]`", "<strong><i>[X]</i></strong> of <code>[Y]</code>"),
        ("[CFO](../CFO/README.md)", '<a href="../cfo/">CFO</a>'),
        ("[CFO](../CFO/README.md#2-cash)", '<a href="../cfo/#2-cash">CFO</a>'),
        ("[All](../README.md)", '<a href="../corp/">All</a>'),
        ("[CFO](CFO/README.md)", '<a href="../cfo/">CFO</a>'),
        ("[CFO](./CFO/README.md#2-cash)", '<a href="../cfo/#2-cash">CFO</a>'),
        ("[All](../README.md#risks)", '<a href="../corp/#risks">All</a>'),
        ("[This](README.md)", '<a href="./">This</a>'),
        ("[This](./README.md#top)", '<a href="./#top">This</a>'),
        ("[Ethics](./.ethics/ethics.md)", "<a>Ethics</a>"),
        ("[Setup](../../README.md)", "<a>Setup</a>"),
        ("[System](../../System/ARCHITECTURE.md)", "<a>System</a>"),
        ("[Nobody](../ABC/README.md)", "<a>Nobody</a>"),
        ("[Nobody](../CORP/README.md)", "<a>Nobody</a>"),
        ("[Other](../CFO/NOTES.md)", "<a>Other</a>"),
        (
            "[Site](https://example.org/?a=1&b=2)",
            '<a href="https://example.org/?a=1&amp;b=2">Site</a>',
        ),
        ("[Down](#here)", '<a href="#here">Down</a>'),
        ("~~gone~~", "<s>gone</s>"),
        ("![pixel](https://example.org/p.gif)", '!<a href="https://example.org/p.gif">pixel</a>'),
    ],
)
def test_inline(text, html):
    assert rendering.inline(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox)",
        '<a href="https://example.org" hx-get="/logout/" data-hx-trigger="load">x</a>',
        '<div id="status" class="toast" style="position:fixed">x</div>',
        "<svg><script>alert(1)</script></svg>",
        '[x](https://example.org "onmouseover=alert(1)")',
        "**<img src=x onerror=alert(1)>**",
        "`<script>alert(1)</script>`",
        "[<script>alert(1)</script>]",
        "**[<img src=x onerror=alert(1)>]**",
    ],
)
@pytest.mark.parametrize("show", [rendering.inline, rendering.blocks, rendering.preformatted])
def test_hostile_text_stays_text(show, text):
    html = show(text).lower()
    for tag in ("<script", "<img", "<svg", "<div", "<style", "<iframe"):
        assert tag not in html
    for part in html.split("<")[1:]:
        tag = part.split(">")[0]
        for attribute in ("onerror", "onmouseover=a", "hx-", "style=", "javascript:", "id="):
            assert attribute not in tag or tag.startswith('a href="https://example.org" title=')


def test_reference_that_is_defined_is_no_ghost():
    assert "<i>" not in rendering.inline("see [Date]", frozenset({"date"}))
    assert "<i>" in rendering.inline("see [Date]")


def test_blocks_show_paragraphs_and_lists():
    assert rendering.blocks("a\n\nb") == "<p>a</p>\n<p>b</p>"
    assert "<li>" in rendering.blocks("1. [Top](#top)\n")


HOSTILE = st.sampled_from(
    [
        *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<!--"),
        *(
            "](javascript:alert(1))",
            "](data:text/html,x)",
            "](JAVASCRIPT&colon;x)",
            "<a href='//x'",
        ),
        *(
            '](https://x "onclick=x',
            "](../CFO/README.md)",
            "](#x)",
            "<https://x>",
            "&lt;script&gt;",
        ),
        *(" style=", " id=x", "[X]", "![", "[", "**", "`", "~~", "<", ">", '"', "'", "&", "&#60;"),
        *("\n\n", "\n", "- ", "1. ", "> ", "| a | b |\n|---|---|\n", "# ", "```\n", "    ", "\\"),
    ]
)
LETTERS = st.characters(codec="utf-8", exclude_characters="\0\r")
"""All that a cell holds: the databases take no NUL, and Markdown reads CR as LF."""
TEXTS = st.lists(st.one_of(HOSTILE, st.text(LETTERS, max_size=5)), max_size=12).map("".join)
PLAIN_TAGS = rendering.TAGS | {"i"}
VOID = {"br", "hr"}


class Reader(HTMLParser):
    """Reads HTML and fails at whatever is not allowed, or not closed where it was opened."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.heard = [], []

    def read(self, html: str) -> list:
        """What is in it, in order."""
        self.feed(html)
        self.close()
        assert self.open == []
        return self.heard

    def handle_data(self, data):
        self.heard.append(data)

    def handle_starttag(self, tag, attrs):
        self.heard.append((tag, sorted(attrs)))
        assert tag in PLAIN_TAGS
        for name, value in attrs:
            assert name in rendering.ATTRIBUTES.get(tag, ())
            assert name != "href" or is_harmless(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.heard.append(tag)
        assert self.open.pop() == tag

    def handle_comment(self, data):
        pytest.fail(f"a comment: {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def is_harmless(href: str) -> bool:
    """Whether a browser, which drops control characters, follows no scheme but those listed."""
    bare = re.sub(r"[\x00-\x20]", "", href)
    scheme = re.match(r"[a-z][a-z0-9+.-]*(?=:)", bare, re.IGNORECASE)
    return scheme is None or scheme[0].lower() in rendering.SCHEMES


@pytest.mark.parametrize("show", [rendering.inline, rendering.blocks])
@given(text=TEXTS)
def test_whatever_is_shown_has_only_what_is_allowed_and_reads_as_a_browser_reads_it(show, text):
    html = show(text)
    parsed = nh3.clean(
        html,
        tags=PLAIN_TAGS,
        attributes=rendering.ATTRIBUTES,
        url_schemes=rendering.SCHEMES,
        link_rel=None,
    )
    assert Reader().read(html) == Reader().read(parsed)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("plain, 39 % of it", "plain, 39 % of it"),
        ("snake_case & more", "snake_case & more"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("*not* emphasis", r"\*not\* emphasis"),
        ("[Tech]", r"\[Tech\]"),
        ("<br>", r"\<br\>"),
        ("R&amp;D", r"R\&amp;D"),
        ("a\\|b", r"a\\\|b"),
    ],
)
def test_literal_shows_just_the_text(text, markdown):
    assert rendering.literal(text) == markdown
    assert rendering.visible(rendering.inline(markdown)) == text


@pytest.mark.parametrize("text", ["Beta", "a]b", "[x](y)", "`code`", "[Tech]", "a\\"])
def test_link_shows_just_the_text(text):
    html = rendering.inline(rendering.link(text, "CTO/README.md#beta"))
    assert rendering.visible(html) == text
    assert html.startswith('<a href="../cto/#beta">')
