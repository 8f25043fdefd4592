"""What counts as still to be filled in."""

import pytest

from plans.document.placeholders import choices, is_placeholder, placeholders, reference_labels


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Tech]", ["[Tech]"]),
        ("[X] days", ["[X]"]),
        ("P[1-3]", ["[1-3]"]),
        ("<[X]%", ["[X]"]),
        ("[OAuth 2.0/JWT/etc]", ["[OAuth 2.0/JWT/etc]"]),
        ("[Start] - [End]", ["[Start]", "[End]"]),
        ("[We help [target] do [it].]", ["[We help [target] do [it].]"]),
        ("[X] (about)", ["[X]"]),
        ("[X](not a link", ["[X]"]),
        ("[X](not a link at all)", ["[X]"]),
        ("[[[ [X]", ["[X]"]),
        ("]] [X]", ["[X]"]),
        ("[a](b)", []),
        ("[a](<b c> 'title')", []),
        ('[a]( b(c)d "t" )', []),
        ("![alt](b.png)", []),
        ("[a [X]](b)", []),
        ("[a][b]", []),
        ("[a][]", []),
        ("[^1] and [^note]", []),
        ("[ ] a [x] b []", []),
        ("\\[a\\]", []),
        ("\\\\[a]", ["[a]"]),
        ("`[a]` [b] ``[c] ` [d]``", ["[b]"]),
        ("` [a]", ["[a]"]),
        ("\\`[a]`", ["[a]"]),
        ("`a\\` [b]", ["[b]"]),
        ("nothing", []),
    ],
)
def test_placeholders_of_a_text(text, found):
    assert placeholders(text) == found
    assert is_placeholder(text) == bool(found)


def test_placeholders_are_not_the_links_that_the_document_defines():
    defined = reference_labels("[a]\n\n[My  Doc]: /b\n[straße]: /c\n")
    assert defined == {"my doc", "strasse"}
    assert placeholders("[MY DOC] [Other] [STRASSE]", defined) == ["[Other]"]


def test_reference_labels_of_a_text_without_any_are_none():
    assert reference_labels("[a]") == frozenset()
    assert reference_labels("[a]: ") == frozenset()


@pytest.mark.parametrize(
    ("placeholder", "offered"),
    [
        ("[Accepted/Superseded/Deprecated]", ["Accepted", "Superseded", "Deprecated"]),
        ("[GATED / OPEN]", ["GATED", "OPEN"]),
        ("[OAuth 2.0/JWT/etc]", ["OAuth 2.0", "JWT"]),
        ("[AES-256/etc.]", ["AES-256"]),
        ("[1-3]", ["1", "2", "3"]),
        ("[1 – 2]", ["1", "2"]),
        ("[3-1]", []),
        ("[1-9999]", []),
        ("[Tech]", []),
        ("[X+1]", []),
    ],
)
def test_choices_of_a_placeholder(placeholder, offered):
    assert choices(placeholder) == offered
