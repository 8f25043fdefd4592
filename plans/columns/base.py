"""What a printed column is, and the columns that are plain text, a choice or a tick."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models

type Values = dict[str, Any]
type Fields = Mapping[str, models.Field[Any, Any]]

NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none"})
"""Texts that say, in any typed column, that there is nothing to say."""


class Column:
    """A printed column of a register, declared in the body of its model.

    `header` is the printed header, `headers` all that it may be printed under. `fields()` names
    the database fields, by suffix of the attribute's name ("" for a column that is one field);
    `read()` gives their values.
    """

    editor: ClassVar[str] = "text"
    longest: ClassVar[int | None] = 500
    """Characters; nothing that a column reads is longer, and reading costs more than its length."""

    def __init__(self, header: str, *also: str) -> None:
        self.header = header
        self.headers = (header, *also)
        self.name = ""
        self.names: dict[str, str] = {}

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        """Add the fields to the model (Django calls this when the class is made)."""
        self.name = name
        model.columns = (*model.columns, self)  # type: ignore[attr-defined]
        for suffix, field in self.fields().items():
            self.names[suffix] = name + suffix
            model.add_to_class(name + suffix, field)

    def fields(self) -> Fields:
        """Give the database fields by suffix; every one is null where nothing could be read."""
        raise NotImplementedError

    def read(self, text: str) -> Values:
        """Give the value of each suffix. ValueError: the text does not say such a thing."""
        raise NotImplementedError

    def values(self, text: str | None) -> Values:
        """Give the values by field name; None, as for a placeholder, empties all of them."""
        if text is None or self.says_nothing(text):
            return dict.fromkeys(self.names.values())
        if self.longest and len(text) > self.longest:
            message = (
                f"{len(text):,} characters are too many; here at most {self.longest} are read."
            )
            raise ValueError(message)
        read = self.read(text)
        return {name: read[suffix] for suffix, name in self.names.items()}

    def says_nothing(self, text: str) -> bool:
        """Tell whether the text is one of the customary signs for "nothing here"."""
        return text.strip().casefold() in NOTHING

    @property
    def choices(self) -> list[str]:
        """The printed choices, where the column is a choice."""
        return []


class Text(Column):
    """Any text: the meaning is the text itself."""

    longest = None

    def fields(self) -> Fields:
        """Give one text field."""
        return {"": models.TextField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """Every text can be read."""
        return {"": text}

    def says_nothing(self, text: str) -> bool:
        """A dash is as good a text as any."""
        return not text


class Choice(Column):
    """One of the printed choices, or its name where that is longer; case does not matter."""

    editor = "choice"

    def __init__(self, header: str, choices: type[models.TextChoices]) -> None:
        super().__init__(header)
        self.enum = choices
        named = zip(choices.labels, choices.values, strict=True)
        self.spellings = {str(label).casefold(): value for label, value in named}
        self.spellings |= {value.casefold(): value for value in choices.values}

    def fields(self) -> Fields:
        """Give one character field holding the choice as it is printed."""
        return {"": models.CharField(self.header, max_length=20, choices=self.enum, null=True)}

    @property
    def choices(self) -> list[str]:
        """The choices in printed order."""
        return list(self.enum.values)

    def read(self, text: str) -> Values:
        """Give the choice whose printed text this is."""
        value = self.spellings.get(text.strip().casefold())
        if value is None:
            message = f"“{text}” is not in the list. Choose one of {', '.join(self.choices)}."
            raise ValueError(message)
        return {"": value}

    def says_nothing(self, text: str) -> bool:
        """A sign for nothing may be one of the choices."""
        return super().says_nothing(text) and text.strip().casefold() not in self.spellings


class Tick(Column):
    """The box of a checklist item."""

    editor = "checkbox"

    def fields(self) -> Fields:
        """Give one boolean field; null for an item that has no box."""
        return {"": models.BooleanField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """An x is a tick; the blank between the brackets never arrives here."""
        if text not in ("x", "X", " "):
            message = "A box is either ticked (x) or not (a blank)."
            raise ValueError(message)
        return {"": text != " "}

    def says_nothing(self, text: str) -> bool:
        """A blank box says "not done", which is not nothing."""
        return not text
