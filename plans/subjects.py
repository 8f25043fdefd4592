"""What a plan answers to its gate: evidence, text, sections, its siblings, and what changed.

The setting `GATE_SUBJECT` names this class; gates call it through `gates.subjects.subject()`.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from gates import access
from gates.actors import Actor
from gates.evidence import Evidence
from gates.models import Gate
from gates.subjects import Drift, Share
from plans import catalogue, comparison, printing, validation
from plans.document.compare import compare
from plans.document.parse import parse
from plans.enums import Position
from plans.models import Plan, Section


class PlanSubject:
    """Answers for the gates of plans; see `gates.subjects.Subject`."""

    def evidence(self, gate: Gate) -> Evidence:
        """Give the criteria of the same company's marketing plan; three queries."""
        plan = plan_of(gate)
        return validation.evidence(plan.company_id) if plan else Evidence()

    def text(self, gate: Gate) -> str:
        """Give what people wrote, without live facts; four queries."""
        plan = plan_of(gate)
        return printing.text(plan) if plan else ""

    def headings(self, gate: Gate) -> list[str]:
        """Give the plan's headings, in order; one query."""
        found = Section.objects.filter(plan__gate=gate).exclude(heading="")
        return list(dict.fromkeys(found.values_list("heading", flat=True)))

    def sections(self, named: Mapping[int, Iterable[str]]) -> dict[int, dict[str, str]]:
        """Digest each named section with everything under it; three queries for all gates."""
        chosen: dict[tuple[int, str], list[Section]] = {}
        for gate, sections in sections_by_gate(named).items():
            for heading in named[gate]:
                chosen[gate, heading] = list(under(heading, sections))
        texts = section_texts([each for sections in chosen.values() for each in sections])
        digests: dict[int, dict[str, str]] = {gate: {} for gate in named}
        for (gate, heading), sections in chosen.items():
            text = "".join(texts[section.pk] for section in sections)
            digests[gate][heading] = sha256(text.encode()).hexdigest() if sections else ""
        return digests

    def shares(self, gate: Gate) -> list[Share]:
        """Give the other nine plans of the company, one that is not there as 0 %; two queries."""
        plan = plan_of(gate)
        if plan is None:
            return []
        others = Plan.objects.filter(company=plan.company_id).exclude(pk=plan.pk)
        filled = {
            position: catalogue.Count(cells or 0, to_fill or 0).filled or 0
            for position, cells, to_fill in others.values_list("position").annotate(
                Sum("sections__cells"), Sum("sections__to_fill")
            )
        }
        return [
            Share(position.value, filled.get(position.value, 0))
            for position in Position
            if position != plan.position
        ]

    def drift(self, gate: Gate, before: str, *, by: Actor) -> Drift:
        """Compare the plan with an earlier text of it, row by row; five queries."""
        plan = plan_of(gate)
        now = printing.document(plan, printing.load(plan)) if plan else parse("")
        shown = comparison.comparison(compare(parse(before), now))
        words = ", ".join(shown.summary.words()) or "nothing"
        is_seen = shown.sections and plan and access.can(by, "view_plan", plan)
        rows = render_to_string("plans/drift.html", {"difference": shown}) if is_seen else ""
        return Drift(words, mark_safe(rows))  # noqa: S308 (a template of our own)


def plan_of(gate: Gate) -> Plan | None:
    """Give the plan behind a gate; one query."""
    return Plan.objects.select_related("company").filter(gate=gate).first()


def sections_by_gate(gates: Iterable[int]) -> dict[int, list[Section]]:
    """Give the sections of the gates' plans, in order; one query."""
    found: dict[int, list[Section]] = {gate: [] for gate in gates}
    sections = Section.objects.filter(plan__gate__in=found).select_related("plan")
    for section in sections.order_by("plan", "position"):
        found[section.plan.gate_id or 0].append(section)
    return found


def under(heading: str, sections: Iterable[Section]) -> Iterator[Section]:
    """Give the sections of this heading, each with everything of a deeper level that follows."""
    level = 0
    for section in sections:
        if section.heading == heading:
            level = section.level
        elif section.level <= level:
            level = 0
        if level:
            yield section


def section_texts(sections: list[Section]) -> dict[int, str]:
    """Print sections, by their primary keys; two queries."""
    loaded = printing.load_some(sections)
    return {section.pk: "".join(printing.section_parts(loaded, section)) for section in sections}
