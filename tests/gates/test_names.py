"""What a name hides is shown, and a plain name of any script hides nothing."""

import pytest

from gates.names import Name, code_points

HIDDEN = {
    "zero width": ("Ada\u200b Byron", ["U+200B ZERO WIDTH SPACE"]),
    "turned": ("Ada \u202enoryB", ["U+202E RIGHT-TO-LEFT OVERRIDE"]),
    "Hebrew": ("Ada \u05d1", ["U+05D1 HEBREW LETTER BET"]),
    "Arabic": ("Ada \u0628", ["U+0628 ARABIC LETTER BEH"]),
    "no-break space": ("Ada\u00a0Byron", ["U+00A0 NO-BREAK SPACE"]),
    "control": ("Ada\tByron", ["U+0009 (no name)"]),
    "filler": ("Ada \u3164", ["U+3164 HANGUL FILLER"]),
    "variation": ("Ada\ufe0f", ["U+FE0F VARIATION SELECTOR-16"]),
    "private": ("Ada \ue000", ["U+E000 (no name)"]),
    "Cyrillic among Latin": ("\u0410da", ["U+0410 CYRILLIC CAPITAL LETTER A"]),
    "Greek among Latin": ("Ad\u03b1", ["U+03B1 GREEK SMALL LETTER ALPHA"]),
    "fullwidth": ("\uff21da", ["U+FF21 FULLWIDTH LATIN CAPITAL LETTER A"]),
    "mathematical": ("\U0001d400da", ["U+1D400 MATHEMATICAL BOLD CAPITAL A"]),
    "once each": ("\u0410\u0410da", ["U+0410 CYRILLIC CAPITAL LETTER A"]),
    "all of twins": (
        "\u0421\u043e",
        ["U+0421 CYRILLIC CAPITAL LETTER ES", "U+043E CYRILLIC SMALL LETTER O"],
    ),
}


@pytest.mark.parametrize(("name", "points"), HIDDEN.values(), ids=HIDDEN)
def test_what_a_name_hides_is_named(name, points):
    assert code_points(name) == points
    assert Name.of(name) == Name(name, points)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Byron",
        "Søren Kierkegaard",
        "Ivo Andrić",
        "Оскар Линдквист",
        "Αλέξης Ζορμπάς",
        "山田太郎",
    ],
)
def test_plain_name_hides_nothing(name):
    assert code_points(name) == []
