"""What a gate asks of the thing that it locks: an interface, since it knows no plans.

The setting `GATE_SUBJECT` names the class that answers for all gates of this installation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from gates.actors import Actor
from gates.evidence import Evidence
from gates.models import Gate


@dataclass(frozen=True, slots=True)
class Share:
    """A sibling of the subject, and how much of it is filled, in whole percent."""

    name: str
    filled: int


@dataclass(frozen=True, slots=True)
class Drift:
    """How the subject's text differs from an older one: in a line of words, and row by row."""

    words: str
    rows: SafeString


class Subject(Protocol):
    """The answers of whoever knows what stands behind a gate."""

    def evidence(self, gate: Gate) -> Evidence:
        """The criteria as they are measured now."""

    def text(self, gate: Gate) -> str:
        """The whole subject as text, without anything that follows from the gate itself."""

    def headings(self, gate: Gate) -> list[str]:
        """The sections that a policy may name."""

    def sections(self, named: Mapping[int, Iterable[str]]) -> dict[int, dict[str, str]]:
        """For gates by primary key, the SHA-256 of each named section's text, "" for one gone.

        A constant number of queries, whatever the number of gates.
        """

    def shares(self, gate: Gate) -> list[Share]:
        """The siblings of the subject."""

    def drift(self, gate: Gate, before: str, *, by: Actor) -> Drift:
        """How the subject differs now from `before`, an earlier `text` of it.

        The rows are empty for somebody who may not see the subject itself.
        """


def subject() -> Subject:
    """Whoever answers for the gates of this installation."""
    answers: Subject = import_string(settings.GATE_SUBJECT)()
    return answers
