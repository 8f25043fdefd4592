"""The answers to an edit: what changed and its neighbours, as small as can be."""

from typing import Any

from gates.actors import Actor
from gates.lock import GateClosed
from plans import catalogue, display, history, page, printing
from plans.address import Address, Gone, visible_plan
from plans.document import cells
from plans.editing import Conflict, Written
from plans.enums import BlockKind
from plans.models import Plan, Row, Section

CELL = "plans/answer.html#cell"
SECTION = "plans/answer.html#section"

TAGS = {BlockKind.TABLE: "td", BlockKind.HEADING: "span"}
"""What a cell is, by its kind of block, where that is not a `div`."""

type Context = dict[str, Any]


def cell(plan: Plan, row: Row, column: int) -> Context:
    """Show one cell of a row that has its block and section; no query."""
    kind = BlockKind(row.block.kind)
    facts = printing.facts(plan, None)
    shower = display.Shower(row.block.section, frozenset(plan.references), facts)
    register = catalogue.BY_KEY.get(row.block.register)
    columns = display.column_views(row.block, register, [row])
    view = shower.row(row, kind, register, columns)
    shown = next((each for each in view.cells if each.index == column), None)
    return {
        "row": view,
        "cell": shown,
        "tag": TAGS.get(kind, "div"),
        "section": row.block.section,
    }


def saved_cell(written: Written, column: int) -> Context:
    """Answer a write that was done."""
    return cell(written.plan, written.row, column) | {"state": "saved", "changed": written.changed}


def refused_cell(
    address: Address, row: int, column: int, refusal: Exception, typed: str
) -> Context:
    """Answer a write that was refused: what stands, what was typed, and why. Three queries."""
    found = Row.objects.select_related("block__section__plan__company").filter(
        pk=row,
        block__section__plan__company__slug=address.company,
        block__section__plan__position=address.position,
    )
    standing = found.first()
    if standing is None:
        message = "This row is no longer there: somebody deleted it."
        raise Gone(message)
    plan = standing.block.section.plan
    text = standing.cells[column] if column < len(standing.cells) else ""
    state = {Conflict: "conflict", GateClosed: "refused"}.get(type(refusal), "invalid")
    return cell(plan, standing, column) | {
        "state": state,
        "standing": cells.unescape(BlockKind(standing.block.kind), text),
        "typed": typed,
        "message": str(refusal),
        "who": history.last_writer(plan, standing.pk),
    }


def section(address: Address, key: int | None, message: str, *, by: Actor) -> Context:
    """Show a section of the plan as it stands, with the reason of a refusal. Six queries."""
    plan = visible_plan(address, by)
    sections = list(Section.objects.filter(plan=plan))
    shown = [each for each in sections if each.pk == key]
    if not shown:
        text = "This part of the plan is no longer there."
        raise Gone(text)
    facts = printing.facts(plan, printing.gate_state(plan))
    (html,) = page.fragments(plan, shown, page.anchors(sections), facts)
    return {"html": html, "section": shown[0], "message": message}
