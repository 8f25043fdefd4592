"""Lines as CommonMark has them: they end at LF, CRLF or CR and nowhere else.

`str.splitlines` would also cut at U+2028, form feeds and the like, which authors have in cells.
"""

import re

BLANK = " \t"
_LINE = re.compile(r"[^\r\n]*+(?:\r\n?|\n)|[^\r\n]++")
_LONE_RETURN = re.compile(r"\r(?!\n)")


def split_lines(text: str) -> list[str]:
    """The lines of `text`, each with its own ending; joined they are the text again."""
    return _LINE.findall(text)


def body(line: str) -> str:
    """A line without its ending."""
    return line.rstrip("\r\n")


def ending(line: str) -> str:
    """What a line ends with: LF, CRLF, CR or, at most on a file's last line, nothing."""
    return line[len(body(line)) :]


def indentation(line: str) -> str:
    """The blanks and tabs that a line starts with."""
    return line[: len(line) - len(line.lstrip(BLANK))]


def is_blank(line: str) -> bool:
    """Whether Markdown takes the line for empty: a no-break space or a form feed is not."""
    return not line.strip(" \t\r\n")


def usual_newline(text: str) -> str:
    """The line ending that most lines have; LF for a text without any, and in a draw."""
    crlf = text.count("\r\n")
    counts = {
        "\n": text.count("\n") - crlf,
        "\r\n": crlf,
        "\r": len(_LONE_RETURN.findall(text)),
    }
    return max(counts, key=counts.__getitem__)
