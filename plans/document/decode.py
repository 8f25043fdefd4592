"""From a file's bytes to its text, or a refusal that says where and what would be right."""

MAX_BYTES = 5_000_000


class Unreadable(ValueError):
    """A file that Plangate does not take; the message is for the person who sent it."""


def decode(data: bytes) -> str:
    """Read UTF-8, with or without a byte order mark (which stays, as U+FEFF).

    Raises Unreadable for more than MAX_BYTES, for other encodings and for NUL characters.
    """
    if len(data) > MAX_BYTES:
        message = f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} can be read."
        raise Unreadable(message)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(not_utf8(data, error.start)) from error
    if (offset := text.find("\0")) >= 0:
        line, column = position(text, offset)
        message = f"Line {line}, column {column}: a NUL character, which no text contains."
        raise Unreadable(message)
    return text


def not_utf8(data: bytes, start: int) -> str:
    """Say where the file stops being UTF-8, and what it may be instead."""
    line, column = position(data[:start].decode("utf-8"), start)
    try:
        data.decode("windows-1252")
    except UnicodeDecodeError:
        hint = "Save it as UTF-8 and try again."
    else:
        hint = "It may be Windows-1252: save it as UTF-8 and try again."
    return f"Byte {start} (line {line}, column {column}) is not UTF-8. {hint}"


def position(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, both from 1, of a character of the text."""
    before = text[:offset]
    start = before.rfind("\n") + 1
    return before.count("\n") + 1, len(before) - start + 1
