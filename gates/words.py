"""Words as search knows them: how a text falls into them, and which a question asks for.

PostgreSQL and SQLite (see `gates.word_index`) cut and fold texts in just this way, which is that of
SQLite's tokenizer: a word is letters, marks and digits; capitals are small; Latin letters are bare.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MOST_WORDS = 12
MOST_CHARACTERS = 200
LONGEST_WORD = 100
"""A question is cut at these; of a longer word in a text this much is known."""

MARKS = "\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331"
"""The accents that are taken off a letter, as in a regular expression's brackets."""

_BETWEEN = """
1-2f 3a-40 5b-60 7b-a9 ab-b1 b4 b6-b8 bb bf d7 f7 2c2-2c5 2d2-2df 2e5-2eb 2ed 2ef-2ff 375 37e
384-385 387 3f6 482 55a-55f 589-58a 58d-58f 5be 5c0 5c3 5c6 5f3-5f4 600-60f 61b-61f 66a-66d 6d4
964-965 970 e3f e4f e5a-e5b 2000-206f 207a-207e 208a-208e 20a0-20c0 2100-2101 2103-2106 2108-2109
2114 2116-2118 211e-2123 2125 2127 2129 212e 213a-213b 2140-2144 214a-214d 214f 218a-218b
2190-245f 249c-24e9 2500-2775 2794-2bff 2ce5-2cea 2cf9-2cfc 2cfe-2cff 2d70 2e00-2e2e 2e30-3004
3008-3020 3030 3036-3037 303d-303f 309b-309c 30a0 30fb fe10-fe19 fe30-fe6b feff-ff0f ff1a-ff20
ff3b-ff40 ff5b-ff65 ffe0-fffd 1f000-1f0ff 1f10d-1fbca
"""
"""What no word holds: punctuation, symbols, blanks, controls, as ranges of code points."""

RANGES = [
    (int(first, 16), int(last or first, 16))
    for first, _, last in (each.partition("-") for each in _BETWEEN.split())
]
BETWEEN = "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in RANGES)
"""The same in brackets, as both Python and PostgreSQL read them."""

_WORD = re.compile(f"[^{BETWEEN}]+")
_MARKS = re.compile(f"[{MARKS}]+")


def folded(text: str) -> str:
    """Give a text without what makes no difference: capitals, and accents on Latin letters."""
    if text.isascii():
        return text.lower()
    return "".join(map(small, _MARKS.sub("", text)))


@lru_cache(maxsize=2_000)
def small(letter: str) -> str:
    """Give the small form of a letter, which is always one letter: ß stays, ς is σ, É is e."""
    bare = unicodedata.normalize("NFD", letter)
    if bare[0].isascii() and not _MARKS.sub("", bare[1:]):
        return bare[0].lower()
    forms = (letter.casefold(), letter.lower(), letter)
    return next(form for form in forms if len(form) == 1)


def split(text: str) -> list[str]:
    """Cut a text into its words."""
    return _WORD.findall(folded(text))


def places(text: str) -> Iterator[tuple[int, int, str]]:
    """Give where each word of a text begins and ends, and the word."""
    for found in _WORD.finditer(text):
        yield *found.span(), folded(found[0])


def wanted(question: str) -> tuple[str, ...]:
    """Give the words that a question asks for, each once, in its order."""
    found = dict.fromkeys(word[:LONGEST_WORD] for word in split(question[:MOST_CHARACTERS]))
    return tuple(filter(None, found))[:MOST_WORDS]
