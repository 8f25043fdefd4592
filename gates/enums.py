"""The words of the gate: who acts, what is recorded, and the states that follow from the log."""

from django.db.models import TextChoices


class ActorKind(TextChoices):
    """What sort of actor did something; only a person ever decides on a gate."""

    PERSON = "person", "person"
    AGENT = "agent", "agent"
    OPERATOR = "operator", "operator"
    IMPORT = "import", "import"
    SYSTEM = "system", "system"


class Validation(TextChoices):
    """Where the validation of a gate's subject stands."""

    PENDING = "PENDING", "PENDING"
    PROCEED = "PROCEED", "PROCEED"
    ITERATE = "ITERATE", "ITERATE"
    PIVOT = "PIVOT", "PIVOT"


class Outcome(TextChoices):
    """What the recorder of a validation may decide: every validation but PENDING."""

    PROCEED = "PROCEED", "PROCEED"
    ITERATE = "ITERATE", "ITERATE"
    PIVOT = "PIVOT", "PIVOT"


class Verdict(TextChoices):
    """What a criterion comes to; MISSING is no pass and no failure."""

    PASS = "PASS", "PASS"
    FAIL = "FAIL", "FAIL"
    MISSING = "MISSING", "MISSING"


class Confidence(TextChoices):
    """How sure the recorder of a decision is of it."""

    HIGH = "HIGH", "High"
    MEDIUM = "MEDIUM", "Medium"
    LOW = "LOW", "Low"


class Approval(TextChoices):
    """Where the human approval of the current terms stands; NONE is printed as PENDING."""

    NONE = "NONE", "PENDING"
    REQUESTED = "REQUESTED", "REQUESTED"
    APPROVED = "APPROVED", "APPROVED"
    CHANGES_REQUESTED = "CHANGES_REQUESTED", "CHANGES REQUESTED"
    REJECTED = "REJECTED", "REJECTED"
    EXPIRED = "EXPIRED", "EXPIRED"
    REVOKED = "REVOKED", "REVOKED"
    STALE = "STALE", "STALE"


class GateState(TextChoices):
    """What validation, approval and halts come to; only OPEN lets the subject be written."""

    GATED = "GATED", "GATED"
    OPEN = "OPEN", "OPEN"
    HALTED = "HALTED", "HALTED"


class Event(TextChoices):
    """What a record of a gate's log says; the value is the last part of its address."""

    CREATED = "created", "Created"
    DECIDED = "decided", "Decision recorded"
    REOPENED = "reopened", "Round reopened"
    OVERRIDDEN = "overridden", "Decision overridden"
    REQUESTED = "requested", "Approval requested"
    WITHDRAWN = "withdrawn", "Request withdrawn"
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes-requested", "Changes requested"
    REJECTED = "rejected", "Rejected"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Approval revoked"
    HALTED = "halted", "Halted"
    RESUMED = "resumed", "Resumed"
    CONFIGURED = "configured", "Policy changed"


class NoticeKind(TextChoices):
    """What an e-mail about a gate is for; the first two call for a decision."""

    REQUEST = "request", "An approval is requested"
    REMINDER = "reminder", "A request is about to expire"
    ANSWER = "answer", "A request was answered"
    EXPIRED = "expired", "A request ran out without an answer"
    CLOSED = "closed", "An approval no longer stands"
    HALTED = "halted", "A gate was halted"
