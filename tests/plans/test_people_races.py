"""Two at once, each on a connection of its own: PostgreSQL's lock of the company's row."""

import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from gates.actors import Actor
from gates.models import User
from plans import invitations, people, roles
from plans.address import Gone
from plans.models import Company, PeopleRecord
from tests.gates.factories import UserFactory
from tests.plans.factories import CompanyFactory
from tests.plans.views.test_import_races import in_line

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company(transactional_db) -> Company:
    return CompanyFactory()


def administrator(company: Company) -> User:
    user = UserFactory()
    roles.put(user, company, roles.ADMINISTRATOR)
    return user


def at_once(company: Company, *acts):
    """Let each act wait for the company's row, then go one after the other; what they raised."""
    return in_line(Company.objects.filter(pk=company.pk), *(tried(act) for act in acts))


def tried(act):
    def attempt():
        try:
            act()
        except (PermissionDenied, Gone) as refusal:
            return type(refusal)
        return None

    return attempt


def test_two_administrators_who_remove_each_other_leave_one(company):
    one, other = administrator(company), administrator(company)
    assert at_once(
        company,
        lambda: people.remove(company, other, {}, by=Actor.of(one)),
        lambda: people.remove(company, one, {}, by=Actor.of(other)),
    ) == [None, PermissionDenied]
    assert roles.holding(company) == {one.pk: {roles.ADMINISTRATOR}}


def test_link_that_two_open_at_once_holds_for_one(company):
    by = Actor.of(administrator(company))
    invitations.invite(company, "eve@example.com", ["CFO"], by=by)
    token = re.search(r"/invitations/([\w-]+)/", mail.outbox[-1].body)[1]
    first, second = UserFactory(), UserFactory()
    assert at_once(
        company,
        lambda: invitations.accept(token, by=Actor.of(first)),
        lambda: invitations.accept(token, by=Actor.of(second)),
    ) == [None, Gone]
    assert roles.holding(company)[first.pk] == {"CFO"}
    assert second.pk not in roles.holding(company)
    assert PeopleRecord.objects.filter(event="joined").count() == 1


def test_address_that_two_invite_at_once_is_invited_once(company):
    by = [Actor.of(administrator(company)) for _ in range(2)]
    acts = [lambda one=one: invite_or_not(company, one) for one in by]
    assert sorted(at_once(company, *acts), key=str) == [None, None]
    assert company.invitations.count() == 1


def invite_or_not(company: Company, by: Actor) -> None:
    try:
        invitations.invite(company, "eve@example.com", ["CFO"], by=by)
    except people.Refused as refusal:
        assert refusal.field == "email"  # noqa: PT017
