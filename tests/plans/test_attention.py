"""The one list of what needs attention: by which rules, whose, and at the same cost for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gates import decisions
from gates.actors import Actor
from gates.policy import Policy
from plans import attention, editing
from plans.enums import Position
from plans.models import Plan
from tests.plans.companies import HALCYON, actor, client, load, plan, row
from tests.plans.factories import PlanFactory, address, cto, measured, member, open_gate, reader

pytestmark = pytest.mark.django_db

TEXT = """# CTO - Technical Plan

**Review Cycle:** {cycle}

### 2.1 Current Sprint

**Sprint 24:** 2026-11-23 - 2026-12-04

| Story | Points | Assignee | Status |
|---|---|---|---|
| Any | 5 | Jo | To Do |

### 2.4 Technical Milestones

| Milestone | Target Date | Criteria | Status |
|---|---|---|---|
| Late | 2026-11-20 | x | On Track |
| Risky | 2027-01-20 | x | At Risk |
| Far | 2027-01-20 | x | On Track |

### 4.1 Current Capacity

| Resource | Current | Max Capacity | Utilization |
|---|---|---|---|
| Disk | 85 | 100 | many |
"""


def needs(*plans: Plan, at=None) -> list[tuple[str, str, str, bool]]:
    found = attention.needs(plans, at or timezone.now())
    return [(need.rule, need.label, need.words, need.is_now) for need in found]


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-27T12:00:00Z", tick=False)


def test_every_rule_has_its_line_and_what_is_so_now_comes_first():
    made = PlanFactory(text=TEXT.format(cycle="Weekly (Dues)"))
    ada = cto(made, first_name="Ada", last_name="Byron")
    assert needs(made) == [
        ("2.4 Technical Milestones", "Late", "7 days late", True),
        ("4.1 Current Capacity", "4.1 Current Capacity", "1 cell cannot be read", True),
        ("Review cycle", "Review (Dues)", "due 4 Dec 2026", False),
        ("2.4 Technical Milestones", "Risky", "due in 54 days, at risk", False),
        ("4.1 Current Capacity", "Disk", "85 %", False),
    ]
    (first, *_) = attention.needs([made], timezone.now())
    assert (first.plan, first.owners) == ("Technical Plan", [ada.display_name])
    late = made.sections.get(heading="2.4 Technical Milestones").blocks.last().rows.first()
    assert first.url == f"{made.url}#r-{late.pk}"


FILLING = """# CTO - Technical Plan

### 1.1 Principles

| Principle | Description | Trade-offs |
|---|---|---|
| One | [Description] | [What we sacrifice] |

### 1.2 Layers

| Layer | Technology |
|---|---|
| [Layer] | [Tech] |

### 2.1 Risks

| Risk | Likelihood | Impact | Mitigation | Owner |
|---|---|---|---|---|
| Fire | H | H | x | Grace |

### 6.3 Holes

| Vulnerability | Severity | Found | Owner | Fixed |
|---|---|---|---|---|
| XSS | High | 2026-11-01 | Grace Hopper | |

| Severity | SLA | Current Open |
|---|---|---|
| High | 7 days | 1 |
"""


def test_what_is_to_fill_is_told_and_whose_a_row_is_that_names_somebody():
    made = PlanFactory(text=FILLING)
    cto(made, first_name="Ada", last_name="Byron")
    assert needs(made) == [
        ("6.3 Holes", "XSS", "High, breached since 8 Nov 2026", True),
        ("1.1 Principles", "1.1 Principles", "2 cells to fill", False),
        ("To fill", "1 section", "nothing of it is filled in yet", False),
    ]
    found = attention.needs([made], timezone.now())
    assert [need.owners for need in found] == [["Grace Hopper"], ["Ada Byron"], ["Ada Byron"]]


def test_review_that_is_overdue_needs_attention_now():
    made = PlanFactory(text=TEXT.format(cycle="Daily"))
    later = timezone.now() + timedelta(days=3)
    assert ("Review cycle", "Review", "overdue since 28 Nov 2026", True) in needs(made, at=later)


def test_sprint_that_ended_needs_attention_until_it_is_closed():
    made = PlanFactory(text=TEXT.format(cycle="Yearly"), opened=True)
    later = timezone.now() + timedelta(days=10)
    line = ("2.1 Current Sprint", "Sprint 24", "ended 3 days ago: close it", True)
    assert line in needs(made, at=later)
    by = Actor.operator("test")
    editing.close_sprint(address(made), seen=made.revision, by=by)
    assert "Sprint 25" not in [label for _, label, _, _ in needs(made, at=later)]
    assert line not in needs(made, at=later)


def test_gate_that_is_halted_or_whose_approval_ends_needs_attention():
    made = PlanFactory()
    ceo = Actor.of(member(made, "CEO", first_name="Noor", last_name="Haddad"))
    measured(made.company)
    decisions.configure(made.gate, Policy(approval_days=30), "A month.", by=ceo)
    open_gate(made)
    gate = [need for need in needs(made) if need[0] == "Gate"]
    assert gate == []
    near = timezone.now() + timedelta(days=20)
    ((_, _, words, is_now),) = [need for need in needs(made, at=near) if need[0] == "Gate"]
    assert (words.startswith("approval ends 27 December 2026"), is_now) == (True, False)
    decisions.halt(made.gate, "Stop.", by=ceo)
    gate = [need for need in needs(made) if need[0] == "Gate"]
    assert gate == [("Gate", made.gate.title, "halted by Noor Haddad", True)]


def test_several_cells_that_cannot_be_read_are_counted():
    made = PlanFactory(text=TEXT.format(cycle="Yearly").replace("| 85 |", "| lots |"))
    assert (
        "4.1 Current Capacity",
        "4.1 Current Capacity",
        "2 cells cannot be read",
        True,
    ) in needs(made)


def test_list_follows_the_cells():
    load("halcyon")
    slow = row("halcyon", "performance-budgets", "API Response (p99)")
    line = ("4.4 Performance Budgets", "API Response (p99)", "missed by 8 %", True)
    assert line in needs(plan("halcyon"))
    editing.set_cell(HALCYON, slow.pk, 2, "480ms", seen=None, by=actor("halcyon-cto"))
    assert line not in needs(plan("halcyon"))


def test_it_costs_the_same_for_one_plan_and_for_many():
    def asked(plans):
        with CaptureQueriesContext(connection) as captured:
            attention.needs(plans, timezone.now())
        return len(captured)

    made = PlanFactory(text=TEXT.format(cycle="Weekly"))
    more = [PlanFactory(text=TEXT.format(cycle="Weekly")) for _ in range(4)]
    assert asked([made]) == asked([made, *more]) == 6


def test_page_of_one_plan_lists_that_alone():
    made = PlanFactory(text=TEXT.format(cycle="Yearly"))
    PlanFactory(company=made.company, position=Position.CFO, text="# CFO\n\n**A:** [B]\n")
    page = client(reader(made).username).get(f"{made.company.url}attention/?plan=cto").text
    assert "7 days late" in page
    assert "Financial Plan ·" not in page
    assert 'href="?plan=cto" aria-current="true"' in page
    page = client(reader(made).username).get(f"{made.company.url}attention/?plan=cfo").text
    assert "Financial Plan ·" in page
    assert "7 days late" not in page


def test_page_lists_the_plans_that_one_may_see_or_owns():
    made = PlanFactory(text=TEXT.format(cycle="Yearly"))
    PlanFactory(
        company=made.company,
        position=Position.CFO,
        text="# CFO\n\n### 2.4 Milestones\n\n| Milestone | Target Date | Status |\n|---|---|---|\n"
        "| Books closed | 2026-11-01 | On Track |\n",
    )
    url = f"{made.company.url}attention/"
    everything = client(reader(made).username).get(url).text
    assert "Books closed" in everything
    assert "26 days late" in everything
    assert "no owner" in everything
    own = client(cto(made).username).get(f"{url}?mine").text
    assert "Books closed" not in own
    assert "7 days late" in own
    nothing = client(member(made, "CLO").username).get(f"{url}?mine").text
    assert "Nothing needs attention in the plans that you own." in nothing
    company = client(reader(made).username).get(made.company.url).text
    assert f'href="{url}"' in company
