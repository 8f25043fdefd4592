"""Why a text cannot be printed, in words for the person who typed it."""

import re
from collections.abc import Sequence

from plans.enums import BlockKind


class Unprintable(ValueError):
    """A text that would read back as something else; `column` is the cell that holds it."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


_ITEMS = frozenset({BlockKind.LIST, BlockKind.CHECKLIST})
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_BACKSLASH = "Start the line with a backslash (\\{}) to keep it as text."
_LINE_STARTS = (
    (re.compile(r"^#{1,6}(?:\s|$)", re.MULTILINE), "a heading", "#"),
    (re.compile(r"^(?:[-_*][ \t]*+){3,}$", re.MULTILINE), "a dividing line", "-"),
    (re.compile(r"^-(?:\s|$)", re.MULTILINE), "a list", "-"),
    (re.compile(r"^\*(?:\s|$)", re.MULTILINE), "a list", "*"),
    (re.compile(r"^\+(?:\s|$)", re.MULTILINE), "a list", "+"),
    (re.compile(r"^>", re.MULTILINE), "a quotation", ">"),
    (re.compile(r"^```", re.MULTILINE), "a diagram", "`"),
    (re.compile(r"^~~~", re.MULTILINE), "a diagram", "~"),
    (re.compile(r"^=+[ \t]*$", re.MULTILINE), "the underline of a heading", "="),
    (re.compile(r"^<", re.MULTILINE), "HTML", "<"),
    (re.compile(r"^\[[^\]\n]*\]:", re.MULTILINE), "the definition of a link", "["),
)
_NUMBERED = re.compile(r"^[0-9]{1,9}([.)])(?:\s|$)", re.MULTILINE)
_BOX = re.compile(r"\[[ xX]\](?:[ \t]|$)")
_LABEL = re.compile(r"^\*\*[^*]+(?::\*\*|\*\*:)", re.MULTILINE)
_CLOSING = re.compile(r"(?:^|\s)#+$")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_PIPE = re.compile(r"(?<!\\)\|")


def check_characters(cells: Sequence[str], old: Sequence[str], *, one_line: bool) -> None:
    """Refuse control characters, and new lines where one line is all there is.

    Only in cells that changed: what an import brought in may stay.
    """
    for column, text in enumerate(cells):
        if list(old[column : column + 1]) == [text]:
            continue
        found = _CONTROL.search(text)
        if found:
            name = f"U+{ord(found[0]):04X}"
            raise Unprintable(f"An invisible control character ({name}) cannot be kept.", column)
        if one_line and "\n" in text:
            raise Unprintable("A line break would end the line. Write <br> instead.", column)


def check_not_empty(kind: BlockKind, cells: Sequence[str]) -> None:
    """Refuse a heading without a text, and a list item of neither box nor text.

    A lone dash under a bold label would make a heading of the label.
    """
    if any(cells):
        return
    if kind == BlockKind.HEADING:
        raise Unprintable("A heading cannot be empty.", 0)
    if kind in _ITEMS:
        message = "An empty item could be taken for a heading's underline. Delete the row instead."
        raise Unprintable(message, len(cells) - 1)


def refusal(kind: BlockKind, text: str, column: int) -> Unprintable:
    """The refusal of a text that was found not to read back as it should."""
    return Unprintable(_reason(kind, text), column)


def _reason(kind: BlockKind, text: str) -> str:
    if text != text.strip(" \t\n") and kind != BlockKind.DIAGRAM:
        return "Blanks before or after the text would be lost."
    if kind == BlockKind.TABLE:
        return _table_reason(text)
    if kind == BlockKind.DIAGRAM:
        return "A line of this text would end the diagram: it looks like its closing fence."
    return _text_reason(kind, text)


def _table_reason(text: str) -> str:
    if _PIPE.search(text):
        return r"A pipe would start a new cell. Write it as \| to keep it as text."
    if text.endswith("\\"):
        return "A backslash at the end would join this cell with the next one."
    return _line_start(text) or _unknown()


def _text_reason(kind: BlockKind, text: str) -> str:
    if not text:
        return "An empty text would take the whole line out of the document."
    if _EMPTY_LINE.search(text):
        return "An empty line would start a new paragraph."
    if kind == BlockKind.HEADING and _CLOSING.search(text):
        return r"A # at the end would be taken for decoration. Write \# to keep it as text."
    if kind in _ITEMS and _BOX.match(text):
        return r"This would read as a checkbox. Write \[ to keep the bracket as text."
    if kind == BlockKind.PROSE and _LABEL.search(text):
        return "This would read as a labelled field. Put the colon after a word that is not bold."
    return _line_start(text) or _unknown()


def _line_start(text: str) -> str:
    """What the first line that means something in Markdown would read as."""
    for pattern, what, character in _LINE_STARTS:
        if pattern.search(text):
            return f"This would read as {what} in Markdown. {_BACKSLASH.format(character)}"
    numbered = _NUMBERED.search(text)
    if numbered:
        sign = numbered[1]
        return (
            "This would read as a numbered list in Markdown. "
            f"Write a backslash before the {sign} (\\{sign}) to keep it as text."
        )
    return ""


def _unknown() -> str:
    return "Reading this text back from Markdown would give something else."
