"""Closing a sprint: it is frozen, what is done leaves, the rest stays, and the next one opens."""

from collections.abc import Mapping
from dataclasses import dataclass

from gates.actors import Actor
from plans import history, sprints
from plans.address import Address
from plans.catalogue import is_blank
from plans.columns import Values
from plans.editing.cells import cell, new_text
from plans.editing.door import Invalid, check_gate, writing
from plans.editing.groups import Group
from plans.editing.keeping import check_seen, meanings, sheets_of, write_together
from plans.editing.sheet import Sheet
from plans.enums import Action, Completion, StoryStatus
from plans.models import Plan, Row
from plans.sprints import BUDGET, GOALS, LINE, STORIES, Sprint


@dataclass(frozen=True, slots=True)
class Closing:
    """What closing comes to: the sprint as it is to be kept, and the line of the next one.

    `budget` is the row of 5.2 that is to say the sprint's outcome, None where there is none.
    """

    sprint: Sprint
    line: Row
    label: str
    dates: str
    budget: Row | None

    @property
    def outcome(self) -> Completion | None:
        """What 5.2 is to say of the sprint's debt."""
        return self.sprint.outcome if self.budget else None


def close_sprint(address: Address, *, seen: int | None, by: Actor) -> Group:
    """Freeze the plan's sprint in its history and open the next one; one group, one Undo.

    `seen` is the revision at which the caller saw what there is to close. Raises Gone,
    PermissionDenied, GateClosed, Outdated if anybody changed the sprint since, or Invalid where
    there is none that can be closed.
    """
    with writing(address, by=by) as plan:
        check_gate(plan)
        check_seen(plan, sprints.TABLES, seen)
        sheets, since = sheets_of(plan, sprints.TABLES, by), plan.revision
        closing = prepared(plan, sheets)
        open_next(sheets[LINE], closing)
        leave(sheets[STORIES])
        if GOALS in sheets:
            empty(sheets[GOALS])
        if closing.budget and closing.outcome:
            sheets[BUDGET].set(closing.budget, 2, closing.outcome)
        place = sheets[STORIES].block.section.heading
        frozen = history.Entry(
            Action.CLOSE, place=place, register=STORIES, after=closing.sprint.frozen()
        )
        group = write_together(plan, sheets.values(), [frozen], by=by)
        return Group(plan, since, group, f"{closing.sprint.said}.", row=closing.line.pk)


def preview_close(plan: Plan, *, by: Actor) -> Closing:
    """Say what closing would do, and write nothing; six queries at most. Raises Invalid."""
    return prepared(plan, sheets_of(plan, sprints.TABLES, by))


def prepared(plan: Plan, sheets: Mapping[str, Sheet]) -> Closing:
    """Work out what closing comes to; Invalid where the sprint cannot be closed."""
    if LINE not in sheets or STORIES not in sheets:
        raise Invalid("The plan has no sprint. It takes a line “Sprint 24” and a table of stories.")
    tables = {key: meanings(sheet) for key, sheet in sheets.items()}
    sprint = sprints.read(tables)
    if sprint.number is None:
        raise Invalid("The sprint has no number yet. Call its line Sprint 24, for example.")
    if sprint.start is None or sprint.end is None:
        raise Invalid(f"{sprint.name} has no days yet. Write them as 2026-11-16 - 2026-11-27.")
    if not sprint.stories:
        raise Invalid(f"{sprint.name} has no stories yet: there is nothing to close.")
    line = next(
        row
        for row, values in zip(sheets[LINE].rows, tables[LINE], strict=True)
        if values["number"] == sprint.number
    )
    try:
        days = sprints.next_days(sprint.start, sprint.end)
    except OverflowError as error:
        raise Invalid("No year is left for the sprint that follows.") from error
    label, dates = sprints.next_label(line.cells[0]), sprints.next_line(line.cells[1], days)
    budget = budgeted(plan, sheets.get(BUDGET), tables.get(BUDGET, []), sprint)
    return Closing(sprint, line, label, dates, budget)


def budgeted(plan: Plan, sheet: Sheet | None, rows: list[Values], sprint: Sprint) -> Row | None:
    """Give the row of 5.2 that plans the sprint, unless somebody has said what came of it."""
    for row, values in zip(sheet.rows if sheet else (), rows, strict=True):
        said = cell(row, 2)
        is_open = not said or values["completed"] == Completion.PLANNED
        is_open |= sheet is not None and is_blank(sheet.kind, said, frozenset(plan.references))
        if values["sprint"] == sprint.number and is_open:
            return row
    return None


def open_next(sheet: Sheet, closing: Closing) -> None:
    """Write the line of the next sprint."""
    for column, text in enumerate((closing.label, closing.dates)):
        sheet.set(closing.line, column, new_text(sheet.plan, closing.line, column, text, sheet.by))


def leave(sheet: Sheet) -> None:
    """Take the stories away that are done."""
    for row, values in zip(list(sheet.rows), meanings(sheet), strict=True):
        if values["story"] and values["status"] == StoryStatus.DONE:
            sheet.delete(row)


def empty(sheet: Sheet) -> None:
    """Make placeholders of the goals."""
    for number, row in enumerate(sheet.rows, start=1):
        sheet.set(row, 0, new_text(sheet.plan, row, 0, f"[Goal {number}]", sheet.by))
