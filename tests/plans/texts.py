"""Documents that are made, not written."""

from collections.abc import Iterable, Sequence

from plans import blueprints, catalogue
from plans.catalogue import Register
from plans.enums import BlockKind, Position


def boxes(number: int) -> str:
    """A document of so many checkboxes, ten a section; with 600 it has 230 kB."""
    section = ["## Section\n\n", *[f"- [ ] {'word ' * 76}\n"] * 10, "\n"]
    whole, rest = divmod(number, 10)
    return "".join(section * whole + section[: rest + 1] * bool(rest))


def table_of(key: str, rows: Iterable[Sequence[str]]) -> str:
    """A section with a register's table, or its checklist."""
    register = catalogue.BY_KEY[key]
    heading = f"{register.number} {register.title}".strip()
    if register.kind == BlockKind.CHECKLIST:
        body = "".join(f"- [{mark}] {item}\n" for mark, item in rows)
    else:
        lines = (register.headers, ["---"] * len(register.headers), *rows)
        body = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    return f"\n### {heading}\n\n{body}"


def empty_table(register: Register) -> str:
    """A section with a register's table or checklist, still to be filled."""
    box = register.kind == BlockKind.CHECKLIST
    return table_of(register.key, [[" ", "[X]"] if box else ["[X]"] * len(register.headers)])


BEHIND = [form for form in catalogue.FORMS if form.form or form in catalogue.OTHER_PLANS]
"""What the CTO plan does not print: registers of other plans, and other forms of its own."""


def with_every_register() -> str:
    """The CTO plan's blueprint, and behind it everything that it does not print."""
    return "".join([blueprints.text(Position.CTO), *map(empty_table, BEHIND)])
