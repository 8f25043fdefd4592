"""Records cut into parts, in worked examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.decisions.madr import Option, parse
from tests.plans.decisions.records import MADR

LINES = st.sampled_from(
    [
        *(
            "",
            " ",
            "---",
            "...",
            "# Title",
            "## Context",
            "## Decision Drivers ##",
            "### A",
            "#### B",
        ),
        *("## Pros and Cons of the Options", "## Decision Outcome", "### Consequences", "text"),
        *("```", "~~~~", "<!--", "-->", "<!-- x -->", "* Good, because", "status: accepted", "#"),
        *("\ufeff", "date: 2026-01-02", "supersedes: ADR-1", "- x", "## More Information"),
        *("Depends on ADR-002", "\u2028", "status: superseded by ADR-7", "# ADR-3: Go"),
    ]
)
TEXTS = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r", ""]))).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def test_parts_of_a_record():
    madr = parse(MADR)
    assert madr.parts == {
        "context": "Where do plans live?",
        "drivers": "* No data is lost\n* One person runs it",
        "options": "* PostgreSQL\n* SQLite, on one disk\n* Nothing",
        "outcome": 'Chosen option: "PostgreSQL", because nothing is lost.',
        "consequences": (
            "* Good, because backups are known\n* Bad, because somebody has to run it"
        ),
        "confirmation": "A restore each quarter.\n\n```\n# restore --all\n```",
        "more": "Supersedes ADR-0001.",
    }
    assert madr.considered == ["PostgreSQL", "SQLite, on one disk", "Nothing"]
    assert [(option.title, option.counts) for option in madr.arguments] == [
        ("PostgreSQL", [("good", 2), ("neutral", 1), ("bad", 1)]),
        ("SQLite, on one disk", [("bad", 1)]),
    ]
    assert [(piece.title, piece.text) for piece in madr.others] == [("Our own part", "Kept.")]
    assert madr.missing == []
    assert madr.pieces[madr.title].title == "Use PostgreSQL"


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        ("## Context\nWhy", "context", "Why"),
        ("### CONTEXT AND PROBLEM STATEMENT ###\r\n\r\nWhy\r\nnot\r\n", "context", "Why\nnot"),
        ("## Validation\nBy hand", "confirmation", "By hand"),
        ("## Consequences\nBad", "consequences", "Bad"),
        ("# Confirmation\nIt is the title", "confirmation", ""),
        ("## Decision\nGo\n## Decision\nStay", "outcome", "Go"),
        ("##Context\nNo heading", "context", ""),
        ("    ## Context\nCode", "context", ""),
        ("## Context\n```\n## Links\n```\nWhy", "context", "```\n## Links\n```\nWhy"),
        ("## Context\n``` a`b\n## Links\nx", "context", "``` a`b"),
        ("## Context\n````\n```\n## Links\n````\nWhy", "more", ""),
        ("## Context\n<!-- a\n## Links\n--> b\nWhy", "more", ""),
        ("## Context\n<!-- a --> <!-- b\n## Links\n-->\n## Links\nx", "more", "x"),
        ("## Context\n\n<!-- a -->\nWhy\n<!-- b -->\n\n", "context", "<!-- a -->\nWhy"),
        ("## Pros and Cons of the Options\n### Confirmation\nAn option", "confirmation", ""),
        ("\ufeff## Context\nWhy", "context", "Why"),
    ],
)
def test_part(text, part, said):
    assert parse(text).parts[part] == said


@pytest.mark.parametrize(
    ("outcome", "chosen"),
    [
        ('Chosen option: "A, B", because', "A, B"),
        ("Chosen option: “A”", "A"),
        ("Chosen option: **A B**.", "A B"),
        ("chosen option: A because it is cheap", "A"),
        ("chosen option: A.", "A"),
        ("Chosen option: A, because", "A"),
        ("Because of all this.\nChosen option: A", "A"),
        ("We chose A.", ""),
        ('Chosen option: ""', '""'),
        ("", ""),
    ],
)
def test_chosen_option(outcome, chosen):
    assert parse(f"## Decision Outcome\n\n{outcome}\n").chosen == chosen


@pytest.mark.parametrize(
    ("text", "front", "title"),
    [
        ("---\na: b\n---\n# T\n", "---\na: b\n---\n", "T"),
        ("\ufeff---\r\na: b\r\n...\r\n# T\r\n", "\ufeff---\r\na: b\r\n...\r\n", "T"),
        ("---\na: b\n# T\n", "", "T"),
        ("# T # ##\n", "", "T #"),
        ("# ##\n", "", ""),
        ("## Context\n# T", "", None),
        ("", "", None),
    ],
)
def test_front_matter_and_title(text, front, title):
    madr = parse(text)
    assert madr.front == front
    assert (madr.title is None) == (title is None)
    assert madr.title is None or madr.pieces[madr.title].title == title


def test_what_is_missing():
    assert parse("# T\n## Considered Options\n* A").missing == [
        "Context and Problem Statement",
        "Decision Outcome",
    ]
    assert parse("text").arguments == []
    assert Option("A", "1. neutral\n+ Bad, x\ngood\n* goodness").counts == [
        ("neutral", 1),
        ("bad", 1),
    ]


@given(st.one_of(st.text(), TEXTS))
def test_pieces_are_the_text(text):
    assert parse(text).text == text
