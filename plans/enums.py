"""The document's closed lists: positions, kinds of block, and the choices that the seed prints."""

from django.db import models


class Position(models.TextChoices):
    """The ten positions of a company, as the documents name them."""

    CORP = "CORP", "Corporate Plan"
    CEO = "CEO", "Business Plan"
    CFO = "CFO", "Financial Plan"
    CMO = "CMO", "Marketing Plan"
    COO = "COO", "Operations Plan"
    CIO = "CIO", "Information Plan"
    CLO = "CLO", "Legal Plan"
    CPO = "CPO", "Product Plan"
    CTO = "CTO", "Technical Plan"
    CXA = "CXA", "Experience Plan"

    @classmethod
    def titled(cls, title: str) -> "Position | None":
        """Give the position that a document's title names, as `CTO - …` or `Corporate Plan`."""
        word = title.replace("-", " ").replace(":", " ").partition(" ")[0]
        named = (each for each in cls if word == each or each.label.casefold() in title.casefold())
        return next(named, None)


class BlockKind(models.TextChoices):
    """What a document is made of. The last four have a source but no rows."""

    HEADING = "heading"
    PROSE = "prose"
    STATEMENT = "statement"
    FIELD = "field"
    LIST = "list"
    CHECKLIST = "checklist"
    DIAGRAM = "diagram"
    TABLE = "table"
    TOC = "toc"
    GATE = "gate"
    RULE = "rule"
    VERBATIM = "verbatim"


class Encoding(models.TextChoices):
    """What a plan's file can be written in; the values are the names that charset takes."""

    UTF_8 = "utf-8", "UTF-8"
    WINDOWS_1252 = "windows-1252", "Windows-1252"


class Action(models.TextChoices):
    """What one change in the history did."""

    SET = "set"
    ADD = "add"
    DELETE = "delete"
    MOVE = "move"
    IMPORT = "import"
    LAYOUT = "layout"
    UNDO = "undo"
    CLOSE = "close"
    REOPEN = "reopen"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    RECORD = "record"


class PeopleEvent(models.TextChoices):
    """What a record of a company's log of people says."""

    FOUNDED = "founded", "Founded the company"
    RENAMED = "renamed", "Renamed the company"
    INVITED = "invited", "Invited"
    SENT = "sent", "Sent the invitation anew"
    REVOKED = "revoked", "Withdrew the invitation"
    JOINED = "joined", "Accepted the invitation"
    GIVEN = "given", "Gave a role"
    TAKEN = "taken", "Took a role"
    REMOVED = "removed", "Removed"


class SampleSource(models.TextChoices):
    """By which door a sample came."""

    CELL = "cell", "cell"
    DOCUMENT = "document", "document"
    COMMAND = "command", "command"
    HTTP = "http", "HTTP"


class TokenScope(models.TextChoices):
    """What an access token is good for, and nothing else."""

    SAMPLES = "samples", "Record samples"
    CALENDAR = "calendar", "Read the on-call calendar"


class DecisionStatus(models.TextChoices):
    """1.4, the state of an architecture decision, in the order in which it goes through them."""

    PROPOSED = "Proposed"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    SUPERSEDED = "Superseded"
    DEPRECATED = "Deprecated"


class StoryStatus(models.TextChoices):
    """2.1, the state of a story."""

    TO_DO = "To Do"
    IN_PROGRESS = "In Progress"
    DONE = "Done"


class WorkStatus(models.TextChoices):
    """2.2 and 2.3, the state of a phase or a feature."""

    COMPLETE = "Complete"
    IN_PROGRESS = "In Progress"
    PLANNED = "Planned"


class Grade(models.TextChoices):
    """2.3 and 5.1, complexity and impact."""

    HIGH = "High"
    MED = "Med"
    LOW = "Low"


class MilestoneStatus(models.TextChoices):
    """2.4, the state of a milestone."""

    ON_TRACK = "On Track"
    AT_RISK = "At Risk"
    COMPLETE = "Complete"


class Strategy(models.TextChoices):
    """3.3, a deployment strategy."""

    BLUE_GREEN = "Blue-Green"
    CANARY = "Canary"
    ROLLING = "Rolling"


class DebtCategory(models.TextChoices):
    """5.1, where the debt lies."""

    CODE = "Code"
    INFRA = "Infra"
    TEST = "Test"
    DOC = "Doc"


class Priority(models.TextChoices):
    """5.1, the seed's P[1-3]."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Completion(models.TextChoices):
    """5.2, whether a sprint's debt items got done."""

    YES = "Yes"
    NO = "No"
    PARTIAL = "Partial"
    PLANNED = "Planned"


class Trend(models.TextChoices):
    """5.3, where a metric is heading."""

    UP = "Up"
    DOWN = "Down"
    FLAT = "Flat"


class GoalStatus(models.TextChoices):
    """Where a metric or a key result stands, measured by its target."""

    ON_TRACK = "On Track"
    AT_RISK = "At Risk"
    BEHIND = "Behind"


class Level(models.TextChoices):
    """How likely a risk is, and how bad; the plans print [H/M/L]."""

    HIGH = "H", "High"
    MEDIUM = "M", "Medium"
    LOW = "L", "Low"


class RiskStatus(models.TextChoices):
    """What became of a risk."""

    OPEN = "Open"
    MITIGATED = "Mitigated"
    ACCEPTED = "Accepted"
    CLOSED = "Closed"


class ComplianceStatus(models.TextChoices):
    """Whether a regulation is kept to."""

    COMPLIANT = "Compliant"
    IN_PROGRESS = "In Progress"
    NOT_APPLICABLE = "N/A", "N/A"


class SecurityStatus(models.TextChoices):
    """6.1, the state of a security requirement."""

    IMPLEMENTED = "Implemented"
    IN_PROGRESS = "In Progress"


class RunResult(models.TextChoices):
    """6.2, how the last run of a test ended."""

    PASS = "Pass"  # noqa: S105 (the word, not a password)
    FAIL = "Fail"


class Severity(models.TextChoices):
    """6.3, how bad a vulnerability is."""

    CRITICAL = "Critical"
    HIGH = "High"
    MEDIUM = "Medium"
    LOW = "Low"


class Requirement(models.TextChoices):
    """The marketing plan's 3.1, whether a criterion counts."""

    YES = "Yes"
    NO = "No"


class CriterionStatus(models.TextChoices):
    """The marketing plan's 3.1, what somebody says that a criterion comes to."""

    PASS = "PASS"  # noqa: S105 (the word, not a password)
    FAIL = "FAIL"


class BackupState(models.TextChoices):
    """What the copies of one thing come to."""

    HEALTHY = "HEALTHY", "HEALTHY"
    OVERDUE = "OVERDUE", "OVERDUE"
    FAILED = "FAILED", "FAILED"
