"""A decision's record as MADR prints it: cut into its parts, which joined are the text again.

Known parts are found by their headings, whatever their level and case; all else stays where it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.document.lines import body, is_blank, split_lines

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Part:
    """A part that MADR knows: its name in forms, its level and title, and how else it is called."""

    key: str
    level: int
    title: str
    also: tuple[str, ...] = ()

    def is_called(self, title: str) -> bool:
        """Tell whether a heading is the part's."""
        return title.casefold() in {each.casefold() for each in (self.title, *self.also)}


CONTEXT = Part("context", 2, "Context and Problem Statement", ("Context",))
OPTIONS = Part("options", 2, "Considered Options")
OUTCOME = Part("outcome", 2, "Decision Outcome", ("Decision",))
ARGUMENTS = Part("arguments", 2, "Pros and Cons of the Options")
MORE = Part("more", 2, "More Information", ("Links",))
PARTS = (
    CONTEXT,
    Part("drivers", 2, "Decision Drivers"),
    OPTIONS,
    OUTCOME,
    Part("consequences", 3, "Consequences"),
    Part("confirmation", 3, "Confirmation", ("Validation",)),
    ARGUMENTS,
    MORE,
)
"""In the order in which MADR prints them."""

TEXTS = tuple(part for part in PARTS if part != ARGUMENTS)
"""Those that are a text; the arguments are one for each option."""

NEEDED = (CONTEXT, OPTIONS, OUTCOME)
"""Those that no record is complete without."""

LONGEST = 500
"""Characters of a line in which the chosen option is looked for."""

_HEADING = re.compile(r" {0,3}(#{1,3})(?![^ \t])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)
_CHOSEN = re.compile(r"chosen option:\s*(.+)", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“](.+?)[\"”]|\*\*(.+?)\*\*|(.+?)(?:,|\.?$| because\b)", re.IGNORECASE)
_ITEM = re.compile(r"[ \t]{0,3}(?:[*+-]|\d{1,9}[.)])[ \t]+(.*)")
_ARGUMENT = re.compile(r"(good|neutral|bad)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading's line as it stands, and the lines under it up to the next; level 0 has none."""

    level: int
    title: str
    head: str
    under: str

    @property
    def cut(self) -> tuple[str, str, str]:
        """What is under the heading: blank lines, the text, and blank lines and comments."""
        lines = split_lines(self.under)
        start = next((n for n, line in enumerate(lines) if not is_blank(line)), len(lines))
        end = len(lines)
        while end > start and (is_blank(lines[end - 1]) or is_comment(lines[end - 1])):
            end -= 1
        text = "".join(lines[start:end])
        last = text[len(body(text)) :]
        return "".join(lines[:start]), body(text), last + "".join(lines[end:])

    @property
    def text(self) -> str:
        """What it says, with LF between its lines."""
        return normal(self.cut[1])


@dataclass(frozen=True, slots=True)
class Option:
    """An option with what is said of it, and how many arguments are of which kind."""

    title: str
    text: str

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many arguments are good, neutral and bad; those of which there are none left out."""
        found = [match[1].lower() for item in items(self.text) if (match := _ARGUMENT.match(item))]
        return [(kind, found.count(kind)) for kind in ("good", "neutral", "bad") if kind in found]


@dataclass(frozen=True, slots=True)
class Madr:
    """A record: front matter as it stands, and pieces, of which the first has no heading."""

    front: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The file as it stands."""
        return self.front + "".join(piece.head + piece.under for piece in self.pieces)

    @property
    def title(self) -> int | None:
        """Where the title stands, if there is one: it is the first of the headings."""
        first = next((n for n, piece in enumerate(self.pieces) if piece.level), None)
        return first if first is not None and self.pieces[first].level == 1 else None

    def place(self, part: Part) -> int | None:
        """Find a part; an option is none, whatever it is called."""
        options = set(self.options)
        for number, piece in enumerate(self.pieces):
            if piece.level > 1 and number not in options and part.is_called(piece.title):
                return number
        return None

    @property
    def options(self) -> range:
        """The places of the options with their arguments."""
        starts = (n for n, each in enumerate(self.pieces) if ARGUMENTS.is_called(each.title))
        start = next((n for n in starts if self.pieces[n].level == ARGUMENTS.level), None)
        if start is None:
            return range(0)
        end = start + 1
        while end < len(self.pieces) and self.pieces[end].level > ARGUMENTS.level:
            end += 1
        return range(start + 1, end)

    def said(self, part: Part) -> str:
        """Give what a part says, "" for none."""
        place = self.place(part)
        return "" if place is None else self.pieces[place].text

    @property
    def parts(self) -> dict[str, str]:
        """What each part says, by its key."""
        return {part.key: self.said(part) for part in TEXTS}

    @property
    def arguments(self) -> list[Option]:
        """The options with what is said of them."""
        return [Option(self.pieces[n].title, self.pieces[n].text) for n in self.options]

    @property
    def considered(self) -> list[str]:
        """The titles of the options that are listed."""
        return list(items(self.said(OPTIONS)))

    @property
    def chosen(self) -> str:
        """The option that was chosen, "" where the outcome names none in MADR's words."""
        for line in self.said(OUTCOME).split("\n"):
            if named := _CHOSEN.search(line[:LONGEST]):
                match = _QUOTED.match(named[1].strip())
                return next(filter(None, match.groups()), "").strip() if match else ""
        return ""

    @property
    def others(self) -> list[Piece]:
        """The pieces that MADR does not know, if they say anything."""
        known = {self.title, *self.options, *(self.place(part) for part in PARTS)}
        there = (piece for n, piece in enumerate(self.pieces) if n not in known)
        return [piece for piece in there if piece.title or piece.text]

    @property
    def missing(self) -> list[str]:
        """The titles of the parts that every record has, and this one has not."""
        return [part.title for part in NEEDED if not self.said(part)]


def normal(text: str) -> str:
    """Give a text with LF between its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def items(text: str) -> Iterator[str]:
    """Give the first line of each item of a list."""
    for line in normal(text).split("\n"):
        if match := _ITEM.fullmatch(line):
            yield match[1].strip()


def is_comment(line: str) -> bool:
    """Tell whether a line is a comment and nothing else."""
    text = line.strip()
    return text.startswith("<!--") and text.endswith("-->") and text.index("-->") == len(text) - 3


def parse(text: str) -> Madr:
    """Cut a text into front matter and pieces."""
    lines = split_lines(text)
    start = fronted(lines)
    found: list[tuple[int, str, str, list[str]]] = [(0, "", "", [])]
    fence, in_comment = "", False
    for line in lines[start:]:
        bare = body(line).removeprefix(BOM)
        heading = None if fence or in_comment else _HEADING.match(bare)
        if heading:
            found.append((len(heading[1]), titled(bare[heading.end() :]), line, []))
            continue
        found[-1][3].append(line)
        if not in_comment:
            fence = fenced(bare, fence)
        if not fence:
            in_comment = commented(bare, in_comment=in_comment)
    pieces = (Piece(level, title, head, "".join(under)) for level, title, head, under in found)
    return Madr("".join(lines[:start]), tuple(pieces))


def titled(rest: str) -> str:
    """Give what a heading says behind its marks, without those that may close it."""
    text = rest.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else text


def fronted(lines: list[str]) -> int:
    """Give how many lines are front matter: from `---` on the first line to the next one."""
    if not lines or body(lines[0]).removeprefix(BOM).rstrip() != "---":
        return 0
    ends = (n for n, line in enumerate(lines[1:], 2) if body(line).rstrip() in ("---", "..."))
    return next(ends, 0)


def fenced(line: str, fence: str) -> str:
    """Give the fence that a line leaves open, "" for none."""
    match = _FENCE.fullmatch(line)
    if not match:
        return fence
    if not fence:
        is_code = match[1][0] == "`" and "`" in match[2]
        return "" if is_code else match[1]
    closes = match[1].startswith(fence) and not match[2].strip()
    return "" if closes else fence


def commented(line: str, *, in_comment: bool) -> bool:
    """Tell whether a line leaves a comment open."""
    opened, closed = line.rfind("<!--"), line.rfind("-->")
    return opened > closed or (in_comment and closed < 0)
