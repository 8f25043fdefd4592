"""Whether a database is what was written: `verify`, backups and restores come here.

`using` is the alias of the database that is read, which may be a copy's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from gates import chain
from gates.append_only import AppendOnlyModel
from gates.models import Baseline, Decision, Gate
from plans import catalogue, history, printing
from plans.document import cells
from plans.enums import Action, BlockKind
from plans.models import Change, DecisionRecord, Plan, Row

TRIGGERS = {"sqlite": ("no_update", "no_delete"), "postgresql": ("no_change", "no_truncate")}
"""What the names of an append-only table's triggers end in; see `gates.append_only`."""

STANDING_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
}


class Kind(StrEnum):
    """What keeps a log."""

    PLAN = "plan"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of one log: how many records it has and the hash of the last, "" for none.

    `key` is the primary key of the plan or gate, `text` the SHA-256 of what the plan prints
    without live facts, in UTF-8; "" for a gate.
    """

    kind: Kind
    key: int
    name: str
    sequence: int
    hash: str
    text: str = ""

    def __str__(self) -> str:
        if self.kind == Kind.PLAN:
            return f"{self.name}: revision {self.sequence}, head {self.hash}"
        return f"{self.name}: {self.sequence} decisions, head {self.hash}"


@dataclass(frozen=True, slots=True)
class Checked:
    """One log that was walked, and what is wrong with it and with what hangs on it."""

    head: Head
    problems: tuple[str, ...]


def check(using: str = DEFAULT_DB_ALIAS) -> Iterator[Checked]:
    """Walk every plan and every gate.

    A query for each gate; for a plan six, and one for each register that it has.
    """
    for plan in Plan.objects.using(using).select_related("company"):
        yield check_plan(plan, using)
    for gate in Gate.objects.using(using):
        yield check_gate(gate, using)


def check_plan(plan: Plan, using: str) -> Checked:
    """Hold a plan's history, rows and records against each other."""
    loaded = printing.load(plan, using=using)
    text = sha256(printing.printed(plan, loaded).encode()).hexdigest()
    head = Head(Kind.PLAN, plan.pk, str(plan), plan.revision, plan.head_hash, text)
    return Checked(head, tuple(plan_problems(plan, loaded, using)))


def check_gate(gate: Gate, using: str) -> Checked:
    """Walk a gate's log, which starts with the gate's creation."""
    log = list(Decision.objects.using(using).filter(gate=gate).order_by("sequence"))
    head = Head(Kind.GATE, gate.pk, str(gate), len(log), log[-1].hash if log else "")
    return Checked(head, tuple(gate_problems(log)))


def gate_problems(log: list[Decision]) -> Iterator[str]:
    """Give what is wrong with a gate's log."""
    if not log:
        yield "its log is empty"
    if broken := chain.verify(record.link() for record in log):
        yield f"decision {broken.sequence}: {broken.problem}"


def plan_problems(plan: Plan, loaded: printing.Loaded, using: str) -> Iterator[str]:
    """Give what is wrong with a plan: its chain, its records, its rows."""
    if broken := history.verify(plan, using=using):
        yield f"revision {broken.sequence}: {broken.problem}"
    yield from record_problems(plan, loaded, using)
    yield from source_problems(loaded)
    yield from decision_problems(plan, using)


def record_problems(plan: Plan, loaded: printing.Loaded, using: str) -> Iterator[str]:
    """Name the rows whose record is not the parse of their cells; a query for each register."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for block in loaded.all_blocks():
        rows[block.register] += loaded.rows[block.pk]
    for key, register in catalogue.BY_KEY.items():
        if key not in rows:
            continue
        records = register.model.objects.using(using).filter(row__block__section__plan=plan)
        by_row = records.in_bulk()
        for row in rows[key]:
            values, _ = register.read(row.cells, plan.references)
            record = by_row.get(row.pk)
            if any(getattr(record, name, ...) != value for name, value in values.items()):
                yield f"{register.title}, row {row.pk}: its record is not the parse of its cells"


def decision_problems(plan: Plan, using: str) -> Iterator[str]:
    """Name the decisions whose record does not say what the history says; two queries."""
    records = DecisionRecord.objects.using(using).filter(plan=plan)
    standing = {str(record): record.said for record in records}
    changes = Change.objects.using(using).filter(plan=plan, action=Action.RECORD)
    written = dict(changes.order_by("revision").values_list("place", "after"))
    for name in sorted(standing.keys() | written.keys()):
        if standing.get(name, "") != written.get(name, ""):
            yield f"{name}: its record is not what the history says"


def source_problems(loaded: printing.Loaded) -> Iterator[str]:
    """Name the untouched rows whose cells are not those of their source; no query."""
    for section in loaded.sections:
        for block in loaded.blocks[section.pk]:
            for row in loaded.rows[block.pk]:
                if not row.version and source_cells(block.kind, row) != row.cells:
                    yield f"{section}, row {row.pk}: its cells are not those of its source"


def source_cells(kind: str, row: Row) -> list[str] | None:
    """Give the cells that the row's source says; None for one that says none."""
    try:
        return cells.read_cells(BlockKind(kind), row.source)
    except ValueError:
        return None


def trigger_problems(using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """Name the logs that the database no longer keeps from being rewritten; one query."""
    vendor = connections[using].vendor
    with connections[using].cursor() as cursor:
        cursor.execute(STANDING_TRIGGERS[vendor])
        standing = {name for (name,) in cursor.fetchall()}
    for model in apps.get_models():
        if issubclass(model, AppendOnlyModel):
            table = model._meta.db_table
            for ending in TRIGGERS[vendor]:
                if f"{table}_{ending}" not in standing:
                    yield f"{table} is not append-only: the trigger {table}_{ending} is off"


def baseline_problems(using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """Name the texts put up for approval that are not those whose digests were; one query."""
    for baseline in Baseline.objects.using(using):
        if sha256(baseline.text.encode()).hexdigest() != baseline.digest:
            yield f"baseline {baseline.pk}: its text is not the one that approval was requested for"


def lost(heads: Iterable[Head], using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """Name the heads that are no longer in their logs, as they are where a tail was cut off.

    One query for each.
    """
    for head in heads:
        standing = standing_hash(head, using)
        if standing is None:
            yield f"{head.name}: record {head.sequence} is gone"
        elif standing != head.hash:
            yield f"{head.name}: record {head.sequence} is another one"


def standing_hash(head: Head, using: str) -> str | None:
    """Give the hash that a log has now where it once ended; None if there is no such record."""
    if not head.sequence:
        return ""
    if head.kind == Kind.PLAN:
        changes = Change.objects.using(using).filter(plan=head.key, revision=head.sequence)
        return changes.values_list("hash", flat=True).first()
    decisions = Decision.objects.using(using).filter(gate=head.key, sequence=head.sequence)
    return decisions.values_list("hash", flat=True).first()


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """See one moment of a database that is in use: a plan and its history are read in turn.

    On SQLite writers wait as long.
    """
    connection = connections[using]
    may_choose = connection.vendor == "postgresql" and not connection.in_atomic_block
    with transaction.atomic(using=using):
        if may_choose:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
