"""Reading a text by a column that belongs to no model."""

import pytest

from plans.columns import Column


def reads(column: Column, text: str) -> object:
    """What a column of one field reads; what one of several reads, in the fields' order."""
    column.names = {suffix: suffix for suffix in column.fields()}
    values = [*column.values(text).values()]
    return values[0] if len(values) == 1 else tuple(values)


def refusal(column: Column, text: str) -> str:
    """What a column says of a text that it cannot read."""
    with pytest.raises(ValueError, match=r".+") as error:
        column.values(text)
    return str(error.value)
