"""The evidence that a company's marketing plan has for the gate's decision, as plain values."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from gates.enums import Verdict
from gates.evidence import Criterion, Evidence, Measure, judge
from plans.catalogue import CATALOGUE, is_blank
from plans.document import cells, contents
from plans.enums import BlockKind, Position, Requirement
from plans.models import Row, Section
from plans.models.validation import Measured

REGISTERS = {entry.key: entry for entry in CATALOGUE if issubclass(entry.model, Measured)}
RIGHT = {
    "Metric": "the name of what is measured",
    "Threshold": "a bound, such as >40% or <$25",
    "Current": "a number with its unit, such as 46% or $18",
    "Required": f"{Requirement.YES} or {Requirement.NO}",
}
"""The printed columns that a verdict takes, each with what would be right there."""


def evidence(company_id: int) -> Evidence:
    """Give the criteria of a company's marketing plan; two queries. See `evidence_of`."""
    return evidence_of([company_id])[company_id]


def evidence_of(company_ids: Collection[int]) -> dict[int, Evidence]:
    """Give every company its criteria in printed order, by its primary key; two queries.

    The address is that of the section with the first criterion; that of the plan where there is
    none; "" for a company without a marketing plan.
    """
    sections: dict[int, list[Section]] = defaultdict(list)
    for section in sections_of(company_ids):
        sections[section.plan.company_id].append(section)
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in rows_of(company_ids):
        rows[row.block.section_id].append(row)
    return {key: gathered(sections[key], rows) for key in company_ids}


def sections_of(company_ids: Collection[int]) -> QuerySet[Section]:
    """Give the sections of the companies' marketing plans, each plan's in printed order."""
    sections = Section.objects.filter(
        plan__company__in=company_ids, plan__position=Position.CMO
    ).select_related("plan__company")
    return sections.order_by("position")


def rows_of(company_ids: Collection[int]) -> QuerySet[Row]:
    """Give the companies' criteria, each section's in printed order."""
    rows = Row.objects.filter(
        block__section__plan__company__in=company_ids,
        block__section__plan__position=Position.CMO,
        block__register__in=REGISTERS,
    ).select_related("block")
    return rows.order_by("block__position", "position")


def gathered(sections: list[Section], rows: Mapping[int, list[Row]]) -> Evidence:
    """Put a plan's evidence together, from all its sections and from rows by their section."""
    if not sections:
        return Evidence()
    plan = sections[0].plan
    defined = frozenset(plan.references)
    measuring = [section.pk for section in sections if section.pk in rows]
    criteria = [Reader(row, defined).criterion() for key in measuring for row in rows[key]]
    found = contents.anchors([section.heading for section in sections])
    anchors = {section.pk: anchor for section, anchor in zip(sections, found, strict=True)}
    url = f"{plan.url}#{anchors[measuring[0]]}" if measuring else plan.url
    return Evidence(tuple(criteria), url)


class Reader:
    """Reads a row of criteria: its texts by printed header, what they mean, what is wrong there.

    The cells are read as the record's columns read them, so that what cannot be read has its
    sentence; `defined` are the plan's link labels, which are no placeholders.
    """

    def __init__(self, row: Row, defined: frozenset[str]) -> None:
        register = REGISTERS[row.block.register]
        self.values, problems = register.read(row.cells, defined)
        self.columns = {column.header: column for column in register.columns}
        self.texts = dict.fromkeys(RIGHT, "") | dict(zip(self.columns, row.cells, strict=False))
        self.problems = {register.headers[index]: text for index, text in problems.items()}
        self.blank = {
            header
            for header, text in self.texts.items()
            if is_blank(BlockKind.TABLE, text, defined)
        }

    def criterion(self) -> Criterion:
        """Give the row as a criterion; where a column is not there or not filled, ""."""
        verdict, problem = self.verdict()
        return Criterion(
            metric=self.text("Metric"),
            threshold=self.text("Threshold"),
            current=self.text("Current"),
            verdict=verdict,
            problem=problem,
            source=self.said("Source"),
            as_of=self.said("As of"),
            required=self.values.get("required") != Requirement.NO,
        )

    def text(self, header: str) -> str:
        """Give what a cell says, without the signs that a table needs."""
        return cells.unescape(BlockKind.TABLE, self.texts.get(header, ""))

    def said(self, header: str) -> str:
        """Give what somebody wrote into a cell; "" for a placeholder."""
        return "" if header in self.blank else self.text(header)

    def verdict(self) -> tuple[Verdict, str]:
        """Give the verdict, and everything that stands in its way."""
        problems = [problem for header in RIGHT if (problem := self.problem(header))]
        return (Verdict.MISSING, " ".join(problems)) if problems else judge(*self.measures())

    def problem(self, header: str) -> str:
        """Say what is wrong with a cell, and what would be right; "" if nothing is."""
        if header in self.problems:
            return f"{header}: {self.problems[header]}"
        if header in self.blank or self.lacks(header):
            says = f"“{self.text(header)}”" if self.texts[header] else "nothing"
            return f"{header} says {says}. Write {RIGHT[header]}."
        return ""

    def lacks(self, header: str) -> bool:
        """Tell whether there is no value where there has to be one; silence means required."""
        if header == "Required":
            return False
        return all(self.values[name] is None for name in self.columns[header].names.values())

    def measures(self) -> tuple[Measure, Measure]:
        """Give threshold and value, with the threshold's window where the value names it too.

        So ">40% for 7 days" takes "46%" and "46% for 7 days", not "46% for 30 days".
        """
        values = self.values
        bound, unit = folded(values["threshold_unit"]), folded(values["current_unit"])
        if unit != bound:
            bound = folded(f"{values['threshold_unit']} {values['threshold_window']}")
        threshold = Measure(values["threshold_value"], bound, values["threshold_comparator"])
        return threshold, Measure(values["current_value"], unit)


def folded(unit: str) -> str:
    """Give a unit as units are compared: "$per Sign-up" as "$ per sign-up"."""
    return " ".join(re.sub(r"^([$€£])", r"\1 ", unit).casefold().split())
