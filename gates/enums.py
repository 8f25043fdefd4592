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

    PASS = "PASS", "PASS"  # noqa: S105 (no password)
    FAIL = "FAIL", "FAIL"
    MISSING = "MISSING", "MISSING"


class Approval(TextChoices):
    """Where the human approval of the current validation stands; NONE is printed as PENDING."""

    NONE = "NONE", "PENDING"
    APPROVED = "APPROVED", "APPROVED"
    REJECTED = "REJECTED", "REJECTED"
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
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    REVOKED = "revoked", "Approval revoked"
    HALTED = "halted", "Halted"
    RESUMED = "resumed", "Resumed"
