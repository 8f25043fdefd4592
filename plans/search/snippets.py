"""What is shown of a text that has the words of a question, with these marked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gates import words
from plans import rendering
from plans.document import cells
from plans.enums import BlockKind
from plans.search.scope import Question

FRAMES = re.compile("[\u2500-\u25ff]+")
LONGEST = 140
BEFORE = 40
"""Characters of a text that are shown at most, and in front of the first word that is marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is a word that was asked for."""

    text: str
    is_marked: bool


def readable(kind: BlockKind | None, text: str) -> str:
    """Give a text without its Markdown, a drawing without its lines, in one line."""
    if kind:
        text = cells.unescape(kind, text)
        if kind == BlockKind.DIAGRAM:
            text = FRAMES.sub(" ", text)
        else:
            text = rendering.visible(rendering.inline(text))
    return " ".join(text.split())


def marked(text: str, question: Question) -> list[Piece]:
    """Cut a text where words of a question begin and end."""
    pieces, position = list[Piece](), 0
    for start, end in spans(text, question):
        pieces.append(Piece(text[position:start], is_marked=False))
        pieces.append(Piece(text[start:end], is_marked=True))
        position = end
    pieces.append(Piece(text[position:], is_marked=False))
    return [piece for piece in pieces if piece.text]


def spans(text: str, question: Question) -> Iterator[tuple[int, int]]:
    """Give where the words of a question stand in a text."""
    for start, end, word in words.places(text):
        if any(word.startswith(each) for each in question):
            yield start, end


def excerpt(text: str, question: Question) -> str:
    """Give the part of a text where the first word of a question stands."""
    first = next((start for start, _ in spans(text, question)), 0)
    start = text.rfind(" ", 0, max(0, first - BEFORE)) + 1 if first > BEFORE else 0
    return ("…" if start else "") + head(text[start:])


def head(text: str) -> str:
    """Give a text's beginning, to the end of a word."""
    if len(text) <= LONGEST:
        return text
    shown = text[:LONGEST]
    return f"{shown[: shown.rfind(' ')] if ' ' in shown[BEFORE:] else shown}…"


def rest(shown: str, texts: Iterable[str], question: Question) -> str:
    """Give excerpts of the texts that have those words of a question which are not shown yet."""
    found = list[str]()
    for text in texts:
        seen = words.split(" ".join([shown, *found]))
        left = tuple(word for word in question if not any(each.startswith(word) for each in seen))
        if left and any(spans(text, left)):
            found.append(excerpt(text, left))
    return " · ".join(found)
