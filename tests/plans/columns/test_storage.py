"""Whatever a column reads, the database of the day stores and gives back the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans import catalogue
from plans.columns import Column, Values
from plans.models import Record
from plans.models.guard import open_door
from tests.plans.factories import PlanFactory
from tests.plans.texts import with_every_register

EXAMPLES = {
    (type(column), getattr(column, "unit", getattr(column, "word", ""))): (register, column)
    for register in reversed(catalogue.CATALOGUE)
    for column in register.columns
}
"""One column of each kind, of the first register that has it: those of the CTO's plan."""

NEARLY = """
0 1 9 24 007 999 999999999999 9999999999999999 0.1 .123456 ,000 ٣ ² ½ < > ≤ >= = - – ~ % $ € K M B
2026-11-23 2026-02-30 0001-01-01 9999-12-31 k ms s min hours days weeks months years req/min GB p95
for to every weekly quarterly PR ADR- Sprint High Done P1 x X
"""
PIECES = st.sampled_from(NEARLY.split())
BLANKS = st.sampled_from(["", "", " ", "\u00a0", "\t"])
NEAR = st.lists(st.tuples(PIECES, BLANKS).map("".join), max_size=6).map("".join)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
"""Reading a file and typing into a cell let neither half characters nor NUL come this far."""


@pytest.fixture(scope="module")
def plan(kept):
    return PlanFactory(text=with_every_register())


@pytest.fixture
def stored(db, plan):
    """Write values into a record of a register, and give what the database says of them."""

    def stored(model: type[Record], values: dict[str, object]) -> dict[str, object]:
        records = model.objects.filter(row__block__section__plan=plan)[:1]
        with open_door():
            model.objects.filter(pk__in=[record.pk for record in records]).update(**values)
        return records.values(*values)[0]

    return stored


def values_of(column: Column, text: str) -> Values:
    """What a column reads; nulls for what it cannot read, as an import has it."""
    try:
        return column.values(text)
    except ValueError:
        return column.values(None)


@pytest.mark.parametrize(
    ("register", "column"), EXAMPLES.values(), ids=[kind.__name__ + word for kind, word in EXAMPLES]
)
@given(text=st.one_of(NEAR, ANY))
@settings(
    max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each writes all it reads
def test_values_are_stored_as_they_were_read(stored, register, column, text):
    values = values_of(column, text)
    assert stored(register.model, values) == values


@pytest.mark.parametrize(
    ("key", "column", "text"),
    [
        ("current-capacity", 1, "999999999999.999 " + "u" * 40),
        ("current-capacity", 1, "€0.000001" + "u" * 40),
        ("scaling-triggers", 1, ">=€123456789012.345" + "u" * 20 + " " + "w" * 60),
        ("scaling-roadmap", 0, "999.999999B"),
        ("current-sprint", 1, "2,147,483,647"),
        ("vulnerability-management", 1, "1,000 years"),
        ("vulnerability-management", 1, "0.001 ms"),
        ("secrets-management", 2, "365000 days"),
        ("technical-milestones", 1, "0001-01-01"),
        ("technical-milestones", 1, "9999-12-31"),
        ("plan-summary", 0, "é😀\u2028" * 10_000),
    ],
)
def test_the_largest_values_are_stored(stored, key, column, text):
    register = catalogue.BY_KEY[key]
    values = register.columns[column].values(text)
    assert stored(register.model, values) == values
