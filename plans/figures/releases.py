"""The figure of the deployment checklist: what is ticked, by whom, and what was released last."""

from django.utils import timezone

from plans.figures.days import line_of
from plans.figures.drawing import GOOD, NOTHING, QUIET, Link, Shapes, Spot, parts
from plans.figures.lines import Around, Lines, day


def checklist(lines: Lines, around: Around) -> Shapes:
    """3.3: how much is ticked, who ticked what when, and the last release."""
    there = [line for line in lines if line.values["item"]]
    if not there:
        return NOTHING
    open_items = [line.texts["Item"] for line in there if not line.values["done"]]
    ticked = len(there) - len(open_items)
    sentences = [f"{ticked} of {len(there)} ticked."]
    sentences += [f"Open: {', '.join(open_items)}."] if open_items else []
    if releases := around.past.releases:
        last = releases[-1]
        sentences.append(f"Last release: {last.what.name}, {day(timezone.localdate(last.at))}.")
    spots = [
        Spot(line.row, line.texts["Item"], on, f"ticked by {step.by}", GOOD)
        for line in there
        if line.values["done"] and (step := around.steps.get(line.row))
        for on in [timezone.localdate(step.at)]
    ]
    return Shapes(
        sentences,
        parts=parts([("Ticked", ticked, GOOD), ("Open", len(open_items), QUIET)]),
        timeline=line_of(spots, around.today) if spots else None,
        link=Link("Record a release", "releases/"),
    )
