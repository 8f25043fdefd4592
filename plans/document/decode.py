"""Between a file's bytes and its text; a refusal says where and what would be right."""

import codecs
import re

from plans.document.emit import BOM
from plans.document.lines import body, split_lines
from plans.enums import Encoding

MAX_BYTES = 5_000_000
WIDE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
CONTROL = re.compile(r"[^\t\n\f\r -\x7e\x80-\uffff]")
SHORTEN = "Shorten the document, or split it."


class Unreadable(ValueError):
    """A file that Plangate does not take; the message is for the person who sent it.

    `problem` says where and what, to be put into a sentence; `encoding` is the one in which the
    file could be read instead, or None.
    """

    def __init__(self, problem: str, remedy: str, encoding: Encoding | None = None) -> None:
        super().__init__(f"{problem[0].upper()}{problem[1:]}. {remedy}")
        self.problem, self.encoding = problem, encoding


def decode(data: bytes, encoding: str = Encoding.UTF_8) -> str:
    """Read a file; a byte order mark of UTF-8 stays, as U+FEFF.

    Raises Unreadable for more than MAX_BYTES, for other encodings and for NUL characters.
    """
    check_wide(data, encoding)
    check_length(data, encoding)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise not_in(encoding, data, error.start) from error
    if (offset := text.find("\0")) >= 0:
        problem = f"{place(text[:offset])} is a NUL character, which no text contains"
        raise Unreadable(problem, "Save the file as plain text in UTF-8 and try again.")
    return text


def check_wide(data: bytes, encoding: str) -> None:
    """Raise Unreadable for a file that says of itself that it is UTF-16 or UTF-32."""
    for mark, name in WIDE:
        if data.startswith(mark):
            problem = f"byte 0, {place('')} is not {Encoding(encoding).label}"
            raise Unreadable(problem, f"It is {name}: save it as UTF-8 and try again.")


def check_length(data: bytes, encoding: str) -> None:
    """Raise Unreadable for more than MAX_BYTES; a character that they cut is not among them."""
    if len(data) > MAX_BYTES:
        before = codecs.getincrementaldecoder(encoding)("replace").decode(data[:MAX_BYTES])
        problem = (
            f"byte {MAX_BYTES}, {place(before)} is too far: at most {MAX_BYTES:,} bytes can be read"
        )
        raise Unreadable(problem, SHORTEN)


def not_in(encoding: str, data: bytes, start: int) -> Unreadable:
    """Say where the file stops being what it was taken for, and what it may be instead."""
    before = data[:start].decode(encoding)
    problem = f"byte {start}, {place(before)} is not {Encoding(encoding).label}"
    if encoding == Encoding.UTF_8 and is_windows_1252(data):
        remedy = "It may be Windows-1252: save it as UTF-8, or have it read as that."
        return Unreadable(problem, remedy, Encoding.WINDOWS_1252)
    return Unreadable(problem, "Save it as UTF-8 and try again.")


def is_windows_1252(data: bytes) -> bool:
    """Whether every byte is one that a text in Windows-1252 has: five mean nothing there.

    A byte order mark of UTF-8 says that a file is something else, and damaged.
    """
    if data.startswith(codecs.BOM_UTF8):
        return False
    try:
        return not CONTROL.search(data.decode(Encoding.WINDOWS_1252))
    except UnicodeDecodeError:
        return False


def encode(text: str, encoding: str) -> bytes:
    """Write a document in its file's encoding, or in UTF-8 if that lacks a character.

    So a person may type an arrow into a plan that came in Windows-1252: nothing is refused or
    lost, and once the arrow is gone the file is again what it was.
    """
    return text.encode(encoding_for(text, encoding))


def encoding_for(text: str, encoding: str) -> Encoding:
    """Give the encoding in which `encode` writes the text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return Encoding.UTF_8
    return Encoding(encoding)


def place(before: str) -> str:
    """Say in words where the text ends, as an editor shows it."""
    line, column = position(before)
    return f"line {line}, column {column}"


def position(before: str) -> tuple[int, int]:
    """Give line and column, both from 1, of what follows the text; its BOM is not seen."""
    lines = split_lines(before.removeprefix(BOM)) or [""]
    last = body(lines[-1])
    return (len(lines), len(last) + 1) if last == lines[-1] else (len(lines) + 1, 1)
