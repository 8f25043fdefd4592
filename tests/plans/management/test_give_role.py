"""`manage.py give_role`: a company's first administrator."""

import pytest

from plans import roles
from plans.models import PeopleRecord
from tests.gates.factories import UserFactory
from tests.plans.factories import CompanyFactory
from tests.plans.management.running import refused, said

pytestmark = pytest.mark.django_db


def test_role_is_given_on_the_record_and_once():
    company, user = CompanyFactory(name="Acme", slug="acme"), UserFactory(username="ada")
    for word in ("now", "already"):
        assert said("give_role", "acme", "ada", "Administrator") == (
            f"{user.display_name} is {word} administrator of the company (Acme).\n"
        )
    assert roles.holding(company) == {user.pk: {"Administrator"}}
    [record] = PeopleRecord.objects.all()
    assert (record.actor_name, record.event) == ("manage.py give_role", "given")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nova", "ada", "CFO"), "There is no company “nova”."),
        (("acme", "eve", "CFO"), "There is no active user “eve”."),
        (("acme", "ada", "CTO editor"), "There is no role “CTO editor” in Acme."),
    ],
)
def test_what_is_not_there_is_refused(words, message):
    company = CompanyFactory(name="Acme", slug="acme")
    UserFactory(username="ada")
    assert refused("give_role", *words) == message
    assert roles.holding(company) == {}
