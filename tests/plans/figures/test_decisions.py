"""Decisions and the stack that rests on them, in worked examples."""

from datetime import date

import pytest

from plans.decisions.records import KEY
from plans.decisions.relations import Said
from plans.figures.decisions import adrs, stack
from plans.figures.drawing import NOTHING
from plans.figures.lines import Around
from tests.plans.figures.asking import NOON, lines


def decided(*rows, said=()):
    """The figure of decisions: rows, and what their records say."""
    return adrs(lines(KEY, *rows), Around(NOON, decisions=said))


def nodes(shapes):
    return [(node.label, node.words, node.tone) for node in shapes.graph.nodes]


@pytest.mark.parametrize(
    ("rows", "said", "words", "tone"),
    [
        (["ADR-001 | Go | Accepted | x"], [], "Go, Accepted", "plain"),
        (["ADR-001 | Go | Proposed | x"], [], "Go, Proposed", "plain"),
        (["ADR-001 | Go | [Status] | x"], [], "Go, no status yet", "plain"),
        (["ADR-001 | [Title] | Rejected | x"], [], "no title yet, Rejected", "quiet"),
        (["ADR-001 | Go | Deprecated | x"], [], "Go, Deprecated", "quiet"),
        (["ADR-001 | Go | Superseded | x"], [],
         "Go, Superseded, by a decision that nobody names", "soon"),
        (["ADR-001 | Go | Superseded | x", "ADR-2 | Rust | Accepted | x"], [Said(2, [1])],
         "Go, Superseded, superseded by ADR-002", "quiet"),
        (["ADR-001 | Go | Superseded | x", "ADR-2 | Rust (supersedes ADR-1) | Accepted | x"], [],
         "Go, Superseded, superseded by ADR-002", "quiet"),
        (["ADR-001 | Go | Accepted | x", "ADR-2 | Rust | Accepted | x"], [Said(2, [1])],
         "Go, Accepted, though ADR-002 supersedes it", "soon"),
        (["ADR-001 | Go | Accepted | x", "ADR-2 | Rust | Proposed | x"], [Said(2, [1])],
         "Go, Accepted, to be superseded by ADR-002", "plain"),
        (["ADR-001 | Go | Accepted | x", "ADR-2 | Rust | Rejected | x"], [Said(2, [1])],
         "Go, Accepted", "plain"),
        (["ADR-001 | Go | Accepted | x", "ADR-2 | Rust | Deprecated | x"], [Said(1, [], [2])],
         "Go, Accepted, depends on ADR-002, which is Deprecated", "soon"),
        (["ADR-001 | Go | Rejected | x", "ADR-2 | Rust | Deprecated | x"], [Said(1, [], [2])],
         "Go, Rejected", "quiet"),
        (["ADR-001 | Go | Accepted | x"], [Said(1, [7])],
         "Go, Accepted, ADR-007 is not in the table", "bad"),
        (["ADR-001 | Go | Superseded | x"], [Said(7, [1])],
         "Go, Superseded, superseded by ADR-007, ADR-007 is not in the table", "bad"),
    ],
)  # fmt: skip
def test_decision(rows, said, words, tone):
    assert nodes(decided(*rows, said=said))[0] == ("ADR-001", words, tone)


def test_what_supersedes_and_depends_is_drawn_and_leads_to_records():
    rows = ("ADR-001 | A | Superseded | x", "ADR-002 | B | Accepted | x", "ADR-003 | C | - | x")
    shapes = decided(*rows, said=[Said(2, [1]), Said(3, [9], [2])])
    assert shapes.sentences == ["1 accepted, 1 superseded, 1 without a status."]
    edges = [(edge.source, edge.target, edge.words, edge.tone) for edge in shapes.graph.edges]
    assert edges == [(2, 1, "supersedes", "quiet"), (3, 2, "depends on", "plain")]
    assert shapes.graph.nodes[0].page == "decisions/1/"


def test_number_that_is_there_twice_is_said_and_counted_once():
    shapes = decided("ADR-001 | A | Accepted | x", "adr 1 | B | Accepted | x")
    assert shapes.sentences == ["1 accepted.", "There more than once: ADR-001."]


def test_decisions_without_title_and_status_are_none():
    assert decided("ADR-001 | [Decision title] | [Status] | [Date]", "[X] | A | Accepted | x") == (
        NOTHING
    )


def chosen(*rows, decisions=(), changed=None):
    """The figure of the stack: rows, the table of decisions, days on which rows were changed."""
    tables = {KEY: lines(KEY, *decisions)}
    return stack(lines("technology-stack", *rows), Around(NOON, tables, changed=changed or {}))


@pytest.mark.parametrize(
    ("rationale", "words", "tone", "note"),
    [
        ("Fast", "changed 26 days ago", "plain", "no decision named"),
        ("Fast, see ADR-2", "decided 365 days ago", "plain", ""),
        ("ADR-001", "decided 366 days ago", "soon", ""),
        ("ADR-003", "decided today, ADR-003 is Superseded", "soon", ""),
        ("ADR-1, ADR-3", "decided today, ADR-003 is Superseded", "soon", ""),
        ("ADR-004", "changed 26 days ago, ADR-004 is Deprecated", "soon", ""),
        ("adr 9", "changed 26 days ago, ADR-009 is not in the table", "bad", ""),
        ("ADR-9, ADR-3", "decided today, ADR-003 is Superseded, ADR-009 is not in the table",
         "bad", ""),
        ("ADR-005", "decided today", "plain", ""),
    ],
)  # fmt: skip
def test_choice(rationale, words, tone, note):
    decisions = (
        "ADR-001 | A | Accepted | 2025-11-26",
        "ADR-002 | B | Accepted | 2025-11-27",
        "ADR-003 | C | Superseded | 2026-11-27",
        "ADR-004 | D | Deprecated | [Date]",
        "ADR-005 | E | [Status] | 2027-01-01",
    )
    row, changed = f"Backend | Django | {rationale} | -", {1: date(2026, 11, 1)}
    (bar,) = chosen(row, decisions=decisions, changed=changed).bars.bars
    assert (bar.label, bar.words, bar.tone, bar.note) == ("Backend", words, tone, note)


def test_choices_lead_to_their_decisions_and_say_which_are_old():
    shapes = chosen(
        "Backend | Django (ADR-001) | Boring | -",
        "Database | PostgreSQL | Known | -",
        "Cache | [Tech] | [Why] | -",
        decisions=["ADR-001 | A | Accepted | 2025-01-01", "ADR-002 | B | - | -"],
        changed={2: date(2026, 11, 26)},
    )
    assert shapes.sentences == [
        "1 of 2 choices name their decision.",
        "Not looked at for more than a year: Backend.",
    ]
    backend, database = shapes.bars.bars
    assert backend.pages == [("ADR-001 (Accepted)", "decisions/1/")]
    assert (database.words, round(database.share, 1)) == ("changed 1 day ago", 0.3)
    assert chosen("Cache | [Tech] | [Why] | -") == NOTHING
