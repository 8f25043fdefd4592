"""From bytes to text and back, and what a refusal says: where, what, and what would be right."""

import pytest

from plans.document import decode as module
from plans.document.decode import Unreadable, decode, encode, encoding_for, position
from plans.enums import Encoding


def refusal(data, *encoding):
    with pytest.raises(Unreadable) as error:
        decode(data, *encoding)
    return error.value


@pytest.mark.parametrize("text", ["", "# Plan\n", "\ufeff# Plan\r\nCafé → 東京\n", "a\x01\x0b\n"])
def test_utf_8_is_read_and_written_as_it_is(text):
    assert decode(text.encode()) == text
    assert encode(text, "utf-8") == text.encode()
    assert encoding_for(text, "utf-8") == "utf-8"


def test_windows_1252_is_read_and_written_as_it_is():
    undefined = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    data = bytes(byte for byte in range(1, 256) if byte not in undefined)
    text = decode(data, "windows-1252")
    assert text.endswith("üýþÿ")
    assert "€" in text
    assert encode(text, "windows-1252") == data
    assert encoding_for(text, "windows-1252") == "windows-1252"


def test_text_that_windows_1252_cannot_hold_is_written_in_utf_8():
    assert encode("Café → bar\n", "windows-1252") == "Café → bar\n".encode()
    assert encoding_for("Café → bar\n", "windows-1252") == Encoding.UTF_8


def test_file_that_may_be_windows_1252_is_offered_as_that():
    error = refusal(b"# Plan\n\nCaf\xe9 \x93x\x94\f\r\n")
    assert str(error) == (
        "Byte 11, line 3, column 4 is not UTF-8. It may be Windows-1252: save it as UTF-8, or "
        "have it read as that."
    )
    assert error.encoding == "windows-1252"
    assert error.problem == "byte 11, line 3, column 4 is not UTF-8"


@pytest.mark.parametrize(
    "data",
    [b"\xe9\x81", b"\xe9\x01", b"\xe9\x0b", b"\xe9\x7f", b"\xe9\0", b"\xef\xbb\xbf\xe9"],
    ids=["undefined", "control", "vertical tab", "delete", "NUL", "damaged UTF-8"],
)
def test_file_that_is_nothing_known_is_offered_as_nothing(data):
    error = refusal(b"# \n" + data if data[0] == 0xE9 else data)
    assert str(error).endswith(" is not UTF-8. Save it as UTF-8 and try again.")
    assert error.encoding is None


def test_file_that_is_not_the_windows_1252_it_was_called_is_refused():
    error = refusal("Café\n".encode("cp1252") + b"\x81", "windows-1252")
    assert str(error) == (
        "Byte 5, line 2, column 1 is not Windows-1252. Save it as UTF-8 and try again."
    )
    assert error.encoding is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-32-be"])
def test_file_in_wide_characters_is_called_by_its_name(encoding):
    mark = "\ufeff" if encoding.endswith("be") else ""
    name = encoding.removesuffix("-be").upper()
    for read_as, label in Encoding.choices:
        error = refusal((mark + "# Plan\n").encode(encoding), read_as)
        assert str(error) == (
            f"Byte 0, line 1, column 1 is not {label}. "
            f"It is {name}: save it as UTF-8 and try again."
        )
        assert error.encoding is None


def test_nul_is_refused_with_its_place():
    for encoding in Encoding.values:
        assert str(refusal("# Café\nab\0c\n".encode(encoding), encoding)) == (
            "Line 2, column 3 is a NUL character, which no text contains. Save the file as plain "
            "text in UTF-8 and try again."
        )


@pytest.mark.parametrize(
    ("data", "encoding", "where"),
    [
        (b"ab\ncdefghij", "utf-8", "line 2, column 8"),
        (b"ab\ncdefgh\nj", "utf-8", "line 3, column 1"),
        ("ab\n€€€".encode(), "utf-8", "line 2, column 3"),  # cut inside the third
        (b"ab\n\xff\xffxxxxxx", "utf-8", "line 2, column 8"),
        (b"ab\n\x80\x80xxxxxx", "windows-1252", "line 2, column 8"),
    ],
)
def test_file_that_is_too_large_is_refused_with_the_place_of_the_first_byte_too_many(
    monkeypatch, data, encoding, where
):
    monkeypatch.setattr(module, "MAX_BYTES", 10)
    assert decode(b"0123456789") == "0123456789"
    assert str(refusal(data, encoding)) == (
        f"Byte 10, {where} is too far: at most 10 bytes can be read. "
        "Shorten the document, or split it."
    )


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("", (1, 1)),
        ("\ufeff", (1, 1)),
        ("\ufeffab", (1, 3)),
        ("a\n", (2, 1)),
        ("a\r\nb", (2, 2)),
        ("a\rb\r", (3, 1)),
        ("a\u2028b\fc", (1, 6)),
    ],
)
def test_position_is_what_an_editor_shows(before, place):
    assert position(before) == place
