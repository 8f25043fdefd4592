"""The hash chain that makes an append-only log tamper-evident; whoever keeps a log comes here.

A chain alone cannot show that its tail was cut off: print the last hash elsewhere and compare.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Link:
    """A record as the chain sees it; sequences start at 1, and the first `previous` is ""."""

    sequence: int
    previous: str
    payload: Mapping[str, object]
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first record of a log that is not what was written, and what is wrong with it."""

    sequence: int
    problem: str


def canonical(payload: Mapping[str, object]) -> bytes:
    """The one spelling of `payload` that is hashed: sorted keys, no blanks, ASCII, times in UTC."""
    text = json.dumps(
        payload, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_utc_text
    )
    return text.encode("ascii")


def digest(payload: Mapping[str, object]) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return sha256(canonical(payload)).hexdigest()


def record_hash(previous: str, payload: Mapping[str, object]) -> str:
    """The hash of a record that follows the record with the hash `previous` ("" for the first)."""
    return sha256(previous.encode("ascii") + b"\n" + canonical(payload)).hexdigest()


def verify(links: Iterable[Link]) -> Break | None:
    """The first broken record of one log, given in order, or None if every record stands."""
    previous = ""
    for expected, link in enumerate(links, start=1):
        problem = _problem(link, expected, previous)
        if problem:
            return Break(link.sequence, problem)
        previous = link.hash
    return None


def _problem(link: Link, expected: int, previous: str) -> str:
    if link.sequence != expected:
        return f"record {expected} is missing"
    if link.previous != previous:
        return "it does not name the hash of the record before it"
    if link.hash != record_hash(link.previous, link.payload):
        return "its contents are not those that were hashed"
    return ""


def _utc_text(value: object) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError(f"{value!r} has no canonical form")
    return value.astimezone(UTC).isoformat(timespec="microseconds")
