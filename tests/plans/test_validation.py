"""The evidence that a marketing plan has for the gate, as somebody edits it in the page."""

import pytest

from gates.actors import Actor
from gates.enums import Validation, Verdict
from gates.evidence import Evidence
from plans import editing, validation
from plans.enums import Position
from plans.models import Block, Plan, Row
from tests.plans.factories import CompanyFactory, PlanFactory, address, cmo

FULL = "| Metric | Threshold | Current | Source | As of | Required | Status |"
BRIEF = "| Metric | Threshold | Current | Status |"
PASSING = """\
| Sign-ups | >500 | 640 | Product database | 2026-11-13 | Yes | PASS |
| Cost per Signup | <$25 | $18.40 | Campaign report | 2026-11-13 | Yes | PASS |
| Engagement Rate | >40% for 7 days | 46% | Analytics | 2026-11-12 | Yes | PASS |
"""


def table(header: str, rows: str) -> str:
    """A table, as a file has it."""
    return f"{header}\n{'|---' * header.count(' | ')}|---|\n{rows}"


def document(*tables: str) -> str:
    """A marketing plan whose tables stand under headings that are all the same."""
    parts = [f"### Criteria\n\n{table}" for table in tables]
    return "\n".join(["# CMO\n\n## 3.1 Validation Gate Criteria\n", *parts])


def plan_of(*tables: str, **fields: object) -> Plan:
    return PlanFactory(position=Position.CMO, text=document(*tables), **fields)


def found(plan: Plan) -> Evidence:
    return validation.evidence(plan.company_id)


def judged(threshold: str, current: str) -> tuple[Verdict, str]:
    """What a criterion with these cells comes to."""
    rows = f"| Sign-ups | {threshold} | {current} | PASS |\n"
    (criterion,) = found(plan_of(table(BRIEF, rows))).criteria
    return criterion.verdict, criterion.problem


def write(plan: Plan, row: int, column: int, text: str) -> None:
    """Type into a cell of the plan's first table, as its owner."""
    rows = Row.objects.filter(block=Block.objects.filter(section__plan=plan, kind="table")[0])
    by = Actor.of(cmo(plan))
    editing.set_cell(address(plan), rows[row].pk, column, text, seen=None, by=by)


def test_criteria_are_those_of_the_plan_in_printed_order(db):
    evidence = found(plan_of(table(FULL, PASSING)))
    assert [
        (each.metric, each.threshold, each.current, each.source, each.as_of)
        for each in evidence.criteria
    ] == [
        ("Sign-ups", ">500", "640", "Product database", "2026-11-13"),
        ("Cost per Signup", "<$25", "$18.40", "Campaign report", "2026-11-13"),
        ("Engagement Rate", ">40% for 7 days", "46%", "Analytics", "2026-11-12"),
    ]
    assert {(each.verdict, each.problem, each.required) for each in evidence.criteria} == {
        (Verdict.PASS, "", True)
    }
    assert evidence.computed == Validation.PROCEED


def test_both_tables_are_read_in_the_order_in_which_they_stand(db):
    brief = table(BRIEF, "| Waiting list | >100 | 90 | FAIL |\n")
    for tables in ((table(FULL, PASSING), brief), (brief, table(FULL, PASSING))):
        evidence = found(plan := plan_of(*tables))
        metrics = [each.metric for each in evidence.criteria]
        assert metrics.index("Waiting list") == (3 if tables[1] == brief else 0)
        assert evidence.sentence == "3 of 4 pass: ITERATE"
        assert evidence.url == f"/{plan.company.slug}/cmo/#criteria"


def test_address_leads_to_the_section_as_the_page_anchors_it(db):
    plan = plan_of("Nothing yet.\n", table(BRIEF, "| Sign-ups | >500 | 640 | PASS |\n"))
    assert found(plan).url == f"/{plan.company.slug}/cmo/#criteria-1"


def test_plan_without_criteria_has_an_address_and_no_plan_has_none(db):
    plan = plan_of("Nothing yet.\n")
    assert found(plan) == Evidence((), f"/{plan.company.slug}/cmo/")
    assert found(PlanFactory()) == Evidence()
    assert found(plan).computed == Validation.PENDING


def test_criteria_of_another_position_are_no_evidence(db):
    text = document(table(FULL, PASSING))
    assert found(PlanFactory(position=Position.CPO, text=text)) == Evidence()


def test_companies_are_kept_apart(db):
    ours = plan_of(table(FULL, PASSING))
    theirs = plan_of(table(BRIEF, "| Sign-ups | >500 | 12 | PASS |\n"))
    empty = CompanyFactory()
    both = validation.evidence_of([ours.company_id, theirs.company_id, empty.pk])
    assert both == {
        ours.company_id: found(ours),
        theirs.company_id: found(theirs),
        empty.pk: Evidence(),
    }
    assert [str(each.computed) for each in both.values()] == ["PROCEED", "PIVOT", "PENDING"]
    assert both[theirs.company_id].url.startswith(f"/{theirs.company.slug}/")


@pytest.mark.parametrize("companies", [1, 3])
def test_evidence_costs_two_queries_whatever_the_companies(
    db, companies, django_assert_num_queries
):
    keys = [plan_of(table(FULL, PASSING)).company_id for _ in range(companies)]
    with django_assert_num_queries(2):
        assert len(validation.evidence_of(keys)) == companies


def test_edit_in_the_page_changes_verdict_and_digest(db):
    plan = plan_of(table(FULL, PASSING))
    before = found(plan)
    write(plan, 1, 2, "$25")
    after = found(plan)
    assert [each.verdict for each in after.criteria] == ["PASS", "FAIL", "PASS"]
    assert (after.computed, after.digest == before.digest) == (Validation.ITERATE, False)
    write(plan, 1, 2, "$18.40")
    assert found(plan) == before


def test_value_that_is_taken_away_makes_the_decision_wait(db):
    plan = plan_of(table(FULL, PASSING))
    write(plan, 0, 2, "[X]")
    criterion = found(plan).criteria[0]
    assert (criterion.current, criterion.verdict) == ("[X]", Verdict.MISSING)
    assert found(plan).sentence == "2 of 3 pass, 1 without a value: PENDING"
    write(plan, 0, 5, "No")
    assert found(plan).sentence == "2 of 2 pass: PROCEED"


def test_row_that_was_just_added_has_to_be_filled(db):
    plan = plan_of(table(FULL, PASSING))
    block = Block.objects.get(section__plan=plan, kind="table")
    editing.add_row(address(plan), block.pk, by=Actor.of(cmo(plan)))
    last = found(plan).criteria[-1]
    assert (last.metric, last.verdict, last.required) == ("", Verdict.MISSING, True)
    assert last.problem == (
        "Metric says nothing. Write the name of what is measured. "
        "Threshold says nothing. Write a bound, such as >40% or <$25. "
        "Current says nothing. Write a number with its unit, such as 46% or $18."
    )


def test_status_that_somebody_typed_decides_nothing_and_stays(db):
    plan = plan_of(table(BRIEF, "| Sign-ups | >500 | 12 | PASS |\n"))
    assert found(plan).criteria[0].verdict == Verdict.FAIL
    assert Row.objects.get(block__section__plan=plan, block__kind="table").cells[3] == "PASS"


def test_metrics_of_the_same_name_count_both(db):
    rows = "| Sign-ups | >500 | 640 | PASS |\n| Sign-ups | >500 | 12 | FAIL |\n"
    assert found(plan_of(table(BRIEF, rows))).sentence == "1 of 2 pass: PIVOT"


@pytest.mark.parametrize(
    ("threshold", "current", "verdict"),
    [
        ("<$25", "$18", "PASS"),
        ("<$25", "$25", "FAIL"),
        (">40%", "46%", "PASS"),
        (">40%", "46 %", "PASS"),
        (">40%", "40%", "FAIL"),
        ("≥40%", "40%", "PASS"),
        ("99.9%", "99.95%", "PASS"),
        (">1,000", "1000.5", "PASS"),
        (">500 Sign-ups", "640 sign-ups", "PASS"),
        (">500 paid sign-ups", "640 Paid  Sign-ups", "PASS"),
        ("<$25 per sign-up", "$18 per sign-up", "PASS"),
        (">40% for 7 days", "46% for 7 days", "PASS"),
    ],
)
def test_value_is_judged_in_the_unit_of_its_threshold(db, threshold, current, verdict):
    assert judged(threshold, current) == (verdict, "")


@pytest.mark.parametrize(
    ("threshold", "current", "problem"),
    [
        (">500", "46%", "The value is in “%” and the threshold without a unit."),
        (">40%", "46", "The value is without a unit and the threshold in “%”."),
        ("<$25", "€18", "The value is in “€” and the threshold in “$”."),
        (
            "<$25 per sign-up",
            "$18 per click",
            "The value is in “$ per click” and the threshold in “$ per sign-up”.",
        ),
        (
            ">40% for 7 days",
            "46% for 30 days",
            "The value is in “% for 30 days” and the threshold in “% for 7 days”.",
        ),
        (">[X]%", "46%", "Threshold says “>[X]%”. Write a bound, such as >40% or <$25."),
        ("n/a", "46%", "Threshold says “n/a”. Write a bound, such as >40% or <$25."),
        (
            "a lot",
            "46%",
            "Threshold: “a lot” is not a threshold. Write it as >70% for 5 min or <500ms.",
        ),
        (
            ">40%",
            "~46%",
            "Current: “~46%” is not a number with a unit. Write it as 142ms or 1,240 GB.",
        ),
        (">40%", "", "Current says nothing. Write a number with its unit, such as 46% or $18."),
        (
            ">40%",
            "[Y]\\|[Z]",
            "Current says “[Y]|[Z]”. Write a number with its unit, such as 46% or $18.",
        ),
    ],
)
def test_what_cannot_be_judged_says_which_cell_and_what_is_right(db, threshold, current, problem):
    assert judged(threshold, current) == (Verdict.MISSING, problem)


@pytest.mark.parametrize(
    ("required", "verdict", "is_required"),
    [
        ("Yes", "PASS", True),
        ("no", "PASS", False),
        ("", "PASS", True),
        ("-", "PASS", True),
        ("[Yes/No]", "MISSING", True),
        ("perhaps", "MISSING", True),
    ],
)
def test_only_a_plain_no_takes_a_criterion_out(db, required, verdict, is_required):
    rows = f"| Sign-ups | >500 | 640 | [Where] | | {required} | PASS |\n"
    (criterion,) = found(plan_of(table(FULL, rows))).criteria
    assert (criterion.verdict, criterion.required) == (verdict, is_required)
    assert (criterion.source, criterion.as_of) == ("", "")


def test_required_that_cannot_be_read_says_so(db):
    rows = "| Sign-ups | >500 | 640 | | | perhaps | |\n| Sign-ups | >500 | 640 | | | [Yes/No] | |\n"
    assert [each.problem for each in found(plan_of(table(FULL, rows))).criteria] == [
        "Required: “perhaps” is not in the list. Choose one of Yes, No.",
        "Required says “[Yes/No]”. Write Yes or No.",
    ]


def test_ragged_rows_lack_what_they_do_not_have(db):
    start = "| Sign-ups | >500 |"
    rows = f"{start}\n{start} 640 |\n{start} 640 | a | b | | c | d |\n"
    verdicts = [each.verdict for each in found(plan_of(table(FULL, rows))).criteria]
    assert verdicts == ["MISSING", "PASS", "PASS"]


def test_link_that_the_plan_defines_is_no_placeholder(db):
    rows = "| [Sign-ups] | >500 | 640 | [Report] | 2026-11-13 | Yes | PASS |\n"
    unknown = found(plan_of(table(FULL, rows))).criteria[0]
    definitions = "\n[sign-ups]: /a\n[report]: /b\n"
    known = found(plan_of(table(FULL, rows) + definitions)).criteria[0]
    assert (unknown.verdict, unknown.source) == (Verdict.MISSING, "")
    assert (known.verdict, known.source) == (Verdict.PASS, "[Report]")
