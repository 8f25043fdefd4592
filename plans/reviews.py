"""When plans are to be looked at again: their review cycles, counted from their last version.

A plan says how often in its header, as in “Sprint (Implementation), Quarterly (Architecture)”, and
when it was last gone through in its Document History. One that has no version yet counts from the
day on which it came here.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, QuerySet

from plans.columns.times import PERIODS, Period, read_span
from plans.models import Plan
from plans.models.header import DocumentVersion, ReviewCycle

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
        return f"Review of {self.scope}" if self.scope else "Review"


def cycles(text: str) -> list[Cycle]:
    """Read a review cycle: its periods, each with the scope beside it; events have none.

    “Quarterly (Security monthly)” are two: quarterly the plan, and monthly its security.
    """
    found = []
    for outer, inner in _PART.findall(text):
        *before, last = _each(outer)
        found += [Cycle(period, scope) for period, scope in map(_period, before) if period]
        (period, scope), (nested, of) = _period(last), _period(inner)
        if nested:
            found.append(Cycle(nested, of or ("" if period else scope)))
        if period:
            found.append(Cycle(period, scope if nested else scope or " ".join(inner.split())))
    return found


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


def reviews(text: str, since: date, today: date) -> list[Review]:
    """Give the next reviews by a cycle, the first due first, where the last was on `since`."""
    found = []
    for cycle in cycles(text):
        with suppress(OverflowError):
            found.append(Review(cycle.period.after(since), today, cycle.scope))
    return sorted(found, key=lambda review: review.due)


def of_plans(
    plans: QuerySet[Plan], came: Mapping[int, date], today: date
) -> dict[int, list[Review]]:
    """Give the next reviews of plans, by primary key; `came` says since when each is here.

    Two queries, whatever the number of plans. A version that is dated ahead does not count yet.
    """
    of_plan = "row__block__section__plan"
    versions = DocumentVersion.objects.filter(**{f"{of_plan}__in": plans}, date__lte=today)
    last = dict(versions.order_by().values_list(of_plan).annotate(Max("date")))
    texts = ReviewCycle.objects.filter(**{f"{of_plan}__in": plans})
    return {
        plan: reviews(cells[-1], last.get(plan, came[plan]), today)
        for plan, cells in texts.values_list(of_plan, "row__cells")
        if plan in came
    }
