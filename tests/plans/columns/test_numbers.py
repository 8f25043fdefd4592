"""Columns that count or measure: what they read, and what they leave to a person."""

from decimal import Decimal

import pytest

from plans.columns import Estimate, Magnitude, Numbered, Percent, Quantity, Threshold, Whole
from tests.plans.columns.reading import reads, refusal

ANOTHER_NUMBER = [
    "-3",
    "−3",
    "~5",
    "5-10",
    "5 - 10",
    "5–10",
    "5 to 10",
    "1,24",
    "1,2345",
    "1.2.3",
    "1.240,50",
    "1 240",
    "1\u00a0240",
    "1'240",
    "1_000",
    "1e9",
    "10²",
    "1½",
    "½",
    ".5",
    "5.",
    "²",
    "①",
    "Ⅳ",
    "0x10",
    "NaN",
    "Infinity",
    "inf",
    "many",
    "2026-11-23",
    "12/15",
    "4:30",
]
"""Texts that start like a number and mean another one, or none."""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("5", 5),
        (" 5\u00a0", 5),
        ("007", 7),
        ("1,240", 1240),
        ("999999999", 999_999_999),
        ("2,147,483,647", 2**31 - 1),
        ("٣", 3),
        ("１２", 12),
        ("-", None),
    ],
)
def test_whole_reads(text, value):
    assert reads(Whole("Points"), text) == value


@pytest.mark.parametrize("text", [*ANOTHER_NUMBER, "5.0", "5 points", "1,24,000", "9" * 10])
def test_whole_refuses(text):
    assert refusal(Whole("Points"), text) == f"“{text}” is not a whole number from 0 upwards."


def test_whole_refuses_what_a_database_cannot_hold():
    for text in ("2,147,483,648", "1" + ",000" * 100):
        assert refusal(Whole("Points"), text) == (
            f"“{text}” is larger than Plangate can count here (2,147,483,647)."
        )


@pytest.mark.parametrize(
    ("text", "value"),
    [("ADR-001", 1), ("adr 17", 17), ("ADR17", 17), ("ADR - 999999", 999_999), ("ADR-٣", 3)],
)
def test_numbered_reads(text, value):
    assert reads(Numbered("ADR", "ADR"), text) == value


@pytest.mark.parametrize("text", ["1", "ADR", "ADR--x", "ADR-1a", "RFC-1", "ADR-1000000", "ADR-²"])
def test_numbered_refuses(text):
    assert refusal(Numbered("ADR", "ADR"), text) == (
        f"“{text}” is not a number of this kind. Write it as ADR and digits."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("46%", "46"),
        ("46", "46"),
        ("46\u00a0%", "46"),
        ("0%", "0"),
        ("4.1%", "4.1"),
        ("120 %", "120"),
        ("20% of each sprint dedicated to tech debt", "20"),
        ("20% of the 3 next sprints", "20"),
        ("1,240%", "1240"),
    ],
)
def test_percent_reads(text, value):
    assert reads(Percent("Utilization"), text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [*ANOTHER_NUMBER, "%", "5 %%", "46%ish", "46 of 100", "20%-30%", "20% - 30%", "20% to 30%"],
)
def test_percent_refuses(text):
    assert refusal(Percent("Utilization"), text) == f"“{text}” is not a share. Write it as 46%."


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,240 GB", "1240", "GB"),
        ("142ms", "142", "ms"),
        ("142\u00a0ms", "142", "ms"),
        ("6,000 req/min", "6000", "req/min"),
        ("100 per 5 min", "100", "per 5 min"),
        ("46%", "46", "%"),
        ("0.06", "0.06", ""),
        ("$ 1,100.50", "1100.5", "$"),
        ("€5 a month", "5", "€a month"),
        ("3 m²", "3", "m²"),
        ("5 e2e tests", "5", "e2e tests"),
        ("100+", "100", "+"),
        ("123456789012.345", "123456789012.345", ""),
        ("1 " + "u" * 40, "1", "u" * 40),
    ],
)
def test_quantity_reads(text, value, unit):
    assert reads(Quantity("Current"), text) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [text for text in ANOTHER_NUMBER if text not in ("5.", "0x10")] + ["ms", "$", "1" + "u" * 41],
)
def test_quantity_refuses(text):
    assert refusal(Quantity("Current"), text) == (
        f"“{text}” is not a number with a unit. Write it as 142ms or 1,240 GB."
    )


@pytest.mark.parametrize(
    ("text", "comparator", "value", "unit", "window"),
    [
        (">70% for 5 min", ">", "70", "%", "for 5 min"),
        (">70% 5 min", ">", "70", "%", "5 min"),
        ("> 80%", ">", "80", "%", ""),
        ("<500ms p95", "<", "500", "ms", "p95"),
        ("<2.5s", "<", "2.5", "s", ""),
        ("<0.1", "<", "0.1", "", ""),
        ("0 critical", "", "0", "critical", ""),
        ("99.9%", "", "99.9", "%", ""),
        ("≤ 5 errors", "<=", "5", "errors", ""),
        (">= $1,000 a month", ">=", "1000", "$a", "month"),
        ("=3", "=", "3", "", ""),
        ("1 " + "u" * 20 + " " + "w" * 60, "", "1", "u" * 20, "w" * 60),
    ],
)
def test_threshold_reads(text, comparator, value, unit, window):
    assert reads(Threshold("Budget"), text) == (comparator, Decimal(value), unit, window)


@pytest.mark.parametrize(
    "text",
    [text for text in ANOTHER_NUMBER if text not in ("5.", "0x10")]
    + ["<", "<<5", "=>5", "<5 10 min", "5 ms - 10 ms", "5ms to 10ms", "1 " + "u" * 21]
    + ["1 u " + "w" * 61],
)
def test_threshold_refuses(text):
    assert refusal(Threshold("Budget"), text) == (
        f"“{text}” is not a threshold. Write it as >70% for 5 min or <500ms."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [("5", "5"), ("5 days", "5"), ("1 day", "1"), ("12.5 DAYS", "12.5"), ("8d", "8"), ("0", "0")],
)
def test_estimate_reads(text, value):
    assert reads(Estimate("Effort", "days"), text) == Decimal(value)


@pytest.mark.parametrize(
    "text", [*ANOTHER_NUMBER, "5 weeks", "~5 days", "days", "5 days?", "5 dayss"]
)
def test_estimate_refuses(text):
    assert refusal(Estimate("Effort", "days"), text) == (
        f"“{text}” is not a number of days. Write it as 5 days."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1K", 1000),
        ("10k", 10_000),
        ("1.5M", 1_500_000),
        ("2B+", 2 * 10**9),
        ("2,500", 2500),
        ("10\u212a", 10_000),  # the Kelvin sign, which is a K to a regular expression
        ("0", 0),
    ],
)
def test_magnitude_reads(text, value):
    assert reads(Magnitude("Users"), text) == value


@pytest.mark.parametrize(
    "text", [*ANOTHER_NUMBER, "1.5", "1.23456K", "1KK", "1T", "K", "10K users"]
)
def test_magnitude_refuses(text):
    assert refusal(Magnitude("Users"), text) == (
        f"“{text}” is not a count. Write it as 10K, 1M or 2,500."
    )


@pytest.mark.parametrize("text", ["1000B", "999999999999B", "1,000,000,000,000", "9" * 300])
def test_magnitude_refuses_what_nobody_means(text):
    assert refusal(Magnitude("Users"), text) == (
        f"“{text}” is larger than Plangate can count (10¹²)."
    )


@pytest.mark.parametrize(
    "column",
    [Percent("A"), Quantity("A"), Threshold("A"), Estimate("A", "days")],
    ids=lambda column: type(column).__name__,
)
def test_decimals_are_those_that_both_databases_keep(column):
    assert refusal(column, "1000000000000").endswith("is larger than Plangate can count (10¹²).")
    for text in ("0.1234567", "1234567890.123456", "999999999999.9999"):
        assert refusal(column, text) == (
            f"“{text}” has more figures than Plangate keeps: 15, of which 6 may stand after the "
            "point."
        )
    for text in ("0.000001", "123456789.123456", "999999999999.999"):
        assert Decimal(text) in column.read(text).values()
