"""How a text falls into words, and that both databases cut it in just the same way."""

import unicodedata

import pytest
from django.db import connection

from gates import words
from gates.word_sql import TOKENIZER

PLAIN = [
    ("CFO/README.md", ["cfo", "readme", "md"]),
    ("DATABASE_URL=x", ["database", "url", "x"]),
    ("p95, v2.3.1 & 1e10", ["p95", "v2", "3", "1", "1e10"]),
    ("Zürich, Ångström, Łódź, façade, İzmir", ["zurich", "angstrom", "łodz", "facade", "izmir"]),
    ("Zu\u0308rich", ["zurich"]),
    ("Straße STRAẞE ﬁx", ["straße", "straße", "ﬁx"]),
    ("МОСКВА Йод ёж", ["москва", "йод", "ёж"]),
    ("ΣΟΦΟΣ σοφός", ["σοφοσ", "σοφόσ"]),
    (
        "“quoted” – [link](https://a.b/c?d=e#f)",
        ["quoted", "link", "https", "a", "b", "c", "d", "e", "f"],
    ),
    ("a|b \\| c\r\nd\te\u00a0f\u2028g", ["a", "b", "c", "d", "e", "f", "g"]),
    ("it's 5€ → 3\u202f% 🚀go🤖on", ["it", "s", "5", "3", "go", "on"]),
    ("हिन्दी 東京都 שלום", ["हिन्दी", "東京都", "שלום"]),
    ("---", []),
    ("", []),
]
CODE_POINTS = (
    *((0x20, 0x250), (0x370, 0x528), (0x531, 0x58D), (0x590, 0x600), (0x606, 0x61C)),
    *((0x620, 0x6DD), (0x904, 0x958), (0xE01, 0xE5C), (0x1E00, 0x1E9B), (0x2000, 0x2120)),
    *((0x2190, 0x24B6), (0x24EA, 0x2ADC)),
    *((0x3000, 0x3100), (0x4E00, 0x4F00), (0xFF00, 0xFF21), (0xFF3B, 0x10000), (0x1F000, 0x1FB00)),
)
"""What plans in Latin, Greek, Cyrillic and the larger other scripts are written in."""
UNLIKE = {0x1E0, 0x1E1, 0x374, 0x37F}
"""Ǡ, ǡ, a Greek numeral sign and Yot, of which SQLite's or PostgreSQL's tables say otherwise."""


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_text_falls_into_words(text, expected):
    assert words.split(text) == expected


def test_words_are_where_they_stand():
    text = "Zürich – the CFO"
    assert [text[start:end] for start, end, _ in words.places(text)] == ["Zürich", "the", "CFO"]
    assert [word for _, _, word in words.places(text)] == ["zurich", "the", "cfo"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Runway, CFO runway", ("runway", "cfo")),
        ('"NEAR(a:b*)" AND \'x', ("near", "a", "b", "and", "x")),
        ("  ", ()),
        ("!?", ()),
        ("x" * 150, ("x" * 100,)),
        (" ".join(f"w{n}" for n in range(90)), tuple(f"w{n}" for n in range(12))),
        ("a " * 99 + "abcdef", ("a", "ab")),
    ],
)
def test_question_asks_for_words(question, expected):
    assert words.wanted(question) == expected


def cut(texts: list[str]) -> list[list[str]]:
    """Each text's words, each once and sorted, as the database cuts them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            said = "SELECT tsvector_to_array(plangate_words(text)) FROM unnest(%s::text[]) text"
            cursor.execute(said, [texts])
            return [sorted(found) for (found,) in cursor.fetchall()]
        cursor.execute(f'CREATE VIRTUAL TABLE temp.cut USING fts5(words, tokenize="{TOKENIZER}")')
        cursor.execute("CREATE VIRTUAL TABLE temp.seen USING fts5vocab(temp, cut, instance)")
        cursor.executemany("INSERT INTO cut (rowid, words) VALUES (%s, %s)", enumerate(texts))
        cursor.execute("SELECT DISTINCT doc, term FROM temp.seen")
        found = [set() for _ in texts]
        for place, word in cursor.fetchall():
            found[place].add(word)
        cursor.execute("DROP TABLE temp.seen")
        cursor.execute("DROP TABLE temp.cut")
        return list(map(sorted, found))


@pytest.mark.engine
@pytest.mark.django_db
def test_database_cuts_texts_in_the_same_way():
    assert cut([text for text, _ in PLAIN]) == [sorted({*expected}) for _, expected in PLAIN]


@pytest.mark.engine
@pytest.mark.django_db
def test_database_cuts_every_character_in_the_same_way():
    letters = [
        chr(code)
        for first, last in CODE_POINTS
        for code in range(first, last)
        if unicodedata.category(chr(code)) != "Cn" and code not in UNLIKE
    ]
    found = cut([f"x{letter}y" for letter in letters])
    expected = [sorted({*words.split(f"x{letter}y")}) for letter in letters]
    pairs = zip(letters, found, expected, strict=True)
    assert [each for each in pairs if each[1] != each[2]] == []
