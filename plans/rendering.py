"""From printed Markdown to safe HTML, for cells and for the parts that nobody edits.

The same parser reads and shows, with HTML off; nh3 then lets an explicit list through. Whatever
is shown is a pure function of the text, so it is cached by it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from plans.document.placeholders import placeholder_spans
from plans.enums import Position

INLINE = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
INLINE.disable("image")
BLOCKS = MarkdownIt("commonmark", {"html": False}).enable(["strikethrough", "table"])
BLOCKS.disable("image")

TEXT_TAGS = {"a", "br", "code", "del", "em", "s", "strong"}
BLOCK_TAGS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
TABLE_TAGS = {"table", "tbody", "td", "th", "thead", "tr"}
TAGS = TEXT_TAGS | BLOCK_TAGS | TABLE_TAGS
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}

MARKUP = re.compile(r"[*_`\[\]<&\\!~\n#>]|https?:", re.IGNORECASE)
MARKS = re.compile(r"[\\`*_\[\]<>&~!|]")
FOLDERS = "|".join(position for position in Position.values if position != Position.CORP)
SISTER = re.compile(rf"(\.\.?/)?(?:({FOLDERS})/)?README\.md(#.*)?")
"""How the documents link to each other: ../CFO/README.md; from the Corporate Plan CFO/README.md.

What is rendered is kept by its text and knows no plan, so either form leads on from any of them.
README.md alone is whichever document names it.
"""
RELATIVE = re.compile(r"(?![a-z][a-z0-9+.-]*:|//|#)", re.IGNORECASE)


def page_address(href: str) -> str | None:
    """Turn a link between files into one between pages; None for a file that has no page."""
    if match := SISTER.fullmatch(href):
        up, folder, anchor = match.groups(default="")
        is_itself = not folder and up != "../"
        return f"{'./' if is_itself else f'../{(folder or Position.CORP).lower()}/'}{anchor}"
    return None if RELATIVE.match(href) else href


def attribute(tag: str, name: str, value: str) -> str | None:
    """Let a link through if it leads somewhere."""
    return page_address(value) if (tag, name) == ("a", "href") else value


def sanitised(html: str) -> str:
    """Let the listed tags and attributes through, and nothing else."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=attribute,
        link_rel=None,
    )


@lru_cache(maxsize=5_000)
def inline(text: str, references: frozenset[str] = frozenset()) -> SafeString:
    """Show the text of a cell: emphasis, code, links, line breaks; placeholders as ghosts."""
    found = list(pieces(text, placeholder_spans(text, references)))
    if not any(MARKUP.search(piece) for piece, inside in found if not inside):
        shown = (ghost(escape(piece)) if inside else escape(piece) for piece, inside in found)
        return mark_safe("".join(shown))  # noqa: S308 (escaped)
    html = sanitised(INLINE.renderInline(text))
    return mark_safe(ghosts_in_html(html, references))  # noqa: S308 (sanitised above)


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Cut a text at its spans; give each piece, and whether it is one of them."""
    position = 0
    for start, end in spans:
        yield text[position:start], False
        yield text[start:end], True
        position = end
    yield text[position:], False


def ghost(html: str) -> str:
    """Mark one placeholder: nothing else is an <i>, and there are hundreds of them."""
    return f"<i>{html}</i>"


def ghosts_in_html(html: str, references: frozenset[str]) -> str:
    """Mark placeholders in the text of sanitised HTML, outside tags and code."""
    parts, in_code = [], False
    for part in re.split(r"(<[^>]*>)", html):
        if part.startswith("<"):
            in_code = part == "<code>" or (in_code and part != "</code>")
            parts.append(part)
        elif in_code:
            parts.append(part)
        else:
            parts.append(mark_ghosts(part, references))
    return "".join(parts)


def mark_ghosts(html: str, references: frozenset[str]) -> str:
    """Mark placeholders in a piece of escaped text."""
    found = pieces(html, placeholder_spans(html, references))
    return "".join(ghost(piece) if inside else piece for piece, inside in found)


@lru_cache(maxsize=500)
def blocks(text: str, references: frozenset[str] = frozenset()) -> SafeString:
    """Show a text of several paragraphs, lists or tables."""
    html = sanitised(BLOCKS.render(text)).strip()
    return mark_safe(ghosts_in_html(html, references))  # noqa: S308 (sanitised above)


def preformatted(text: str) -> SafeString:
    """Show source that is no part of the model, as it stands in the file."""
    return mark_safe(f"<pre>{escape(text)}</pre>")  # noqa: S308 (escaped)


def visible(html: str) -> str:
    """Give the text that a person sees of rendered HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html)) if "<" in html else unescape(html)


def literal(text: str) -> str:
    """Give a text of one line as Markdown that shows just it; as it is, where that does."""
    is_plain = "<" not in text and not placeholder_spans(text) and visible(inline(text)) == text
    return text if is_plain else escaped(text)


def escaped(text: str) -> str:
    """Give a text of one line as Markdown in which no character is a mark."""
    return MARKS.sub(r"\\\g<0>", text)


def link(text: str, href: str) -> str:
    """Give the Markdown of a link that shows a text."""
    found = f"[{literal(text)}]({href})"
    is_shown = visible(INLINE.renderInline(found)) == text
    return found if is_shown else f"[{escaped(text)}]({href})"


def plain(text: str) -> SafeString:
    """Show a text as it is, in its own lines."""
    return escape(text)
