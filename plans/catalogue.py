"""The catalogue of registers: one tuple, in printed order, that everything else walks.

First come those that the CTO plan prints, then those of other plans.

A new register costs a model (its columns are the printed columns), an entry here and a factory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import slugify

from plans.columns import Column, Values
from plans.document.outline import split_number
from plans.document.placeholders import is_placeholder
from plans.enums import BlockKind
from plans.models import (
    Record,
    appendix,
    backups,
    debt,
    devops,
    header,
    implementation,
    scaling,
    security,
    strategy,
    validation,
)


@dataclass(frozen=True)
class Register:
    """A part of the document that has a model.

    `number` and `title` are printed: the section's number and the heading or bold label of the
    register; `key` is its slug. A table is recognised by its header row. Any other kind of block
    is recognised by its label, or, where it prints none, by the numbered heading it stands
    under, whatever its number is now; the summary, by standing under a title.
    `operational` names the columns that stay writable while the gate is closed.
    """

    number: str
    title: str
    model: type[Record]
    kind: BlockKind = BlockKind.TABLE
    label: str = ""
    operational: frozenset[str] = frozenset()
    live: bool = False

    @cached_property
    def key(self) -> str:
        """The slug of the printed title."""
        return slugify(self.title)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the model, one for each cell of a row."""
        return self.model.columns

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """The printed headers."""
        return tuple(column.header for column in self.columns)

    def is_operational(self, column: int) -> bool:
        """Tell whether the gate leaves this column writable while it is closed."""
        return column < len(self.headers) and self.headers[column] in self.operational

    @cached_property
    def is_wholly_operational(self) -> bool:
        """Whether rows come, go and move while the gate is closed: it leaves every column open."""
        return self.operational == set(self.headers)

    def describes(self, place: "Place") -> bool:
        """Tell whether a block that stands in this place is this register."""
        if place.kind != self.kind:
            return False
        if self.kind == BlockKind.TABLE:
            return place.headers == self.headers
        if self.label:
            return place.label == self.label or self.reads_label(place.label)
        if self.number:
            return not place.label and self.is_heading(place.heading)
        return not place.label and place.level == 1

    def is_heading(self, heading: str) -> bool:
        """Tell whether a heading is the register's: it has a number, but that may be another."""
        number, title = split_number(heading)
        return number is not None and len(number.parts) > 1 and title == self.title

    @property
    def has_fixed_label(self) -> bool:
        """Whether the label of the field is only a label, which nobody writes."""
        return self.kind == FIELD and self.headers[0] == LABEL

    def reads_label(self, label: str) -> bool:
        """Tell whether a field's label is one that the register reads, such as "Sprint 24"."""
        if self.kind != FIELD or self.has_fixed_label:
            return False
        word = label[: len(self.label)].casefold()
        return word == self.label.casefold() and 0 not in self.read([label])[1]

    def read(
        self, cells: Sequence[str], references: Iterable[str] = ()
    ) -> tuple[Values, dict[int, str]]:
        """Parse a row: the values by field name, and for each unreadable column a sentence.

        Cells beyond the columns have no meaning; missing ones say nothing. `references` are the
        document's link definitions: a bracketed word that has one is no placeholder.
        """
        defined = frozenset(references)
        values: Values = {}
        problems: dict[int, str] = {}
        for index, column in enumerate(self.columns):
            text = cells[index] if index < len(cells) else ""
            try:
                values |= column.values(None if is_blank(self.kind, text, defined) else text)
            except ValueError as error:
                problems[index] = str(error)
                values |= column.values(None)
        return values, problems


@dataclass(frozen=True)
class Place:
    """What a block shows of itself to be recognised by."""

    kind: BlockKind
    heading: str
    level: int
    label: str = ""
    headers: tuple[str, ...] = ()


COMPANY_NAME = "[COMPANY NAME]"
"""The one placeholder that nobody has to fill: the company's name stands for it everywhere."""

LABEL = "Label"
"""The header of a field's first column, where it is nothing but the printed label."""

HEADING = BlockKind.HEADING
FIELD, LIST, CHECKLIST = BlockKind.FIELD, BlockKind.LIST, BlockKind.CHECKLIST
STATEMENT, DIAGRAM = BlockKind.STATEMENT, BlockKind.DIAGRAM

TECHNICAL_PLAN: tuple[Register, ...] = (
    Register("", "Plan Summary", header.PlanSummary, STATEMENT),
    Register("", "Last Updated", header.LastUpdated, FIELD, label="Last Updated", live=True),
    Register("", "Plan Owner", header.PlanOwner, FIELD, label="Plan Owner"),
    Register("", "Review Cycle", header.ReviewCycle, FIELD, label="Review Cycle"),
    Register(
        "1.1",
        "Technical Vision Statement",
        strategy.VisionStatement,
        STATEMENT,
        label="Technical Vision Statement",
    ),
    Register("1.1", "Guiding Principles", strategy.GuidingPrinciple),
    Register("1.2", "Technology Stack", strategy.StackLayer),
    Register("1.3", "Architecture Overview", strategy.ArchitectureDiagram, DIAGRAM),
    Register("1.4", "Architecture Decision Records (ADRs)", strategy.ArchitectureDecision),
    Register("1.5", "API Strategy", strategy.Api),
    Register("2.1", "Sprint", implementation.Sprint, FIELD, label="Sprint"),
    Register("2.1", "Current Sprint", implementation.Story),
    Register("2.1", "Sprint Goals", implementation.SprintGoal, LIST, label="Sprint Goals"),
    Register("2.2", "Implementation Phases", implementation.Phase),
    Register("2.3", "Feature Breakdown", implementation.Feature),
    Register("2.4", "Technical Milestones", implementation.Milestone),
    Register("3.1", "Environments", devops.Environment),
    Register("3.2", "CI/CD Pipeline", devops.PipelineDiagram, DIAGRAM),
    Register("3.3", "Deployment Strategy", devops.DeploymentStrategy),
    Register(
        "3.3",
        "Deployment Checklist",
        devops.DeploymentCheck,
        CHECKLIST,
        label="Deployment Checklist",
    ),
    Register("3.4", "Monitoring & Observability", devops.Monitor),
    Register(
        "3.5",
        "On-Call Rotation",
        devops.OnCallShift,
        operational=frozenset({"Week", "Primary", "Secondary", "Escalation"}),
    ),
    Register(
        "4.1",
        "Current Capacity",
        scaling.Capacity,
        operational=frozenset({"Current", "Utilization"}),
    ),
    Register("4.2", "Scaling Triggers", scaling.ScalingTrigger),
    Register("4.3", "Scaling Roadmap", scaling.ScalingStep),
    Register(
        "4.4", "Performance Budgets", scaling.PerformanceBudget, operational=frozenset({"Current"})
    ),
    Register("5.1", "Tech Debt Register", debt.DebtItem),
    Register("5.2", "Allocation", debt.DebtAllocation, FIELD, label="Allocation"),
    Register("5.2", "Tech Debt Budget", debt.DebtBudget),
    Register("5.3", "Code Quality Metrics", debt.QualityMetric, operational=frozenset({"Current"})),
    Register("5.4", "Refactoring Priorities", debt.RefactoringPriority),
    Register("6.1", "Security Requirements", security.SecurityRequirement),
    Register("6.2", "Security Testing", security.SecurityTest),
    Register(
        "6.3",
        "Vulnerability Management",
        security.VulnerabilitySla,
        operational=frozenset({"Current Open"}),
    ),
    Register("6.4", "Secrets Management", security.Secret),
    Register("7.1", "Development Standards", appendix.DevelopmentStandard),
    Register("7.2", "Agent Commands", appendix.AgentCommand),
    Register(
        "7.3", "Key Metrics Dashboard", appendix.KeyMetric, operational=frozenset({"Current"})
    ),
    Register("7.4", "Related Documents", appendix.RelatedDocument),
    Register("", "Document History", header.DocumentVersion),
)

OTHER_PLANS: tuple[Register, ...] = (
    Register(
        "3.1",
        "Validation Gate Criteria",
        validation.ValidationCriterion,
        operational=frozenset({"Current", "Source", "As of"}),
    ),
    Register(
        "3.1",
        "Validation Gate Criteria in Brief",
        validation.BriefValidationCriterion,
        operational=frozenset({"Current"}),
    ),
    Register("5.1", "Backup Strategy", backups.BackupStrategy),
    Register(
        "",
        "Backup Status",
        backups.BackupStatus,
        operational=frozenset({"Last Copy", "Last Restore Test", "Result"}),
    ),
)
"""Printed by the other plans, or by any; like all registers, recognised wherever they stand."""

CATALOGUE = (*TECHNICAL_PLAN, *OTHER_PLANS)

BY_KEY = {register.key: register for register in CATALOGUE}


def recognise(places: Iterable[Place]) -> list[Register | None]:
    """Give each block of a plan, in document order, its register; each register at most once."""
    left = list(CATALOGUE)
    found: list[Register | None] = []
    for place in places:
        register = next((entry for entry in left if entry.describes(place)), None)
        if register:
            left.remove(register)
        found.append(register)
    return found


@dataclass(frozen=True, slots=True)
class Count:
    """How many cells there are, how many wait to be filled, how many a column cannot read."""

    cells: int = 0
    to_fill: int = 0
    flagged: int = 0

    @property
    def filled(self) -> int | None:
        """The share of cells that are filled, in whole percent, rounded down; None for none."""
        return 100 * (self.cells - self.to_fill) // self.cells if self.cells else None

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.cells + other.cells, self.to_fill + other.to_fill, self.flagged + other.flagged
        )

    def __sub__(self, other: "Count") -> "Count":
        return Count(
            self.cells - other.cells, self.to_fill - other.to_fill, self.flagged - other.flagged
        )


def count(
    kind: BlockKind, register: Register | None, cells: Sequence[str], references: Iterable[str] = ()
) -> Count:
    """Count a row's cells, as a section's share filled is made of them; not the flagged ones."""
    fillable = fillable_columns(kind, register, cells)
    defined = frozenset(references)
    to_fill = sum(is_blank(kind, cells[index], defined) for index in fillable)
    return Count(len(fillable), to_fill)


def is_blank(kind: BlockKind, text: str, defined: frozenset[str]) -> bool:
    """Tell whether somebody still has to fill in something here; a drawing's brackets are art."""
    return kind != DIAGRAM and is_placeholder(text.replace(COMPANY_NAME, ""), defined)


def fillable_columns(
    kind: BlockKind, register: Register | None, cells: Sequence[str]
) -> Sequence[int]:
    """Give the columns of a row that a person is expected to fill.

    Not those that Plangate fills itself, a heading, a box, a label or a drawing.
    """
    if kind in (HEADING, DIAGRAM) or (register and register.live):
        return ()
    if kind == CHECKLIST:
        return range(1, len(cells))
    return [index for index in range(len(cells)) if not is_fixed(kind, register, index)]


def is_fixed(kind: BlockKind, register: Register | None, column: int) -> bool:
    """Tell whether nobody writes this cell: a live fact, or a field's label.

    A label that its register reads, such as the sprint's number, is written.
    """
    if register and register.live:
        return True
    if kind != FIELD or column:
        return False
    return register is None or register.has_fixed_label


def column_name(kind: str, columns: list[str], register: str, column: int) -> str:
    """Give what a column is called: its printed header, else its register's, else nothing."""
    if kind == BlockKind.HEADING:
        return BlockKind.HEADING.label
    known = BY_KEY.get(register)
    headers = columns or (known.headers if known else ())
    return headers[column] if column < len(headers) else ""
