"""A document that was laid out anew is read from its print and compared with what was meant."""

from collections.abc import Iterator
from itertools import chain

from plans.document.emit import emit
from plans.document.parse import parse
from plans.document.tree import BlockSource, Document, RowSource, SectionSource


class Misread(ValueError):
    """A document that would read back as another one."""


def reread(document: Document) -> Document:
    """The document as its print reads, each part with its key.

    Raises Misread where it reads otherwise: other sections, blocks, columns or cells.
    """
    read = parse(emit(document))
    if shape(read) != shape(document):
        raise Misread("In Markdown the document would read otherwise than meant.")
    for part, meant in zip(parts(read), parts(document), strict=True):
        part.key = meant.key
    return read


def shape(document: Document) -> list[object]:
    """What of a document a reader has to find again."""
    return [
        (section.level, [block_shape(block) for block in section.blocks])
        for section in document.sections
    ]


def block_shape(block: BlockSource) -> object:
    """What of a block a reader has to find again; what no row holds by its text."""
    rows = [row.cells for row in block.rows]
    return block.kind, block.label, block.columns, rows, block.source if not rows else ""


def parts(document: Document) -> Iterator[SectionSource | BlockSource | RowSource]:
    """Every part that has a key, in order."""
    for section in document.sections:
        yield section
        for block in section.blocks:
            yield from chain([block], block.rows)
