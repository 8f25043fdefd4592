"""The one door for writing: every change of a plan, from wherever it comes, goes through here.

A write runs in one short transaction: the plan and its gate are locked, permission and gate are
asked, the value that the caller saw is compared with the one that stands, the model validates,
cell and record are written, the history is told. It raises; it never sees a request.
"""

from gates.lock import GateClosed
from plans.address import Address, Gone
from plans.editing.cells import MAX_CELL, Written, set_cell
from plans.editing.documents import (
    Imported,
    create_plan,
    preview_document,
    preview_plan,
    replace_document,
    scratch,
    undo_document,
)
from plans.editing.door import Conflict, Invalid, Outdated
from plans.editing.reading import read
from plans.editing.rows import add_row, delete_row, move_row

__all__ = [
    "MAX_CELL",
    "Address",
    "Conflict",
    "GateClosed",
    "Gone",
    "Imported",
    "Invalid",
    "Outdated",
    "Written",
    "add_row",
    "create_plan",
    "delete_row",
    "move_row",
    "preview_document",
    "preview_plan",
    "read",
    "replace_document",
    "scratch",
    "set_cell",
    "undo_document",
]
