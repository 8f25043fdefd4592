"""A document as read: sections, blocks and rows, each with the exact text it was read from.

Joining every `above` and `source` in order gives the text back (see `emit`), so whoever adds a
construct only has to say which bytes belong to which part.
"""

from dataclasses import dataclass, field

from plans.enums import BlockKind

type Key = int | None
"""What the tables know a part by; None for one that was only read from a file."""


@dataclass(slots=True)
class RowSource:
    """An editable line: of a table, list or checklist, or the one text of a simpler block.

    `cells` are the printed texts without padding, by kind of block: a table's cells in column
    order (as many as the line has, even if that is not as many as the header); `[text]` of a
    heading (without its `#`), a list item, a paragraph, a statement (without the `>`) or a diagram
    (without its fences);
    `[mark, text]` of a checklist item, the mark being `" "`, `"x"`, `"X"` or, for an item
    without a box, `""`; `[label, value]` of a field.
    """

    cells: list[str]
    source: str
    key: Key = None


@dataclass(slots=True)
class BlockSource:
    """A heading, or what stands under one.

    `above` holds the blank lines over the block. `source` is what the rows do not hold: a bold
    label glued above, a table's header and separator line; all of it for kinds without rows.
    `columns` are a table's printed headers. `widths` has, for each column, the common width in
    characters to which every line of the table pads it, or None where there is none.
    """

    kind: BlockKind
    above: str = ""
    source: str = ""
    label: str = ""
    columns: list[str] = field(default_factory=list)
    widths: list[int | None] = field(default_factory=list)
    rows: list[RowSource] = field(default_factory=list)
    key: Key = None


@dataclass(slots=True)
class SectionSource:
    """A heading and what stands under it: the first block is the heading itself.

    Level 0, with no heading, is what stands before the first one.
    """

    level: int
    heading: str
    blocks: list[BlockSource] = field(default_factory=list)
    key: Key = None


@dataclass(slots=True)
class Document:
    """A whole file. `tail` are blank lines at its end; `newline` is what new lines end with."""

    sections: list[SectionSource]
    bom: bool = False
    newline: str = "\n"
    final_newline: bool = True
    tail: str = ""
