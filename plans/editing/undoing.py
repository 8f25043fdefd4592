"""Undo and redo: one actor's own groups, taken back where nobody has changed them since."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from gates.actors import Actor
from plans import history, kept
from plans.address import Address, Gone
from plans.editing.cells import cell, find_row, is_heading, write_cell
from plans.editing.documents import undo_document
from plans.editing.door import Invalid, Outdated, check_gate, writing
from plans.editing.groups import Group
from plans.editing.keeping import write_together
from plans.editing.recording import take_back
from plans.editing.settled import check_undo, settled
from plans.editing.sheet import Sheet
from plans.enums import Action
from plans.history import Entry
from plans.models import Block, Change, Plan, Row
from plans.models.change import NAMING, OPPOSITE, WHOLE


def undo(address: Address, group: UUID | None = None, *, by: Actor) -> Group:
    """Take back a group of the actor's own, or the last one of those that stand.

    Raises Gone, PermissionDenied, GateClosed, Invalid where there is nothing to take back, or
    Outdated where somebody changed the same since; then nothing is written.
    """
    return reverse(address, group, "Undone", by)


def redo(address: Address, *, by: Actor) -> Group:
    """Do again what the actor took back last, unless they changed something anew since."""
    return reverse(address, None, "Redone", by)


def reverse(address: Address, group: UUID | None, verb: str, by: Actor) -> Group:
    """Write the opposite of a group, as a group of its own that names it."""
    with writing(address, by=by) as plan:
        chosen = chosen_group(plan, group, verb, by)
        changes = list(Change.objects.filter(plan=plan, group=chosen).order_by("-revision"))
        told = next((each for each in changes if each.action in NAMING), changes[-1])
        since, said = plan.revision, f"{verb}: {told.place}." if told.place else f"{verb}."
        if told.action in WHOLE:
            done = undo_document(address, chosen, by=by)
            return Group(done.plan, since, done.group, said)
        taken_back, row = reverse_rows(plan, changes, by)
        return Group(plan, since, taken_back, said, row=row)


def chosen_group(plan: Plan, group: UUID | None, verb: str, by: Actor) -> UUID:
    """Give the group to reverse; Invalid where it is none of the actor's own that stands."""
    if group is None:
        found = (history.next_redo if verb == "Redone" else history.next_undo)(plan, by)
        if found is None:
            raise Invalid(f"There is nothing of yours to {verb[:2].lower()}do here.")
        return found
    if not history.stands(plan, group, by):
        raise Invalid("This was taken back already, or is not yours to take back.")
    return group


def reverse_rows(
    plan: Plan, changes: Sequence[Change], by: Actor
) -> tuple[UUID | None, int | None]:
    """Reverse the changes of rows, the last first, and of what is kept; say of which row it was."""
    own = [change for change in changes if change.row is not None]
    first = own[-1] if own else None
    if first and first.action == Action.SET and is_heading(row := standing_row(plan, first)):
        check_same(row, first)
        check_gate(plan)
        stood = {(each.row, each.index, each.after): each.before for each in own}
        undoes, text = first.group, first.before
        return write_cell(plan, row, 0, text, stood=stood, undoes=undoes, by=by), row.pk
    last = changes[0].revision
    kept_since = [taken_back(plan, each, by) for each in changes if each.action in OPPOSITE]
    kept_since += [take_back(plan, each, last) for each in changes if each.action == Action.RECORD]
    sheets = [reversed_sheet(plan, *each, by) for each in by_block(plan, own)]
    group = write_together(plan, sheets, kept_since, undoes=changes[0].group, by=by)
    return group, first.row if first else None


def taken_back(plan: Plan, change: Change, by: Actor) -> Entry:
    """Describe that what was frozen is kept no longer, or is again."""
    check_gate(plan)
    if who := kept.others_since(change, by):
        raise Outdated(f"{who} changed this since. It stays as it is.")
    action, sides = OPPOSITE[Action(change.action)], (change.after, change.before)
    return Entry(action, change.place, change.register, None, "", None, *sides)


def reversed_sheet(plan: Plan, block: Block, changes: Sequence[Change], by: Actor) -> Sheet:
    """Reverse the changes of one block in hand."""
    sheet = Sheet(plan, block, by)
    reversal = Reversal(sheet, changes)
    for change in changes:
        reversal.take_back(change)
    return sheet


def standing_row(plan: Plan, change: Change) -> Row:
    """Give the row that was changed; Outdated where it went."""
    try:
        return find_row(plan, change.row or 0)
    except Gone as gone:
        raise Outdated(str(gone)) from gone


def by_block(plan: Plan, changes: Sequence[Change]) -> list[tuple[Block, list[Change]]]:
    """Sort changes of rows by the blocks that these stand in, or stood; two queries.

    Outdated where a row went that was changed, or the block of one that is to come back.
    """
    rows = Row.objects.filter(pk__in={change.row for change in changes}, block__section__plan=plan)
    places: dict[int, int] = dict(rows.values_list("pk", "block"))
    found: dict[int | None, list[Change]] = defaultdict(list)
    for change in changes:
        found[place_of(change, places)].append(change)
    if None in found:
        raise Outdated("The row is no longer there: somebody deleted it.")
    blocks = Block.objects.select_related("section").filter(section__plan=plan).in_bulk(found)
    if len(blocks) < len(found):
        raise Outdated("This part of the plan is no longer there.")
    return [(blocks[key or 0], members) for key, members in found.items()]


def place_of(change: Change, places: Mapping[int, int]) -> int | None:
    """Give the key of the block that a changed row stands in, or stood before it went."""
    if change.action != Action.DELETE:
        return places.get(change.row or 0)
    key: int = json.loads(change.before).get("block", 0)
    return key


def check_same(row: Row, change: Change) -> None:
    """Raise Outdated unless the cell says what the change made it say."""
    if change.index is None:
        raise Invalid("This was written before changes could be taken back.")
    if cell(row, change.index) != change.after:
        who = history.last_writer(row.block.section.plan, row.pk)
        raise Outdated(f"{who} changed the same cell since. It stays as it is.")


class Reversal:
    """The changes of one group on their way back."""

    def __init__(self, sheet: Sheet, changes: Sequence[Change]) -> None:
        self.sheet, self.plan = sheet, sheet.plan
        self.rows = {row.pk: row for row in sheet.rows}
        self.last = max(change.revision for change in changes)
        indexes = [change.index or 0 for change in changes]
        sets = all(change.action == Action.SET for change in changes)
        sheet.check_open(indexes) if sets else sheet.check_growing()

    def take_back(self, change: Change) -> None:
        """Reverse one change in hand."""
        actions = {
            Action.SET: self.unset,
            Action.ADD: self.unadd,
            Action.DELETE: self.undelete,
            Action.MOVE: self.unmove,
        }
        actions[Action(change.action)](change)

    def row(self, change: Change) -> Row:
        """Give the changed row: `by_block` has seen that it is there."""
        return self.rows[change.row or 0]

    def unset(self, change: Change) -> None:
        """Put the text back that stood there."""
        row = self.row(change)
        check_same(row, change)
        index, register = change.index or 0, self.sheet.register
        check_undo(self.plan, register, row, settled(self.plan, register, row, index), self.last)
        self.sheet.set(row, index, change.before)

    def unadd(self, change: Change) -> None:
        """Take the row away that came, unless somebody has written into it."""
        row = self.row(change)
        if row.cells != json.loads(change.after)["cells"]:
            raise Outdated("The row was written to since. It stays.")
        self.sheet.delete(row)

    def undelete(self, change: Change) -> None:
        """Put the row back that went, where it stood."""
        kept = json.loads(change.before)
        if change.row in self.rows or "block" not in kept:
            raise Invalid("This row cannot be put back.")
        row = Row(
            pk=change.row,
            block=self.sheet.block,
            cells=kept["cells"],
            source=kept["source"],
            version=kept["version"] + 1,
        )
        self.sheet.put_back(row, kept["position"], *kept.get("handed", ()))
        self.rows[row.pk] = row

    def unmove(self, change: Change) -> None:
        """Move the row as far back as it came, unless somebody else has moved it."""
        row = self.row(change)
        others = history.others_since(self.plan, change.revision, self.sheet.by)
        if who := others.get(row.pk, {}).get(None):
            raise Outdated(f"{who} moved the row since. It stays where it is.")
        self.sheet.move(row, int(change.before) - int(change.after))
