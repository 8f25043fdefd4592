"""2.4: when each milestone is due, which are late, and which are at risk by what they wait for."""

from collections.abc import Iterator
from datetime import date

from plans.enums import MilestoneStatus, WorkStatus
from plans.figures import workdays
from plans.figures.days import line_of
from plans.figures.drawing import BAD, GOOD, NOTHING, PLAIN, SOON, Shapes, Spot
from plans.figures.features import Work, took
from plans.figures.lines import Around, Line, Lines, counted, day, names
from plans.figures.phases import Planned, planned


def milestones(lines: Lines, around: Around) -> Shapes:
    """2.4: when each milestone is due, and which are late or at risk."""
    waits = Waits(around)
    spots = [milestone(line, around.today, waits) for line in lines if line.values["target_date"]]
    if not spots:
        return NOTHING
    late = [spot.label for spot in spots if spot.tone == BAD]
    ahead = [spot for spot in spots if spot.tone in {PLAIN, SOON}]
    risky = [spot.label for spot in ahead if "at risk" in spot.words]
    sentences = [f"Late: {', '.join(late)}."] if late else []
    sentences += [f"At risk: {', '.join(risky)}."] if risky else []
    if ahead:
        following = min(ahead, key=lambda spot: spot.day)
        sentences.append(f"Next: {following.label}, {following.words}.")
    return Shapes(sentences or ["All are complete."], timeline=line_of(spots, around.today))


def milestone(line: Line, today: date, waits: "Waits") -> Spot:
    """Give a milestone at its target date; one that is complete is neither late nor at risk."""
    target, status = line.values["target_date"], line.values["status"]
    left = (target - today).days
    words, tone = f"due in {counted(left, 'day')}" if left else "due today", PLAIN
    if status == MilestoneStatus.COMPLETE:
        return Spot(line.row, line.name, target, "complete", GOOD)
    if left < 0:
        return Spot(line.row, line.name, target, f"{counted(-left, 'day')} late", BAD)
    reasons = list(waits.reasons(line, target))
    if status == MilestoneStatus.AT_RISK or reasons:
        words, tone = "; ".join([f"{words}, at risk", *reasons]), SOON
    elif not left:
        tone = SOON
    return Spot(line.row, line.name, target, words, tone)


class Waits:
    """What milestones wait for: the features and phases that their name or criteria name."""

    def __init__(self, around: Around) -> None:
        self.today = around.today
        self.work = Work(around.table("feature-breakdown"))
        self.features = {self.work.by_row[row].name.casefold(): row for row in self.work.left}
        phases = planned(around.table("implementation-phases"), around.today)
        self.phases = dict(named(phases))

    def reasons(self, line: Line, target: date) -> Iterator[str]:
        """Say what will not be done by a day, as far as estimates and starts tell."""
        text = f"{line.name}\n{line.texts.get('Criteria', '')}"
        days = workdays.between(self.today, target)
        for name in names(text, self.features):
            row = self.features[name]
            if (needed := self.work.ends[row]) > days:
                left = f"{counted(days, 'working day')} left"
                yield f"{self.work.by_row[row].name} takes {took(needed)}, {left}"
        late = {self.phases[name].line.row: self.phases[name] for name in names(text, self.phases)}
        for phase in late.values():
            if phase.until > target:
                yield f"{phase.line.name} is expected to end on {day(phase.until)}"


def named(phases: list[Planned]) -> Iterator[tuple[str, Planned]]:
    """Give phases that are not complete by their name, and by what stands before its colon."""
    for phase in phases:
        if phase.line.values["status"] != WorkStatus.COMPLETE:
            name = phase.line.name.casefold()
            yield name, phase
            yield name.partition(":")[0], phase
