"""What real and large documents cost, and how many real edits come out as their authors wrote them.

In CPU seconds of this process, so without those of a database server; the clock's are beside them.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from plans import editing
from plans.document.decode import decode
from plans.document.emit import emit
from plans.document.parse import parse
from plans.enums import Position
from plans.management.commands.roundtrip import read_edits, round_trip
from plans.models import Company
from tests.plans.companies import BY
from tests.plans.edits import LEAST_SHARE, edited_files, only_touched_lines_differ
from tests.plans.texts import boxes

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
PLANS = ("seed/*.md", "plans/*.md")
TEN = 10

type Line = tuple[str, str, str]
"""What was measured, what came out, and the goal."""


def lines(company: Company) -> Iterator[Line]:
    """Measure everything; what needs the documents of ../shared says so where they are not."""
    if SHARED.is_dir():
        yield from edits()
        yield plans()
    else:
        yield "real edits, real plans", "not measured: ../shared is not beside this checkout", "–"
    yield large_import(company)


def edits() -> Iterator[Line]:
    """Send every edit of the corpus through the database and the one door, as `roundtrip` does."""
    equal, near, number = 0, 0, 0
    for number, (before, operations, after) in enumerate(edited_files(SHARED), start=1):  # noqa: B007
        wanted, made = read_edits(operations), after.read_bytes()
        trip = round_trip(before, wanted)
        texts = (decode(data) for data in (trip.before, made, trip.after))
        equal += trip.after == made
        near += trip.after != made and only_touched_lines_differ(*texts, wanted)
    share = f"{equal} of {number}, {equal / number:.0%}"
    yield "real edits that come out byte-equal", share, f"≥ {LEAST_SHARE:.0%}"
    yield "the others: only touched lines differ", f"{near} of {number - equal}", "all"


def plans() -> Line:
    """Parse and print the real plans there are; ten of their size cost in proportion."""
    texts = [path.read_bytes().decode() for glob in PLANS for path in sorted(SHARED.glob(glob))]
    size = sum(len(text.encode()) for text in texts)
    cpu, clock = seconds(lambda: [emit(parse(text)) for text in texts])
    scale = TEN / len(texts)
    what = f"parse and emit ten plans (scaled from {len(texts)} of {size / 1000:.0f} kB in all)"
    return what, told(cpu * scale, clock * scale), "< 1 s"


def large_import(company: Company) -> Line:
    """Read a large document into the database, checks, history and commit included."""
    text = boxes(600)
    cpu, clock = seconds(lambda: editing.create_plan(company, Position.COO, text, by=BY))
    what = f"import of {len(text) / 1000:.0f} kB with 600 checkboxes"
    return what, told(cpu, clock), "< 3 s"


def seconds(call: Callable[[], object]) -> tuple[float, float]:
    """Measure a call, once: CPU seconds, and the clock's."""
    cpu, clock = time.process_time(), time.perf_counter()
    call()
    return time.process_time() - cpu, time.perf_counter() - clock


def told(cpu: float, clock: float) -> str:
    """Say both."""
    return f"{cpu:.2f} s ({clock:.2f} s by the clock)"
