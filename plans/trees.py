"""The tree of a company's documents: README.md, CEO/README.md, CTO/README.md and so on.

The same files, byte for byte, for the command that writes them and for the browser's ZIP.
"""

from io import BytesIO
from stat import S_IFREG
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from gates import access
from gates import state as states
from gates.actors import Actor
from plans import printing
from plans.document.decode import encode
from plans.enums import Position
from plans.models import Company, Plan

FILE = "README.md"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a ZIP can name: when it was made is no part of what it says."""

UNIX = 3
PERMISSIONS = S_IFREG | 0o644


def path(position: Position | str) -> str:
    """Give where a position's document lies; the Corporate Plan is the company's own."""
    return FILE if position == Position.CORP else f"{position}/{FILE}"


PATHS = {path(position): position for position in Position}
"""Whose document lies at each path, in order."""


def files(company: Company, by: Actor) -> dict[str, bytes]:
    """Give the documents that the actor may see, as they are exported; five queries at most."""
    plans = visible_plans(company, by)
    logs = states.current_of([plan.gate for plan in plans if plan.gate])
    loaded = printing.load_all(plans)
    return {
        path(plan.position): exported(plan, loaded[plan.pk], logs.get(plan.gate_id or 0))
        for plan in plans
    }


def visible_plans(company: Company, by: Actor) -> list[Plan]:
    """Give the company's plans that the actor may see, in the order of the positions; a query."""
    plans = access.visible_to(by, "view_plan", Plan.objects.filter(company=company))
    order = list(Position.values)
    found = plans.select_related("company", "gate")
    return sorted(found, key=lambda plan: order.index(plan.position))


def exported(plan: Plan, loaded: printing.Loaded, state: states.State | None) -> bytes:
    """Give the bytes of a plan, with its live facts."""
    return encode(printing.printed(plan, loaded, printing.facts(plan, state)), plan.encoding)


def zipped(files: dict[str, bytes]) -> bytes:
    """Pack files so that the same files are always the same bytes."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in files.items():
            entry = ZipInfo(name, EPOCH)
            entry.create_system, entry.external_attr = UNIX, PERMISSIONS << 16
            archive.writestr(entry, data, ZIP_DEFLATED, compresslevel=9)
    return packed.getvalue()
