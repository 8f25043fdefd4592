"""Documents that are made, not written."""

from plans import blueprints, catalogue
from plans.catalogue import Register
from plans.enums import Position


def boxes(number: int) -> str:
    """A document of so many checkboxes, ten a section; with 600 it has 230 kB."""
    section = ["## Section\n\n", *[f"- [ ] {'word ' * 76}\n"] * 10, "\n"]
    whole, rest = divmod(number, 10)
    return "".join(section * whole + section[: rest + 1] * bool(rest))


def table(register: Register) -> str:
    """A section with an empty table of a register."""
    heading = f"{register.number} {register.title}".strip()
    rows = (register.headers, ["---"] * len(register.headers), ["[X]"] * len(register.headers))
    lines = "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
    return f"\n### {heading}\n\n{lines}"


def with_every_register() -> str:
    """The CTO plan's blueprint, and behind it the registers of other plans."""
    return "".join([blueprints.text(Position.CTO), *map(table, catalogue.OTHER_PLANS)])
