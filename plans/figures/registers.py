"""Which figure stands above which register: one line for each."""

from collections.abc import Callable

from plans.figures import (
    amounts,
    days,
    decisions,
    features,
    matrices,
    milestones,
    oncall,
    phases,
    releases,
    scaling,
    sprints,
    vulnerabilities,
)
from plans.figures.drawing import Shapes
from plans.figures.lines import Around, Lines

FIGURES: dict[str, tuple[str, Callable[[Lines, Around], Shapes]]] = {
    "technology-stack": ("The decisions behind it", decisions.stack),
    "architecture-decision-records-adrs": ("What supersedes and depends on what", decisions.adrs),
    "current-sprint": ("Points of the sprint", sprints.sprint),
    "implementation-phases": ("Phases in time", phases.phases),
    "feature-breakdown": ("Features and what they wait for", features.features),
    "technical-milestones": ("Milestones in time", milestones.milestones),
    "deployment-checklist": ("Checks before the next release", releases.checklist),
    "on-call-rotation": ("Who is on call", oncall.rotation),
    "current-capacity": ("Capacity in use", amounts.capacity),
    "scaling-triggers": ("Which would fire now", scaling.triggers),
    "scaling-roadmap": ("Where the users are", scaling.roadmap),
    "performance-budgets": ("Values against budgets", amounts.budgets),
    "tech-debt-register": ("Debt by impact and effort", matrices.debt),
    "tech-debt-budget": ("Share spent on debt", sprints.debt),
    "code-quality-metrics": ("Values against targets", amounts.targets),
    "security-requirements": ("Requirements by status", amounts.statuses),
    "security-testing": ("Next runs", days.tests),
    "vulnerability-management": ("Open vulnerabilities by severity", vulnerabilities.severities),
    "open-vulnerabilities": ("When each is due", vulnerabilities.vulnerabilities),
    "secrets-management": ("Next rotations", days.rotations),
    "key-metrics-dashboard": ("Values against targets", amounts.targets),
    "risks": ("Risks by likelihood and impact", matrices.risks),
    "compliance-requirements": ("Rules by status", amounts.statuses),
}
"""By the key of a register's first form."""

READ = frozenset({"allocation", "sprint", "sprint-goals"})
"""Registers that have no figure of their own, but whose rows figures of others ask for."""

STEPPED = frozenset({"current-sprint", "deployment-checklist"})
"""Registers whose figures ask who got a row done, and when."""
