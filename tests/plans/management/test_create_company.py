"""`manage.py create_company`: a company that people can be put in at once."""

import pytest
from django.contrib.auth.models import Group

from gates import access
from gates.actors import Actor
from plans import roles
from plans.enums import Position
from plans.models import Company
from plans.models.plan import RESERVED
from tests.gates.factories import UserFactory
from tests.plans.management.running import refused, said

pytestmark = pytest.mark.django_db


def test_company_comes_with_its_plans_and_groups():
    assert said("create_company", "Acme & Söhne").startswith(
        "Created Acme & Söhne at /acme-sohne/. "
        "Its plans: CEO, CFO, CIO, CLO, CMO, COO, CORP, CPO, CTO, CXA. "
        "Its groups: acme-sohne: CORP, acme-sohne: CEO,"
    )
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(
        f"acme-sohne: {role}" for role in [*Position.values, "Administrator", "Approver", "Reader"]
    )


@pytest.mark.parametrize(
    ("role", "creates"),
    [(role, role in {"CEO", "CMO", "CTO", "Administrator"}) for role in roles.all_roles()],
)
def test_members_see_their_company_and_some_create_its_plans(role, creates):
    said("create_company", "Acme", "--positions")
    company, user = Company.objects.get(slug="acme"), UserFactory()
    user.groups.add(roles.group(company, role))
    by = Actor.of(user)
    assert access.can(by, "view", company)
    assert access.can(by, "create_plan", company) is creates


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_addresses_of_the_site_are_reserved(slug):
    assert refused("create_company", slug.title()) == (
        f"“{slug}” is an address of the site itself. Choose another."
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Acme"], "Company with this Slug already exists."),
        (["Other", "--slug", "acme"], "Company with this Slug already exists."),
        (["株式会社"], "This field cannot be blank."),
        (["Other", "--slug", "Oth_er"], "Use lower-case letters, digits and hyphens only."),
        (["Other", "--slug", "o/ther"], "Enter a valid “slug” consisting of letters, numbers,"),
        (["x" * 101], "Ensure this value has at most 50 characters (it has 101).; Ensure this"),
    ],
    ids=["taken", "taken by another name", "no letters", "upper case", "no slug", "too long"],
)
def test_company_that_cannot_be_is_refused_whole(words, message):
    said("create_company", "Acme", "--positions")
    assert message.partition(";")[0] in refused("create_company", *words)
    assert (Company.objects.count(), Group.objects.count()) == (1, 13)


def test_slug_may_be_chosen():
    assert "at /ad/." in said("create_company", "Administration", "--slug", "ad", "--positions")
    assert Company.objects.get().url == "/ad/"


@pytest.mark.parametrize(
    ("words", "plans"),
    [(["--positions", "cto", "CMO"], "CMO, CTO"), (["--positions"], "none")],
    ids=["two", "none"],
)
def test_plans_may_be_chosen(words, plans):
    assert f"at /acme/. Its plans: {plans}. Its" in said("create_company", "Acme", *words)
    assert "invalid choice" in refused("create_company", "Other", "--positions", "CXO")
