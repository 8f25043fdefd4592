"""What a demo company has behind it: decisions, closed sprints, releases, measurements."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from gates.actors import Actor
from plans import editing
from plans.address import Address
from plans.enums import Action, SampleSource, StoryStatus
from plans.history import Entry
from plans.kept import CHECKLIST
from plans.models import Plan, Row
from plans.releases import Check, Release
from plans.sprints import STORIES, Sprint, Story

FIRST, LENGTH = date(2026, 9, 14), timedelta(days=14)
"""When the first of the closed sprints began, and from one to the next."""

RECORDS = Path(__file__).parent / "kestrel-decisions"
"""MADR files, whose names begin with the number."""

SPRINTS = {
    26: """Regulator’s report by district 8 Jonas; Slow queries of the district page 5 Ravi;
        Gateway certificates renewed by themselves 5 Elif; Runbooks in three places 3 Marta debt""",
    27: """Weather feed of a second supplier 8 Jonas; Alarm mail in three languages 3 Noah;
        Partitions without locks 8 Ravi debt; Audit of operator rights 5 Marta left""",
    28: """Event table for outages 13 Ravi; Retries of gateway batches 5 Elif debt;
        Audit of operator rights 5 Marta; Search by meter number 8 Noah; Load test 5 Jonas""",
    29: """Event table for outages, second half 13 Ravi; Partitions without locks 5 Elif debt;
        Forecast of the pilots 13 Jonas; Notes on the map 8 Noah left; Backup drill 3 Marta""",
    30: """Outage map, tiles 13 Ravi; Forecast drivers, model 8 Jonas; Notes on the map 8 Noah;
        Alarm rules as data 5 Marta debt left; Market feed, contract 8 Elif;
        Restore drill 3 Marta debt""",
}
"""Stories with points and assignee; `debt` marks them as that, `left` as not done."""

DONE = {
    "Retry of failed gateway batches": 1,
    "Forecast drivers on the district page": 2,
    "Backfill of the 2023 partitions": 3,
    "Export of readings as CSV": 4,
}
"""By which day of the running sprint a story was done."""
BEGAN = date(2026, 11, 23)

ITEMS = (
    *("All tests passing", "Code review approved", "Security scan clear"),
    *("Documentation updated", "Feature flags configured"),
    *("Monitoring configured", "Rollback plan documented"),
)
RELEASES = {
    "4.11.0": (date(2026, 10, 22), (), ""),
    "4.12.0": (date(2026, 11, 5), ("Documentation updated",), "The help pages follow on Monday."),
    "4.13.0": (date(2026, 11, 19), (), ""),
}
"""When each went out, with which items open, and why it did."""

MEASURED = {
    "current-capacity": {
        "Requests/sec": "860 905 930 990 1,040 1,110 1,180 1,240",
        "Active Users": "6,900 7,150 7,300 7,700 7,950 8,150 8,400 8,600",
        "Data Storage": "2.7TB 2.8TB 2.9TB 3.0TB 3.1TB 3.2TB 3.3TB 3.4TB",
        "CPU": "34cores 36cores 35cores 39cores 41cores 42cores 45cores 46cores",
        "Memory": "131GB 133GB 138GB 137GB 141GB 144GB 147GB 148GB",
    },
    "performance-budgets": {
        "Time to First Byte": "182ms 176ms 179ms 171ms 174ms 169ms 170ms 168ms",
        "Largest Contentful Paint": "2.4s 2.3s 2.1s 2.0s 1.9s 1.9s 1.8s 1.7s",
        "First Input Delay": "31ms 30ms 28ms 29ms 26ms 25ms 25ms 24ms",
        "API Response (p50)": "70ms 72ms 71ms 69ms 70ms 72ms 71ms 71ms",
        "API Response (p99)": "470ms 465ms 482ms 495ms 510ms 530ms 548ms 565ms",
    },
    "code-quality-metrics": {
        "Test Coverage": "81% 82% 82% 84% 85% 85% 86% 87%",
        "Code Duplication": "4.4% 4.3% 4.1% 3.9% 3.9% 3.7% 3.5% 3.4%",
        "Cyclomatic Complexity": "6.1 6.2 6.1 6.1 6.0 6.1 6.1 6.1",
        "Technical Debt Ratio": "5.9% 5.6% 5.5% 5.2% 5.0% 4.8% 4.7% 4.6%",
    },
    "vulnerability-management": {
        "High": "1 0 2 1 0 1 1 2",
        "Medium": "5 6 4 4 5 3 3 3",
        "Low": "7 7 6 6 5 5 4 4",
    },
    "key-metrics-dashboard": {
        "Story points/sprint": "27 24 31 34 36 35 37 38",
        "Bug escape rate": "3.6% 3.1% 3.3% 2.8% 2.6% 2.5% 2.2% 2.1%",
        "p95 response time": "390ms 395ms 402ms 398ms 405ms 411ms 416ms 420ms",
        "Uptime": "99.91% 99.97% 99.95% 99.98% 99.94% 99.97% 99.96% 99.96%",
        "Error rate": "0.7% 0.6% 0.6% 0.5% 0.6% 0.5% 0.4% 0.4%",
        "Open vulnerabilities": "13 13 12 11 10 9 8 6",
    },
}
"""What was measured, week by week until `LAST`."""
LAST = date(2026, 11, 23)


def tell(plan: Plan, *, by: Actor) -> None:
    """Give the plan of a demo company its past, and the records behind its decisions."""
    address = Address(plan.company.slug, plan.position)
    for file in sorted(RECORDS.glob("*.md")):
        number = int(file.name.partition("-")[0])
        editing.read_record(address, file.read_bytes().decode(), number, by=by)
    editing.tell(address, entries(plan, by), by=by)
    editing.record_samples(address, list(samples()), source=SampleSource.COMMAND, by=by)


def entries(plan: Plan, by: Actor) -> Iterator[Entry]:
    """Give what happened, kind by kind."""
    for number, text in SPRINTS.items():
        kept, day = sprint(number, text).frozen(), closed_on(number)
        yield Entry(Action.CLOSE, register=STORIES, after=kept, at=at(day))
    for name, (day, still_open, reason) in RELEASES.items():
        frozen = release(name, day, still_open, reason, by).frozen()
        yield Entry(Action.RELEASE, register=CHECKLIST, after=frozen, at=at(day))
    for row, day in done(plan):
        yield set_done(row, "Status", StoryStatus.IN_PROGRESS, day)
    ticked = Row.objects.filter(block__section__plan=plan, block__register=CHECKLIST)
    for row in ticked.select_related("block__section").order_by("position"):
        if row.cells[0] == "x":
            yield set_done(row, "Done", " ", LAST)


def at(day: date) -> datetime:
    """Give the middle of a day."""
    return datetime.combine(day, time(14), UTC)


def sprint(number: int, text: str) -> Sprint:
    """Read a sprint that was closed."""
    start = FIRST + (number - min(SPRINTS)) * LENGTH
    return Sprint(number, start, closed_on(number), tuple(map(story, text.split(";"))))


def closed_on(number: int) -> date:
    """Give the Friday on which a sprint was closed."""
    return FIRST + (number - min(SPRINTS)) * LENGTH + timedelta(days=11)


def story(text: str) -> Story:
    """Read a story, its points, whose it was, and its marks."""
    words = text.split()
    marks = {word for word in words[-2:] if word in {"debt", "left"}}
    *title, points, assignee = words[: len(words) - len(marks)]
    status = StoryStatus.IN_PROGRESS if "left" in marks else StoryStatus.DONE
    return Story(" ".join(title), int(points), assignee, status, "debt" in marks)


def release(name: str, day: date, still_open: tuple[str, ...], reason: str, by: Actor) -> Release:
    """Give a release with its checklist as it was."""
    checks = (
        Check(item, is_ticked=False)
        if item in still_open
        else Check(item, is_ticked=True, by=by.name, at=at(day))
        for item in ITEMS
    )
    return Release(name, tuple(checks), reason)


def done(plan: Plan) -> Iterator[tuple[Row, date]]:
    """Give the stories of the running sprint that are done, with the day."""
    rows = Row.objects.filter(block__section__plan=plan, block__register=STORIES)
    for row in rows.select_related("block__section").order_by("position"):
        if row.cells[0] in DONE:
            yield row, BEGAN + timedelta(days=DONE[row.cells[0]])


def set_done(row: Row, column: str, before: str, day: date) -> Entry:
    """Say that a row got done."""
    index = len(row.cells) - 1 if column == "Status" else 0
    return Entry(
        Action.SET,
        place=row.block.section.heading,
        register=row.block.register,
        row=row.pk,
        column=column,
        index=index,
        before=before,
        after=row.cells[index],
        at=at(day),
    )


def samples() -> Iterator[dict[str, object]]:
    """Give what was measured, as a machine would send it."""
    for register, rows in MEASURED.items():
        for name, text in rows.items():
            values = text.split(" ")
            for index, value in enumerate(values):
                day = LAST - timedelta(weeks=len(values) - 1 - index)
                yield {
                    "register": register,
                    "name": name,
                    "value": value,
                    "at": f"{day}T06:00:00Z",
                    "key": f"{day}-{register}-{name}",
                }
