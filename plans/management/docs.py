"""The docs that are printed from the code, so that they cannot say anything else than it does."""

from collections.abc import Callable, Iterable, Iterator
from inspect import getdoc

from django.urls import URLPattern, URLResolver, get_resolver

from gates.transitions import TRANSITIONS, Transition
from plans.catalogue import CATALOGUE, Register
from plans.columns import Column

NOTE = "<!-- Printed from the code: `make docs` writes it, `make check` compares it. -->"

Cells = tuple[str, ...]


def documents() -> dict[str, str]:
    """Give the text of every generated file by its name in docs/."""
    printers: dict[str, Callable[[], Iterable[str]]] = {
        "registers.md": registers,
        "transitions.md": transitions,
        "urls.md": urls,
    }
    return {name: "\n\n".join(printer()) + "\n" for name, printer in printers.items()}


def registers() -> Iterator[str]:
    """Print the catalogue: each register with its model and columns, then the kinds of column."""
    yield "# Registers"
    yield NOTE
    yield (
        "The parts of a document that have a model, in printed order, as `plans/catalogue.py` "
        "lists them: the technical plan's, then those of its sister plans. A column that stays "
        "open is written while the gate is closed, too."
    )
    for register in CATALOGUE:
        yield f"## {register.number} {register.title}".replace("##  ", "## ")
        yield register_facts(register)
        if register.rows:
            yield "It is printed in any of these ways:"
            yield "\n".join(f"- `{form.key}`: {', '.join(form.headers)}" for form in register.forms)
        rows = [column_facts(register, column) for column in register.model.columns]
        yield table(("Column", "Read as", "Choices", "While gated"), rows)
    yield "## Kinds of column"
    kinds = {type(column) for register in CATALOGUE for column in register.model.columns}
    yield table(("Kind", "Is"), sorted((kind.__name__, first_line(kind)) for kind in kinds))


def register_facts(register: Register) -> str:
    """Say in a line what kind of block a register is, how it is told and what its model is."""
    model = f"{register.model.__module__.rpartition('.')[2]}.{register.model.__name__}"
    label = f" labelled “{register.label}”" if register.label else ""
    live = "; Plangate prints the true value itself" if register.live else ""
    placed = "; told by its heading as well" if register.placed else ""
    measured = f"; “{register.measured}” keeps its history" if register.measured else ""
    often = "; as often in a plan as it is printed" if register.repeats else ""
    kind = register.kind.label.lower()
    return f"`{register.key}`: a {kind}{label}, `{model}`{live}{placed}{often}{measured}."


def column_facts(register: Register, column: Column) -> Cells:
    """Give a column's header, kind, choices and whether it stays open."""
    is_open = column.header in register.operational
    choices = ", ".join(column.choices)
    return (" or ".join(column.headers), type(column).__name__, choices, "open" if is_open else "")


def transitions() -> Iterator[str]:
    """Print what can happen to a gate."""
    yield "# What can happen to a gate"
    yield NOTE
    yield (
        "Each row of `gates/transitions.py`. The state of a gate follows from the records that "
        "these leave; it is never stored."
    )
    headers = ("Event", "Who", "Says", "Takes", "Refused with")
    yield table(headers, [transition_facts(row) for row in TRANSITIONS])


def transition_facts(row: Transition) -> Cells:
    """Give what a transition is called, who takes it, what it says and what it takes."""
    takes = {
        "a person": row.human_only,
        "a decision no higher than the criteria compute, and a confidence": row.needs_outcome,
        "an end": row.needs_until,
        "a policy": row.needs_policy,
        "a reason": row.needs_reason,
        "the password again": row.needs_password,
        "none who decided or requested": row.other_hands,
        "the requester": row.own_request,
        "the terms that were on the screen": row.names_terms and not row.closes,
        "the policy's prerequisites": row.prepared,
    }
    wanted = ", ".join(words for words, is_wanted in takes.items() if is_wanted)
    bars = " ".join(bar.words for bar in row.bars)
    return (row.label, row.who, row.says("[plan]", "[decision]"), wanted, bars)


def urls() -> Iterator[str]:
    """Print every address of the site."""
    yield "# Addresses"
    yield NOTE
    yield table(("Address", "Name", "Shows or does"), addresses(get_resolver().url_patterns))


def addresses(
    patterns: Iterable[URLPattern | URLResolver], prefix: str = "/", namespace: str = ""
) -> Iterator[Cells]:
    """Give address, name and meaning of every view; the administration is one line."""
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield (f"`{address}`", f"{namespace}{pattern.name}", first_line(view))
        elif pattern.app_name == "admin":
            yield (f"`{address}`", "admin:…", "Django's administration.")
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, address, inner)


def first_line(thing: object) -> str:
    """Give the first line of a docstring."""
    return (getdoc(thing) or "").partition("\n")[0]


def table(headers: Cells, rows: Iterable[Cells]) -> str:
    """Print a table."""
    lines = [headers, ("---",) * len(headers), *rows]
    return "\n".join(f"| {' | '.join(map(escaped, cells))} |" for cells in lines)


def escaped(text: str) -> str:
    """Keep a pipe within its cell, and what looks like a tag, outside of code, as text."""
    text = text.replace("|", r"\|")
    return text if text.startswith("`") else text.replace("<", "&lt;")
