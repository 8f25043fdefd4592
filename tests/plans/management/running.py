"""Running a command as somebody types it, and hearing what it says."""

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def typed(command: str, *words: object, out: object = None, **options: object) -> None:
    """Run a command; `dry_run=True` types `--dry-run`, `as_="eve"` types `--as eve`."""
    for name, value in options.items():
        flag = f"--{name.strip('_').replace('_', '-')}"
        words += (flag,) if value is True else (flag, value)
    call_command(command, *map(str, words), stdout=out or sys.stdout)


def said(*words: object, **options: object) -> str:
    """What a command that succeeds writes."""
    typed(*words, out=(out := StringIO()), **options)
    return out.getvalue()


def refused(*words: object, **options: object) -> str:
    """The error message of a command that fails."""
    with pytest.raises(CommandError) as error:
        typed(*words, out=StringIO(), **options)
    return str(error.value)


def failed(*words: object, **options: object) -> str:
    """What a command writes that exits with 1."""
    with pytest.raises(SystemExit) as end:
        typed(*words, out=(out := StringIO()), **options)
    assert end.value.code == 1
    return out.getvalue()
