"""The tables: companies and plans, the document, what its registers mean, its history.

The registers' models lie in one module per numbered part of the document; those of other plans
than the CTO's, in one for what they are about; those that most plans print, in `recurring`.
"""

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
from plans.models.change import Change
from plans.models.decisions import DecisionRecord
from plans.models.document import Block, Record, Row, Section
from plans.models.people import Invitation, PeopleRecord
from plans.models.plan import (
    Company,
    CompanyGroupObjectPermission,
    Plan,
    PlanGroupObjectPermission,
)
from plans.models.presence import Presence
from plans.models.samples import Sample
from plans.models.staged import StagedImport
from plans.models.tokens import AccessToken, Computed
from plans.models.weekly import WeeklyMail

__all__ = [
    "AccessToken",
    "Block",
    "Change",
    "Company",
    "CompanyGroupObjectPermission",
    "Computed",
    "DecisionRecord",
    "Invitation",
    "PeopleRecord",
    "Plan",
    "PlanGroupObjectPermission",
    "Presence",
    "Record",
    "Row",
    "Sample",
    "Section",
    "StagedImport",
    "WeeklyMail",
    "appendix",
    "backups",
    "debt",
    "devops",
    "header",
    "implementation",
    "recurring",
    "scaling",
    "security",
    "strategy",
    "validation",
]
