"""A text that runs over several lines, apart from what stands around it on each of them."""

import re
from dataclasses import dataclass, field

from plans.document.lines import BLANK, body, ending, indentation, split_lines

_QUOTE = re.compile(r" {0,3}>[ \t]?[ \t]*|[ \t]*")
_FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})")


@dataclass(slots=True)
class Line:
    """One line: indentation or `>`, the text itself, and blanks and line ending after it."""

    prefix: str
    text: str
    suffix: str

    def __str__(self) -> str:
        return self.prefix + self.text + self.suffix


@dataclass(slots=True)
class Passage:
    """The lines of a text, and what stands above (`head`) and below (`tail`) it.

    `prefix` and `newline` are what a line that is added begins and ends with.
    """

    lines: list[Line]
    head: str = ""
    tail: str = ""
    prefix: str = ""
    newline: str = field(default="\n")

    @property
    def text(self) -> str:
        """What is printed; blanks at the end of a line but the last count, as a hard break."""
        return "\n".join(line.text for line in self.lines)

    def with_text(self, text: str) -> str:
        """The source with another text; each line keeps what stood around it."""
        texts = text.split("\n")
        written = [self._written(number, texts) for number in range(len(texts))]
        return self.head + "".join(written) + self.tail

    def _written(self, number: int, texts: list[str]) -> str:
        """Line `number` of the new text, in the place of the old one where there was one."""
        new = texts[number]
        old = self.lines[number] if number < len(self.lines) else None
        if old is not None and bool(old.text) == bool(new):
            prefix = old.prefix
        else:
            prefix = self.prefix if new else self.prefix.rstrip(BLANK)
        if number == len(texts) - 1 and self.lines:
            return prefix + new + self.lines[-1].suffix
        return prefix + new + ((old and ending(old.suffix)) or self.newline)


def plain(source: str) -> Passage:
    """A paragraph: each line without its indentation."""
    lines = [_line(line, indentation(line)) for line in split_lines(source)]
    return Passage(_closed(lines), newline=ending(lines[0].suffix) or "\n")


def quote(source: str) -> Passage:
    """A blockquote: each line without its `>`; empty quoted lines at its ends stay outside."""
    lines = [_line(line, _quoted(line)) for line in split_lines(source)]
    first, last = 0, len(lines)
    while first < last - 1 and not lines[first].text:
        first += 1
    while last > first + 1 and not lines[last - 1].text:
        last -= 1
    prefix = lines[first].prefix
    return Passage(
        _closed(lines[first:last]),
        head="".join(map(str, lines[:first])),
        tail="".join(map(str, lines[last:])),
        prefix=prefix + " " if prefix.endswith(">") and not lines[first].text else prefix,
        newline=ending(lines[0].suffix) or "\n",
    )


def fence(source: str) -> Passage:
    """What a fence holds; raises ValueError where no fence opens.

    As in CommonMark, content loses at most the opening fence's own indentation.
    """
    first, *rest = split_lines(source)
    opening = _FENCE.match(first)
    if not opening:
        raise ValueError("No fence opens here.")
    closing = re.compile(rf" {{0,3}}{opening[2][0]}{{{len(opening[2])},}}[ \t]*$")
    tail = rest.pop() if rest and closing.match(body(rest[-1])) else ""
    depth = len(opening[1])
    lines = [_line(line, indentation(line[:depth])) for line in rest]
    return Passage(lines, first, tail, opening[1], ending(first) or "\n")


def _line(line: str, prefix: str) -> Line:
    """A line cut behind its prefix; blanks at its end are text unless it proves the last."""
    bare = body(line)
    return Line(prefix, bare[len(prefix) :], line[len(bare) :])


def _closed(lines: list[Line]) -> list[Line]:
    """The same lines; blanks at the very end of the text are no part of it."""
    last = lines[-1]
    text = last.text.rstrip(BLANK)
    lines[-1] = Line(last.prefix, text, last.text[len(text) :] + last.suffix)
    return lines


def _quoted(line: str) -> str:
    """The `>` of a quoted line, or the indentation of a lazy one."""
    found = _QUOTE.match(body(line))
    return found[0] if found else ""
