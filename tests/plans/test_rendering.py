"""What people wrote, as others see it: rendered, and harmless."""

import pytest

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
