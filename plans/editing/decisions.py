"""Writing the records behind decisions, and what becomes of the decisions, as one group each."""

from collections.abc import Collection, Mapping, Sequence

from django.utils import timezone

from gates.actors import Actor
from plans.address import Address, Gone
from plans.decisions import records, relations
from plans.decisions.edits import Misread, edited
from plans.decisions.facts import Facts, Wrong, check_front, label, read
from plans.decisions.madr import Option, parse
from plans.decisions.records import KEY, Decision
from plans.decisions.telling import with_people
from plans.editing.cells import check_readable, new_text
from plans.editing.door import Invalid, Outdated, check_gate, writing
from plans.editing.groups import Group
from plans.editing.keeping import write_together
from plans.editing.recording import check_length, entry_of
from plans.editing.sheet import Sheet
from plans.enums import DecisionStatus
from plans.models import Block, DecisionRecord, Plan, Row

TITLE, STATUS, DATE = 1, 2, 3
"""Columns of table 1.4."""

REPLACEABLE = (DecisionStatus.ACCEPTED, DecisionStatus.DEPRECATED)


def set_record(  # noqa: PLR0913 (a record is parts, options and relations)
    address: Address,
    number: int,
    parts: Mapping[str, str],
    options: Sequence[Option] = (),
    *,
    people: Mapping[str, str] | None = None,
    depends_on: Collection[int] = (),
    seen: str | None = None,
    by: Actor,
) -> Group:
    """Write what a person typed into the parts of a decision's record, and who was part of it.

    `seen` is the digest of the record that the caller saw; None does not ask. Raises Gone,
    PermissionDenied, GateClosed, Outdated or Invalid, and then nothing is written.
    """
    with writing(address, by=by) as plan:
        desk = Desk(plan, by)
        decision, record = desk.decision(number), desk.record(number)
        if seen is not None and seen != records.digest(record):
            raise Outdated(
                "Somebody else changed this record meanwhile. It says what stands above; what "
                "you typed is still below. Save again to put it in place of theirs."
            )
        start = record.text or f"# {decision.title}\n"
        try:
            text = with_people(edited(start, parts, options), people or {})
        except (Misread, Wrong) as refusal:
            raise Invalid(str(refusal)) from refusal
        for other in {*depends_on}.difference(record.depends_on):
            desk.decision(other, Invalid)
        desk.put(number, text=record.text if text == start else text, depends_on=depends_on)
        return desk.write(f"{decision.name} saved")


def read_record(address: Address, text: str, number: int | None = None, *, by: Actor) -> Group:
    """Read a MADR file in: as the record of the decision `number`, or as a decision of its own.

    A decision that is not taken yet takes over the title, status and date that the file tells. Its
    own export changes nothing.
    Raises Gone, PermissionDenied, GateClosed or Invalid, and then nothing is written.
    """
    check_length(text)
    try:
        check_front(text)
        told = read(parse(text))
    except Wrong as refusal:
        raise Invalid(str(refusal)) from refusal
    with writing(address, by=by) as plan:
        desk = Desk(plan, by)
        number = max(desk.found, default=0) + 1 if number is None else number
        if not desk.says(number, text):
            desk.put(number, text=text)
            desk.tell(number, told)
            desk.relate(number, told)
        return desk.write(f"{label(number)} was read in")


def decide(  # noqa: PLR0913 (a step leads from one status to another, and to a successor)
    address: Address,
    number: int,
    status: str,
    *,
    successor: int | None = None,
    seen: str | None = None,
    by: Actor,
) -> Group:
    """Give a decision another status; one that is superseded, together with its `successor`.

    What is accepted is dated, and what it supersedes becomes Superseded. `seen` is the status
    that the caller saw, "" for none. Raises Gone, PermissionDenied, GateClosed, Outdated or
    Invalid, and then nothing is written.
    """
    with writing(address, by=by) as plan:
        desk = Desk(plan, by)
        decision = desk.decision(number)
        if seen is not None and seen != (decision.status or ""):
            raise Outdated(f"{decision.name} is {decision.status} by now. Look again.")
        if status not in DecisionStatus:
            raise Invalid("Choose what becomes of the decision.")
        desk.set(number, STATUS, status)
        if status == DecisionStatus.SUPERSEDED:
            desk.succeed(number, successor)
        elif status == DecisionStatus.ACCEPTED:
            if decision.day is None:
                desk.set(number, DATE, timezone.localdate().isoformat())
            desk.replace(number)
        return desk.write(f"{decision.name} is {status}")


class Desk:
    """A plan's decisions while they are written: rows in hand as in a sheet, records at once.

    Five queries at most. Raises GateClosed, and Gone where the plan has no table of decisions.
    """

    def __init__(self, plan: Plan, by: Actor) -> None:
        check_gate(plan)
        self.plan = plan
        self.sheet = Sheet(plan, table(plan), by)
        self.records = {each.number: each for each in DecisionRecord.objects.filter(plan=plan)}
        self.said = {number: each.said for number, each in self.records.items()}
        self.read()

    def read(self) -> None:
        """Read the decisions as they stand in hand."""
        self.found = records.decisions(self.plan, self.sheet.rows, self.records.values())

    def row(self, number: int, refusal: type[Exception] = Gone) -> Row:
        """Give the row of a decision that stands in the table."""
        decision = self.found.get(number)
        if decision is None or decision.row is None:
            raise refusal(f"{label(number)} is not in the table of decisions.")
        return decision.row

    def decision(self, number: int, refusal: type[Exception] = Gone) -> Decision:
        """Give a decision that stands in the table."""
        self.row(number, refusal)
        return self.found[number]

    def record(self, number: int) -> DecisionRecord:
        """Give the record of a decision, a new one where there is none."""
        if number not in self.records:
            self.records[number] = DecisionRecord(plan=self.plan, number=number)
        return self.records[number]

    def set(self, number: int, column: int, text: str) -> None:
        """Write a cell of a decision's row, in hand."""
        row = self.row(number)
        self.sheet.set(row, column, new_text(self.plan, row, column, text, self.sheet.by))
        self.read()

    def put(
        self, number: int, *, text: str | None = None, depends_on: Collection[int] | None = None
    ) -> None:
        """Write a record, in hand; Invalid for one that is too long, or settled and written."""
        record, decision = self.record(number), self.found.get(number)
        before, stood = record.said, record.text
        record.text = stood if text is None else text
        record.depends_on = sorted({*(record.depends_on if depends_on is None else depends_on)})
        check_length(record.text)
        if record.said != before and stood and decision and decision.settled:
            raise Invalid(decision.settled)
        self.check(number)

    def check(self, number: int) -> None:
        """Raise Invalid where a decision has to do with itself, or with one that is not there."""
        self.read()
        record = self.record(number)
        for other in (*record.supersedes, *record.depends_on):
            if other == number:
                raise Invalid(f"{label(number)} cannot supersede or depend on itself.")
        if way := relations.circle({n: each.related for n, each in self.found.items()}, number):
            raise Invalid(f"That would go round in a circle: {way}. Leave one of them out.")

    def says(self, number: int, text: str) -> bool:
        """Tell whether a text is a decision's file as it is exported now."""
        if number not in self.found:
            return False
        return text == records.file_of(self.found, number, self.record(number).text)

    # --- Steps

    def succeed(self, number: int, successor: int | None) -> None:
        """Note which decision supersedes one: it is another, and accepted."""
        if successor is None:
            raise Invalid("Choose the decision that supersedes this one.")
        newer = self.decision(successor, Invalid)
        if newer.status != DecisionStatus.ACCEPTED:
            raise Invalid(f"{newer.name} is not accepted yet. Accept it first.")
        record = self.record(successor)
        record.supersedes = sorted({*record.supersedes, number})
        self.check(successor)

    def replace(self, number: int) -> None:
        """Have those be Superseded that a decision supersedes, now that it is accepted."""
        for other in self.found[number].related.supersedes:
            if other in self.found and self.found[other].status in REPLACEABLE:
                self.set(other, STATUS, DecisionStatus.SUPERSEDED)

    # --- Files

    def tell(self, number: int, told: Facts) -> None:
        """Have the table say what a file tells; a decision that was taken stays as it is."""
        decision = self.found.get(number)
        if decision is None or decision.row is None:
            self.add(number, told)
        elif not decision.settled:
            day = told.day.isoformat() if told.day else ""
            for column, text in ((TITLE, told.title), (DATE, day), (STATUS, told.status)):
                if text:
                    self.set(number, column, text)

    def add(self, number: int, told: Facts) -> None:
        """Add a decision at the end of the table."""
        if not told.title:
            raise Invalid("The file has no title. Write it behind a # on a line of its own.")
        day = told.day.isoformat() if told.day else ""
        texts = [label(number), told.title, told.status or "", day]
        row = self.sheet.add(len(self.sheet.rows), texts)
        check_readable(self.plan, self.sheet.register, row.cells, range(4), self.sheet.by)
        self.read()

    def relate(self, number: int, told: Facts) -> None:
        """Note what a file tells that its decision is to others, and they to it."""
        named = told.relations
        record = self.record(number)
        record.supersedes = sorted({*record.supersedes, *named.supersedes})
        record.depends_on = sorted({*record.depends_on, *named.depends_on})
        for other in named.superseded_by:
            newer = self.record(other)
            newer.supersedes = sorted({*newer.supersedes, number})
            self.check(other)
        self.check(number)
        if self.found[number].status == DecisionStatus.ACCEPTED:
            self.replace(number)

    # --- Writing

    def write(self, done: str) -> Group:
        """Write all of it as one group."""
        since, entries = self.plan.revision, []
        for number, record in self.records.items():
            before = self.said.get(number, "")
            if record.said != before:
                record.save()
                entries.append(entry_of(record, before))
        group = write_together(self.plan, [self.sheet], entries, by=self.sheet.by)
        return Group(self.plan, since, group, f"{done}." if group else "Nothing was changed.")


def table(plan: Plan) -> Block:
    """Give the table of decisions; Gone where the plan has none."""
    blocks = Block.objects.select_related("section").filter(section__plan=plan, register=KEY)
    block = blocks.order_by("section__position", "position").first()
    if block is None:
        raise Gone("This plan has no table of decisions.")
    return block
