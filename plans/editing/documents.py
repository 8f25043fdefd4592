"""Reading a whole document in: a new plan, or all of an existing one, whole or not at all."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone

from gates import access, decisions
from gates.actors import Actor
from plans import history, printing, roles
from plans.address import Address, visible_plan
from plans.document import compare
from plans.document.compare import Difference
from plans.document.emit import block_parts, emit
from plans.document.lines import split_lines
from plans.document.merging import Clash, merge
from plans.document.tree import Document
from plans.editing import differences
from plans.editing.door import Invalid, Outdated, check_gate, writing
from plans.editing.reading import Filling, Reading, Source, Standing, fill, note, read
from plans.enums import Action, Encoding, Position
from plans.models import Block, Change, Company, Plan, Section
from plans.models.change import WHOLE
from plans.models.guard import open_door

GATED = frozenset({Position.CTO})
"""The positions whose plan is created behind a gate."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A plan that was read in, what was recognised, and for an existing one what that changed."""

    plan: Plan
    reading: Reading
    difference: Difference | None = None
    group: UUID | None = None

    @property
    def is_same(self) -> bool:
        """Whether the plan printed this already, so that nothing was written."""
        return self.difference is not None and self.difference.is_none


@contextmanager
def garbage_left() -> Iterator[None]:
    """Put off collecting garbage: among the objects of 20,000 rows that takes half of all time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@garbage_left()
def create_plan(  # noqa: PLR0913 (a plan is a place and a file)
    company: Company,
    position: Position,
    text: str,
    *,
    encoding: str = Encoding.UTF_8,
    group: UUID | None = None,
    by: Actor,
) -> Imported:
    """Create a company's plan from a document, behind its gate if the position has one.

    Raises PermissionDenied, Unreadable for too many rows, Invalid if the plan exists.
    """
    if not access.can(by, "create_plan", company):
        message = f"You may not create plans for {company}."
        raise PermissionDenied(message)
    source = read(text, encoding)
    with transaction.atomic(), open_door():
        Company.objects.select_for_update().get(pk=company.pk)
        if Plan.objects.filter(company=company, position=position).exists():
            message = f"{company} has a {position} plan already."
            raise Invalid(message)
        plan = make_plan(company, position, by)
        reading = fill(plan, source, by=by)
        roles.grant(plan)
        history.record(plan, [history.Entry(Action.IMPORT, after=text)], group=group, by=by)
        return Imported(plan, reading)


def make_plan(company: Company, position: Position, by: Actor) -> Plan:
    """Insert the plan and, where the position has one, its gate."""
    now = timezone.now()
    plan = Plan(
        company=company, position=position, title=position.label, created_at=now, updated_at=now
    )
    if position in GATED:
        title = f"{company} · {position} {position.label}"
        plan.gate = decisions.create_gate(title=title, url=plan.url, by=by)
    plan.save(force_insert=True)
    return plan


@garbage_left()
def replace_document(  # noqa: PLR0913 (a plan is a place and a file)
    address: Address,
    text: str,
    *,
    encoding: str = Encoding.UTF_8,
    seen: int | None = None,
    group: UUID | None = None,
    by: Actor,
) -> Imported:
    """Make a plan say what a file says; one group in its history, with every cell and row.

    What is the same stays the same, key and version; a file that says what the plan prints
    changes nothing and needs no open gate. `seen` is the revision that the caller compared the
    file with; None does not ask. Raises Gone, PermissionDenied, GateClosed, Outdated or
    Unreadable, and then nothing is written.
    """
    source = read(text, encoding)
    with writing(address, by=by) as plan:
        if seen is not None and seen != plan.revision:
            raise Outdated("The plan was changed since. This is the difference as it is now.")
        loaded = printing.load(plan)
        difference = compared(plan, loaded, source)
        if difference.is_none:
            return Imported(plan, Filling(plan, source).reading, difference)
        check_gate(plan)
        return rewrite(plan, loaded, source, difference, Action.IMPORT, group=group, by=by)


@garbage_left()
def preview_document(
    address: Address, text: str, *, encoding: str = Encoding.UTF_8, by: Actor
) -> Imported:
    """Say what `replace_document` would do, and write nothing; five queries."""
    source = read(text, encoding)
    plan = visible_plan(address, by)
    difference = compared(plan, printing.load(plan), source)
    note(plan, source)
    return Imported(plan, Filling(plan, source).reading, difference)


def preview_plan(company: Company, position: Position, text: str) -> Imported:
    """Say what `create_plan` would read; no query."""
    plan, source = Plan(company=company, position=position), read(text)
    note(plan, source)
    return Imported(plan, Filling(plan, source).reading)


@garbage_left()
def undo_document(address: Address, group: UUID, *, by: Actor) -> Imported:
    """Take back what changed the document as a whole: an import, a layout, or an undo of one.

    A new group in the plan's history. What was changed since stays, line by line. Raises Gone,
    PermissionDenied, GateClosed, Invalid for what cannot be taken back, or Outdated if somebody
    changed the same lines since.
    """
    with writing(address, by=by) as plan:
        change = Change.objects.filter(plan=plan, group=group, action__in=WHOLE).first()
        if change is None or not change.before:
            raise Invalid("Only what changed the document as a whole can be taken back as a whole.")
        check_gate(plan)
        loaded = printing.load(plan)
        standing = printing.document(plan, loaded)
        source = read(taken_back(change, standing), change.column or Encoding.UTF_8)
        difference = compare.compare(standing, source.document)
        if difference.is_none and source.encoding == plan.encoding:
            raise Invalid("There is nothing left of it that could be taken back.")
        return rewrite(plan, loaded, source, difference, Action.UNDO, undoes=change, by=by)


def taken_back(change: Change, standing: Document) -> str:
    """Give the document without what a change did to it, line by line.

    Raises Outdated where somebody changed the same lines since.
    """
    ours = emit(standing)
    if ours == change.after:
        return change.before
    base, mine, theirs = (split_lines(text) for text in (change.after, ours, change.before))
    try:
        return "".join(merge(base, mine, theirs))
    except Clash as clash:
        raise Outdated(changed_since(change, section_at(standing, clash.line))) from clash


def section_at(document: Document, line: int) -> str:
    """Name the section in which a line stands; lines count from 0."""
    heading, start = "", 0
    for section in document.sections:
        if start > line:
            break
        heading = section.heading
        start += sum(
            len(split_lines(part)) for block in section.blocks for part in block_parts(block)
        )
    return heading


def changed_since(change: Change, place: str) -> str:
    """Say who changed a section since, so that it cannot be as it was."""
    since = Change.objects.filter(plan=change.plan_id, revision__gt=change.revision)
    names = since.order_by(Case(When(place=place, then=0), default=1), "-revision")
    who = names.values_list("actor_name", flat=True).first()
    return f"{who} changed “{place}” since: this cannot be taken back any more."


def compared(plan: Plan, loaded: printing.Loaded, source: Source) -> Difference:
    """Compare a file with a plan as it prints; the file's parts take the plan's keys. A query.

    What the file rightly says of the gate is no claim.
    """
    facts = printing.facts(plan, printing.gate_state(plan))
    for name, fact in facts.of_the_gate().items():
        if fact and source.claims.get(name) == fact:
            del source.claims[name]
    difference = compare.compare(printing.document(plan, loaded), source.document, facts)
    if source.encoding != plan.encoding:
        names = (Encoding(plan.encoding).label, Encoding(source.encoding).label)
        difference.notes.append("The file was written in {} and is in {}.".format(*names))
    return difference


def rewrite(  # noqa: PLR0913 (what stood, what comes, and what is between)
    plan: Plan,
    loaded: printing.Loaded,
    source: Source,
    difference: Difference,
    action: Action,
    *,
    group: UUID | None = None,
    undoes: Change | None = None,
    by: Actor,
) -> Imported:
    """Write the file's parts in place of those that stood, and record what that changed."""
    whole = whole_of(plan, loaded, source, action, undoes.place if undoes else "")
    reading = put(plan, loaded, source, by=by)
    registers = {block.pk: block.register for block in loaded.all_blocks()}
    registers |= dict(Block.objects.filter(section__plan=plan).values_list("pk", "register"))
    entries = [*differences.entries(difference, registers), whole]
    taken_back = undoes.group if undoes else None
    group = history.record(plan, entries, group=group, undoes=taken_back, by=by)
    return Imported(plan, reading, difference, group)


def put(plan: Plan, loaded: printing.Loaded, source: Source, *, by: Actor) -> Reading:
    """Write a document's parts in place of those that stood.

    A constant number of queries: all is deleted and inserted anew, parts that stay by their keys.
    """
    Section.objects.filter(plan=plan).delete()
    return fill(plan, source, standing(loaded), by=by)


def whole_of(
    plan: Plan, loaded: printing.Loaded, source: Source, action: Action, place: str = ""
) -> history.Entry:
    """Describe a document that comes in place of the one that stands."""
    return history.Entry(
        action,
        place=place,
        column="" if plan.encoding == Encoding.UTF_8 else plan.encoding,
        before=emit(printing.document(plan, loaded)),
        after=emit(source.document),
    )


def standing(loaded: printing.Loaded) -> Standing:
    """Give what the parts that stay take over."""
    rows = [(row, block) for block in loaded.all_blocks() for row in loaded.rows[block.pk]]
    return Standing(
        versions={section.pk: section.version for section in loaded.sections},
        rows={row.pk: row for row, _ in rows},
        lines={row.pk: printing.line(row, block) for row, block in rows},
    )


@garbage_left()
def scratch(company: Company, text: str, encoding: str = Encoding.UTF_8) -> Imported:
    """Read a document into a plan without a gate, for a transaction that is rolled back."""
    source, by = read(text, encoding), Actor.operator("roundtrip")
    with transaction.atomic(), open_door():
        plan = make_plan(company, Position.CORP, by)
        return Imported(plan, fill(plan, source, by=by))
