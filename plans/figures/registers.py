"""Which figure stands above which register: one line for each."""

from collections.abc import Callable

from plans.figures import amounts, days, matrices
from plans.figures.drawing import Shapes
from plans.figures.lines import Around, Lines

FIGURES: dict[str, tuple[str, Callable[[Lines, Around], Shapes]]] = {
    "current-sprint": ("Points of the sprint", amounts.stories),
    "implementation-phases": ("Phases by status", amounts.statuses),
    "feature-breakdown": ("Features by status", amounts.statuses),
    "technical-milestones": ("Milestones in time", days.milestones),
    "current-capacity": ("Capacity in use", amounts.capacity),
    "performance-budgets": ("Values against budgets", amounts.budgets),
    "tech-debt-register": ("Debt by impact and effort", matrices.debt),
    "code-quality-metrics": ("Values against targets", amounts.targets),
    "security-requirements": ("Requirements by status", amounts.statuses),
    "security-testing": ("Next runs", days.tests),
    "key-metrics-dashboard": ("Values against targets", amounts.targets),
    "risks": ("Risks by likelihood and impact", matrices.risks),
    "compliance-requirements": ("Rules by status", amounts.statuses),
}
"""By the key of a register's first form."""

READ: frozenset[str] = frozenset()
"""Registers that have no figure of their own, but whose rows figures of others ask for."""
