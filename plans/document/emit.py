"""The only printer: it joins the texts that the parts were read from.

A byte comes through because every line of a file is in exactly one of a block's `above`, its
`source` and its rows' `source`, the blank lines at the file's end in `tail`; the BOM and a missing
final newline are notes.
"""

from collections.abc import Iterable, Iterator

from plans.document.tree import BlockSource, Document

BOM = "\ufeff"


def emit(document: Document) -> str:
    """The document's text, as it is to be encoded."""
    return join(
        parts(document),
        bom=document.bom,
        newline=document.newline,
        final_newline=document.final_newline,
        tail=document.tail,
    )


def join(parts: Iterable[str], *, bom: bool, newline: str, final_newline: bool, tail: str) -> str:
    """A file's text from its parts, wherever they are kept.

    Parts always end in a newline, the last one too; a file that had none at its end loses it.
    """
    text = "".join(parts) + tail
    if not final_newline:
        text = text.removesuffix(newline)
    return BOM + text if bom else text


def parts(document: Document) -> Iterator[str]:
    """Every piece of source in the order of the document."""
    for section in document.sections:
        for block in section.blocks:
            yield from block_parts(block)


def block_parts(block: BlockSource) -> Iterator[str]:
    """A block's pieces: the blank lines above, what no row holds, then the rows."""
    yield block.above
    yield block.source
    for row in block.rows:
        yield row.source
