"""Companies, plans and their people to test with, and a believable row of every register."""

from typing import Any

import factory

from gates import decisions, state
from gates.actors import Actor
from gates.models import User
from plans import blueprints, catalogue, editing, roles
from plans.address import Address
from plans.catalogue import Register
from plans.enums import Position
from plans.models import (
    Block,
    Company,
    Plan,
    Record,
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
from tests.gates.factories import PASSWORD, UserFactory


class CompanyFactory(factory.django.DjangoModelFactory):
    """A company with its roles and nobody in them."""

    name = factory.Sequence("Company {}".format)
    slug = factory.Sequence("company-{}".format)

    class Meta:
        model = Company

    @classmethod
    def _create(cls, model_class: type[Company], *args: Any, **kwargs: Any) -> Company:
        company: Company = super()._create(model_class, *args, **kwargs)
        roles.set_up(company)
        return company


class PlanFactory(factory.Factory):
    """A plan read from its blueprint or from `text`, gated; `opened=True` opens the gate."""

    company = factory.SubFactory(CompanyFactory)
    position = Position.CTO
    text = factory.LazyAttribute(lambda plan: blueprints.text(plan.position))
    opened = False

    class Meta:
        model = Plan

    @classmethod
    def _create(cls, model_class: type[Plan], *args: Any, **kwargs: Any) -> Plan:
        company, position, text = kwargs["company"], kwargs["position"], kwargs["text"]
        by = Actor.operator("tests")
        plan = editing.create_plan(company, position, text, by=by).plan
        return open_gate(plan) if kwargs["opened"] else plan


CRITERIA = """# Marketing Plan

### 3.1 Validation Gate Criteria

| Metric | Threshold | Current | Status |
|--------|-----------|---------|--------|
| Sign-ups | >500 | 640 | PASS |
| Cost per Signup | <$25 | $18 | PASS |
"""


def measured(company: Company) -> Plan:
    """The company's marketing plan, with criteria that pass."""
    by = Actor.operator("tests")
    found = Plan.objects.filter(company=company, position=Position.CMO).first()
    return found or editing.create_plan(company, Position.CMO, CRITERIA, by=by).plan


def open_gate(plan: Plan) -> Plan:
    """Open the plan's gate as it is opened in life: by three people."""
    measured(plan.company)
    decisions.decide(plan.gate, "PROCEED", "The pilot sold.", by=Actor.of(cmo(plan)))
    seen = state.current(plan.gate).digest
    decisions.request(plan.gate, "We are ready.", seen=seen, by=Actor.of(cto(plan)))
    by = Actor.of(approver(plan))
    decisions.approve(plan.gate, "I read it.", seen=seen, password=PASSWORD, by=by)
    return plan


def member(plan: Plan, role: str, **fields: Any) -> User:
    """A new user who holds this role in the plan's company."""
    user = UserFactory(**fields)
    user.groups.add(roles.group(plan.company, role))
    return user


def cto(plan: Plan, **fields: Any) -> User:
    """Somebody who owns the CTO plan."""
    return member(plan, Position.CTO, **fields)


def cmo(plan: Plan, **fields: Any) -> User:
    """Somebody who validates."""
    return member(plan, Position.CMO, **fields)


def approver(plan: Plan, **fields: Any) -> User:
    """Somebody who approves."""
    return member(plan, roles.APPROVER, **fields)


def reader(plan: Plan, **fields: Any) -> User:
    """Somebody who only reads."""
    return member(plan, roles.READER, **fields)


def address(plan: Plan) -> Address:
    """The plan's address."""
    return Address(plan.company.slug, plan.position)


def register_of(model: type[Record]) -> Register:
    """The catalogue's entry of a model."""
    return next(entry for entry in catalogue.CATALOGUE if entry.model is model)


def factory_of(register: Register) -> type["RecordFactory"]:
    """The factory of a register's model."""
    return next(
        each for each in RecordFactory.__subclasses__() if each._meta.model is register.model
    )


def cells_of(register: Register) -> list[str]:
    """A filled row of a register, in the form that it is."""
    cells: list[str] = factory_of(register).build(form=register)
    return cells


class RecordFactory(factory.Factory):
    """A filled row of a register: its columns by name, each with the text that is printed.

    `build()` gives the printed cells in column order, of the register's first form unless another
    is asked for. Called with a `plan` and `by`, an actor, it adds the row through the one door and
    gives its record.
    """

    class Meta:
        abstract = True

    @classmethod
    def _build(cls, model_class: type[Record], *args: Any, **texts: Any) -> list[str]:
        form = texts.pop("form", None) or register_of(model_class)
        return [texts[column.name] for column in form.columns]

    @classmethod
    def _create(cls, model_class: type[Record], *args: Any, **kwargs: Any) -> Record:
        plan, by = kwargs.pop("plan"), kwargs.pop("by")
        key = register_of(model_class).key
        block = Block.objects.get(section__plan=plan, register=key)
        cells = cls._build(model_class, **kwargs)
        row = editing.add_row(address(plan), block.pk, cells=cells, by=by).row
        return model_class.objects.get(pk=row.pk)


class PlanSummaryFactory(RecordFactory):
    summary = "**Acme Freight** - Technical Architecture and Implementation"

    class Meta:
        model = header.PlanSummary


class LastUpdatedFactory(RecordFactory):
    label = "Last Updated"
    updated_on = "2026-11-23"

    class Meta:
        model = header.LastUpdated


class PlanOwnerFactory(RecordFactory):
    label = "Plan Owner"
    owner = "Chief Technology Officer (CTO)"

    class Meta:
        model = header.PlanOwner


class ReviewCycleFactory(RecordFactory):
    label = "Review Cycle"
    cycle = "Sprint (Implementation), Quarterly (Architecture)"

    class Meta:
        model = header.ReviewCycle


class DocumentVersionFactory(RecordFactory):
    date = "2026-11-16"
    version = "1.4"
    author = "Head of Platform"
    changes = "Sprint 24 planned"

    class Meta:
        model = header.DocumentVersion


class VisionStatementFactory(RecordFactory):
    statement = "One live picture of every shipment"

    class Meta:
        model = strategy.VisionStatement


class GuidingPrincipleFactory(RecordFactory):
    principle = "Boring technology first"
    description = "A new datastore needs an ADR"
    trade_offs = "Good tools a year late"

    class Meta:
        model = strategy.GuidingPrinciple


class StackLayerFactory(RecordFactory):
    layer = "Backend"
    technology = "Django on PostgreSQL"
    rationale = "One team knows it well"
    alternatives = "Rails, Spring Boot"

    class Meta:
        model = strategy.StackLayer


class ArchitectureDiagramFactory(RecordFactory):
    diagram = "[Web App] → [API] → [Database]"

    class Meta:
        model = strategy.ArchitectureDiagram


class ArchitectureDecisionFactory(RecordFactory):
    number = "ADR-017"
    title = "Kafka as the event bus (supersedes ADR-003)"
    status = "Accepted"
    date = "2026-10-06"

    class Meta:
        model = strategy.ArchitectureDecision


class ApiFactory(RecordFactory):
    api = "Public API"
    type = "REST"
    authentication = "OAuth"
    rate_limit = "6,000 req/min"
    documentation = "[Reference](https://api.example/docs)"

    class Meta:
        model = strategy.Api


class SprintFactory(RecordFactory):
    number = "Sprint 24"
    dates = "2026-11-16 - 2026-11-27"

    class Meta:
        model = implementation.Sprint


class StoryFactory(RecordFactory):
    story = "Retry webhooks with backoff"
    points = "5"
    assignee = "Marta Kowalczyk"
    status = "In Progress"

    class Meta:
        model = implementation.Story


class SprintGoalFactory(RecordFactory):
    goal = "Serve half of all reads from the new service"

    class Meta:
        model = implementation.SprintGoal


class PhaseFactory(RecordFactory):
    phase = "Phase 6: Abroad"
    description = "Second region, translations"
    start = "2026-11-30"
    duration = "8 weeks"
    status = "Planned"

    class Meta:
        model = implementation.Phase


class FeatureFactory(RecordFactory):
    feature = "Exception inbox"
    complexity = "Med"
    dependencies = "Webhooks"
    estimate = "12 days"
    status = "Complete"

    class Meta:
        model = implementation.Feature


class MilestoneFactory(RecordFactory):
    milestone = "General availability"
    target_date = "2027-02-26"
    criteria = "Rollback rehearsed"
    status = "At Risk"

    class Meta:
        model = implementation.Milestone


class EnvironmentFactory(RecordFactory):
    environment = "Preview"
    purpose = "One for each branch"
    url = "https://preview.acme.example"
    access = "Team"

    class Meta:
        model = devops.Environment


class PipelineDiagramFactory(RecordFactory):
    diagram = "Push → Build → Test → Deploy"

    class Meta:
        model = devops.PipelineDiagram


class DeploymentStrategyFactory(RecordFactory):
    strategy = "Canary"
    use_case = "Stateless services"
    rollback_time = "< 5 min"

    class Meta:
        model = devops.DeploymentStrategy


class DeploymentCheckFactory(RecordFactory):
    done = "x"
    item = "Restore rehearsed"

    class Meta:
        model = devops.DeploymentCheck


class MonitorFactory(RecordFactory):
    type = "Synthetics"
    tool = "Grafana k6"
    metrics = "Sign-in and search, every minute"

    class Meta:
        model = devops.Monitor


class OnCallShiftFactory(RecordFactory):
    week = "Current"
    primary = "Lars Nyström"
    secondary = "Aoife Brennan"
    escalation = "CTO"

    class Meta:
        model = devops.OnCallShift


class CapacityFactory(RecordFactory):
    resource = "Data Storage"
    current = "1,240 GB"
    max_capacity = "2,000 GB"
    utilization = "62%"

    class Meta:
        model = scaling.Capacity


class ScalingTriggerFactory(RecordFactory):
    metric = "CPU"
    threshold = ">70% for 5 min"
    action = "Add compute"

    class Meta:
        model = scaling.ScalingTrigger


class ScalingStepFactory(RecordFactory):
    users = "100K"
    infrastructure_changes = "Read replicas"
    timeline = "2027 Q3"

    class Meta:
        model = scaling.ScalingStep


class PerformanceBudgetFactory(RecordFactory):
    metric = "API Response (p99)"
    budget = "<500ms"
    current = "540ms"

    class Meta:
        model = scaling.PerformanceBudget


class DebtItemFactory(RecordFactory):
    item = "Geofence code duplicated"
    category = "Code"
    impact = "High"
    effort = "12 days"
    priority = "P1"
    since = "2026-03-02"

    class Meta:
        model = debt.DebtItem


class DebtAllocationFactory(RecordFactory):
    label = "Allocation"
    share = "20% of each sprint dedicated to tech debt"

    class Meta:
        model = debt.DebtAllocation


class DebtBudgetFactory(RecordFactory):
    sprint = "Sprint 22"
    debt_items = "Two consumers moved"
    completed = "Partial"

    class Meta:
        model = debt.DebtBudget


class QualityMetricFactory(RecordFactory):
    metric = "Code Duplication"
    current = "4.1%"
    target = "<3%"
    trend = "Down"

    class Meta:
        model = debt.QualityMetric


class RefactoringPriorityFactory(RecordFactory):
    area = "Event bus"
    current_state = "Two brokers"
    target_state = "One broker"
    benefit = "Less to run"

    class Meta:
        model = debt.RefactoringPriority


class SecurityRequirementFactory(RecordFactory):
    requirement = "Authentication"
    implementation = "OpenID Connect"
    status = "Implemented"

    class Meta:
        model = security.SecurityRequirement


class SecurityTestFactory(RecordFactory):
    test_type = "DAST (Dynamic Analysis)"
    frequency = "Weekly"
    last_run = "2026-11-19"
    status = "Fail"

    class Meta:
        model = security.SecurityTest


class VulnerabilitySlaFactory(RecordFactory):
    severity = "High"
    sla = "7 days"
    current_open = "3"

    class Meta:
        model = security.VulnerabilitySla


class VulnerabilityFactory(RecordFactory):
    vulnerability = "Reflected XSS in shipment search"
    severity = "High"
    found = "2026-11-19 14:30"
    owner = "Aoife Brennan"
    fixed = "2026-11-21"

    class Meta:
        model = security.Vulnerability


class SecretFactory(RecordFactory):
    secret_type = "API Keys"
    storage = "Vault"
    rotation = "90 days"
    last_rotated = "2026-10-01"

    class Meta:
        model = security.Secret


class DevelopmentStandardFactory(RecordFactory):
    standard = "Code Style"
    enforced_by = "Ruff in CI"

    class Meta:
        model = appendix.DevelopmentStandard


class AgentCommandFactory(RecordFactory):
    command = "`cto.status`"
    purpose = "Gate and implementation status"

    class Meta:
        model = appendix.AgentCommand


class KeyMetricFactory(RecordFactory):
    category = "Reliability"
    metric = "Uptime"
    definition = "Minutes in which the front page answered"
    current = "99.95%"
    target = "99.9%"
    gap = "0.05 points above"
    industry_average = "99.5%+"
    trend = "Up"
    status = "On Track"

    class Meta:
        model = appendix.KeyMetric


class RelatedDocumentFactory(RecordFactory):
    document = "Business Plan"
    location = "[CEO/README.md](../CEO/README.md)"
    owner = "CEO"

    class Meta:
        model = appendix.RelatedDocument


class ValidationCriterionFactory(RecordFactory):
    metric = "Cost per Signup"
    threshold = "<$25 for 4 weeks"
    current = "$18.40"
    source = "Campaign report, paid social"
    as_of = "2026-11-13"
    required = "Yes"
    status = "PASS"

    class Meta:
        model = validation.ValidationCriterion


class BriefValidationCriterionFactory(RecordFactory):
    metric = "Engagement Rate"
    threshold = ">40% for 4 weeks"
    current = "37%"
    status = "FAIL"

    class Meta:
        model = validation.BriefValidationCriterion


class BackupStrategyFactory(RecordFactory):
    data_type = "Database"
    frequency = "Daily"
    retention = "35 days"
    location = "Second region"
    encryption = "AES-256"

    class Meta:
        model = backups.BackupStrategy


class BackupStatusFactory(RecordFactory):
    target = "Database"
    frequency = "Daily"
    last_copy = "2026-11-22"
    last_restore_test = "2026-10-06"
    result = "Pass"

    class Meta:
        model = backups.BackupStatus


class QuickLinkFactory(RecordFactory):
    resource = "[Corporate Plan](../README.md)"
    description = "What all positions plan together"

    class Meta:
        model = recurring.QuickLink


class SisterPlanFactory(RecordFactory):
    position = "[CFO](../CFO/README.md)"
    plan = "Financial Plan"
    location = "[CFO/README.md](../CFO/README.md)"

    class Meta:
        model = recurring.SisterPlan


class RiskFactory(RecordFactory):
    risk = "Competitor captures market"
    likelihood = "M"
    impact = "High"
    mitigation = "Ship earlier, to fewer"
    owner = "CEO"
    status = "Accepted"

    class Meta:
        model = recurring.Risk


class RegulationFactory(RecordFactory):
    regulation = "GDPR"
    jurisdiction = "EU"
    applicability = "We hold data of people there"
    requirement = "People agreed, and can take it back"
    owner = "CIO, CLO"
    status = "N/A"
    compliance_date = "2027-01-31"

    class Meta:
        model = recurring.Regulation


class IncidentClassFactory(RecordFactory):
    severity = "**P0 - Critical**"
    definition = "We cannot work"
    response_time = "< 15 min"
    escalation = "CEO"

    class Meta:
        model = recurring.IncidentClass


class ChecklistItemFactory(RecordFactory):
    done = " "
    item = "The contract is read"

    class Meta:
        model = recurring.ChecklistItem
