"""The option that says how a file is to be read, and the refusal that names it."""

from argparse import ArgumentParser

from plans.document.decode import Unreadable
from plans.enums import Encoding


def add_encoding(parser: ArgumentParser, default: Encoding | None, without: str) -> None:
    """Take `--encoding`; `without` says what happens when it is not given."""
    parser.add_argument(
        "--encoding",
        choices=Encoding.values,
        default=default,
        help=f"what the file is written in; without it {without}",
    )


def refusal(error: Exception) -> str:
    """Say why a file is refused, and which encoding would read it."""
    other = error.encoding if isinstance(error, Unreadable) else None
    return f"{error} --encoding {other} reads it." if other else str(error)
