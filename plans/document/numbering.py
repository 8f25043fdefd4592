"""Keeping a numbered list in order when its items change places."""

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"([ \t]*)(\d{1,9})(?=[.)])")


def in_place(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The items' sources in their new order, with the numbers left where they stood.

    So two items that change places still read 1, 2. A list that is not numbered throughout, or
    that is nested, comes back as it is; so does one where a number would change its length and
    with it the indentation that the lines below hang on.
    """
    old, new = list(map(_NUMBER.match, before)), list(map(_NUMBER.match, after))
    if None in old or None in new:
        return list(after)
    stood = [(match[1], match[2]) for match in old if match]
    come = [(match[1], match[2]) for match in new if match]
    if any(
        (indent, len(number)) != (other, len(now))
        for (indent, number), (other, now) in zip(stood, come, strict=True)
    ):
        return list(after)
    return [
        indent + number + source[len(indent + number) :]
        for (indent, number), source in zip(stood, after, strict=True)
    ]
