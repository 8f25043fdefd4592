"""What a name of a person hides: characters that nobody sees, that turn the line, or look alike.

Nothing is refused, since somebody's name may need it; whoever gives rights is shown what it is.
"""

import unicodedata
from dataclasses import dataclass

TWINS = {
    "CYRILLIC": "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝ",
    "GREEK": "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ",
    "ARMENIAN": "ՕՍՏօսոհց",
}
"""Letters that are read as Latin ones, by the script that their names start with."""

BLANK = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}
"""Letters and signs of which nothing is seen."""

INVISIBLE = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
TURNING = {"R", "AL", "AN"}


def code_points(name: str) -> list[str]:
    """Give what a reader cannot see for himself, once each, as “U+0430 CYRILLIC SMALL LETTER A”."""
    hidden = (character for character in name if is_hidden(character, name))
    return [
        f"U+{ord(character):04X} {unicodedata.name(character, '(no name)')}"
        for character in dict.fromkeys(hidden)
    ]


def is_hidden(character: str, name: str) -> bool:
    """Tell whether a character is not what it looks like, or does not look at all."""
    if character.isascii():
        return not character.isprintable()
    return (
        unicodedata.category(character) in INVISIBLE
        or character in BLANK
        or unicodedata.name(character, "").startswith("VARIATION SELECTOR")
        or unicodedata.bidirectional(character) in TURNING
        or unicodedata.normalize("NFKC", character).isascii()
        or is_twin(character, name)
    )


def is_twin(character: str, name: str) -> bool:
    """Tell whether a letter is taken for a Latin one: among such, or where all letters are twins.

    A name that is plainly of another script hides nothing.
    """
    script = next((key for key, letters in TWINS.items() if character in letters), "")
    if not script:
        return False
    letters = [each for each in name if each.isalpha()]
    is_mixed = any(unicodedata.name(each, "").startswith("LATIN") for each in letters)
    return is_mixed or all(any(each in twins for twins in TWINS.values()) for each in letters)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as a page shows it, with what is hidden in it."""

    text: str
    code_points: list[str]

    @classmethod
    def of(cls, text: str) -> "Name":
        """Look through a name."""
        return cls(text, code_points(text))
