"""The evidence for a decision: criteria as plain values, and the decision that they compute.

The rule is the marketing plan's own (its section 3.2): all pass, PROCEED; at least two pass,
ITERATE; fewer, PIVOT. What is not measured is never taken for a pass: it makes the rest PENDING.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from gates import chain
from gates.enums import Validation, Verdict

ENOUGH_TO_ITERATE = 2
COMPARATORS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    "": operator.ge,  # "99.9%" without a comparator is a bound to be reached
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """One metric against its threshold: the texts as printed, and what they come to.

    `source` and `as_of` say where the value is from and of which day; "" where nobody said.
    `problem` says why the verdict is MISSING. One that is not `required` is shown and not counted.
    """

    metric: str
    threshold: str
    current: str
    verdict: Verdict
    problem: str = ""
    source: str = ""
    as_of: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit as a cell says it; `comparator` is a threshold's, "" for a value."""

    number: Decimal | None
    unit: str = ""
    comparator: str = ""


def judge(threshold: Measure, current: Measure) -> tuple[Verdict, str]:
    """Hold a value against a threshold: the verdict, and why it is MISSING, "" if it is not."""
    if threshold.number is None:
        return Verdict.MISSING, "There is no threshold that can be read."
    if current.number is None:
        return Verdict.MISSING, "There is no current value that can be read."
    if threshold.unit != current.unit:
        problem = f"The value is {in_unit(current)} and the threshold {in_unit(threshold)}."
        return Verdict.MISSING, problem
    passes = COMPARATORS[threshold.comparator](current.number, threshold.number)
    return (Verdict.PASS if passes else Verdict.FAIL), ""


def in_unit(measure: Measure) -> str:
    """Say in which unit something is measured."""
    return f"in “{measure.unit}”" if measure.unit else "without a unit"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The criteria of a round, in printed order, and the address where they are edited."""

    criteria: tuple[Criterion, ...] = ()
    url: str = ""

    @classmethod
    def stored(cls, criteria: Iterable[Mapping[str, Any]]) -> "Evidence":
        """The evidence of a frozen round, from what `plain` gave."""
        typed = ({**each, "verdict": Verdict(each["verdict"])} for each in criteria)
        return cls(tuple(Criterion(**each) for each in typed))

    def plain(self) -> list[dict[str, object]]:
        """The criteria as JSON can hold them."""
        return [asdict(each) | {"verdict": each.verdict.value} for each in self.criteria]

    @property
    def digest(self) -> str:
        """SHA-256 of the criteria: what a screen shows, to be held against what is there."""
        return chain.digest({"criteria": self.plain()})

    @property
    def computed(self) -> Validation:
        """The decision by the rule; PENDING without criteria, or with a value missing."""
        counted = self._counted()
        passed = counted.count(Verdict.PASS)
        if not counted or Verdict.MISSING in counted:
            return Validation.PENDING
        if passed == len(counted):
            return Validation.PROCEED
        return Validation.ITERATE if passed >= ENOUGH_TO_ITERATE else Validation.PIVOT

    @property
    def sentence(self) -> str:
        """The computed decision with its grounds: "3 of 4 pass: ITERATE"."""
        counted = self._counted()
        if not counted:
            return f"There are no criteria that are required: {self.computed}"
        missing = counted.count(Verdict.MISSING)
        lacking = f", {missing} without a value" if missing else ""
        return f"{counted.count(Verdict.PASS)} of {len(counted)} pass{lacking}: {self.computed}"

    def _counted(self) -> list[Verdict]:
        return [each.verdict for each in self.criteria if each.required]
