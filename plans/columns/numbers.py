"""Columns that count or measure."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models

from plans.columns.base import Column, Fields, Values

NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
MAX_NUMBER = Decimal(10) ** 12
DECIMALS = 6
FIGURES = 15
"""SQLite keeps a decimal as a double, which holds no more significant figures than these."""
MAX_WHOLE = 2**31 - 1
"""PostgreSQL's integer; SQLite would take more."""
GOES_ON = re.compile(r"(?:[^\w%]|_)+\d|e[+-]?\d+\b|(?:to|or|and)\b", re.IGNORECASE)


def read_number(digits: str, text: str) -> Decimal:
    """Give the decimal value of digits found in text.

    ValueError: too large to be meant, or more figures than both databases keep.
    """
    value = check_size(Decimal(digits.replace(",", "")), text)
    decimals = len(digits.partition(".")[2])
    if decimals > DECIMALS or len(value.as_tuple().digits) > FIGURES:
        message = (
            f"“{text}” has more figures than Plangate keeps: {FIGURES}, of which {DECIMALS} "
            "may stand after the point."
        )
        raise ValueError(message)
    return value


def check_size(value: Decimal, text: str) -> Decimal:
    """Give the value back. ValueError: it is too large to be meant."""
    if value >= MAX_NUMBER:
        message = f"“{text}” is larger than Plangate can count (10¹²)."
        raise ValueError(message)
    return value


def goes_on(rest: str) -> bool:
    """Tell whether what stands behind a number belongs to it, so that the number is another.

    As in "1.2.3", "1,24", "5-10", "5 to 10", "1e9", "10²" and "1½".
    """
    return bool(GOES_ON.match(rest)) or (rest[:1].isnumeric() and not rest[:1].isdecimal())


def decimal_field(header: str) -> "models.DecimalField[Any, Any]":
    """Hold any number that `read_number` gives, to six decimals."""
    return models.DecimalField(header, max_digits=18, decimal_places=6, null=True)


class Whole(Column):
    """A whole number from 0 upwards: points, open vulnerabilities."""

    editor = "number"

    def fields(self) -> Fields:
        """Give one integer field, 0 or more."""
        return {"": models.PositiveIntegerField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """Read digits, with or without commas for thousands."""
        if not re.fullmatch(r"\d{1,3}(,\d{3})+|\d{1,9}", text.strip()):
            message = f"“{text}” is not a whole number from 0 upwards."
            raise ValueError(message)
        value = int(text.replace(",", ""))
        if value > MAX_WHOLE:
            message = f"“{text}” is larger than Plangate can count here ({MAX_WHOLE:,})."
            raise ValueError(message)
        return {"": value}


class Numbered(Column):
    """A serial number behind a fixed word: "ADR-001", "Sprint 24"."""

    def __init__(self, header: str, word: str) -> None:
        super().__init__(header)
        self.word = word

    def fields(self) -> Fields:
        """Give one integer field."""
        return {"": models.PositiveIntegerField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """Read the number behind the word."""
        match = re.fullmatch(rf"{self.word}[\s-]*(\d{{1,6}})", text.strip(), re.IGNORECASE)
        if not match:
            message = f"“{text}” is not a number of this kind. Write it as {self.word} and digits."
            raise ValueError(message)
        return {"": int(match[1])}


class Percent(Column):
    """A share in percent, 0 upwards (over 100 is allowed: capacity can be exceeded).

    Words behind the sign are no part of it: "20% of each sprint".
    """

    def fields(self) -> Fields:
        """Give one decimal field: 46 for 46%."""
        return {"": decimal_field(self.header)}

    def read(self, text: str) -> Values:
        """Read a number at the start, with or without its percent sign."""
        match = re.fullmatch(rf"({NUMBER})\s*(?:%(?:\s+(.*))?)?", text.strip(), re.DOTALL)
        if not match or goes_on(match[2] or ""):
            message = f"“{text}” is not a share. Write it as 46%."
            raise ValueError(message)
        return {"": read_number(match[1], text)}


class Quantity(Column):
    """A number with the unit it is printed with: "1,240 GB", "142ms", "600 req/min", "46%"."""

    pattern = re.compile(rf"([$€£]?)\s*({NUMBER})\s*([^\d\s].{{0,39}})?", re.DOTALL)

    def fields(self) -> Fields:
        """Give the value and the unit ("" where there is none)."""
        return {
            "_value": decimal_field(self.header),
            "_unit": models.CharField("Unit", max_length=41, null=True),
        }

    def read(self, text: str) -> Values:
        """Read a number and what stands behind it; a currency sign in front is the unit."""
        match = self.pattern.fullmatch(text.strip())
        if not match or goes_on(match[3] or ""):
            message = f"“{text}” is not a number with a unit. Write it as 142ms or 1,240 GB."
            raise ValueError(message)
        currency, digits, unit = match.groups(default="")
        return {"_value": read_number(digits, text), "_unit": currency + unit}


class Threshold(Column):
    """A bound: comparator, value, unit and window, as in ">70% for 5 min" or "<500ms p95".

    A bound without a comparator ("99.9%") is one to be reached; its comparator is "".
    """

    pattern = re.compile(
        rf"(<=|>=|≤|≥|<|>|=)?\s*([$€£]?)({NUMBER})"
        r"(?:\s*([^\d\s]\S{0,19})(?:\s+(\S.{0,59}))?)?",
        re.DOTALL,
    )
    canonical: ClassVar[dict[str, str]] = {"≤": "<=", "≥": ">="}

    def fields(self) -> Fields:
        """Give the four parts; unit and window are "" where there is none."""
        return {
            "_comparator": models.CharField("Comparator", max_length=2, null=True),
            "_value": decimal_field(self.header),
            "_unit": models.CharField("Unit", max_length=21, null=True),
            "_window": models.CharField("Window", max_length=60, null=True),
        }

    def read(self, text: str) -> Values:
        """Read the parts in printed order."""
        match = self.pattern.fullmatch(text.strip())
        comparator, currency, digits, unit, window = match.groups("") if match else [""] * 5
        if not digits or goes_on(f"{unit} {window}") or goes_on(window):
            message = f"“{text}” is not a threshold. Write it as >70% for 5 min or <500ms."
            raise ValueError(message)
        return {
            "_comparator": self.canonical.get(comparator, comparator),
            "_value": read_number(digits, text),
            "_unit": currency + unit,
            "_window": window,
        }


class Estimate(Column):
    """Effort or length counted in one unit: "8 days", "6 weeks". A bare number is in that unit."""

    def __init__(self, header: str, unit: str) -> None:
        super().__init__(header)
        self.unit = unit

    def fields(self) -> Fields:
        """Give one decimal field, counted in the unit."""
        return {"": decimal_field(self.header)}

    def read(self, text: str) -> Values:
        """Read a number, with or without the unit's name behind it."""
        name = self.unit.removesuffix("s")
        match = re.fullmatch(rf"({NUMBER})\s*(?:{name}s?|{name[0]})?", text.strip(), re.IGNORECASE)
        if not match:
            message = f"“{text}” is not a number of {self.unit}. Write it as 5 {self.unit}."
            raise ValueError(message)
        return {"": read_number(match[1], text)}


class Magnitude(Column):
    """A count in round letters: "1K", "10K", "1M"."""

    letters: ClassVar[dict[str, int]] = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}

    def fields(self) -> Fields:
        """Give one integer field: 10000 for 10K."""
        return {"": models.PositiveBigIntegerField(self.header, null=True)}

    def read(self, text: str) -> Values:
        """Read a number and its letter."""
        match = re.fullmatch(rf"({NUMBER})\s*([kmb]?)\+?", text.strip(), re.IGNORECASE)
        count = self.counted(match, text) if match else None
        if count is None or count % 1:
            message = f"“{text}” is not a count. Write it as 10K, 1M or 2,500."
            raise ValueError(message)
        return {"": int(count)}

    def counted(self, match: re.Match[str], text: str) -> Decimal:
        """Multiply the number by its letter."""
        return check_size(read_number(match[1], text) * self.letters[match[2].casefold()], text)
