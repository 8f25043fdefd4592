"""A sprint: what its tables come to, how it is frozen once it is closed, and what follows it."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from plans.columns import Values
from plans.columns.times import DATE_FORMATS, Period, read_date
from plans.document import cells
from plans.enums import BlockKind, Completion, StoryStatus

LINE, STORIES, GOALS = "sprint", "current-sprint", "sprint-goals"
DEBTS, BUDGET = "tech-debt-register", "tech-debt-budget"

TABLES = (LINE, STORIES, GOALS, DEBTS, BUDGET)
"""The registers that say something of a sprint."""

LATELY = 3
"""Sprints that the velocity is a mean of."""

WEEK, WEEKEND = 7, 3
"""Days: of a week, and at most of what lies between two weeks of work."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story as its row says it; `points` is None where nobody says how many."""

    story: str
    points: int | None
    assignee: str
    status: str
    is_debt: bool

    @property
    def is_done(self) -> bool:
        """Whether it is Done; a status that cannot be read is not."""
        return self.status == StoryStatus.DONE


@dataclass(frozen=True, slots=True)
class Sprint:
    """A sprint with its stories; number and days are None where its line does not say them."""

    number: int | None
    start: date | None
    end: date | None
    stories: tuple[Story, ...] = ()
    goals: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called."""
        return "Sprint" if self.number is None else f"Sprint {self.number}"

    @property
    def committed(self) -> int:
        """The points of all its stories."""
        return points(self.stories)

    @property
    def done(self) -> int:
        """The points of those that are done."""
        return points(each for each in self.stories if each.is_done)

    @property
    def carried(self) -> tuple[Story, ...]:
        """The stories that are not done."""
        return tuple(each for each in self.stories if not each.is_done)

    @property
    def debt(self) -> int:
        """The points of the stories that are marked as debt."""
        return points(each for each in self.stories if each.is_debt)

    @property
    def debt_done(self) -> int:
        """The points of those of them that are done."""
        return points(each for each in self.stories if each.is_debt and each.is_done)

    @property
    def outcome(self) -> Completion | None:
        """Whether its debt got done, in the words of 5.2; None where no story is debt."""
        done = {each.is_done for each in self.stories if each.is_debt}
        if len(done) > 1:
            return Completion.PARTIAL
        return {True: Completion.YES, False: Completion.NO}[done.pop()] if done else None

    @property
    def said(self) -> str:
        """What came of it, in a sentence."""
        left = len(self.carried)
        stories = f"{left} {'story' if left == 1 else 'stories'}"
        return f"{self.name}: {self.done} of {self.committed} points done, {stories} carried over"

    def frozen(self) -> str:
        """Give it as the text that the history keeps."""
        kept = asdict(self) | {"said": self.said}
        return json.dumps(kept, default=str, sort_keys=True, ensure_ascii=False)


def thawed(text: str) -> Sprint:
    """Read what the history kept."""
    kept = json.loads(text)
    start, end = (date.fromisoformat(kept[name]) for name in ("start", "end"))
    stories = tuple(Story(**each) for each in kept["stories"])
    return Sprint(kept["number"], start, end, stories, tuple(kept["goals"]))


def points(stories: Iterable[Story]) -> int:
    """Sum the points; a story without any has none."""
    return sum(each.points or 0 for each in stories)


def share(part: int, whole: int) -> Decimal | None:
    """Give a share in percent; None of nothing."""
    return Decimal(part * 100) / whole if whole else None


def velocity(closed: Sequence[Sprint]) -> Decimal | None:
    """Give the mean of the points done in the last sprints; None before the first was closed."""
    last = closed[-LATELY:]
    return Decimal(sum(each.done for each in last)) / len(last) if last else None


# --- Reading


def read(tables: Mapping[str, Sequence[Values]]) -> Sprint:
    """Read the running sprint from what the rows of TABLES mean; placeholders are no stories."""
    line, stories, goals, debts, budget = (tables.get(key, ()) for key in TABLES)
    own: Values = next((each for each in line if each["number"] is not None), *line[:1] or [{}])
    number = own.get("number")
    items = [shown(each["item"]) for each in debts if each["item"]]
    named = [
        shown(each["debt_items"])
        for each in budget
        if each["debt_items"] and number is not None and each["sprint"] == number
    ]
    return Sprint(
        number,
        own.get("dates_start"),
        own.get("dates_end"),
        tuple(story(each, items, named) for each in stories if each["story"]),
        tuple(shown(each["goal"]) for each in goals if each["goal"]),
    )


def story(values: Values, items: Iterable[str], named: Iterable[str]) -> Story:
    """Read a story; `items` are those of the debt register, `named` what 5.2 says of the sprint."""
    text = shown(values["story"])
    is_debt = any(says(text, item) for item in ("debt", *items))
    is_debt |= any(lists(cell, text) for cell in named)
    assignee, status = shown(values["assignee"] or ""), values["status"] or ""
    return Story(text, values["points"], assignee, str(status), is_debt)


def shown(text: str) -> str:
    """Give a printed cell as a person reads it."""
    return cells.unescape(BlockKind.TABLE, text)


def says(text: str, name: str) -> bool:
    """Tell whether a text says a name in full, as words of its own, in any case."""
    found = re.search(rf"(?<!\w){re.escape(folded(name))}(?!\w)", folded(text))
    return bool(folded(name) and found)


def lists(text: str, name: str) -> bool:
    """Tell whether a text, which may be several with commas between them, is or has a name."""
    between = ",|;"
    text = folded(text.replace("\n", ";"))
    return bool(re.search(rf"(?:^|{between}) ?{re.escape(folded(name))} ?(?:$|{between})", text))


def folded(text: str) -> str:
    """Give a text as texts are compared."""
    return " ".join(text.casefold().split())


# --- What follows


def next_days(start: date, end: date) -> tuple[date, date]:
    """Give the days of the sprint that follows: as long, and in the rhythm of the one that ends.

    Whole weeks, but for a long weekend, are followed by as many, on the same days of the week;
    whole months by as many months; days of which the last is the next one's first, by such; any
    other days from the next day on. OverflowError: no such year.
    """
    length, first = end - start, end + timedelta(days=1)
    gap = -(length.days + 1) % WEEK
    if gap <= WEEKEND:
        first += timedelta(days=gap)
    elif start.day == first.day == 1:
        months = (first.year - start.year) * 12 + first.month - start.month
        return first, Period(0, months).after(first) - timedelta(days=1)
    elif gap == WEEK - 1 and length:
        first = end
    return first, first + length


def next_label(label: str) -> str:
    """Give a sprint's printed name with the next number, as many digits at least."""
    return re.sub(r"\d+$", lambda found: str(int(found[0]) + 1).zfill(len(found[0])), label)


def next_line(dates: str, sprint: tuple[date, date]) -> str:
    """Print days in the form in which `dates` prints others, such as "16 Nov 2026 – 27 Nov 2026".

    In ISO's where they are printed in a form that Plangate reads but cannot tell.
    """
    *parts, last = re.split(r"(\s+(?:-|–|—|to)\s+)", dates.strip())
    form = next((each for each in FORMS if all(map(each.prints, (parts[0], last)))), FORMS[0])
    return parts[1].join(map(form.printed, sprint))


@dataclass(frozen=True, slots=True)
class Form:
    """A way in which people print days: one of those that are read, with zeros or without."""

    pattern: str
    is_padded: bool

    def printed(self, day: date) -> str:
        """Print a day."""
        text = datetime.combine(day, time(), UTC).strftime(self.pattern)
        return text if self.is_padded else re.sub(r"\b0(?=\d)", "", text)

    def prints(self, text: str) -> bool:
        """Tell whether it would have printed a text that can be read."""
        return self.printed(read_date(text)) == text


FORMS = [
    Form(pattern, is_padded != ("%b" in pattern.casefold()))
    for pattern in DATE_FORMATS
    for is_padded in (True, False)
]
"""ISO's first; what names the month is tried without zeros first, where a text tells neither."""
