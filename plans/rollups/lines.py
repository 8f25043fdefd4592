"""What each roll-up makes of the other plans: which rows count, and what is said of them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from plans import page, reviews, trees
from plans.columns.times import read_date
from plans.enums import Position
from plans.models import Plan
from plans.reviews import Review
from plans.rollups.facts import Facts, Headers, Standing, Told

NOT_SAID = "not said"
AHEAD = timedelta(days=30)
"""How long before its day a review in a table is listed."""

AT_RISK = re.compile(r"\W*(?:at[ -]risk|behind|blocked|delayed)\b", re.IGNORECASE)
DONE = re.compile(r"\W*(?:completed?|done|released)\b", re.IGNORECASE)
OPEN = re.compile(r"\W*(?:open|interviewing|offer(?:ed)?)\b", re.IGNORECASE)
KEPT_TO = re.compile(r"\W*(?:compliant|n/a|not applicable)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a roll-up: the name of what it is about, in whose plan, and `facts` of it.

    It leads to `url` on the pages and to `path` in the files. `tone` is that of the last fact:
    "late", "soon" or none.
    """

    name: str
    plan: Plan
    facts: tuple[str, ...]
    url: str
    path: str
    tone: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """What it says, cell by cell."""
        return self.name, self.plan.position, *self.facts


def of_row(row: Told, *facts: str, tone: str = "late") -> Line:
    """Make the line of a row."""
    return Line(row.name, row.plan, facts, row.url, row.path, tone)


# --- Plans


def plan_index(facts: Facts) -> Iterator[Line]:
    """Give every plan: how its gate stands and why, the share filled, and the last change."""
    for standing in facts.standings:
        plan = standing.plan
        filled = "–" if standing.filled is None else f"{standing.filled} %"
        changed = timezone.localdate(plan.updated_at).isoformat()
        said = (gate(standing), filled, changed)
        path = trees.path(plan.position)
        yield Line(str(Position(plan.position).label), plan, said, plan.url, path)


def gate(standing: Standing) -> str:
    """Say how a plan's gate stands, and if it is shut the first reason."""
    banner = page.banner(standing.plan.gate, standing.state)
    if banner is None:
        return "No gate"
    reason = next((f". {reason.sentence}" for reason in banner.reasons), "")
    return f"{banner.state}{reason}"


# --- Initiatives and milestones


def has_initiatives(headers: Headers) -> bool:
    """Tell whether a table lists initiatives and says how they stand."""
    return headers[:1] in (("initiative",), ("key initiatives",)) and "status" in headers


def initiatives(facts: Facts) -> Iterator[Line]:
    """Give the initiatives that are at risk, by their own word."""
    for row in facts.rows(has_initiatives):
        if AT_RISK.match(row.says("status")):
            yield of_row(row, row.says("status"))


def has_milestones(headers: Headers) -> bool:
    """Tell whether a table lists milestones, or releases, with their day and how they stand."""
    return headers[:1] in (("milestone",), ("release",)) and {"target date", "status"} <= {*headers}


def milestones(facts: Facts) -> Iterator[Line]:
    """Give the milestones that are at risk, by their own word or because their day has passed."""
    for row in facts.rows(has_milestones):
        said, day = row.says("status"), day_of(row.says("target date"))
        late = facts.today - day if day and not DONE.match(said) else timedelta()
        why = [said] if AT_RISK.match(said) else []
        why += [f"{days(late)} late"] if late > timedelta() else []
        if why:
            target = day.isoformat() if day else NOT_SAID
            yield of_row(row, target, ", ".join(why))


# --- Open positions


def has_positions(headers: Headers) -> bool:
    """Tell whether a table lists roles that are to be filled."""
    return headers[:1] == ("role",) and "status" in headers


def open_positions(facts: Facts) -> Iterator[Line]:
    """Give the roles for which somebody is sought."""
    for row in facts.rows(has_positions):
        if OPEN.match(row.says("status")):
            said = (row.says("department"), row.says("priority"))
            yield of_row(row, *(text or NOT_SAID for text in said), row.says("status"), tone="")


# --- Compliance

RULES = frozenset({("state", "nexus", "requirements"), ("requirement",)})
"""What stands before the status in the legal plan's tables of single jurisdictions."""


def status_of_rules(headers: Headers) -> str:
    """Give the column in which a table says whether rules are kept to; "" if it is none."""
    if "compliance status" in headers:
        return "compliance status"
    before = headers[: headers.index("status")] if "status" in headers else ()
    is_of_rules = before in RULES or before[:1] in (("regulation",), ("framework",))
    return "status" if is_of_rules else ""


def has_rules(headers: Headers) -> bool:
    """Tell whether a table says of rules whether they are kept to."""
    return bool(status_of_rules(headers))


def not_compliant(facts: Facts) -> Iterator[Line]:
    """Give the rules that are not kept to, or of which nobody says so though the rest is filled."""
    for row in facts.rows(has_rules):
        column = status_of_rules(tuple(row.texts))
        said = row.says(column).strip(" -–—")
        if said and not KEPT_TO.match(said):
            yield of_row(row, said)
        elif not said and not row.waits(but=column):
            yield of_row(row, NOT_SAID, tone="soon")


# --- Reviews


def has_reviews(headers: Headers) -> bool:
    """Tell whether a table says when something is reviewed next."""
    return "next review" in headers


def reviews_due(facts: Facts) -> Iterator[Line]:
    """Give the reviews that are due, those of plans and those in tables, the first due first."""
    found = [*plans_due(facts), *rows_due(facts)]
    yield from sorted(found, key=lambda line: line.facts)


def plans_due(facts: Facts) -> Iterator[Line]:
    """Give the plans' own reviews that are overdue, or due soon."""
    for plan in (standing.plan for standing in facts.standings):
        for review in reviews.next_of(plan, facts.today):
            if review.is_overdue or review.is_due:
                yield of_review(plan, review)


def of_review(plan: Plan, review: Review) -> Line:
    """Make the line of a plan's review, which leads to where the plan tells of the last one."""
    name = f"{Position(plan.position).label}: {review.words}"
    url, path = (f"{at}#document-history" for at in (plan.url, trees.path(plan.position)))
    said = due(review.due, review.today)
    return Line(name, plan, said, url, path, tone(review.due, review.today))


def rows_due(facts: Facts) -> Iterator[Line]:
    """Give the rows whose next review is overdue, or near."""
    for row in facts.rows(has_reviews):
        day = day_of(row.says("next review"))
        if day and day - facts.today <= AHEAD:
            yield of_row(row, *due(day, facts.today), tone=tone(day, facts.today))


def due(day: date, today: date) -> tuple[str, str]:
    """Say on which day something is due, and how far away that is."""
    if day == today:
        return day.isoformat(), "due today"
    said = f"{days(today - day)} overdue" if day < today else f"due in {days(day - today)}"
    return day.isoformat(), said


def tone(day: date, today: date) -> str:
    """Give how a day is shown that has passed, or is near."""
    return "late" if day < today else "soon"


def days(span: timedelta) -> str:
    """Say how many days that is."""
    return "1 day" if span.days == 1 else f"{span.days:,} days"


def day_of(text: str) -> date | None:
    """Read a day; None where the text names none."""
    with suppress(ValueError):
        return read_date(text)
    return None
