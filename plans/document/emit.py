"""The only printer: it joins the texts that the parts were read from.

A byte comes through because every line of a file is in exactly one of a block's `above`, its
`source` and its rows' `source`, the blank lines at the file's end in `tail`; the BOM and a missing
final newline are notes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from plans.document.tree import BlockSource, Document

BOM = "\ufeff"
_FINAL_NEWLINE = re.compile(r"(?:\r\n?|\n)\Z")


def emit(document: Document) -> str:
    """The document's text, as it is to be encoded."""
    return join(
        parts(document),
        bom=document.bom,
        final_newline=document.final_newline,
        tail=document.tail,
    )


def join(parts: Iterable[str], *, bom: bool, final_newline: bool, tail: str) -> str:
    """A file's text from its parts, wherever they are kept.

    Parts always end in a newline, the last one too; a file that had none at its end loses it. It
    may be another one than was added in reading: rows change places.
    """
    text = "".join(_apart([*filter(None, parts), tail]))
    if not final_newline:
        text = _FINAL_NEWLINE.sub("", text)
    return BOM + text if bom else text


def _apart(parts: Sequence[str]) -> Iterator[str]:
    """The parts, with a CR before an LF made a line ending of its own: CRLF.

    None was read so; but rows change places, and an empty line below is not to be swallowed.
    """
    for part, following in pairwise([*parts, ""]):
        is_swallowing = part.endswith("\r") and following.startswith("\n")
        yield f"{part}\n" if is_swallowing else part


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
