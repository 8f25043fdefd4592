"""What records say of themselves, and what a plan has them say: worked examples."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.decisions.facts import (
    Facts,
    Relations,
    Wrong,
    check_front,
    fields,
    file_name,
    label,
    named,
    number_in,
    read,
    relations_in,
)
from plans.decisions.madr import parse
from plans.decisions.telling import told, with_people
from tests.plans.decisions.records import MADR
from tests.plans.decisions.test_madr import TEXTS

DAY = date(2026, 2, 25)


def relations(supersedes=(), superseded_by=(), depends_on=()):
    return Relations(*map(frozenset, (supersedes, superseded_by, depends_on)))


def test_what_a_record_says_of_itself():
    assert read(parse(MADR)) == Facts("Use PostgreSQL", "Accepted", DAY, relations([1]))
    assert {each.name: each.value for each in fields(parse(MADR).front)} == {
        "status": "accepted",
        "date": "2026-02-25",
        "decision-makers": "[Ana, Bo]",
        "consulted": "Cy, Di",
        "informed": "everybody",
    }


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Use PostgreSQL", "Use PostgreSQL"),
        ("ADR-0003: Use PostgreSQL", "Use PostgreSQL"),
        ("3. Use PostgreSQL", "Use PostgreSQL"),
        ("0003 - Use PostgreSQL", "Use PostgreSQL"),
        ("ADR 3 Use PostgreSQL", "Use PostgreSQL"),
        ("3 layers of cache", "3 layers of cache"),
        ("24/7 support", "24/7 support"),
        ("2026", "2026"),
        ("{short title}", ""),
        ("[short title of solved problem]", ""),
    ],
)
def test_title(heading, title):
    assert read(parse(f"# {heading}\n")).title == title


@pytest.mark.parametrize(
    ("line", "status", "superseded_by"),
    [
        ("status: accepted", "Accepted", []),
        ("Status: 'Proposed'", "Proposed", []),
        ("status: rejected  # by all", "Rejected", []),
        ("status: superseded by ADR-0005", "Superseded", [5]),
        ('status: "superseded by [ADR-0005](0005-example.md)"', "Superseded", [5]),
        ("status: superseded by [ADR-5](a.md), [ADR-6](b.md)", "Superseded", [5, 6]),
        ("status: superseded", "Superseded", []),
        ("status:", None, []),
        ('status: "{proposed | rejected | accepted}"', None, []),
        ("state: draft", None, []),
    ],
)
def test_status(line, status, superseded_by):
    found = read(parse(f"---\n{line}\n---\n# T\n"))
    assert (found.status, sorted(found.relations.superseded_by)) == (status, superseded_by)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        ("status: draft", "Line 2: “draft” is no status. Write one of proposed, accepted,"),
        ("status: accepted later", "Line 2: “accepted later” is no status"),
        ("# c\ndate: tomorrow", "Line 3: “tomorrow” is not a date. Write it as 2026-11-23."),
    ],
)
def test_what_is_no_status_and_no_date(front, words):
    with pytest.raises(Wrong, match=words):
        read(parse(f"---\n{front}\n---\n# T\n"))


def test_front_matter_has_to_end():
    with pytest.raises(Wrong, match="Line 1: the front matter has no end"):
        check_front("---\nstatus: accepted\n# T\n")
    for text in ("---\n---\n", "# T\n---\n", ""):
        check_front(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kafka as the event bus (supersedes ADR-003)", {"supersedes": {3}}),
        ("Supersedes: [ADR-0001](0001-a.md), ADR 2 and adr-3.", {"supersedes": {1, 2, 3}}),
        ("Depends on ADR-1 and supersedes ADR-2", {"depends-on": {1}, "supersedes": {2}}),
        ("Superseded  by ADR-7. Superseded by ADR-8.", {"superseded-by": {7, 8}}),
        ("It supersedes nothing; see ADR-4.", {}),
        ("Depends on adr-0004-x.md", {"depends-on": {4}}),
        ("", {}),
    ],
)
def test_relations_in_a_text(text, found):
    assert relations_in(text) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\nsupersedes: ADR-1, ADR-2\ndepends-on: ADR-3\n---\n", ([1, 2], [], [3])),
        ("---\nSupersedes:\n  - ADR-1\n  - ADR-2\nDepends On: [ADR-3]\n---\n", ([1, 2], [], [3])),
        ("---\nsuperseded_by: ADR-9\n---\n", ([], [9], [])),
        ("## Links\n\n* Depends on ADR-3\n* Superseded by ADR-9\n", ([], [9], [3])),
        ("## Context\n\nIt depends on ADR-3.\n", ([], [], [])),
    ],
)
def test_relations_of_a_record(text, said):
    assert read(parse(text)).relations == relations(*said)


@pytest.mark.parametrize(
    ("text", "facts", "after"),
    [
        ("", Facts("T"), "# T\n"),
        ("## Context\n\nC\n", Facts("T"), "# T\n\n## Context\n\nC\n"),
        ("\nWe go.\n", Facts("T"), "# T\n\n\nWe go.\n"),
        ("# Old\r\nC\r\n", Facts("T"), "# T\r\nC\r\n"),
        ("\ufeff# ADR-0003: Old #\n", Facts("T"), "\ufeff# ADR-0003: T\n"),
        ("# 3. T #\n", Facts("T"), "# 3. T #\n"),
        ("# T\n", Facts("T", "Accepted"), "---\nstatus: accepted\n---\n\n# T\n"),
        ("# T\n", Facts("T", "Accepted", DAY, relations([1], [], [2])),
         ("---\nstatus: accepted\ndate: 2026-02-25\nsupersedes: ADR-001\ndepends-on: ADR-002\n"
         "---\n\n# T\n")),
        ("---\nstatus: 'accepted'  # x\n---\n# T\n", Facts("T", "Accepted"), None),
        ("---\nstatus: draft\n---\n# T\n", Facts("T"), None),
        ("---\nstatus: draft\na: b\n---\n", Facts("", "Proposed"),
         "---\nstatus: proposed\na: b\n---\n"),
        ("---\ndate: 25 February 2026\n---\n", Facts(day=DAY), None),
        ("---\nupdate: 1\ndate: tomorrow\n---\n", Facts(day=DAY),
         "---\nupdate: 1\ndate: 2026-02-25\n---\n"),
        ("---\r\na: b\r\n---\r\n", Facts("", "Accepted", DAY),
         "---\r\na: b\r\nstatus: accepted\r\ndate: 2026-02-25\r\n---\r\n"),
        ("---\nstatus: accepted\n---\n",
         Facts("", "Superseded", None, relations([], [9]), {9: "Use Kafka!"}),
         "---\nstatus: superseded by [ADR-0009](0009-use-kafka.md)\n---\n"),
        ("---\nstatus: superseded by ADR-9\n---\n",
         Facts("", "Superseded", None, relations([], [9]), {}), None),
        ("---\nstatus: superseded\n---\n", Facts("", "Superseded"), None),
        ("# T\n\n## Links\n\nSupersedes ADR-1\n", Facts("T", None, None, relations([1])), None),
        ("# T\n\n## Links\n\nDepends on ADR-1\n", Facts("T"), None),
        ("---\nsupersedes: ADR-1\n---\n", Facts("", None, None, relations([2, 11], [], [3])),
         "---\nsupersedes: ADR-002, ADR-011\ndepends-on: ADR-003\n---\n"),
        ("---\na: b\ndepends-on:\n  - ADR-1\n  - ADR-2\nc: d\n---\n", Facts(),
         "---\na: b\nc: d\n---\n"),
    ],
)  # fmt: skip
def test_told(text, facts, after):
    assert told(text, facts) == (text if after is None else after)
    assert told(told(text, facts), facts) == told(text, facts)


@given(st.one_of(st.text(), TEXTS))
def test_a_file_that_tells_what_is_so_keeps_its_bytes(text):
    with suppress(Wrong):
        facts = read(parse(text))
        assert told(text, facts) == text


def test_names_of_files():
    assert file_name(1, "Use `PostgreSQL` & more") == "0001-use-postgresql-more.md"
    assert file_name(12_345, "…") == "12345-decision.md"
    assert len(file_name(1, "word " * 40)) <= 68
    assert label(7) == "ADR-007"
    names = {"0007-use.md": 7, "adr-12.md": 12, "ADR_3.md": 3, "use-3.md": None, "0000-x.md": None}
    assert {name: number_in(name) for name in names} == names


@pytest.mark.parametrize(
    ("text", "people", "after"),
    [
        ("# T\n", {"consulted": " Ana, Bo "}, "---\nconsulted: Ana, Bo\n---\n\n# T\n"),
        ("\ufeff# T\n", {"informed": "a: b"}, '\ufeff---\ninformed: "a: b"\n---\n\n# T\n'),
        ("---\nconsulted:\n  - Ana\n---\n", {"consulted": "Ana"}, None),
        ("---\nconsulted:\n  - Ana\n---\n", {"consulted": "Bo"}, "---\nconsulted: Bo\n---\n"),
        ("---\nconsulted: Ana\na: b\n---\n", {"consulted": ""}, "---\na: b\n---\n"),
        (
            "---\nconsulted: [Ana]\n---\n",
            {"consulted": "[Ana, Bo]"},
            "---\nconsulted: [Ana, Bo]\n---\n",
        ),
        ("# T\n", {"consulted": ""}, None),
    ],
)
def test_people(text, people, after):
    assert with_people(text, people) == (text if after is None else after)


@pytest.mark.parametrize("typed", ['A "big" one: x', "a\n---\n# T", "two\nlines"])
def test_people_of_more_than_a_line(typed):
    with pytest.raises(Wrong, match="“consulted”: write one line"):
        with_people("# T\n", {"consulted": typed})


def test_decisions_that_are_typed():
    assert named("") == []
    assert named(" ADR-002, adr 4 ,7,") == [2, 4, 7]
    with pytest.raises(Wrong, match="“two” names no decision"):
        named("ADR-1, two")
