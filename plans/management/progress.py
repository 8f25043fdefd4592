"""How far a long command is: on the terminal, for whoever waits there, and nowhere else."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console
from rich.progress import track

LONG = 200_000
"""Bytes of a file that takes longer to read in than a person cares to look at nothing."""


def steps[T](things: Sequence[T], doing: str, *, quiet: bool = False) -> Iterator[T]:
    """Give the things one by one, with a bar on standard error if somebody is there to see it."""
    hidden = quiet or len(things) < 2 or not is_watched()  # noqa: PLR2004 (several)
    console = Console(stderr=True)
    yield from track(things, doing, console=console, transient=True, disable=hidden)


def waiting(doing: str, size: int, *, quiet: bool = False) -> AbstractContextManager[object]:
    """Turn a wheel while a file of so many bytes is read in, if somebody is there to see it."""
    if quiet or size < LONG or not is_watched():
        return nullcontext()
    return Console(stderr=True).status(doing)


def is_watched() -> bool:
    """Tell whether standard error is a terminal."""
    return sys.stderr.isatty()
