"""What the page of a plan shows: outline, banner, and the fragments of its sections.

A section's fragment holds nothing of the person who reads it, so it is cached under the
section's version and the live facts, and never invalidated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gates import lock
from gates.models import Gate
from gates.reasons import Reason
from gates.reasons import notes as state_notes
from gates.state import State
from plans import catalogue, display, printing
from plans.address import read_only
from plans.document import contents, live
from plans.models import Plan, Section

LONG = 30 * 24 * 3600


@dataclass(slots=True)
class OutlineEntry:
    """A heading in the outline, with the share filled under it and its own children."""

    pk: int
    anchor: str
    heading: str
    level: int
    count: catalogue.Count
    children: list["OutlineEntry"] = field(default_factory=list)

    @property
    def total(self) -> catalogue.Count:
        """The counts of this section and everything under it."""
        return sum((child.total for child in self.children), start=self.count)

    @property
    def percent(self) -> int | None:
        """The share filled, in whole percent; None where there is nothing to fill."""
        return self.total.filled

    @property
    def flagged(self) -> int:
        """Cells that a typed column cannot read."""
        return self.total.flagged


def anchors(sections: Iterable[Section]) -> dict[int, str]:
    """Give each section the anchor by which tables of contents link to it."""
    sections = list(sections)
    found = contents.anchors([section.heading for section in sections])
    return {section.pk: anchor for section, anchor in zip(sections, found, strict=True)}


def total(sections: Iterable[Section]) -> catalogue.Count:
    """Give the counts of all sections together."""
    counts = (catalogue.Count(each.cells, each.to_fill, each.flagged) for each in sections)
    return sum(counts, start=catalogue.Count())


def outline(sections: Iterable[Section], anchor: Mapping[int, str]) -> list[OutlineEntry]:
    """Arrange the sections as a tree: titles and the second level on top, the third under them.

    Deeper headings hang under the third level, whose shares include theirs.
    """
    top: list[OutlineEntry] = []
    for section in sections:
        count = catalogue.Count(section.cells, section.to_fill, section.flagged)
        entry = OutlineEntry(section.pk, anchor[section.pk], section.heading, section.level, count)
        if section.level <= 2 or not top:  # noqa: PLR2004 (the second level is the outline's first)
            top.append(entry)
        elif section.level == 3 or not top[-1].children:  # noqa: PLR2004
            top[-1].children.append(entry)
        else:
            top[-1].children[-1].children.append(entry)
    return top


def fragments(
    plan: Plan, sections: list[Section], anchor: Mapping[int, str], facts: live.Facts
) -> list[SafeString]:
    """Give every section's HTML: from the cache, and rendered where it is not there.

    No query where all are cached; otherwise two, for the blocks and rows of the others.
    """
    # The plan's birth is in the key because a restored or emptied database gives out keys again.
    told = repr((facts, plan.references, plan.created_at))
    keys = {section.pk: cache_key(section, anchor[section.pk], told) for section in sections}
    html = cache.get_many(keys.values())
    missing = [section for section in sections if keys[section.pk] not in html]
    if missing:
        rendered = render(plan, missing, anchor, facts)
        fresh = {keys[pk]: fragment for pk, fragment in rendered.items()}
        cache.set_many(fresh, LONG)
        html |= fresh
    return [mark_safe(html[keys[section.pk]]) for section in sections]  # noqa: S308 (our own)


def cache_key(section: Section, anchor: str, told: str) -> str:
    """Name a fragment after everything that it shows, and nothing else."""
    shown = sha256(f"{anchor} {told}".encode()).hexdigest()[:16]
    return f"section:{section.pk}:{section.version}:{shown}"


def render(
    plan: Plan, sections: list[Section], anchor: Mapping[int, str], facts: live.Facts
) -> dict[int, str]:
    """Render sections' fragments; two queries for all of them."""
    loaded = printing.load_some(sections)
    fragments: dict[int, str] = {}
    references = frozenset(plan.references)
    for section in sections:
        shower = display.Shower(section, references, facts)
        shown = shower.section(section, anchor[section.pk], loaded)
        fragments[section.pk] = render_to_string("plans/section.html#section", {"section": shown})
    return fragments


@dataclass(frozen=True, slots=True)
class Banner:
    """The gate as it stands over a plan: its words, and what is missing and who can give it.

    `notes` say what is unusual about how it is opened: one person alone, or an override.
    """

    state: str
    validation: str
    approval: str
    reasons: list[Reason]
    notes: list[str]
    url: str

    @property
    def css(self) -> str:
        """The class that colours it."""
        return f"is-{self.state.lower()}"


def banner(gate: Gate | None, state: State | None) -> Banner | None:
    """Give the banner of a plan that has a gate."""
    if gate is None or state is None:
        return None
    url = gate.get_absolute_url()
    approval = str(state.approval.label)
    notes = state_notes(state)
    return Banner(state.gate, state.validation, approval, lock.reasons(state), notes, url)


def context(plan: Plan, sections: list[Section], state: State | None) -> dict[str, Any]:
    """Give the plan page's context; see its template for the names. At most two queries."""
    anchor = anchors(sections)
    may_write = plan.may_change_plan  # type: ignore[attr-defined]
    reasons = lock.reasons(state) if state else []
    return {
        "plan": plan,
        "banner": banner(plan.gate, state),
        "editable": ("operational" if reasons else "yes") if may_write else "no",
        "refusal": refusal(plan, reasons, may_write=may_write),
        "outline": outline(sections, anchor),
        "filled": total(sections).filled,
        "sections": fragments(plan, sections, anchor, printing.facts(plan, state)),
    }


def refusal(plan: Plan, reasons: list[Reason], *, may_write: bool) -> str:
    """Say why a cell cannot be edited, in the words of the refusal itself."""
    if not may_write:
        return read_only(plan)
    return " ".join(reason.sentence for reason in reasons)
