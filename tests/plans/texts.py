"""Documents that are made, not written."""


def boxes(number: int) -> str:
    """A document of so many checkboxes, ten a section; with 600 it has 230 kB."""
    section = ["## Section\n\n", *[f"- [ ] {'word ' * 76}\n"] * 10, "\n"]
    whole, rest = divmod(number, 10)
    return "".join(section * whole + section[: rest + 1] * bool(rest))
