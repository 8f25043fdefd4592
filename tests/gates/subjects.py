"""What stands behind the gates of these tests: a paper that anybody writes on, and no plan."""

from dataclasses import dataclass, field
from hashlib import sha256

from django.utils.safestring import SafeString

from gates.enums import Verdict
from gates.evidence import Criterion, Evidence
from gates.subjects import Drift, Share

PASSES = (
    Criterion("Sign-ups", ">500", "640", Verdict.PASS),
    Criterion("Cost per sign-up", "<$25", "$18", Verdict.PASS),
    Criterion("Engagement", ">40%", "46%", Verdict.PASS),
)


@dataclass
class Paper:
    """The words on the paper, the evidence for it, and the other papers."""

    criteria: tuple[Criterion, ...] = PASSES
    words: dict[str, str] = field(default_factory=lambda: {"1 Why": "Because.", "2 How": "So."})
    others: list[Share] = field(default_factory=list)

    def evidence(self, gate):
        return Evidence(self.criteria, "/paper/#criteria")

    def text(self, gate):
        return "\n".join([*self.words, *self.words.values()])

    def headings(self, gate):
        return list(self.words)

    def sections(self, named):
        return {gate: {each: self.digest(each) for each in names} for gate, names in named.items()}

    def digest(self, heading):
        return sha256(self.words[heading].encode()).hexdigest() if heading in self.words else ""

    def shares(self, gate):
        return self.others

    def drift(self, gate, before, *, by):
        return Drift("nothing" if before == self.text(gate) else "1 word changed", SafeString())


PAPER = Paper()


def paper():
    """The one paper, as the setting GATE_SUBJECT wants it."""
    return PAPER
