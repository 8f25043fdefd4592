"""Companies of several plans, whose documents lie in a tree."""

from gates.actors import Actor
from plans import editing, printing
from plans.document.decode import encode
from plans.enums import Position
from plans.models import Company, Plan
from tests.plans.factories import CompanyFactory, open_gate

BY = Actor.operator("tests")
CORP = """# Corporate Plan

**Last Updated:** [DATE]

- See [CEO/README.md](CEO/README.md)
- [System](../../System/ARCHITECTURE.md)
"""
CEO = """# Business Plan

| Document | Location |
|----------|----------|
| Financial Plan | [CFO/README.md](../CFO/README.md) |
| Corporate Plan | [../README.md](../README.md) |

[COMPANY NAME] ships on time.
"""
CTO = """# Technical Plan

> **GATE STATUS: [GATED / OPEN]**
>
> - Human Approval: [APPROVED / PENDING]

| Layer | Technology | Rationale | Alternatives |
|-------|------------|-----------|--------------|
| Backend | Django | Known | Rails |
| Cache | Redis | Known | None |
"""
TEXTS = {Position.CORP: CORP, Position.CEO: CEO, Position.CTO: CTO}


def company_of(*positions: Position, opened: bool = False, **fields: str) -> Company:
    """A company with these plans, of short texts, or with all of TEXTS."""
    company: Company = CompanyFactory(**fields)
    for position in reversed(positions or tuple(TEXTS)):
        plan = editing.create_plan(company, position, TEXTS[position], by=BY).plan
        if plan.gate and opened:
            open_gate(plan)
    return company


def written(company: Company) -> dict[str, tuple[bytes, int]]:
    """What people wrote, and the revisions, by position."""
    plans = Plan.objects.filter(company=company)
    return {
        plan.position: (encode(printing.text(plan), plan.encoding), plan.revision) for plan in plans
    }
