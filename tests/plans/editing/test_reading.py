"""What is too large to be read, and that nothing is written then."""

import pytest

from gates.actors import Actor
from plans import editing
from plans.document.decode import Unreadable
from plans.editing import reading
from plans.enums import Position
from plans.models import Plan
from tests.plans.factories import CompanyFactory

pytestmark = pytest.mark.django_db
BY = Actor.operator("tests")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("- a\n- b\n- c\n- d\n- e\n", "Line 4, column 1 begins row 4 of 5"),
        ("# A\n\n- a\n- b\n\n## B\n\n- c\n  c\n- d\n", "Line 10, column 1 begins row 4 of 4"),
        ("# A\r\r| a |\r|---|\r| 1 |\r| 2 |\r\rB\r\rC", "Line 10, column 1 begins part 4 of 4"),
        ("---\n---\n---\n\n---\n", "Line 5, column 1 begins part 4 of 4"),
    ],
)
def test_document_that_is_too_large_is_refused_whole(monkeypatch, text, begins):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    company = CompanyFactory()
    with pytest.raises(Unreadable) as error:
        editing.create_plan(company, Position.COO, text, by=BY)
    assert str(error.value) == (
        f"{begins}, and at most 3 can be read. Shorten the document, or split it."
    )
    assert not Plan.objects.exists()
