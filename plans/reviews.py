"""When plans are to be looked at again: their review cycles, counted from their last version.

A plan says how often in its header, as in “Sprint (Implementation), Quarterly (Architecture)”, and
when it was last gone through in its Document History. One that has no version yet counts from the
day on which it came here.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils import timezone

from plans import catalogue
from plans.columns.times import PERIODS, Period, read_span
from plans.models import Plan, Row

CYCLE, HISTORY = "review-cycle", "document-history"
REGISTERS = (CYCLE, HISTORY)

KEPT = 10
"""Versions of each plan, so that one that is dated ahead has others behind it."""

SOON = timedelta(days=7)
_PART = re.compile(r"([^,;()]*)(?:\(([^()]*)\))?")
_AND = re.compile(r"\s+(?:and|&)\s+")
_SPAN = re.compile(r"\d+\s*[a-z]+", re.IGNORECASE)
_FILLING = {"a", "an", "and", "each", "every", "once", "per", "review", "reviews", "the"}


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often something is reviewed: the whole plan, or what `scope` names of it."""

    period: Period
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The next review of a plan, or of what `scope` names of it, as seen on the day `today`."""

    due: date
    today: date
    scope: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed."""
        return self.due < self.today

    @property
    def is_due(self) -> bool:
        """Whether it is near: today, or within a week."""
        return not self.is_overdue and self.due - self.today <= SOON

    @property
    def words(self) -> str:
        """What is due, as a sentence starts."""
        return f"Review ({self.scope})" if self.scope else "Review"


@lru_cache(maxsize=1_000)
def cycles(text: str) -> tuple[Cycle, ...]:
    """Read a review cycle: its periods, each with the scope beside it; events have none.

    “Quarterly (Security monthly)” are two: quarterly the plan, and monthly its security.
    """
    found: list[Cycle] = []
    for outer, inner in _PART.findall(text):
        *before, last = _each(outer)
        found += [Cycle(period, scope) for period, scope in map(_period, before) if period]
        (period, scope), (nested, of) = _period(last), _period(inner)
        if nested:
            found.append(Cycle(nested, of or ("" if period else scope)))
        if period:
            found.append(Cycle(period, scope if nested else scope or " ".join(inner.split())))
    return tuple(found)


def _each(text: str) -> list[str]:
    """Part “monthly and yearly”, but not “terms and policies yearly”."""
    parts = _AND.split(text)
    return parts if all(_period(part)[0] for part in parts) else [text]


def _period(text: str) -> tuple[Period | None, str]:
    """Read one period, and give the words around it that say of what."""
    words = text.split()
    for index, word in enumerate(words):
        if period := PERIODS.get(word.casefold().strip(".:")):
            return period, _scope([*words[:index], *words[index + 1 :]])
    with suppress(ValueError):
        if span := _SPAN.search(text):
            days = read_span(span[0], "90 days").days
            return Period(days), _scope(text.replace(span[0], " ").split())
    return None, _scope(words)


def _scope(words: list[str]) -> str:
    return " ".join(word for word in words if word.casefold() not in _FILLING)


@lru_cache(maxsize=10_000)
def reviews(text: str, since: date, today: date) -> tuple[Review, ...]:
    """Give the next reviews by a cycle, the first due first, where the last was on `since`."""
    found = []
    for cycle in cycles(text):
        with suppress(OverflowError):
            found.append(Review(cycle.period.after(since), today, cycle.scope))
    return tuple(sorted(found, key=lambda review: review.due))


def of_plan(cycle: str, versioned_on: Iterable[str], came: date, today: date) -> tuple[Review, ...]:
    """Give a plan's next reviews, by what it says of itself; no query.

    A version that is dated ahead does not count yet; without one the plan's own creation does.
    """
    versions = (day for day in map(date.fromisoformat, versioned_on) if day <= today)
    return reviews(cycle, next(versions, came), today)


def next_of(plan: Plan, today: date) -> tuple[Review, ...]:
    """Give the next reviews of a plan in hand."""
    came = timezone.localdate(plan.created_at)
    return of_plan(plan.review_cycle, plan.versioned_on, came, today)


def note(plan: Plan) -> None:
    """Keep, in hand, what the plan's rows say of its reviews; one query."""
    rows = Row.objects.filter(block__section__plan=plan, block__register__in=REGISTERS)
    found = list(rows.order_by("pk").values_list("block__register", "cells"))
    plan.review_cycle, plan.versioned_on = stated(found)


def stated(rows: Iterable[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    """Give the review cycle, and the days of the last versions, the newest first."""
    cycle, days = "", set()
    for register, cells in rows:
        values, _ = catalogue.BY_KEY[register].read(cells)
        if register == CYCLE:
            cycle = cells[-1]
        elif values["date"]:
            days.add(values["date"].isoformat())
    return cycle, sorted(days, reverse=True)[:KEPT]
