"""When a plan is to be reviewed: cycles as they are written, and the days that follow from them."""

from datetime import UTC, date, datetime

import pytest

from gates.actors import Actor
from plans import editing, reviews, standings
from plans.columns.times import Period
from plans.enums import Position
from plans.models import Plan, Row
from plans.models.guard import open_door
from plans.reviews import Cycle, Review
from tests.plans.factories import PlanFactory, address, cmo

SPRINT, MONTH = Period(14), Period(30, months=1)
QUARTER, YEAR = Period(91, months=3), Period(365, months=12)


@pytest.mark.parametrize(
    ("text", "cycles"),
    [
        ("Quarterly", [Cycle(QUARTER)]),
        ("monthly.", [Cycle(MONTH)]),
        (
            "Sprint (Implementation), Quarterly (Architecture)",
            [Cycle(SPRINT, "Implementation"), Cycle(QUARTER, "Architecture")],
        ),
        (
            "Monthly (detailed), Quarterly (strategic)",
            [Cycle(MONTH, "detailed"), Cycle(QUARTER, "strategic")],
        ),
        ("Quarterly (Security monthly)", [Cycle(MONTH, "Security"), Cycle(QUARTER)]),
        ("Implementation (every sprint)", [Cycle(SPRINT, "Implementation")]),
        ("Security monthly; the rest yearly", [Cycle(MONTH, "Security"), Cycle(YEAR, "rest")]),
        ("Monthly and yearly", [Cycle(MONTH), Cycle(YEAR)]),
        ("Terms and policies yearly", [Cycle(YEAR, "Terms policies")]),
        ("Quarterly (Security, Legal)", [Cycle(QUARTER, "Security, Legal")]),
        ("90 days", [Cycle(Period(90))]),
        ("Every 2 weeks (Roadmap)", [Cycle(Period(14), "Roadmap")]),
        ("Every PR", []),
        ("as needed", []),
        ("[Cycle]", []),
        ("5 parsecs", []),
        ("", []),
    ],
)
def test_cycles_are_read(text, cycles):
    assert reviews.cycles(text) == tuple(cycles)


@pytest.mark.parametrize(
    ("period", "day", "later"),
    [
        (Period(1), "2026-03-28", "2026-03-29"),  # over the night that has 23 hours
        (SPRINT, "2026-10-20", "2026-11-03"),
        (MONTH, "2026-01-31", "2026-02-28"),
        (MONTH, "2028-01-31", "2028-02-29"),
        (MONTH, "2026-12-15", "2027-01-15"),
        (QUARTER, "2026-11-30", "2027-02-28"),
        (QUARTER, "2027-11-30", "2028-02-29"),
        (YEAR, "2028-02-29", "2029-02-28"),
        (Period(182, months=6), "2026-08-31", "2027-02-28"),
        (Period(0), "2026-11-27", "2026-11-27"),
    ],
)
def test_period_ends_by_the_calendar(period, day, later):
    assert period.after(date.fromisoformat(day)) == date.fromisoformat(later)


@pytest.mark.parametrize("period", [YEAR, Period(7)])
def test_period_that_ends_after_all_years_ends_never(period):
    with pytest.raises(OverflowError):
        period.after(date(9999, 12, 31))
    assert reviews.reviews("Yearly, Weekly", date(9999, 12, 31), date(2026, 1, 1)) == ()


@pytest.mark.parametrize(
    ("due", "is_overdue", "is_due"),
    [
        ("2026-11-26", True, False),
        ("2026-11-27", False, True),
        ("2026-12-04", False, True),
        ("2026-12-05", False, False),
    ],
)
def test_review_is_overdue_from_the_day_after(due, is_overdue, is_due):
    review = Review(date.fromisoformat(due), date(2026, 11, 27))
    assert (review.is_overdue, review.is_due) == (is_overdue, is_due)


def test_the_first_that_is_due_comes_first_and_says_of_what():
    text = "Quarterly (Architecture), Sprint (Implementation), Yearly"
    found = reviews.reviews(text, date(2026, 11, 1), date(2026, 11, 27))
    assert [(review.words, str(review.due)) for review in found] == [
        ("Review (Implementation)", "2026-11-15"),
        ("Review (Architecture)", "2027-02-01"),
        ("Review", "2027-11-01"),
    ]


TODAY, CAME = date(2026, 11, 27), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("cycle", "versions", "days"),
    [
        ("Monthly", [], ["2026-10-01"]),
        ("Monthly", ["2026-11-20", "2026-10-01"], ["2026-12-20"]),
        ("Monthly", ["2026-12-24", "2026-10-01"], ["2026-11-01"]),  # dated ahead
        ("Monthly", ["2026-12-24"], ["2026-10-01"]),
        ("Every PR", ["2026-11-20"], []),
        ("", [], []),
    ],
)
def test_last_version_that_is_not_ahead_counts(cycle, versions, days):
    assert [str(each.due) for each in reviews.of_plan(cycle, versions, CAME, TODAY)] == days


TEXT = """# CMO - Marketing Plan

**Review Cycle:** Monthly

## Document History

| Date | Version | Author | Changes |
|------|---------|--------|---------|
| 2026-10-01 | 1.0 | CMO | First |
| [DATE] | 1.1 | CMO | Second |
"""


@pytest.fixture
def plan(db):
    return PlanFactory(position=Position.CMO, text=TEXT)


def kept(plan: Plan) -> tuple[str, list[str]]:
    """What the plan keeps, which has to be what its rows say."""
    fresh = Plan.objects.get(pk=plan.pk)
    rows = Row.objects.filter(block__section__plan=plan, block__register__in=reviews.REGISTERS)
    said = reviews.stated(rows.order_by("pk").values_list("block__register", "cells"))
    assert (fresh.review_cycle, fresh.versioned_on) == said
    return said


def of_history(plan: Plan) -> list[Row]:
    return list(Row.objects.filter(block__section__plan=plan, block__register=reviews.HISTORY))


def test_what_a_plan_says_of_its_reviews_follows_every_write(plan):
    where, by = address(plan), Actor.of(cmo(plan))
    assert kept(plan) == ("Monthly", ["2026-10-01"])
    first, second = of_history(plan)
    editing.set_cell(where, second.pk, 0, "2026-11-02", seen=None, by=by)
    assert kept(plan) == ("Monthly", ["2026-11-02", "2026-10-01"])
    editing.undo(where, by=by)
    assert kept(plan) == ("Monthly", ["2026-10-01"])
    cycle = Row.objects.get(block__section__plan=plan, block__register=reviews.CYCLE)
    editing.set_cell(where, cycle.pk, 1, "Quarterly", seen=None, by=by)
    assert kept(plan) == ("Quarterly", ["2026-10-01"])
    editing.delete_rows(where, [first.pk], seen=None, by=by)
    assert kept(plan) == ("Quarterly", [])
    editing.undo(where, by=by)
    assert kept(plan) == ("Quarterly", ["2026-10-01"])
    editing.replace_document(where, TEXT.replace("[DATE]", "3 November 2026"), by=by)
    assert kept(plan) == ("Monthly", ["2026-11-03", "2026-10-01"])
    editing.replace_document(where, "# CMO - Marketing Plan\n", by=by)
    assert kept(plan) == ("", [])


def test_ten_versions_are_kept(db):
    rows = "".join(f"| 2026-10-{day} | 1.{day} | CMO | More |\n" for day in range(10, 30))
    plan = PlanFactory(position=Position.CMO, text=TEXT + rows)
    assert kept(plan)[1] == [f"2026-10-{day}" for day in range(29, 19, -1)]


def test_plan_came_on_the_day_that_it_was_where_it_came(plan, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    plan.versioned_on, plan.created_at = [], datetime(2026, 8, 31, 23, 30, tzinfo=UTC)
    assert str(reviews.next_of(plan, TODAY)[0].due) == "2026-10-01"
    with open_door():
        Plan.objects.filter(pk=plan.pk).update(versioned_on=[], created_at=plan.created_at)
    (overview,) = standings.overviews([plan.company], Actor.of(cmo(plan)))
    assert str(overview.plans[0].reviews[0].due) == "2026-10-01"
