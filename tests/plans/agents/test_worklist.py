"""`cto.plan`: what the sections count, cell by cell."""

from datetime import UTC, datetime

import pytest

from gates.actors import Actor
from plans.agents import worklist
from tests.plans.factories import PlanFactory, cto

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
TEXT = """Written by [Name].

# Technical Plan

**Last Updated:** [DATE]

## 1. Done

Nothing to do for [COMPANY NAME].

## 5.1 Tech Debt Register

| Item | Category | Impact | Effort | Priority |
|------|----------|--------|--------|----------|
| Geofences | [Code/Infra/Test/Doc] | High | ~5 days | P1 |
| [Debt \\| 2] | Code | High | 5 days | P1 |

## Deployment

**Deployment Checklist:**
- [ ] All tests passing
- [ ] [Item]
"""


def listed(text: str, **options: object) -> worklist.Worklist:
    plan = PlanFactory(text=text, opened=True, **options)
    return worklist.answer(plan, by=Actor.operator("tests"), at=AT)


def test_tasks_are_placeholders_and_flags_by_section():
    answer = listed(TEXT, company__name="Acme")
    found = {section.heading: section for section in answer.sections}
    assert list(found) == ["", "5.1 Tech Debt Register", "Deployment"]
    debt = found["5.1 Tech Debt Register"]
    assert (debt.cells, debt.to_fill, debt.flagged) == (10, 2, 1)
    assert [(task.row, task.column, task.text, task.problem) for task in debt.tasks] == [
        ("Geofences", "Category", "[Code/Infra/Test/Doc]", ""),
        (
            *("Geofences", "Effort", "~5 days"),
            "“~5 days” is not a number of days. Write it as 5 days.",
        ),
        ("[Debt | 2]", "Item", "[Debt | 2]", ""),
    ]
    assert (answer.to_fill, answer.flagged, answer.filled) == (4, 1, 71)


def test_tasks_in_words():
    assert list(listed(TEXT, company__name="Acme").lines()) == [
        "Acme CTO: 4 to fill, 1 flagged, 71% filled",
        "Above the first heading: 1 to fill, 0 flagged",
        "  Written by [Name].: Written by [Name].",
        "5.1 Tech Debt Register: 2 to fill, 1 flagged",
        "  Geofences, Category: [Code/Infra/Test/Doc]",
        "  Geofences, Effort: “~5 days” is not a number of days. Write it as 5 days.",
        "  [Debt | 2], Item: [Debt | 2]",
        "Deployment: 1 to fill, 0 flagged",
        "  [Item], Item: [Item]",
    ]


def test_tasks_are_as_many_as_the_sections_count():
    answer = listed(TEXT)
    for section in answer.sections:
        flagged = [task for task in section.tasks if task.problem]
        assert len(flagged) == section.flagged
        assert len(section.tasks) == section.flagged + section.to_fill


def test_blank_plan_is_listed_whole():
    plan = PlanFactory(opened=True)
    answer = worklist.answer(plan, by=Actor.operator("tests"), at=AT)
    assert sum(len(section.tasks) for section in answer.sections) == answer.to_fill == 235


def test_task_is_done_at_its_address(client):
    plan = PlanFactory(text=TEXT, opened=True)
    client.force_login(cto(plan))
    for section in worklist.answer(plan, by=Actor.operator("tests"), at=AT).sections[1:2]:
        assert section.href == f"{plan.url}#51-tech-debt-register"
        assert f'id="{section.href.partition("#")[2]}"' in client.get(plan.url).text
        for task, text in zip(section.tasks, ("Code", "5 days", "Debt"), strict=True):
            assert client.post(task.href, {"text": text}).status_code == 200
    (_, *left) = worklist.answer(plan, by=Actor.operator("tests"), at=AT).sections
    assert [section.heading for section in left] == ["Deployment"]


def test_nothing_left_is_said():
    answer = listed("# Technical Plan\n", company__name="Acme")
    assert list(answer.lines()) == ["Acme CTO: 0 to fill, 0 flagged"]
