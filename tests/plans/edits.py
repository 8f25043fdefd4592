"""The real edits of `../shared`, and what may differ between ours and the author's outcome."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from plans.document.lines import split_lines

LEAST_SHARE = 0.8
"""That are byte-equal: where columns are padded authors do not always agree with themselves."""


def edited_files(shared: Path) -> Iterator[tuple[Path, Path, Path]]:
    """Each edit: the file before it, its operations, and the file after it."""
    for operations in sorted((shared / "corpus/edits").glob("*.json")):
        before, after = (operations.with_suffix(f".{when}.md") for when in ("before", "after"))
        yield before, operations, after


def only_touched_lines_differ(
    before: str, after: str, ours: str, edits: list[dict[str, Any]]
) -> bool:
    """Whether ours are the author's lines but for blanks, and no line differs without an edit."""
    old, new = Counter(split_lines(before)), Counter(split_lines(ours))
    written = sum(edit["op"] != "delete" for edit in edits)
    removed = sum(edit["op"] != "insert" for edit in edits)
    return (
        [line.split() for line in split_lines(ours)]
        == [line.split() for line in split_lines(after)]
        and (new - old).total() <= written
        and (old - new).total() <= removed
    )
