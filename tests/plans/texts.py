"""Documents that are made, not written."""

from collections.abc import Iterable, Sequence

from plans import blueprints, catalogue
from plans.catalogue import Register
from plans.enums import Position


def boxes(number: int) -> str:
    """A document of so many checkboxes, ten a section; with 600 it has 230 kB."""
    section = ["## Section\n\n", *[f"- [ ] {'word ' * 76}\n"] * 10, "\n"]
    whole, rest = divmod(number, 10)
    return "".join(section * whole + section[: rest + 1] * bool(rest))


def table_of(key: str, rows: Iterable[Sequence[str]]) -> str:
    """A section with a register's table."""
    register = catalogue.BY_KEY[key]
    heading = f"{register.number} {register.title}".strip()
    lines = (register.headers, ["---"] * len(register.headers), *rows)
    return f"\n### {heading}\n\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def empty_table(register: Register) -> str:
    """A section with a register's table, still to be filled."""
    return table_of(register.key, [["[X]"] * len(register.headers)])


def with_every_register() -> str:
    """The CTO plan's blueprint, and behind it the registers of other plans."""
    return "".join([blueprints.text(Position.CTO), *map(empty_table, catalogue.OTHER_PLANS)])
