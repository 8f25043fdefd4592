"""What a plan answers to its gate, and that its gate follows from it."""

import pytest
from django.test import Client

from gates import decisions, lock, state
from gates.actors import Actor
from gates.enums import GateState
from gates.models import Gate
from gates.policy import Policy
from gates.refusals import NotPrepared, Stale
from gates.subjects import Share, subject
from plans import editing, printing, roles
from plans.document.parse import parse
from plans.enums import Position
from plans.models import Row
from plans.subjects import PlanSubject
from tests.gates.factories import PASSWORD, GateFactory, holder
from tests.plans.factories import (
    CompanyFactory,
    PlanFactory,
    address,
    approver,
    cmo,
    cto,
    measured,
    member,
    open_gate,
)

pytestmark = pytest.mark.django_db
TEXT = """# Technical Plan

Before.

## 1. Why

Because.

### 1.1 Deeper

| Layer | Technology |
|---|---|
| Backend | Django |

## 2. How

So.
"""


@pytest.fixture
def plan():
    """A gated plan of three sections under its title, in a company with criteria that pass."""
    made = PlanFactory(text=TEXT)
    measured(made.company)
    return made


def configure(plan, **policy):
    by = Actor.of(member(plan, "CEO"))
    decisions.configure(plan.gate, Policy(**policy), "So.", by=by)


def write(plan, old, new):
    """Edit the one cell that says `old`."""
    row = next(row for row in Row.objects.filter(block__section__plan=plan) if old in row.cells)
    by = Actor.operator("tests")
    editing.set_cell(address(plan), row.pk, row.cells.index(old), new, seen=None, by=by)


def state_of(plan):
    return state.current(plan.gate)


def test_settings_name_the_plans():
    assert isinstance(subject(), PlanSubject)


def test_criteria_come_from_the_marketing_plan_of_the_same_company(plan):
    other = PlanFactory(text=TEXT)

    evidence = subject().evidence(plan.gate)
    assert [each.metric for each in evidence.criteria] == ["Sign-ups", "Cost per Signup"]
    assert evidence.sentence == "2 of 2 pass: PROCEED"
    assert evidence.url.startswith(f"/{plan.company.slug}/cmo/")
    assert subject().evidence(other.gate).criteria == ()


def test_criterion_edited_in_the_marketing_plan_counts_in_the_next_round_only(plan):
    open_gate(plan)
    write(measured(plan.company), "$18", "$40")

    assert state_of(plan).gate == GateState.OPEN
    assert state_of(plan).evidence.sentence == "2 of 2 pass: PROCEED"
    page = Client()
    page.force_login(cto(plan))
    shown = page.get(plan.gate.get_absolute_url()).text
    assert "Since then the marketing plan says something else: <b>1 of 2 pass: PIVOT</b>" in shown


def test_text_is_what_people_wrote_and_says_nothing_of_the_gate(plan):
    before = subject().text(plan.gate)
    open_gate(plan)

    assert before == subject().text(plan.gate) == TEXT


def test_headings_are_what_a_policy_may_name(plan):
    assert subject().headings(plan.gate) == [
        *("Technical Plan", "1. Why", "1.1 Deeper", "2. How"),
    ]


@pytest.mark.parametrize(
    ("named", "cell", "state"),
    [
        ("1. Why", "Because.", "GATED"),
        ("1. Why", "Django", "GATED"),
        ("1. Why", "So.", "OPEN"),
        ("1.1 Deeper", "Django", "GATED"),
        ("1.1 Deeper", "Because.", "OPEN"),
        ("2. How", "Django", "OPEN"),
        ("Technical Plan", "So.", "GATED"),
    ],
)
def test_section_that_the_policy_names_covers_what_stands_under_it(plan, named, cell, state):
    configure(plan, sections=(named,))
    open_gate(plan)
    write(plan, cell, "Something else.")

    assert state_of(plan).gate == state
    assert state_of(plan).moved_sections == ([named] if state == "GATED" else [])


def test_section_written_back_as_it_was_is_what_was_approved(plan):
    configure(plan, sections=("2. How",))
    open_gate(plan)
    loose = Row.objects.get(block__section__heading="2. How", block__kind="prose")
    editing.set_cell(address(plan), loose.pk, 0, "So.", seen=None, by=Actor.operator("tests"))

    assert state_of(plan).gate == GateState.OPEN


def test_section_that_is_gone_has_no_digest(plan):
    named = {plan.gate.pk: ("2. How", "9. Gone")}

    assert subject().sections(named)[plan.gate.pk]["9. Gone"] == ""
    assert len(subject().sections(named)[plan.gate.pk]["2. How"]) == 64


def test_parts_of_a_section_are_parts_of_the_plan(plan):
    loaded = printing.load(plan)
    texts = ["".join(printing.section_parts(loaded, section)) for section in loaded.sections]

    assert "".join(texts) == TEXT
    assert len(texts) == len(parse(TEXT).sections)


@pytest.mark.parametrize("number", [1, 3])
def test_sections_of_many_gates_cost_three_queries(django_assert_num_queries, number):
    plans = [PlanFactory(text=TEXT) for _ in range(number)]
    named = {plan.gate.pk: ("1. Why", "2. How") for plan in plans}

    with django_assert_num_queries(3):
        found = subject().sections(named)
    assert [list(each) for each in found.values()] == [["1. Why", "2. How"]] * number


def test_other_plans_are_shared_out_and_those_missing_are_empty(plan):
    PlanFactory(company=plan.company, position=Position.CEO, text="# A\n\n**B:** [C]\n\n**D:** e\n")
    PlanFactory(position=Position.CFO, text="# Of another company\n")

    shares = subject().shares(plan.gate)
    assert len(shares) == 9
    assert {share for share in shares if share.filled} == {Share("CEO", 50), Share("CMO", 100)}


def test_prerequisites_of_the_policy_are_the_company_s_other_plans(plan):
    configure(plan, other_plans=2, other_filled=60)
    decisions.decide(plan.gate, "PROCEED", "It sold.", by=Actor.of(cmo(plan)))
    by, seen = Actor.of(cto(plan)), state_of(plan).digest
    with pytest.raises(NotPrepared, match="1 of the 9 other plans are 60 % filled"):
        decisions.request(plan.gate, "Ready.", seen=seen, by=by)

    PlanFactory(company=plan.company, position=Position.CEO, text="# A\n\n**B:** c\n")
    decisions.request(plan.gate, "Ready.", seen=seen, by=by)


def test_drift_is_told_row_by_row(plan):
    open_gate(plan)
    by = Actor.of(cto(plan))
    assert subject().drift(plan.gate, TEXT, by=by).words == "nothing"
    assert subject().drift(plan.gate, TEXT, by=by).rows == ""
    write(plan, "Django", "<b>Flask</b>")

    drift = subject().drift(plan.gate, TEXT, by=by)
    assert drift.words == "1 cell changed"
    assert "<ins>&lt;b&gt;Flask&lt;/b&gt;</ins>" in drift.rows
    page = Client()
    page.force_login(cto(plan))
    assert "Since then: 1 cell changed." in page.get(plan.gate.get_absolute_url()).text


def test_rows_that_differ_are_for_those_who_may_see_the_plan(plan):
    open_gate(plan)
    write(plan, "Django", "Flask")
    client = Client()
    client.force_login(holder(plan.gate, "view"))
    page = client.get(plan.gate.get_absolute_url()).text

    assert "Since then: 1 cell changed." in page
    assert "Flask" not in page


def test_operational_edit_between_request_and_approval_is_told():
    text = "# Technical Plan\n\n### 4.1 Current Capacity\n\n"
    header = "| Resource | Current | Max Capacity | Utilization |\n|---|---|---|---|\n"
    plan = PlanFactory(company=CompanyFactory(), text=f"{text}{header}| API | 5 | 10 | 50% |\n")
    measured(plan.company)
    decisions.decide(plan.gate, "PROCEED", "It sold.", by=Actor.of(cmo(plan)))
    seen = state_of(plan).digest
    decisions.request(plan.gate, "Ready.", seen=seen, by=Actor.of(cto(plan)))
    write(plan, "5", "6")

    by = Actor.of(approver(plan))
    with pytest.raises(Stale, match="changed since approval was requested: 1 cell changed"):
        decisions.approve(plan.gate, "Go.", seen=seen, password=PASSWORD, by=by)


def test_gate_without_a_plan_has_nothing_to_answer():
    gate = GateFactory()

    assert subject().evidence(gate).criteria == ()
    assert (subject().text(gate), subject().headings(gate), subject().shares(gate)) == ("", [], [])
    assert subject().drift(gate, "", by=Actor.operator("tests")).words == "nothing"
    assert subject().sections({gate.pk: ["1"]}) == {gate.pk: {"1": ""}}


@pytest.mark.parametrize("rows", [1, 40])
def test_gate_page_costs_the_same_whatever_the_plan_s_size(django_assert_num_queries, rows):
    text = TEXT.replace("| Backend | Django |\n", "| Backend | Django |\n" * rows)
    plan = PlanFactory(text=text, opened=True)
    client = Client()
    client.force_login(cto(plan))
    client.get(plan.gate.get_absolute_url())

    # session, user, gate, log, grants, holders; criteria 3, baseline, difference 4, headings;
    # companies
    with django_assert_num_queries(16):
        client.get(plan.gate.get_absolute_url())


def test_edits_of_a_plan_whose_policy_names_no_section_ask_the_log_only(django_assert_num_queries):
    gate = Gate.objects.get(pk=PlanFactory(opened=True).gate.pk)

    with django_assert_num_queries(1):
        lock.check_open(gate)


def test_new_roles_hold_what_the_gate_asks_for(plan):
    assert {
        role for role in roles.all_roles() if "request_gate" in roles.grant_of(role, plan).gate
    } == {
        "CMO",
        "CTO",
    }


def test_banner_of_the_plan_says_that_one_person_is_enough(plan):
    client = Client()
    client.force_login(cto(plan))
    assert "Solo:" not in client.get(plan.url).text
    configure(plan, solo=True)
    assert (
        "<li>Solo: the same person may decide, request and approve.</li>"
        in client.get(plan.url).text
    )
