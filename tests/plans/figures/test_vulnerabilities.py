"""SLA clocks: by the clock over changes of it, in days, in working days; and secrets."""

from datetime import datetime

import pytest
from django.utils import timezone

from tests.plans.figures.asking import drawn, figure

SLAS = ("Critical | 24 hours | 1", "High | 3 business days | 0", "Medium | 30 days | [X]")


@pytest.mark.parametrize(
    ("row", "at", "words", "tone"),
    [
        # 24 hours by the clock in Berlin, over the end and the start of summer time
        ("Critical | 2026-10-24 14:00", "2026-10-25T11:59Z", "Critical, due 25 Oct 2026", "soon"),
        (
            "Critical | 2026-10-24 14:00",
            "2026-10-25T12:00Z",
            "Critical, breached since 25 Oct 2026",
            "bad",
        ),
        ("Critical | 2026-03-28 14:00", "2026-03-29T12:59Z", "Critical, due 29 Mar 2026", "soon"),
        # without a time of day, after that day
        ("Critical | 2026-11-25", "2026-11-26T22:59Z", "Critical, due 26 Nov 2026", "soon"),
        (
            "Critical | 2026-11-25",
            "2026-11-26T23:00Z",
            "Critical, breached since 26 Nov 2026",
            "bad",
        ),
        # three working days after a Thursday, a Saturday
        ("High | 2026-11-26", "2026-12-01T22:59Z", "High, due 1 Dec 2026", "soon"),
        ("High | 2026-11-26", "2026-12-01T23:00Z", "High, breached since 1 Dec 2026", "bad"),
        ("High | 2026-11-28 09:00", "2026-11-28T12:00Z", "High, due 2 Dec 2026", "soon"),
        # days, over a leap day and a month's end
        ("Medium | 2028-01-31", "2028-02-01T12:00Z", "Medium, due 1 Mar 2028", "plain"),
        ("Medium | 2026-11-01", "2026-11-27T12:00Z", "Medium, due 1 Dec 2026", "soon"),
    ],
)
def test_vulnerability_is_due_by_the_sla_of_its_severity(row, at, words, tone):
    severity, found = row.split(" | ")
    with timezone.override("Europe/Berlin"):
        shapes = figure(
            "open-vulnerabilities",
            f"XSS | {severity} | {found} | Jo | ",
            at=datetime.fromisoformat(at),
            vulnerability_management=SLAS,
        )
    assert drawn(shapes) == [("XSS", words, tone)]


def test_list_says_how_many_are_open_and_breached():
    rows = (
        "XSS | Critical | 2026-11-20 | Jo | ",
        "SSRF | High | 2026-11-26 | Jo | ",
        "Old | High | 2026-01-01 | Jo | 2026-01-03",
        "Vague | [Severity] | 2026-11-01 | Jo | ",
        "Never | Medium | 9999-12-30 | Jo | ",
    )
    shapes = figure("open-vulnerabilities", *rows, vulnerability_management=SLAS)
    assert shapes.sentences == [
        "4 open, 1 breached.",
        "Breached: XSS.",
        "Of 2 nobody can say when they are due.",
    ]
    fixed = figure("open-vulnerabilities", rows[2], vulnerability_management=SLAS)
    assert (fixed.sentences, fixed.timeline) == (["0 open, 0 breached."], None)


def test_severities_sum_up_the_list_and_name_a_count_that_is_not_so():
    rows = (
        "XSS | Critical | 2026-11-20 | Jo | ",
        "RCE | Critical | 2026-11-27 11:00 | Jo | ",
        "SSRF | Medium | 2026-11-26 | Jo | ",
    )
    shapes = figure("vulnerability-management", *SLAS, open_vulnerabilities=rows)
    assert shapes.sentences == ["3 open, 1 breached."]
    assert [(b.label, b.share, b.words, b.tone, b.note) for b in shapes.bars.bars] == [
        (
            "Critical",
            100,
            "2 open, 1 breached, next due 28 Nov 2026",
            "bad",
            "1 is typed",
        ),
        ("High", 0, "0 open", "good", ""),
        ("Medium", 50, "1 open, next due 26 Dec 2026", "plain", ""),
    ]
    assert shapes.rows == []


def test_counts_alone_say_what_they_can():
    shapes = figure("vulnerability-management", *SLAS)
    assert shapes.sentences[0] == "1 open."
    assert "add a table “Vulnerability, Severity, Found, Owner, Fixed”" in shapes.sentences[1]
    assert [(bar.label, bar.words) for bar in shapes.bars.bars] == [
        ("Critical", "1 open"),
        ("High", "0 open"),
    ]


def test_severity_without_an_sla_has_no_due_day():
    row = "XSS | Low | 2026-11-20 | Jo | "
    slas = ("Low | [X] days | 0",)
    shapes = figure("open-vulnerabilities", row, vulnerability_management=slas)
    assert shapes.sentences[-1] == "Of 1 nobody can say when they are due."


@pytest.mark.parametrize(
    ("row", "words", "tone"),
    [
        ("Keys | Vault | 90 days | 2026-08-28", "overdue since 26 Nov 2026", "bad"),
        ("Keys | Vault | 90 days | 2026-08-29", "due 27 Nov 2026", "soon"),
        ("Keys | Vault | Quarterly | 2026-11-20", "due 19 Feb 2027", "plain"),
        ("Keys | Vault | Yearly | 2027-02-28", "due 28 Feb 2028", "plain"),
    ],
)
def test_secret_is_rotated_again(row, words, tone):
    assert drawn(figure("secrets-management-2", row)) == [("Keys", words, tone)]


def test_secrets_of_which_nobody_says_when_they_were_rotated():
    bare = figure("secrets-management", "Keys | Vault | 90 days", "Tokens | Vault | Daily")
    assert bare.sentences == [
        "When 2 secrets last changed is not said: add a column “Last Rotated”."
    ]
    assert bare.timeline is None
    some = figure(
        "secrets-management-2",
        "Keys | Vault | 90 days | 2026-11-20",
        "Tokens | Vault | Daily | [Date]",
        "Root | Safe | On compromise | [Date]",
    )
    assert some.sentences == [
        "Next: Keys, due 18 Feb 2027.",
        "When 1 secret last changed is not said.",
    ]
