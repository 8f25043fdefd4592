"""Text, choices and ticks, and what all columns have in common."""

import pytest

from plans import catalogue
from plans.columns import Choice, Column, Text, Tick
from plans.columns.base import NOTHING
from plans.enums import ComplianceStatus, Level, Priority, StoryStatus
from tests.plans.columns.reading import reads, refusal

LONGEST = 500
COLUMNS = [column for register in catalogue.CATALOGUE for column in register.model.columns]
TYPED = [column for column in COLUMNS if not isinstance(column, Text)]


@pytest.mark.parametrize("text", ["a", "-", "n/a", " ", "~5 days", "x" * 100_000, "<script>"])
def test_text_is_its_own_meaning(text):
    assert reads(Text("Item"), text) == text


def test_empty_text_says_nothing():
    assert reads(Text("Item"), "") is None


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("To Do", "To Do"),
        ("to do", "To Do"),
        (" IN PROGRESS\u00a0", "In Progress"),
        ("—", None),
        ("", None),
    ],
)
def test_choice_gives_the_printed_choice(text, choice):
    assert reads(Choice("Status", StoryStatus), text) == choice


@pytest.mark.parametrize("text", ["h", "H", "High", " high "])
def test_choice_is_also_known_by_its_longer_name(text):
    assert reads(Choice("Impact", Level), text) == "H"


def test_choice_may_be_a_sign_for_nothing():
    status = Choice("Status", ComplianceStatus)
    assert (reads(status, "n/a"), reads(status, "-")) == ("N/A", None)


@pytest.mark.parametrize("text", ["Nearly", "ToDo", "To  Do", "Done!", "**Done**", "P", "0"])
def test_choice_refuses_what_is_not_in_the_list(text):
    assert refusal(Choice("Status", StoryStatus), text) == (
        f"“{text}” is not in the list. Choose one of To Do, In Progress, Done."
    )


def test_choices_are_those_of_the_document_in_its_order():
    assert Choice("Priority", Priority).choices == ["P1", "P2", "P3"]
    assert Text("Item").choices == []


@pytest.mark.parametrize(("text", "value"), [("x", True), ("X", True), (" ", False), ("", None)])
def test_tick_reads_the_mark_between_the_brackets(text, value):
    assert reads(Tick("Done"), text) is value


@pytest.mark.parametrize("text", ["-", "yes", "✓", "xx", "\u00a0"])
def test_tick_refuses_other_marks(text):
    assert refusal(Tick("Done"), text) == "A box is either ticked (x) or not (a blank)."


@pytest.mark.parametrize("column", TYPED, ids=lambda column: column.header)
def test_typed_column_empties_all_its_fields_for_nothing(column):
    signs = NOTHING - ({"-", "–", "—", "n/a", "na", "none"} if isinstance(column, Tick) else set())
    for text in [None, *signs - {each.casefold() for each in column.choices}]:
        assert column.values(text) == dict.fromkeys(column.names.values())


@pytest.mark.parametrize("column", TYPED, ids=lambda column: column.header)
def test_typed_column_refuses_a_novel(column):
    for text in ("9" * (LONGEST + 1), " " * 100_000 + "x"):
        assert refusal(column, text) == (
            f"{len(text):,} characters are too many; here at most {LONGEST} are read."
        )


def test_column_without_fields_is_not_a_column():
    with pytest.raises(NotImplementedError):
        Column("Anything").fields()
    with pytest.raises(NotImplementedError):
        Column("Anything").read("anything")


def test_columns_of_a_model_are_its_own():
    for register in catalogue.CATALOGUE:
        names = [name for column in register.model.columns for name in column.names.values()]
        fields = [field.name for field in register.model._meta.fields]
        assert fields == ["row", *names]
