"""The blank plans: Markdown that a new plan is read from, one file a position."""

from pathlib import Path

from plans.enums import Position

FOLDER = Path(__file__).parent


def offered() -> list[Position]:
    """Give the positions that have a blueprint, in the documents' order."""
    return [position for position in Position if (FOLDER / f"{position}.md").exists()]


def text(position: Position) -> str:
    """Give a position's blueprint, byte for byte."""
    return (FOLDER / f"{position}.md").read_bytes().decode("utf-8")
