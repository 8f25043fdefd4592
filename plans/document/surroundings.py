"""Whether a change leaves what stands around it as it was.

What a list holds further down, a table above all, hangs on the items above it: where one of them
goes, or its number grows, the table may read as code. That shows only where all of it is read.
"""

from collections.abc import Sequence

from plans.document.cells import Cells
from plans.document.parse import parse
from plans.enums import BlockKind

type Shape = tuple[BlockKind, list[Cells]]


def undisturbed(
    before: str, after: str, old: Sequence[Sequence[str]], new: Sequence[Sequence[str]]
) -> bool:
    """Whether two readings of a text differ in the rows of one block only: `old` became `new`.

    The text is a section's or more, so that every list in it is whole. A block that lost all its
    rows may be gone, or leave its label.
    """
    if not old:  # a block without rows is not to be found: it is looked for where it has some
        before, after, old, new = after, before, new, old
    were, are = shapes(before), shapes(after)
    return any(
        _is_exchanged(were, are, place, [*map(list, new)])
        for place, (_, rows) in enumerate(were)
        if rows == [*map(list, old)]
    )


def shapes(text: str) -> list[Shape]:
    """Each block's kind, and the cells of its rows."""
    blocks = [block for section in parse(text).sections for block in section.blocks]
    return [(block.kind, [row.cells for row in block.rows]) for block in blocks]


def _is_exchanged(were: list[Shape], are: list[Shape], place: int, new: list[Cells]) -> bool:
    """Whether only the block at `place` is another."""
    end = len(are) - (len(were) - place - 1)
    if are[:place] != were[:place] or end < place or are[end:] != were[place + 1 :]:
        return False
    between = are[place:end]
    return between == [(were[place][0], new)] if new else len(between) <= 1
