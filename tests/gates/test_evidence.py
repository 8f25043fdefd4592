"""Criteria as plain values: the verdict on each, and the decision that they compute."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gates.enums import Validation, Verdict
from gates.evidence import Criterion, Evidence, Measure, judge

PASS, FAIL, MISSING = Verdict.PASS, Verdict.FAIL, Verdict.MISSING
COST = Criterion(
    "Cost per Signup", "<$25", "$18.40", PASS, source="Campaign report", as_of="2026-11-13"
)


def measure(number: str, unit: str = "", comparator: str = "") -> Measure:
    return Measure(Decimal(number), unit, comparator)


def evidence(*verdicts: Verdict, optional: tuple[Verdict, ...] = ()) -> Evidence:
    """As many criteria as there are verdicts, the optional ones last."""
    counted = [replace(COST, verdict=verdict) for verdict in verdicts]
    others = [replace(COST, verdict=verdict, required=False) for verdict in optional]
    return Evidence((*counted, *others), "/acme/cmo/")


@pytest.mark.parametrize(
    ("comparator", "below", "at", "above"),
    [
        (">", FAIL, FAIL, PASS),
        ("<", PASS, FAIL, FAIL),
        (">=", FAIL, PASS, PASS),
        ("<=", PASS, PASS, FAIL),
        ("=", FAIL, PASS, FAIL),
        ("", FAIL, PASS, PASS),
    ],
)
@pytest.mark.parametrize("unit", ["", "%", "$"])
def test_value_is_held_against_the_bound(comparator, below, at, above, unit):
    bound = measure("40", unit, comparator)
    values = (measure(number, unit) for number in ("39.99", "40.00", "40.01"))
    assert [judge(bound, value) for value in values] == [(below, ""), (at, ""), (above, "")]


@pytest.mark.parametrize(
    ("threshold", "current", "problem"),
    [
        (Measure(None), measure("1"), "There is no threshold that can be read."),
        (measure("1"), Measure(None), "There is no current value that can be read."),
        (Measure(None), Measure(None), "There is no threshold that can be read."),
        (measure("1", "$"), measure("1", "€"), "The value is in “€” and the threshold in “$”."),
        (measure("1"), measure("1", "%"), "The value is in “%” and the threshold without a unit."),
        (measure("1", "%"), measure("1"), "The value is without a unit and the threshold in “%”."),
    ],
)
def test_what_cannot_be_compared_is_missing_and_says_why(threshold, current, problem):
    assert judge(threshold, current) == (MISSING, problem)


@pytest.mark.parametrize(
    ("verdicts", "computed", "sentence"),
    [
        ([PASS] * 4, "PROCEED", "4 of 4 pass: PROCEED"),
        ([PASS], "PROCEED", "1 of 1 pass: PROCEED"),
        ([PASS, FAIL, PASS, PASS], "ITERATE", "3 of 4 pass: ITERATE"),
        ([PASS, FAIL, PASS, FAIL], "ITERATE", "2 of 4 pass: ITERATE"),
        ([FAIL, FAIL, PASS, FAIL], "PIVOT", "1 of 4 pass: PIVOT"),
        ([PASS, FAIL], "PIVOT", "1 of 2 pass: PIVOT"),
        ([FAIL], "PIVOT", "0 of 1 pass: PIVOT"),
        ([PASS, PASS, PASS, MISSING], "PENDING", "3 of 4 pass, 1 without a value: PENDING"),
        ([MISSING, FAIL, MISSING], "PENDING", "0 of 3 pass, 2 without a value: PENDING"),
        ([], "PENDING", "There are no criteria that are required: PENDING"),
    ],
)
def test_decision_is_computed_from_the_verdicts(verdicts, computed, sentence):
    found = evidence(*verdicts)
    assert (found.computed, found.sentence) == (Validation[computed], sentence)


@pytest.mark.parametrize("optional", [PASS, FAIL, MISSING])
def test_what_is_not_required_is_not_counted(optional):
    found = evidence(PASS, PASS, FAIL, optional=(optional,) * 3)
    assert (found.computed, found.sentence) == (Validation.ITERATE, "2 of 3 pass: ITERATE")
    found = evidence(PASS, optional=(optional,))
    assert (found.computed, found.sentence) == (Validation.PROCEED, "1 of 1 pass: PROCEED")


def test_criteria_of_which_none_is_required_decide_nothing():
    found = evidence(optional=(PASS, PASS))
    assert found.computed == Validation.PENDING
    assert found.sentence == "There are no criteria that are required: PENDING"


def test_frozen_evidence_is_what_was_frozen():
    found = Evidence((COST, replace(COST, verdict=MISSING, problem="None.", required=False)))
    again = Evidence.stored(found.plain())
    assert (again, again.digest) == (found, found.digest)
    assert (again.computed, again.sentence) == (found.computed, found.sentence)
    assert found.plain()[0] == {
        "metric": "Cost per Signup",
        "threshold": "<$25",
        "current": "$18.40",
        "verdict": "PASS",
        "problem": "",
        "source": "Campaign report",
        "as_of": "2026-11-13",
        "required": True,
    }


@pytest.mark.parametrize(
    "change",
    [
        {"metric": "Cost per Sign-up"},
        {"threshold": "<$26"},
        {"current": "$18.4"},
        {"verdict": FAIL},
        {"problem": "Nobody measured it."},
        {"source": "Somebody said so"},
        {"as_of": "2026-11-14"},
        {"required": False},
    ],
    ids=lambda change: next(iter(change)),
)
def test_digest_changes_with_anything_that_a_criterion_says(change):
    assert Evidence((COST, replace(COST, **change))).digest != Evidence((COST, COST)).digest


def test_digest_changes_with_the_order_and_the_number_of_criteria():
    other = replace(COST, metric="Sign-ups")
    digests = [
        Evidence(criteria).digest
        for criteria in ((), (COST,), (COST, COST), (COST, other), (other, COST))
    ]
    assert len(set(digests)) == len(digests)


def test_digest_is_of_the_criteria_and_not_of_where_they_stand():
    assert Evidence((COST,), "/acme/cmo/").digest == Evidence((COST,), "/acme/cmo/#3-1").digest
