"""Values held against bounds and maxima, in units that compare, and by how much they miss."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gates.enums import Verdict
from gates.evidence import Measure, judge

SCALES: dict[str, tuple[str, Decimal]] = {
    "ms": ("s", Decimal("0.001")),
    "s": ("s", Decimal(1)),
    "sec": ("s", Decimal(1)),
    "second": ("s", Decimal(1)),
    "min": ("s", Decimal(60)),
    "minute": ("s", Decimal(60)),
    "h": ("s", Decimal(3600)),
    "hour": ("s", Decimal(3600)),
    "day": ("s", Decimal(86_400)),
    "kb": ("b", Decimal(10) ** 3),
    "mb": ("b", Decimal(10) ** 6),
    "gb": ("b", Decimal(10) ** 9),
    "tb": ("b", Decimal(10) ** 12),
    "pb": ("b", Decimal(10) ** 15),
    "k": ("", Decimal(10) ** 3),
    "m": ("", Decimal(10) ** 6),
}
"""Units that are multiples of another: of seconds, of bytes, of a plain number."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value held against its bound: the verdict, and the value as a percentage of the bound.

    `off` says by how many percent of the bound it misses it, 0 if it does not; both are None
    where that cannot be said.
    """

    verdict: Verdict
    share: Decimal | None = None
    off: Decimal | None = None


def measure(number: Decimal | None, unit: str | None, comparator: str | None = "") -> Measure:
    """Give a value or a bound in the unit that others of its kind are compared in."""
    word = re.sub(r"^([$€£])\s*", r"\1 ", unit or "").casefold().strip()
    word = " ".join(word.split())
    base, scale = SCALES.get(word) or SCALES.get(word.removesuffix("s")) or (word, Decimal(1))
    return Measure(None if number is None else number * scale, base, comparator or "")


def hold(current: Measure, bound: Measure) -> Held:
    """Hold a value against a bound; MISSING where one is not there or their units differ.

    A bound without a comparator is one to be reached; but who says “0” means none at all.
    """
    if bound.number == 0 and not bound.comparator:
        bound = Measure(bound.number, bound.unit, "<=")
    verdict, _ = judge(bound, current)
    share = percent(current, bound)
    if verdict != Verdict.FAIL or share is None:
        return Held(verdict, None if verdict == Verdict.MISSING else share, none_of(verdict))
    return Held(verdict, share, abs(share - 100))


def none_of(verdict: Verdict) -> Decimal | None:
    """Say by how much a bound that is met is missed: by nothing."""
    return Decimal(0) if verdict == Verdict.PASS else None


def percent(part: Measure, whole: Measure) -> Decimal | None:
    """Give a share in percent, over 100 too; None of nothing, of the unsaid, of other units."""
    if part.number is None or not whole.number or part.unit != whole.unit:
        return None
    return part.number * 100 / whole.number


def rounded(share: Decimal) -> int:
    """Give whole percent, halves upwards, as they are printed."""
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))
