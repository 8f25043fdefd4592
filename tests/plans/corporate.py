"""A company whose plans have something to say to the Corporate Plan, some of it and some not."""

from plans.enums import Position
from plans.models import Plan, Row
from tests.plans.factories import CompanyFactory, PlanFactory

TODAY = "2026-11-27"

COO = """# COO - Operations Plan

**Review Cycle:** Monthly

## 1. People

### 1.3 Hiring Pipeline

| Role | Department | Priority | Status | Target Start |
|------|------------|----------|--------|--------------|
| Dispatcher | Operations | P1 | Interviewing | 2027-01-04 |
| Driver | [Department] | P2 | **Offered** | [Date] |
| Planner | Operations | P3 | Filled | 2026-10-01 |
| [Role 4] | [Department] | P[1-3] | Open | [Date] |

### 4.4 Continuous Improvement

| Initiative | Problem | Solution | Status | Impact |
|------------|---------|----------|--------|--------|
| Night \\| day shifts | Late trucks | Two shifts | 🔴 Blocked | None yet |
| Scan at the gate | Paper | Scanners | In Progress | Some |
| [Initiative 3] | [Problem] | [Solution] | Behind | [Impact] |

## Document History

| Date | Version | Author | Changes |
|------|---------|--------|---------|
| 2026-09-01 | 1.0 | COO | First |
"""

CFO = """# CFO - Financial Plan

### 2.4 Fundraising Timeline

| Milestone | Target Date | Status |
|-----------|-------------|--------|
| Pitch deck | 2026-11-15 | On Track |
| Term sheet | [Date] | at risk |
| Outreach | 2026-11-26 | At Risk |
| Data room | 2026-10-01 | Complete |
| Closing | 2096-03-01 | On Track |
| [Milestone 6] | 2026-01-01 | [On Track/At Risk/Complete] |

### 5.1 Internal Controls

| Control Area | Status | Last Review | Next Review |
|--------------|--------|-------------|-------------|
| Cash | In place | 2026-01-10 | 2026-11-27 |
| Payroll | In place | 2026-01-10 | 2026-11-01 |
| Refunds | Partly | 2026-01-10 | 2026-12-27 |
| Travel | Partly | 2026-01-10 | 2026-12-28 |
| Gifts | Missing | [Date] | [Date] |
"""

CLO = """# CLO - Legal Plan

### 1.1 Regulatory Landscape

| Regulation | Jurisdiction | Applicability | Status | Owner |
|------------|--------------|---------------|--------|-------|
| GDPR | EU | Customers there | In Progress | CIO |
| CCPA | California | Customers there | Compliant | CIO |
| HIPAA | US | No health data | N/A | CIO |
| COPPA | US | Nobody knows | [Compliant/In Progress/N/A] | CIO |
| PCI DSS | All | [We take cards] | [Compliant/In Progress/N/A] | CFO |

### 5.1 Operating Jurisdictions

| Jurisdiction | Business Activity | Registration | Compliance Status |
|--------------|-------------------|--------------|-------------------|
| Norway | Sales | Applied | Not compliant |

#### United States

| State | Nexus | Requirements | Status |
|-------|-------|--------------|--------|
| California | Sales | CCPA | In Progress |

#### European Union

| Requirement | Status | Notes |
|-------------|--------|-------|
| Representative | – | Sought |
"""

TEXTS = {Position.COO: COO, Position.CFO: CFO, Position.CLO: CLO}


def company(texts: dict[Position, str] = TEXTS) -> Plan:
    """A company with these plans; gives its Corporate Plan, which is the blueprint."""
    found = CompanyFactory(name="Acme", slug="acme")
    for position, text in texts.items():
        PlanFactory(company=found, position=position, text=text)
    return PlanFactory(company=found, position=Position.CORP)


def row(position: Position, first: str) -> Row:
    """The row of a plan whose first cell says this."""
    rows = Row.objects.filter(block__section__plan__position=position)
    return next(row for row in rows if row.cells[0] == first)
