"""The commands that agents give, declared once: every door that offers them reads this tuple.

An answer is plain data with the lines in which a person reads it. It is given in the name of an
actor, who has to be allowed to see the plan, and says what is so at one moment.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from gates import lock
from gates.actors import Actor
from plans.address import Address, Gone, visible_plan
from plans.agents import copies, guidance, status, worklist
from plans.enums import Position
from plans.models import Company, Plan


class Answer(Protocol):
    """A dataclass that JSON can say, and that says itself to a person."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def lines(self) -> Iterator[str]:
        """Give the answer in words."""


class Ungated(Exception):
    """The command needs an open gate, and the plan has none that could be open."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command; `answer` takes (plan, by=Actor, at=datetime) and writes nothing."""

    name: str
    purpose: str
    answer: Callable[..., Answer]
    requires_gate: bool = False

    @property
    def printed(self) -> str:
        """The purpose, as the plan's own table of commands prints it."""
        return f"{self.purpose} (requires gate)" if self.requires_gate else self.purpose

    @property
    def position(self) -> Position:
        """The position whose plan the command is about: the first part of its name."""
        return Position(self.name.partition(".")[0].upper())


COMMANDS = (
    Command("cto.status", "Gate and implementation status", status.answer),
    Command("cto.plan", "Technical planning", worklist.answer, requires_gate=True),
    Command("cto.implement", "Implementation guidance", guidance.answer, requires_gate=True),
    Command("cto.backups", "Backup status", copies.answer),
)


def answer(name: str, company: str, *, by: Actor, at: datetime) -> Answer:
    """Answer a command about the company with this slug.

    Raises Gone for a command, company or plan that is not there or not for this actor; GateClosed,
    with the reasons, or Ungated where the command needs an open gate, whoever asks.
    """
    command = command_named(name)
    plan = plan_of(company, command.position, by)
    if command.requires_gate:
        check_gate(plan, command)
    return command.answer(plan, by=by, at=at)


def command_named(name: str) -> Command:
    """Give a command; raises Gone, naming those there are."""
    for command in COMMANDS:
        if command.name == name:
            return command
    names = ", ".join(command.name for command in COMMANDS)
    message = f"There is no command “{name}”. There are {names}."
    raise Gone(message)


def plan_of(company: str, position: Position, by: Actor) -> Plan:
    """Give a company's plan; Gone says what is missing, to an operator only."""
    try:
        return visible_plan(Address(company, position), by)
    except Gone:
        if by.user:
            raise
    found = Company.objects.filter(slug=company).first()
    message = f"{found} has no {position} plan." if found else f"There is no company “{company}”."
    raise Gone(message)


def check_gate(plan: Plan, command: Command) -> None:
    """Raise GateClosed or Ungated unless the plan's gate is open; one query."""
    if plan.gate is None:
        message = f"{plan} has no gate, and {command.name} takes one that is open."
        raise Ungated(message)
    lock.check_open(plan.gate)
