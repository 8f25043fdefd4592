"""A person takes a roll-up over: from then on it is a table of the document, and no longer live."""

from django.utils import timezone

from gates.actors import Actor
from plans import editing, rendering
from plans.address import Address, Gone
from plans.editing import Group, Invalid
from plans.models import Plan
from plans.rollups.lines import Line
from plans.rollups.places import panels


def take_over(corporate: Plan, key: str, *, by: Actor) -> Group:
    """Write what a roll-up says now, as the actor sees it, at the end of its section.

    One group in the history. Raises Gone, PermissionDenied, GateClosed, or Invalid where there is
    nothing to write or no place for it.
    """
    panel = next((each for each in panels(corporate, by=by) if each.rollup.key == key), None)
    if panel is None:
        raise Gone("There is no such roll-up.")
    rollup = panel.rollup
    if not panel.lines:
        raise Invalid(f"There is nothing to copy. {rollup.empty}")
    if panel.section is None:
        message = f"The plan has no section “{rollup.heading}”, where this belongs. Add it first."
        raise Invalid(message)
    return editing.add_table(
        Address(corporate.company.slug, corporate.position),
        panel.section,
        rollup.headers,
        label=f"{rollup.title} on {timezone.localdate().isoformat()}",
        rows=[typed(line) for line in panel.lines],
        by=by,
    )


def typed(line: Line) -> list[str]:
    """Give a line's cells as Markdown, the first with the link to where it comes from."""
    name, *rest = line.cells
    return [rendering.link(name, line.path), *map(rendering.literal, rest)]
