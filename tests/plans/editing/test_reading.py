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
    ("text", "message"),
    [
        ("- a\n- b\n- c\n- d\n", "The document has 4 rows; at most 3 can be read."),
        ("---\n---\n---\n---\n", "The document has 4 parts; at most 3 can be read."),
    ],
)
def test_document_that_is_too_large_is_refused_whole(monkeypatch, text, message):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    company = CompanyFactory()
    with pytest.raises(Unreadable, match=message):
        editing.create_plan(company, Position.COO, text, by=BY)
    assert not Plan.objects.exists()
