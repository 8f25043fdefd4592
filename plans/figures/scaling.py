"""4.2 and 4.3: which triggers would fire now, and how far up the roadmap the users are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gates.enums import Verdict
from gates.evidence import Measure, judge
from plans.figures.drawing import BAD, GOOD, NOTHING, PLAIN, QUIET, SOON, Bar, Bars, Shapes
from plans.figures.lines import Around, Line, Lines, plain
from plans.figures.measures import measure, percent, rounded

NEAR = 80
"""Percent of the next step's users from which on it is near."""

PERCENTILE = re.compile(r"p\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that is measured somewhere in the plan, and what it is of."""

    name: str
    value: Measure

    @property
    def words(self) -> set[str]:
        """The words of its name."""
        return words_of(self.name)


def words_of(text: str) -> set[str]:
    """Give the words of a name, casefolded; what stands for a percentile is one."""
    return set(re.findall(r"[\w.]+", text.casefold()))


def readings(around: Around) -> Iterator[Reading]:
    """Give what is measured: utilisations, then currents, of 4.1, 4.4, 7.3 and 5.3."""
    for line in around.table("current-capacity"):
        share = percent(line.measure("current"), line.measure("max_capacity"))
        if share is not None:
            yield Reading(line.name, measure(share, "%"))
    for key in ("current-capacity", "performance-budgets", "key-metrics-dashboard"):
        for line in around.table(key):
            yield Reading(line.name, line.measure("current"))


def met_by(line: Line, found: list[Reading]) -> tuple[Reading, Verdict] | None:
    """Find what a trigger's metric is measured by, and whether it fires; None where nothing is.

    All words of the metric stand in the name; a percentile in one of both is the other's too.
    """
    bound, wanted = line.measure("threshold"), words_of(line.name)
    window = line.values["threshold_window"] or ""
    percentiles = set(PERCENTILE.findall(f"{line.name} {window}".casefold()))
    for reading in found:
        other = set(PERCENTILE.findall(reading.name.casefold()))
        if wanted <= reading.words | percentiles and (not other or other == percentiles):
            verdict, _ = judge(bound, reading.value)
            if verdict != Verdict.MISSING:
                return reading, verdict
    return None


def triggers(lines: Lines, around: Around) -> Shapes:
    """4.2: which triggers would fire now, by what the plan measures elsewhere."""
    there = [line for line in lines if line.values["threshold_value"] is not None]
    if not there:
        return NOTHING
    found = list(readings(around))
    bars = [trigger(line, met_by(line, found)) for line in there]
    fired = [line for line, bar in zip(there, bars, strict=True) if bar.tone == BAD]
    unknown = [bar.label for bar in bars if bar.tone == QUIET]
    says = [f"{line.name} ({line.texts.get('Action', '')})" for line in fired]
    sentences = [f"Would fire now: {', '.join(says)}." if says else "None would fire now."]
    sentences += [f"Measured nowhere: {', '.join(unknown)}."] if unknown else []
    return Shapes(sentences, bars=Bars(bars))


def trigger(line: Line, met: tuple[Reading, Verdict] | None) -> Bar:
    """Give a trigger as a bar, whose mark is its threshold."""
    if met is None:
        return Bar(line.row, line.name, 0, "not measured", QUIET)
    reading, verdict = met
    share = percent(reading.value, line.measure("threshold")) or Decimal(0)
    fires = verdict == Verdict.PASS
    words = f"{'would fire' if fires else 'quiet'}, {rounded(share)} % of it"
    note = "" if reading.name == line.name else f"by {reading.name}"
    return Bar(line.row, line.name, float(share), words, BAD if fires else PLAIN, note)


def fired(around: Around) -> list[str]:
    """Name the triggers that would fire now, for the capacities that they speak of."""
    found = list(readings(around))
    return [
        line.name
        for line in around.table("scaling-triggers")
        if line.values["threshold_value"] is not None
        and (met := met_by(line, found))
        and met[1] == Verdict.PASS
    ]


def roadmap(lines: Lines, around: Around) -> Shapes:
    """4.3: between which steps the users are that 4.1 counts, and how near the next one is."""
    steps = [line for line in lines if line.values["users"]]
    if not steps:
        return NOTHING
    users = users_now(around)
    if users is None:
        return Shapes(["How many users there are is not said: 4.1 has no row of users."])
    steps.sort(key=lambda line: line.values["users"])
    bars = [step(line, users) for line in steps]
    ahead = [line for line in steps if line.values["users"] > users]
    behind = [line for line in steps if line.values["users"] <= users]
    sentences = [f"{plain_count(users)} users now."]
    sentences += [f"Reached: {called(behind[-1])}."] if behind else []
    sentences += [f"Next: {called(ahead[0])}."] if ahead else ["The whole roadmap is reached."]
    return Shapes(sentences, bars=Bars(bars))


def users_now(around: Around) -> Decimal | None:
    """Give the number of users now: that of the first capacity whose name speaks of users."""
    for line in around.table("current-capacity"):
        number = line.measure("current").number
        if {"users", "user"} & words_of(line.name) and number is not None:
            return number
    return None


def step(line: Line, users: Decimal) -> Bar:
    """Give a step as a bar: how many of its users there are."""
    share = users * 100 / line.values["users"]
    if share >= 100:  # noqa: PLR2004 (percent)
        return Bar(line.row, f"{line.name} users", 100, "reached", GOOD)
    tone = SOON if share >= NEAR else PLAIN
    return Bar(line.row, f"{line.name} users", float(share), f"{rounded(share)} %", tone)


def called(line: Line) -> str:
    """Name a step by its users, what is to be built, and when."""
    parts = (line.texts.get("Infrastructure Changes"), line.texts.get("Timeline"))
    return ", ".join([f"{line.name} users", *filter(None, parts)])


def plain_count(number: Decimal) -> str:
    """Print a number with commas for thousands."""
    return f"{number:,.0f}" if number % 1 == 0 else plain(number)
