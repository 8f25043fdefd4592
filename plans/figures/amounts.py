"""Figures of amounts: how much of what there is, of what there may be, of what there should be."""

from decimal import Decimal

from gates.enums import Verdict
from plans.figures.drawing import BAD, GOOD, NOTHING, PLAIN, QUIET, SOON, Bar, Bars, Shapes, parts
from plans.figures.lines import Around, Line, Lines
from plans.figures.measures import Held, hold, percent, rounded
from plans.figures.scaling import fired

FULL, ALL = 80, 100
"""Percent of a capacity from which on it is getting tight, and at which it is used up."""


def capacity(lines: Lines, around: Around) -> Shapes:
    """4.1: how much of each capacity is used, by its own two numbers."""
    bars, tight = [], []
    for line in lines:
        share = in_use(line)
        if share is None:
            continue
        used, typed = rounded(share), line.values["utilization"]
        note = (
            f"{rounded(typed)} % is typed" if typed is not None and rounded(typed) != used else ""
        )
        tone = BAD if used >= ALL else SOON if used >= FULL else PLAIN
        bars.append(Bar(line.row, line.name, float(share), f"{used} %", tone, note))
        tight += [line.name] if used >= FULL else []
    if not bars:
        return NOTHING
    most = max(bars, key=lambda bar: bar.share)
    sentences = [f"{most.label} is used most: {most.words}."]
    sentences += [f"{FULL} % or more: {', '.join(tight)}."] if tight else []
    if due := fired(around):
        sentences.append(f"Triggers of 4.2 that would fire now: {', '.join(due)}.")
    return Shapes(sentences, bars=Bars(bars))


def in_use(line: Line) -> Decimal | None:
    """Give how many percent of a capacity are used, by its own two numbers."""
    return percent(line.measure("current"), line.measure("max_capacity"))


def targets(lines: Lines, around: Around, bound: str = "target") -> Shapes:
    """4.4, 5.3, 7.3: each value against its bound, and by how much it misses it."""
    bars, missed = [], []
    for line in lines:
        held = hold(line.measure("current"), line.measure(bound))
        if held.verdict == Verdict.MISSING:
            continue
        bars.append(against(line, held))
        missed += [line.name] if held.verdict == Verdict.FAIL else []
    if not bars:
        return NOTHING
    sentences = [f"{len(bars) - len(missed)} of {len(bars)} are met."]
    sentences += [f"Missed: {', '.join(missed)}."] if missed else []
    left = len(lines) - len(bars)
    sentences += [f"{left} cannot be compared."] if left else []
    return Shapes(sentences, bars=Bars(bars))


def budgets(lines: Lines, around: Around) -> Shapes:
    """4.4, whose bounds are called budgets."""
    return targets(lines, around, "budget")


def is_met(line: Line) -> bool | None:
    """Tell whether a row's value meets its target; None where they cannot be compared."""
    verdict = hold(line.measure("current"), line.measure("target")).verdict
    return None if verdict == Verdict.MISSING else verdict == Verdict.PASS


def against(line: Line, held: Held) -> Bar:
    """Give a value against its bound as a bar, whose mark is the bound."""
    is_met = held.verdict == Verdict.PASS
    words = "met" if is_met else f"missed by {rounded(held.off)} %" if held.off else "missed"
    typed = line.values.get("status")
    claims = {"On Track": True, "Behind": False}
    note = f"{typed} is typed" if claims.get(typed or "", is_met) != is_met else ""
    share = Decimal(0) if held.share is None else held.share
    return Bar(line.row, line.name, float(share), words, GOOD if is_met else BAD, note)


TONES = {
    "Complete": GOOD,
    "Done": GOOD,
    "Implemented": GOOD,
    "Compliant": GOOD,
    "Closed": GOOD,
    "Mitigated": GOOD,
    "In Progress": PLAIN,
    "Accepted": PLAIN,
    "Open": SOON,
}


def statuses(lines: Lines, around: Around) -> Shapes:
    """2.2, 2.3, 6.1 and rules from outside: how many rows have which status, the best first."""
    found: dict[str, int] = {}
    for line in lines:
        if status := line.values["status"]:
            found[status] = found.get(status, 0) + 1
    if not found:
        return NOTHING
    order = [*TONES, *found]
    amounts = [
        (each, found[each], TONES.get(each, QUIET)) for each in sorted(found, key=order.index)
    ]
    total, best = sum(found.values()), amounts[0]
    share = rounded(Decimal(best[1] * 100) / total)
    sentences = [f"{best[0]}: {best[1]} of {total}, {share} %."]
    return Shapes(sentences, parts=parts(amounts))
