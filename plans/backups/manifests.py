"""What a copy promises: the JSON file beside it, computed from the copy and from nothing else."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from plans.backups import files
from plans.backups.refusals import Refused
from plans.verification import Head, Kind

FORMAT = 1
MISTAKES = (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError)
"""What comes of taking apart a JSON file that is something else."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a database.

    `migrations` are the last migration of each app, `rows` the number of rows of each table.
    """

    migrations: dict[str, str]
    rows: dict[str, int]
    heads: tuple[Head, ...]

    def __str__(self) -> str:
        plans = sum(head.kind == Kind.PLAN for head in self.heads)
        gates = len(self.heads) - plans
        return f"{plans} plans, {gates} gates, {sum(self.rows.values()):,} rows"

    def differences(self, found: "Contents") -> Iterator[str]:
        """Say how what was found is not what is promised here."""
        yield from differing(
            self.migrations, found.migrations, lambda app, name: f"{app} is at migration {name}"
        )
        yield from differing(
            self.rows, found.rows, lambda table, number: f"{table} has {number} rows"
        )
        yield from differing(by_key(self.heads), by_key(found.heads), lambda _, head: told(head))


@dataclass(frozen=True, slots=True)
class Manifest:
    """A copy as it was when it was made.

    `at` is the moment of the copy (UTC), `engine` Django's word for the database, `size` is in
    bytes. A copy with problems does not count as a backup.
    """

    at: datetime
    engine: str
    version: str
    size: int
    sha256: str
    contents: Contents
    problems: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a manifest; raises Refused for one that cannot be read or is none."""
        try:
            return cls.parsed(json.loads(path.read_bytes()))
        except OSError as error:
            raise Refused(f"The manifest cannot be read: {error}") from error
        except MISTAKES as error:
            raise Refused(f"{path} is not a backup's manifest: {error!r}") from error

    @classmethod
    def parsed(cls, data: dict[str, Any]) -> Self:
        """Take a manifest apart; raises what comes of whatever else it may be."""
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {data['format']!r}, and {FORMAT} is known")
        contents = data["contents"]
        return cls(
            moment(data["at"]),
            str(data["engine"]),
            str(data["version"]),
            int(data["size"]),
            str(data["sha256"]),
            Contents(
                {app: str(name) for app, name in contents["migrations"].items()},
                {table: int(number) for table, number in contents["rows"].items()},
                tuple(map(parsed_head, contents["heads"])),
            ),
            tuple(map(str, data["problems"])),
        )

    def write(self, path: Path) -> None:
        """Write it, whole or not at all."""
        files.write(path, json.dumps(self.as_json(), indent=1) + "\n")

    def as_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return {"format": FORMAT} | asdict(self) | {"at": self.at.isoformat()}


def moment(text: str) -> datetime:
    """Read a time, which names its zone."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text} is in no zone")
    return at.astimezone(UTC)


def parsed_head(data: dict[str, Any]) -> Head:
    """Take a head apart."""
    return Head(
        Kind(data["kind"]),
        int(data["key"]),
        str(data["name"]),
        int(data["sequence"]),
        str(data["hash"]),
        str(data["text"]),
    )


def beside(copy: Path) -> Path:
    """Where the manifest of a copy lies."""
    return copy.with_name(f"{copy.name}.json")


def by_key(heads: tuple[Head, ...]) -> dict[tuple[Kind, int], Head]:
    """Find heads by what they are heads of."""
    return {(head.kind, head.key): head for head in heads}


def told(head: Head) -> str:
    """Say what a log ends in and what its plan prints."""
    return f"{head}, text {head.text}" if head.text else str(head)


def differing[K, V](
    promised: dict[K, V], found: dict[K, V], say: Callable[[K, V], str]
) -> Iterator[str]:
    """Say what is not there, what is otherwise, and what is there besides."""
    for key, value in promised.items():
        if key not in found:
            yield f"missing: {say(key, value)}"
        elif found[key] != value:
            yield f"{say(key, found[key])}; the manifest says: {say(key, value)}"
    for key in found.keys() - promised.keys():
        yield f"not in the manifest: {say(key, found[key])}"
