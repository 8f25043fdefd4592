"""Recording many samples at once: all of them or none, and each only once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from gates.actors import Actor
from plans import catalogue, history, samples
from plans.address import Address
from plans.catalogue import MEASURED, Register
from plans.document import cells as printed
from plans.editing.cells import new_text
from plans.editing.door import writing
from plans.editing.given import (
    Given,
    Wrong,
    check_fields,
    folded,
    is_storable,
    iso,
    text_of,
    time_of,
)
from plans.editing.sheet import Sheet
from plans.enums import SampleSource
from plans.models import Block, Plan, Row, Sample

MOST = 1_000
"""Samples that are taken at once."""
SHOWN = 20
"""Names that a refusal lists."""
AHEAD = timedelta(minutes=5)
"""How far a clock elsewhere may be ahead of this one."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field of one of the samples, counted from 0, and what would be right."""

    index: int
    field: str
    detail: str


class Rejected(ValueError):
    """Samples that were not recorded, none of them; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"Nothing was recorded, for there is {count} with what was sent.")
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of samples: how many are new, how many were known, how many cells say one now."""

    recorded: int
    known: int
    cells: int


def record_samples(
    address: Address, given: Sequence[Given], *, source: SampleSource, by: Actor
) -> Recorded:
    """Record samples of a plan, and let each measured cell say its newest.

    A key that is known with the same content is left alone, so sending twice is sending once.
    Raises Rejected with all that is wrong, Gone, PermissionDenied, or Invalid; then nothing is
    written. Queries do not grow with samples, only with the tables whose cells change.
    """
    if not 0 < len(given) <= MOST:
        raise Rejected([Problem(0, "", f"Send at least one sample, and at most {MOST:,} at once.")])
    with writing(address, by=by) as plan:
        reading = Reading(plan, source, by)
        fresh = reading.read(given)
        if reading.problems:
            raise Rejected(reading.problems)
        newest = newest_of(fresh)
        Sample.objects.bulk_create(fresh)
        cells = write_cells(plan, reading.rows, newest, by)
        return Recorded(len(fresh), len(given) - len(fresh), cells)


class Reading:
    """Samples that are read: what is wrong with them, and the rows of the plan that they are of.

    Two queries: the rows that measure, and the samples that have the same keys.
    """

    def __init__(self, plan: Plan, source: SampleSource, by: Actor) -> None:
        self.plan, self.by, self.now = plan, by, timezone.now()
        self.source = source
        rows = Row.objects.filter(block__section__plan=plan, block__register__in=MEASURED)
        self.rows = {row.pk: row for row in rows.select_related("block__section")}
        self.named: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows.values():
            register = register_of(row)
            for key in {register.key, MEASURED[register.key]}:
                self.named[key, folded(name_of(row))].append(row)
        self.problems: list[Problem] = []

    def read(self, given: Sequence[Given]) -> list[Sample]:
        """Give the samples that are new; what is wrong with any is in `problems`."""
        sent = {key for each in given if isinstance(key := each.get("key"), str)}
        known = {
            each.key: each
            for each in Sample.objects.filter(plan=self.plan, key__in=[*filter(is_storable, sent)])
        }
        fresh = []
        for index, each in enumerate(given):
            try:
                check_fields(each)
                key = text_of(each, "key")
                if key in known:
                    check_same(known[key], each)
                    continue
                known[key] = sample = self.sample(each, key)
            except Wrong as wrong:
                self.problems.append(Problem(index, wrong.field, str(wrong)))
            else:
                fresh.append(sample)
        return fresh

    def sample(self, given: Given, key: str) -> Sample:
        """Read one sample."""
        row = self.row(given)
        return Sample(
            plan=self.plan,
            register=MEASURED[row.block.register],
            row=row.pk,
            name=name_of(row),
            text=self.value(row, given),
            at=self.time(given) or self.now,
            source=self.source,
            actor_kind=self.by.kind,
            actor_name=self.by.name,
            key=key,
        )

    def row(self, given: Given) -> Row:
        """Give the row that is measured, by its key or by what it is called in its register."""
        if "row" in given:
            row = self.rows.get(given["row"]) if type(given["row"]) is int else None
            if row is None:
                raise Wrong("row", "There is no row of this number that is measured in the plan.")
            return row
        register = text_of(given, "register")
        if register not in MEASURED:
            known = ", ".join(dict.fromkeys(MEASURED.values()))
            raise Wrong("register", f"“{register}” is not measured. These are: {known}.")
        name = text_of(given, "name")
        found = self.named.get((register, folded(name)), [])
        if len(found) == 1:
            return found[0]
        if found:
            keys = " or ".join(str(row.pk) for row in found)
            raise Wrong("name", f"{len(found)} rows are called “{name}”: send “row”, {keys}.")
        names = [name_of(row) for key, of in self.named.items() if key[0] == register for row in of]
        listed = ", ".join(names[:SHOWN]) + (", …" if names[SHOWN:] else "")
        raise Wrong("name", f"No row is called “{name}”. There are: {listed or 'none'}.")

    def value(self, row: Row, given: Given) -> str:
        """Give the value as it is to stand in the row's cell."""
        text, register = text_of(given, "value"), register_of(row)
        index = register.measured_column or 0
        try:
            after = new_text(self.plan, row, index, text, self.by)
            if samples.says(register, after, self.plan.references):
                return text
            register.columns[index].values(after)
        except ValueError as error:  # Invalid is one
            raise Wrong("value", str(error)) from error
        raise Wrong("value", f"“{text}” says no value. Write a number, and its unit if it has one.")

    def time(self, given: Given) -> datetime | None:
        """Give when it was measured, None where nobody says."""
        at = time_of(given)
        if at and at > self.now + AHEAD:
            raise Wrong("at", f"“{given['at']}” is in the future. Here it is {iso(self.now)}.")
        return at


def check_same(known: Sample, given: Given) -> None:
    """Raise Wrong unless a sample says what the one that has its key already says."""
    at = time_of(given)
    is_same = str(given.get("value")).strip() == known.text and (at is None or at == known.at)
    if "row" in given:
        is_same = is_same and given["row"] == known.row
    else:
        register = MEASURED.get(str(given.get("register")))
        named = folded(str(given.get("name"))) == folded(known.name)
        is_same = is_same and register == known.register and named
    if not is_same:
        said = f"{known.name}, {known.text}, at {iso(known.at)}"
        raise Wrong("key", f"“{known.key}” is the key of another sample: {said}. Send a new key.")


def register_of(row: Row) -> Register:
    """Give the register of a measured row."""
    return catalogue.BY_KEY[row.block.register]


def name_of(row: Row) -> str:
    """Give what a row is called, as a person reads it."""
    register = register_of(row)
    return printed.unescape(register.kind, register.name_of(row.cells))


def newest_of(fresh: Iterable[Sample]) -> dict[int, Sample]:
    """Give each row's newest sample, where it is newer than all that are recorded; a query."""
    newest: dict[int, Sample] = {}
    for sample in fresh:
        if sample.row not in newest or sample.at >= newest[sample.row].at:
            newest[sample.row] = sample
    recorded = Sample.objects.filter(row__in=newest).order_by().values_list("row")
    last = dict(recorded.annotate(Max("at")))
    return {row: each for row, each in newest.items() if row not in last or each.at > last[row]}


def write_cells(
    plan: Plan, rows: Mapping[int, Row], newest: Mapping[int, Sample], by: Actor
) -> int:
    """Let cells say what was measured last, as one group of the history; give their number."""
    by_block: dict[Block, list[Row]] = defaultdict(list)
    for key in newest:
        by_block[rows[key].block].append(rows[key])
    changed, entries = 0, []
    for block, members in by_block.items():
        sheet = Sheet(plan, block, by)
        column = register_of(members[0]).measured_column or 0
        sheet.check_open([column])
        standing = {row.pk: row for row in sheet.rows}
        for row in members:
            text = new_text(plan, row, column, newest[row.pk].text, by)
            changed += sheet.set(standing[row.pk], column, text)
        entries += sheet.written(is_sampled=True)
    if entries:
        history.record(plan, entries, by=by)
    return changed
