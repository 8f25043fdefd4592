"""The catalogue of registers: one tuple, in printed order, that everything else walks.

First come those that the CTO plan prints, then those of other plans.

A new register costs a model (its columns are the printed columns), an entry here and a factory.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from plans.enums import BlockKind
from plans.models import (
    appendix,
    backups,
    debt,
    devops,
    header,
    implementation,
    recurring,
    scaling,
    security,
    strategy,
    validation,
)
from plans.registers import Place, Register, is_blank

__all__ = [
    "BY_KEY",
    "CATALOGUE",
    "FIRST",
    "FORMS",
    "MEASURED",
    "OTHER_PLANS",
    "TECHNICAL_PLAN",
    "Count",
    "Place",
    "Register",
    "column_name",
    "count",
    "fillable_columns",
    "forms_of",
    "is_blank",
    "is_fixed",
    "recognise",
]

HEADING = BlockKind.HEADING
FIELD, LIST, CHECKLIST = BlockKind.FIELD, BlockKind.LIST, BlockKind.CHECKLIST
STATEMENT, DIAGRAM = BlockKind.STATEMENT, BlockKind.DIAGRAM

TECHNICAL_PLAN: tuple[Register, ...] = (
    Register("", "Quick Links", recurring.QuickLink),
    Register(
        "",
        "C-Suite Plans",
        recurring.SisterPlan,
        rows=("Position | Plan", "Position | Plan | Location"),
    ),
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
    Register(
        "2.2",
        "Implementation Phases",
        implementation.Phase,
        rows=(
            "Phase | Description | Duration | Status",
            "Phase | Description | Start | Duration | Status",
        ),
    ),
    Register("2.3", "Feature Breakdown", implementation.Feature),
    Register(
        "2.4",
        "Technical Milestones",
        implementation.Milestone,
        rows=("Milestone | Target Date | Criteria | Status", "Milestone | Target Date | Status"),
    ),
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
        measured="Current",
    ),
    Register("4.2", "Scaling Triggers", scaling.ScalingTrigger),
    Register("4.3", "Scaling Roadmap", scaling.ScalingStep),
    Register(
        "4.4",
        "Performance Budgets",
        scaling.PerformanceBudget,
        operational=frozenset({"Current"}),
        measured="Current",
    ),
    Register(
        "5.1",
        "Tech Debt Register",
        debt.DebtItem,
        rows=(
            "Item | Category | Impact | Effort | Priority",
            "Item | Category | Impact | Effort | Priority | Since",
        ),
    ),
    Register("5.2", "Allocation", debt.DebtAllocation, FIELD, label="Allocation"),
    Register("5.2", "Tech Debt Budget", debt.DebtBudget),
    Register(
        "5.3",
        "Code Quality Metrics",
        debt.QualityMetric,
        operational=frozenset({"Current"}),
        measured="Current",
        placed=True,
    ),
    Register("5.4", "Refactoring Priorities", debt.RefactoringPriority),
    Register("6.1", "Security Requirements", security.SecurityRequirement),
    Register("6.2", "Security Testing", security.SecurityTest),
    Register(
        "6.3",
        "Vulnerability Management",
        security.VulnerabilitySla,
        operational=frozenset({"Current Open"}),
        measured="Current Open",
    ),
    Register(
        "6.4",
        "Secrets Management",
        security.Secret,
        rows=(
            "Secret Type | Storage | Rotation",
            "Secret Type | Storage | Rotation | Last Rotated",
        ),
        operational=frozenset({"Last Rotated"}),
    ),
    Register("7.1", "Development Standards", appendix.DevelopmentStandard),
    Register("7.2", "Agent Commands", appendix.AgentCommand),
    Register(
        "7.3",
        "Key Metrics Dashboard",
        appendix.KeyMetric,
        operational=frozenset({"Current"}),
        measured="Current",
        repeats=True,
        rows=(
            "Category | Metric | Current | Target",
            "Metric | Current | Target | Trend",
            "Metric | Current | Target",
            "Metric | Current | Target | Status",
            "Metric | Target | Current | Status",
            "Metric | Current | Target | Gap | Trend",
            "Metric | Current | Target | Industry Avg",
            "Metric | Definition | Target | Current",
            "Key Result | Target | Current | Status",
            "Process | SLA | Current Performance | Status",
        ),
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
    Register(
        "",
        "Risks",
        recurring.Risk,
        repeats=True,
        rows=(
            "Risk | Likelihood | Impact | Mitigation | Owner",
            "Risk | Likelihood | Impact | Mitigation | Owner | Status",
            "Risk | Likelihood | Impact | Mitigation",
        ),
    ),
    Register(
        "",
        "Compliance Requirements",
        recurring.Regulation,
        repeats=True,
        rows=(
            "Regulation | Applicability | Status",
            "Regulation | Applies If | Owner | Status",
            "Regulation | Applicability | Owner | Status",
            "Regulation | Applicability | Status | Compliance Date",
            "Regulation | Jurisdiction | Applicability | Status | Owner",
            "Regulation | Requirement | Status",
            "Framework | Applicability | Status",
        ),
    ),
    Register(
        "",
        "Open Vulnerabilities",
        security.Vulnerability,
        operational=frozenset({"Vulnerability", "Severity", "Found", "Owner", "Fixed"}),
        rows=(
            "Vulnerability | Severity | Found | Owner | Fixed",
            "Vulnerability | Severity | Found | Fixed",
        ),
    ),
    Register("", "Incident Classification", recurring.IncidentClass, repeats=True),
    Register("", "Checklist", recurring.ChecklistItem, CHECKLIST, repeats=True),
)
"""Printed by the other plans, or by any; like all registers, recognised wherever they stand."""

CATALOGUE = (*TECHNICAL_PLAN, *OTHER_PLANS)

FORMS = tuple(form for register in CATALOGUE for form in register.forms)

BY_KEY = {form.key: form for form in FORMS}


FIRST = {form.key: register.key for register in CATALOGUE for form in register.forms}
"""The key of a register's first form, which it goes by, by that of any of its forms."""

MEASURED = {key: first for key, first in FIRST.items() if BY_KEY[key].measured}
"""The first form of every form whose values keep their history."""


def forms_of(registers: Collection[str]) -> list[str]:
    """Give the keys of all forms of registers that are named by their first."""
    return [key for key, first in FIRST.items() if first in registers]


def recognise(places: Iterable[Place]) -> list[Register | None]:
    """Give each block of a plan, in document order, the form of its register.

    Each at most once, but for registers that repeat.
    """
    left: dict[BlockKind, list[Register]] = defaultdict(list)
    for form in FORMS:
        left[form.kind].append(form)
    found: list[Register | None] = []
    for place in places:
        register = next((form for form in left[place.kind] if form.describes(place)), None)
        if register and not register.repeats:
            left[place.kind].remove(register)
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
