"""The kinds of printed column: the fields that hold a cell's meaning, and how its text is read.

A column never prints: what a person wrote stays as it was written, and the typed value beside it
is only its parse. Reading raises ValueError with a sentence for the person who typed the text.
"""

from plans.columns.base import Choice, Column, Text, Tick, Values
from plans.columns.numbers import (
    Estimate,
    Magnitude,
    Numbered,
    Percent,
    Quantity,
    Threshold,
    Whole,
)
from plans.columns.times import Cadence, Date, DateRange, Duration, Moment

__all__ = [
    "Cadence",
    "Choice",
    "Column",
    "Date",
    "DateRange",
    "Duration",
    "Estimate",
    "Magnitude",
    "Moment",
    "Numbered",
    "Percent",
    "Quantity",
    "Text",
    "Threshold",
    "Tick",
    "Values",
    "Whole",
]
