"""Where roll-ups stand, who may see what of them, and what that costs."""

import pytest
from django.utils.safestring import SafeString

from gates.actors import Actor
from plans import editing, founding, roles, rollups
from plans.address import Address
from plans.enums import Position
from plans.models import Plan, Section
from plans.rollups import ROLLUPS
from tests.gates.factories import UserFactory
from tests.plans import corporate
from tests.plans.factories import PlanFactory
from tests.plans.trees import BY

pytestmark = pytest.mark.django_db


def headings(plan: Plan) -> dict[str, str]:
    """The headings below which the roll-ups stand."""
    names = dict(Section.objects.filter(plan=plan).values_list("pk", "heading"))
    panels = rollups.panels(plan, by=BY)
    return {panel.rollup.key: names[panel.section] for panel in panels if panel.section}


def test_blueprint_has_a_place_for_every_rollup():
    found = headings(PlanFactory(position=Position.CORP))
    assert found == {
        "milestones": "2.2 Quarterly Milestones",
        "initiatives": "3.1 Active Initiatives",
        "open-positions": "7.2 Open Positions",
        "compliance": "8.2 Compliance Requirements",
        "reviews": "8.3 Review Schedule",
        "plan-index": "9. Plan Index",
    }
    assert list(found) == [rollup.key for rollup in ROLLUPS]


def test_places_are_known_whatever_their_number_and_only_the_first_is_one():
    text = "# Corporate\n\n## 12. PLAN INDEX\n\n## Review Schedule\n\n## 4.4 Plan Index\n"
    plan = PlanFactory(position=Position.CORP, text=text)
    assert headings(plan) == {"plan-index": "12. PLAN INDEX", "reviews": "Review Schedule"}
    assert len(rollups.panels(plan, by=BY)) == len(ROLLUPS)


@pytest.mark.parametrize("position", [Position.CORP, Position.CEO])
def test_places_stand_behind_their_sections_in_the_corporate_plan_alone(position):
    text = "# It\n\n## 1. Plan Index\n\n## 2. Active Initiatives\n\n## 3. More\n"
    plan = PlanFactory(position=position, text=text)
    sections = list(Section.objects.filter(plan=plan))
    html = rollups.beside(plan, sections, [SafeString(each.heading) for each in sections])
    is_corporate = position == Position.CORP
    assert ['id="rollup-' in each for each in html] == [False, is_corporate, is_corporate, False]
    assert ["hx-get" in each for each in html] == [False, False, is_corporate, False]


def test_plan_without_a_place_fetches_nothing():
    plan = PlanFactory(position=Position.CORP, text="# It\n")
    sections = list(Section.objects.filter(plan=plan))
    assert rollups.beside(plan, sections, [SafeString("It")]) == ["It"]


def test_what_one_may_not_see_does_not_appear_and_is_not_counted():
    plan = corporate.company()
    user = UserFactory()
    for role in ("CORP reader", "CFO reader"):
        roles.put(user, plan.company, role)
    panels = rollups.panels(plan, by=Actor.of(user))
    assert {line.plan.position for panel in panels for line in panel.lines} == {"CFO"}
    index = next(panel for panel in panels if panel.rollup.key == "plan-index")
    assert len(index.lines) == 1


def test_plans_of_another_company_do_not_appear():
    plan = corporate.company()
    PlanFactory(position=Position.CMO, text=corporate.COO)
    lines = [line for panel in rollups.panels(plan, by=BY) for line in panel.lines]
    assert {line.plan.company_id for line in lines} == {plan.company_id}


def test_company_without_other_plans_has_nothing_to_tell(django_assert_num_queries):
    plan = PlanFactory(position=Position.CORP)
    with django_assert_num_queries(2):
        panels = rollups.panels(plan, by=BY)
    assert [panel.lines for panel in panels] == [[]] * len(ROLLUPS)


@pytest.mark.parametrize(("positions", "rows"), [(["CORP", "CTO"], 1), (list(Position), 200)])
def test_rollups_cost_five_queries_whatever_the_plans_and_rows(
    positions, rows, django_assert_num_queries
):
    company = founding.found("Acme", "acme", positions, by=BY)
    plan = Plan.objects.select_related("company").get(company=company, position="CORP")
    late = "| It | 2026-01-01 | At Risk |\n" * rows
    text = f"| Milestone | Target Date | Status |\n|-|-|-|\n{late}"
    others = {*positions} - {Position.CORP, Position.CTO}
    for position in others:
        editing.replace_document(Address("acme", position), text, by=BY)
    with django_assert_num_queries(5):
        panels = rollups.panels(plan, by=BY)
    lines = {panel.rollup.key: len(panel.lines) for panel in panels}
    assert lines["plan-index"] == len(positions) - 1
    assert lines["milestones"] == rows * len(others)
