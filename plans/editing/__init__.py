"""The one door for writing: every change of a plan, from wherever it comes, goes through here.

A write runs in one short transaction: the plan and its gate are locked, permission and gate are
asked, the value that the caller saw is compared with the one that stands, the model validates,
cell and record are written, the history is told. It raises; it never sees a request.
"""

from gates.lock import GateClosed
from plans.address import Address, Gone
from plans.editing.bulk import paste, set_cells
from plans.editing.cells import MAX_CELL, Written, set_cell
from plans.editing.decisions import decide, read_record, set_record
from plans.editing.documents import (
    Imported,
    create_plan,
    preview_document,
    preview_plan,
    replace_document,
    scratch,
    undo_document,
)
from plans.editing.door import Conflict, Invalid, Outdated, check_gate
from plans.editing.given import Given
from plans.editing.groups import Group, Refusal
from plans.editing.measuring import Problem, Recorded, Rejected, record_samples
from plans.editing.reading import read
from plans.editing.releases import preview_release, record_release
from plans.editing.rows import add_row, delete_rows, move_row
from plans.editing.sprints import Closing, close_sprint, preview_close
from plans.editing.structure import (
    MAX_COLUMNS,
    add_column,
    add_items,
    add_prose,
    add_section,
    add_table,
    delete_block,
    delete_column,
    delete_section,
    move_column,
    move_section,
    nest_section,
    rename_column,
)
from plans.editing.telling import tell
from plans.editing.undoing import redo, undo

__all__ = [
    "MAX_CELL",
    "MAX_COLUMNS",
    "Address",
    "Closing",
    "Conflict",
    "GateClosed",
    "Given",
    "Gone",
    "Group",
    "Imported",
    "Invalid",
    "Outdated",
    "Problem",
    "Recorded",
    "Refusal",
    "Rejected",
    "Written",
    "add_column",
    "add_items",
    "add_prose",
    "add_row",
    "add_section",
    "add_table",
    "check_gate",
    "close_sprint",
    "create_plan",
    "decide",
    "delete_block",
    "delete_column",
    "delete_rows",
    "delete_section",
    "move_column",
    "move_row",
    "move_section",
    "nest_section",
    "paste",
    "preview_close",
    "preview_document",
    "preview_plan",
    "preview_release",
    "read",
    "read_record",
    "record_release",
    "record_samples",
    "redo",
    "rename_column",
    "replace_document",
    "scratch",
    "set_cell",
    "set_cells",
    "set_record",
    "tell",
    "undo",
    "undo_document",
]
