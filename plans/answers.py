"""The answers to an edit: what changed and its neighbours, as small as can be."""

import json
from typing import Any

from django.utils.safestring import mark_safe

from gates.actors import Actor
from gates.lock import GateClosed
from plans import catalogue, display, history, page, printing, rendering, rollups
from plans.address import Address, Gone, visible_plan
from plans.document import cells
from plans.editing import Conflict, Group, Written
from plans.enums import BlockKind
from plans.models import Plan, Row, Section

CELL = "plans/answer.html#cell"
NEWS = "plans/answer.html#news"

OUT_OF_BAND = '<section hx-swap-oob="true"'

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


def preview(plan: Plan, kind: BlockKind, text: str) -> str:
    """Show a text as its cell will, once it is no longer being typed; nothing without any marks."""
    if not rendering.MARKUP.search(text):
        return ""
    shower = display.Shower(Section(), frozenset(plan.references), printing.facts(plan, None))
    return shower.cell(kind, None, 0, cells.escape(kind, text)).html


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


def news(address: Address, seen: int | None, *, by: Actor) -> Context:
    """Show what a page that knows a revision does not know yet. Six queries at most.

    That is every section that changed since or, where sections came, went, moved or were renamed,
    the whole document; to a page that knows nothing, all of it.
    """
    plan = visible_plan(address, by)
    return news_of(plan, plan.revision if seen is None else seen)


def news_of(plan: Plan, seen: int) -> Context:
    """Show it of a plan that was read; five queries at most."""
    sections = list(Section.objects.filter(plan=plan))
    is_new = plan.laid_out > seen
    shown = [each for each in sections if is_new or each.revision > seen]
    anchors, facts = page.anchors(sections), printing.facts(plan, printing.gate_state(plan))
    html = page.fragments(plan, shown, anchors, facts) if shown else []
    if is_new:
        html = rollups.beside(plan, shown, html)
    else:
        html = [mark_safe(each.replace("<section", OUT_OF_BAND, 1)) for each in html]  # noqa: S308
    return {
        "plan": plan,
        "since": seen,
        "sections": list(zip(shown, html, strict=True)),
        "outline": page.outline(sections, anchors) if is_new else None,
    }


def told(
    since: int, revision: int, done: Written | Group | None = None, *, gate: int | None = None
) -> str:
    """Say in a header what the page knows now, and where the person is to be.

    `news`: the revisions from and to which the answer leads; `gate`: its mark;
    `added`: a row that is new, with the group that takes it away again; `focus`: the row that was
    written.
    """
    words: Context = {"news": {"from": since, "to": revision}}
    if gate is not None:
        words["gate"] = gate
    if isinstance(done, Written):
        words["added"] = {"row": done.row.pk, "group": str(done.group)}
    elif done and done.row:
        words["focus"] = done.row
    return json.dumps(words)
