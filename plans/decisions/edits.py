"""What a person writes into the parts of a record, put between the lines that stand there.

All that is not touched comes out byte for byte; the result is read again before it counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from plans.decisions.madr import (
    ARGUMENTS,
    OUTCOME,
    PARTS,
    TEXTS,
    Madr,
    Option,
    Part,
    Piece,
    normal,
    parse,
)
from plans.document.lines import split_lines, usual_newline


class Misread(ValueError):
    """A text that would read as something else where it is to stand; says what would be right."""


def edited(text: str, parts: Mapping[str, str], options: Sequence[Option] = ()) -> str:
    """Give a record that says these parts, by their keys, and these options, in this order.

    Those that are not named stay; an option that lost its title and its text goes. Raises Misread.
    """
    editor = Editor(parse(text), usual_newline(text))
    wanted = {part.key: trimmed(parts.get(part.key, editor.said(part))) for part in TEXTS}
    argued = [Option(each.title.strip(), trimmed(each.text)) for each in options]
    standing = editor.madr.arguments
    argued += standing[len(argued) :]
    for part in TEXTS:
        editor.put(part, wanted[part.key])
    editor.argue(argued)
    made = editor.madr.text
    check(parse(made), wanted, list(there(argued, standing)))
    return made


def there(argued: Sequence[Option], standing: Sequence[Option]) -> Iterator[Option]:
    """Give the options that are to be there; Misread for a new one without a title."""
    for said, stood in zip_longest(argued, standing, fillvalue=Option("new", "")):
        if said.title or not stood.title:
            yield said
        elif said.text:
            raise Misread("Give each option a title: its pros and cons stand under it.")


def check(read: Madr, wanted: Mapping[str, str], options: Sequence[Option]) -> None:
    """Raise Misread, with the part, where a record reads as something else than was meant."""
    for part in TEXTS:
        if read.parts[part.key] != shown(wanted[part.key]):
            raise Misread(f"“{part.title}”: {WHY}")
    if read.arguments != [Option(each.title, shown(each.text)) for each in options]:
        raise Misread(f"“{ARGUMENTS.title}”: {WHY}")


WHY = (
    "this would read as something else. A line that starts with one to three # begins another "
    "part: write four. What starts with ``` or <!-- has to end, too."
)


def trimmed(text: str) -> str:
    """Give what was typed with LF between its lines and no blank ones around it."""
    lines = normal(text).split("\n")
    said = [number for number, line in enumerate(lines) if line.strip(" \t")]
    return "\n".join(lines[said[0] : said[-1] + 1]) if said else ""


def shown(text: str) -> str:
    """Give a text as a part says it: comments at its end belong to what follows."""
    return Piece(0, "", "", text).text


class Editor:
    """A record while parts are put into it."""

    def __init__(self, madr: Madr, newline: str) -> None:
        self.madr, self.newline = madr, newline

    def said(self, part: Part) -> str:
        """Give what a part says."""
        return self.madr.said(part)

    def put(self, part: Part, text: str) -> None:
        """Have a part say a text; it is added where MADR has it, if it is not there."""
        place = self.madr.place(part)
        if place is not None:
            self.change(place, text)
        elif text:
            self.insert(self.room(part), Piece(part.level, part.title, "", ""), text)

    def change(self, place: int, text: str) -> None:
        """Exchange what a piece says; what stands around it stays."""
        piece = self.madr.pieces[place]
        if piece.text == shown(text):
            return
        before, stood, after = piece.cut
        lines = text.replace("\n", self.newline)
        if text and not stood and not before:
            before = "" if piece.head.endswith(("\n", "\r")) else self.newline
            before += self.newline
        if text and not after:
            after = self.newline
        elif not text:
            after = "".join(split_lines(after)[1:])
        self.set(place, replace(piece, under=before + lines + after))

    def argue(self, options: Sequence[Option]) -> None:
        """Have the options say what is argued for and against them; the first stand already."""
        places = list(self.madr.options)
        for option, place in reversed([*zip(options, places, strict=False)]):
            self.change_option(place, option)
        for option in options[len(places) :]:
            if option.title:
                self.insert(self.last_option(), Piece(3, option.title, "", ""), option.text)

    def change_option(self, place: int, option: Option) -> None:
        """Call an option otherwise, change what is said of it, or take it away."""
        piece = self.madr.pieces[place]
        if not option.title and piece.title:
            self.set(place)
            return
        if piece.title != option.title:
            ending = piece.head[len(piece.head.rstrip("\r\n")) :]
            self.set(place, replace(piece, head=f"### {option.title}{ending}"))
        self.change(place, option.text)

    def last_option(self) -> int:
        """Give the place below the last option; the heading of them all is added if need be."""
        if self.madr.options:
            return self.madr.options.stop
        place = self.madr.place(ARGUMENTS)
        if place is None:
            place = self.room(ARGUMENTS)
            self.insert(place, Piece(ARGUMENTS.level, ARGUMENTS.title, "", ""), "")
        return place + 1

    def room(self, part: Part) -> int:
        """Give the place for a part: below the last of those that MADR prints before it."""
        earlier = PARTS[: PARTS.index(part)]
        places = [place for each in earlier if (place := self.madr.place(each)) is not None]
        pieces = self.madr.pieces
        if part.level > OUTCOME.level:
            outcome = self.madr.place(OUTCOME)
            if outcome is None:
                outcome = self.room(OUTCOME)
                self.insert(outcome, Piece(OUTCOME.level, OUTCOME.title, "", ""), "")
            inside = (n for n in places if pieces[n].level > OUTCOME.level)
            return max([outcome, *inside]) + 1
        end = max(places, default=self.madr.title or 0) + 1
        while end < len(pieces) and pieces[end].level > part.level:
            end += 1
        return end

    def insert(self, place: int, piece: Piece, text: str) -> None:
        """Put a new piece at a place, with a blank line before and, if need be, behind it."""
        pieces, newline = list(self.madr.pieces), self.newline
        above = "".join(each.head + each.under for each in pieces[:place])
        if above or self.madr.front:
            gap = self.gap(self.madr.front + above)
            last = pieces[place - 1]
            pieces[place - 1] = replace(last, under=last.under + gap)
        head = f"{'#' * piece.level} {piece.title}{newline}"
        under = f"{newline}{text.replace(chr(10), newline)}{newline}" if text else ""
        under += newline if pieces[place:] else ""
        pieces.insert(place, replace(piece, head=head, under=under))
        self.madr = replace(self.madr, pieces=tuple(pieces))

    def gap(self, above: str) -> str:
        """Give what is missing between a text and a heading: its line's end, and a blank line."""
        lines = split_lines(above)
        if not lines[-1].endswith(("\n", "\r")):
            return self.newline * 2
        return "" if not lines[-1].strip() else self.newline

    def set(self, place: int, *piece: Piece) -> None:
        """Put another piece into a place, or none."""
        pieces = self.madr.pieces
        self.madr = replace(self.madr, pieces=(*pieces[:place], *piece, *pieces[place + 1 :]))
