"""The page of a company's people, and what its administrators do there."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.core import mail
from django.test import Client

from gates.actors import Actor
from gates.models import User
from plans import people, portfolios, roles
from plans.enums import Position
from plans.models import Company, Invitation, PeopleRecord, Plan
from tests.gates.factories import AgentFactory, UserFactory
from tests.plans.factories import CompanyFactory, PlanFactory, cto, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(company=CompanyFactory(name="Acme", slug="acme"))


@pytest.fixture
def boss(plan) -> User:
    return member(plan, roles.ADMINISTRATOR, first_name="Ada", last_name="Boss")


@pytest.fixture
def signed_in(boss) -> Client:
    return as_(boss)


def as_(user: User) -> Client:
    signed_in = Client()
    signed_in.force_login(user)
    return signed_in


def held(plan: Plan, user: User) -> set[str]:
    return roles.holding(plan.company).get(user.pk, set())


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_matrix_shows_everybody_on_every_plan(plan, signed_in):
    PlanFactory(company=plan.company, position=Position.CMO, text="# Marketing Plan\n")
    cto(plan, first_name="Lee", last_name="Park")
    roles.put(AgentFactory(first_name="Bot"), plan.company, "CMO reader")
    member(plan, roles.READER, first_name="Kim", is_active=False)
    page = signed_in.get("/acme/people/").text
    lines = re.findall(r'<th scope="row">(.*?)</tr>', page, re.DOTALL)
    words = [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]
    assert [re.sub(r"Example \d+", "Example", each) for each in words] == [
        "Ada Boss Administrator Reader Reader",
        "Bot Example agent – Reader – nothing",
        "Kim Example deactivated Reader Reader Reader",
        "Lee Park CTO Reader Owner",
    ]


@pytest.mark.parametrize("number", [1, 12])
def test_page_costs_the_same_whatever_the_people_and_plans(
    plan, boss, signed_in, django_assert_num_queries, number
):
    positions = [Position.CMO, Position.CFO, Position.COO, Position.CEO]
    for position in positions[: number // 3]:
        PlanFactory(company=plan.company, position=position, text="# Plan\n")
    for each in range(number):
        member(plan, "CTO")
        invitation = {"email": f"{each}@example.com", "roles": ["CFO", "CTO editor"]}
        signed_in.post("/acme/people/invite/", invitation)
    signed_in.get("/acme/people/")
    # The session, user, company, roles, plans, log (count and lines), people, invitations and
    # one's own companies.
    with django_assert_num_queries(10):
        assert signed_in.get("/acme/people/").status_code == 200


def test_what_a_name_hides_is_shown_wherever_the_name_is(plan, boss, signed_in):
    user = member(plan, roles.READER, first_name="\u0410da", last_name="B\u202eoss")
    people.change(plan.company, user, ["CFO"], [], by=Actor.of(boss))
    hidden = "contains U+0410 CYRILLIC CAPITAL LETTER A, U+202E RIGHT-TO-LEFT OVERRIDE"
    assert signed_in.get("/acme/people/").text.count(hidden) == 2
    assert hidden in signed_in.get(f"/acme/people/{user.pk}/").text
    assert hidden in signed_in.get(f"/acme/people/{user.pk}/remove/").text
    leaving = f"/acme/people/{cto(plan).pk}/remove/"
    assert f"({hidden})</option>" in signed_in.get(leaving).text


def test_roles_are_given_and_taken_by_the_form(plan, boss, signed_in):
    user = member(plan, roles.READER)
    page = signed_in.get(f"/acme/people/{user.pk}/").text
    assert '<input type="checkbox" name="roles" value="Reader" checked>' in page
    assert '<input type="hidden" name="seen" value="Reader">' in page
    filled = {"seen": ["Reader"], "roles": ["CFO", "CTO editor"]}
    kept = signed_in.post(f"/acme/people/{user.pk}/", filled, follow=True)
    assert kept.redirect_chain == [("/acme/people/", 303)]
    assert said(kept) == [f"The roles of {user.display_name} are kept."]
    assert held(plan, user) == {"CFO", "CTO editor"}
    assert "owner of the CFO plan, editor of the CTO plan" in kept.text


def test_refused_roles_come_back_as_they_were_chosen(plan, boss, signed_in):
    filled = {"seen": ["Administrator"], "roles": ["Approver", "CFO"]}
    page = signed_in.post(f"/acme/people/{boss.pk}/", filled)
    assert page.status_code == 422
    assert "Nobody makes himself an approver" in page.text
    for role in ("Approver", "CFO"):
        assert f'<input type="checkbox" name="roles" value="{role}" checked>' in page.text
    assert '<input type="checkbox" name="roles" value="Administrator">' in page.text
    assert '<input type="hidden" name="seen" value="Administrator">' in page.text
    assert held(plan, boss) == {"Administrator"}


def test_machine_is_told_the_field(plan, boss, signed_in):
    filled = {"seen": ["Administrator"], "roles": ["CFO"]}
    answer = signed_in.post(
        f"/acme/people/{boss.pk}/", filled, headers={"Accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "people.refused")
    assert answer.json()["field"] == "roles"


def test_administrator_who_steps_down_is_led_away(plan, boss, signed_in):
    member(plan, roles.ADMINISTRATOR)
    filled = {"seen": ["Administrator"], "roles": ["CFO"]}
    assert signed_in.post(f"/acme/people/{boss.pk}/", filled).headers["Location"] == "/"
    assert signed_in.get("/acme/people/").status_code == 404


def test_removal_names_what_is_lost_and_asks_for_heirs(plan, boss, signed_in):
    leaving = cto(plan, first_name="Lee", last_name="Park")
    roles.put(AgentFactory(owner=leaving, first_name="Bot"), plan.company, roles.READER)
    address = f"/acme/people/{leaving.pk}/remove/"
    page = signed_in.get(address).text
    assert "<li>Owner of the CTO plan</li>" in page
    assert "So do their agents: <bdi>Bot" in page
    assert f'<option value="{boss.pk}">Ada Boss</option>' in page
    refused = signed_in.post(address, {"heir-CTO": ""})
    assert refused.status_code == 422
    assert 'aria-invalid="true" aria-describedby="refused" autofocus' in refused.text
    done = signed_in.post(address, {"heir-CTO": str(boss.pk)}, follow=True)
    assert said(done) == ["Lee Park is removed."]
    assert (held(plan, leaving), held(plan, boss)) == (set(), {"Administrator", "CTO"})
    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize("path", ["", "remove/"])
def test_people_of_other_companies_are_not_there(plan, signed_in, path):
    other = member(PlanFactory(), roles.READER)
    for key in (other.pk, UserFactory().pk, 10**30):
        for ask in (signed_in.get, signed_in.post):
            assert ask(f"/acme/people/{key}/{path}").status_code == 404


def test_agent_that_administers_may_look_and_not_act(plan, boss):
    agent = AgentFactory()
    roles.put(agent, plan.company, roles.ADMINISTRATOR)
    browser_of_agent = as_(agent)
    assert browser_of_agent.get("/acme/people/").status_code == 200
    for path in (f"{boss.pk}/", f"{boss.pk}/remove/", ""):
        assert browser_of_agent.post(f"/acme/people/{path}", {"name": "Mine"}).status_code == 403
    invitation = {"email": "eve@example.com", "roles": ["CFO"]}
    assert browser_of_agent.post("/acme/people/invite/", invitation).status_code == 403
    assert not PeopleRecord.objects.exists()


def test_company_is_renamed(plan, signed_in):
    page = signed_in.post("/acme/people/", {"name": "Nova"}, follow=True)
    assert "<h1>People of Nova</h1>" in page.text
    refused = signed_in.post("/acme/people/", {"name": " "})
    assert refused.status_code == 422
    assert 'aria-describedby="name-help name-error" aria-invalid="true" autofocus' in refused.text
    assert Company.objects.get().name == "Nova"


def test_log_has_pages(plan, boss, signed_in):
    for number in range(51):
        people.rename(plan.company, f"Acme {number}", by=Actor.of(boss))
    first = signed_in.get("/acme/people/").text
    assert "Page 1 of 2" in first
    assert "Acme 49 → Acme 50" in first
    assert "Acme → Acme 0" in signed_in.get("/acme/people/?page=2").text


def test_only_administrators_are_led_to_the_people(plan, signed_in):
    link = 'href="/acme/people/"'
    assert link in signed_in.get("/acme/").text
    assert link not in as_(member(plan, roles.READER)).get("/acme/").text


def test_invitation_is_sent_listed_sent_anew_and_withdrawn(plan, signed_in, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    filled = {"email": "Eve@Example.com", "roles": ["CFO", "CTO editor"]}
    sent = signed_in.post("/acme/people/invite/", filled, follow=True)
    assert said(sent) == ["eve@example.com is invited."]
    assert "owner of the CFO plan, editor of the CTO plan" in sent.text
    assert "8 Mar 2026, 12:00 UTC" in sent.text
    key = Invitation.objects.get().pk
    address = f"/acme/people/invitations/{key}/"
    again = signed_in.post(f"{address}send/", follow=True)
    assert said(again) == ["eve@example.com has another link now."]
    assert len(mail.outbox) == 2
    gone = signed_in.post(f"{address}withdraw/", follow=True)
    assert said(gone) == ["eve@example.com is not invited any more."]
    assert "No invitation waits." in gone.text
    late = signed_in.post(f"{address}withdraw/", follow=True)
    assert said(late) == ["The invitation is not waiting any more."]
    assert signed_in.post(f"{address}nonsense/").status_code == 404


def test_invitation_that_holds_no_more_says_why(plan, boss, signed_in, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    filled = {"email": "eve@example.com", "roles": ["CFO"]}
    as_(second := member(plan, roles.ADMINISTRATOR)).post("/acme/people/invite/", filled)
    people.remove(plan.company, second, {}, by=Actor.of(boss))
    words = "Who sent it is no administrator any more. Send it anew."
    assert words in signed_in.get("/acme/people/").text
    time_machine.move_to("2026-03-09 12:00:00+00:00", tick=False)
    signed_in.force_login(boss)
    assert "It has run out. Send it anew." in signed_in.get("/acme/people/").text


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        ({"email": "", "roles": ["CFO"]}, "E-mail address: write this first."),
        ({"email": "eve", "roles": ["CFO"]}, "Enter a valid email address."),
        ({"email": "eve@example.com"}, "Choose at least one role."),
        ({"email": "ada@example.com", "roles": ["CFO"]}, "Somebody of the company has this"),
    ],
)
def test_refused_invitation_comes_back_as_it_was_filled_in(plan, signed_in, filled, words):
    member(plan, "COO", email="ada@example.com")
    page = signed_in.post("/acme/people/invite/", filled)
    assert page.status_code == 422
    assert words in page.text
    assert f'value="{filled["email"]}"' in page.text or not filled["email"]
    assert ('value="CFO" checked' in page.text) == ("roles" in filled)
    assert "autofocus" in page.text


def test_mail_that_fails_keeps_the_invitation(plan, signed_in, settings):
    options = {"host": "127.0.0.1", "port": 1, "timeout": 1}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    filled = {"email": "eve@example.com", "roles": ["CFO"]}
    words = "The invitation is kept: send it anew."
    assert words in said(signed_in.post("/acme/people/invite/", filled, follow=True))[0]
    again = f"/acme/people/invitations/{Invitation.objects.get().pk}/send/"
    assert words in said(signed_in.post(again, follow=True))[0]


def test_company_is_founded_by_who_may(db):
    user = UserFactory()
    signed_in = as_(user)
    assert signed_in.get("/companies/").status_code == 404
    assert "/companies/" not in signed_in.get("/").text
    user.user_permissions.add(Permission.objects.get(codename="add_company"))
    assert '<a class="button" href="/companies/">' in signed_in.get("/").text
    assert "Found a company" in signed_in.get("/companies/").text
    done = signed_in.post("/companies/", {"name": "Nova & Söhne"})
    assert (done.status_code, done.headers["Location"]) == (302, "/nova-sohne/people/")
    company = Company.objects.get()
    assert roles.holding(company) == {user.pk: {"Administrator"}}
    assert company.plans.count() == 10
    assert signed_in.get("/nova-sohne/cfo/").status_code == 200


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        ({"name": ""}, "Name: write this first."),
        ({"name": "株式会社"}, "The name has no letters for an address: write one."),
        ({"name": "Acme"}, "Company with this Slug already exists."),
        ({"name": "New", "slug": "gates"}, "is an address of the site itself"),
        ({"name": "New", "slug": "Ne_w"}, "Use lower-case letters, digits and hyphens only."),
        ({"name": "New", "slug": "n/w"}, "Enter a valid “slug”"),
        ({"name": "x" * 101}, "Ensure this value has at most 100 characters"),
    ],
)
def test_company_that_cannot_be_is_not_founded(plan, filled, words):
    page = as_(UserFactory(is_superuser=True)).post("/companies/", filled)
    assert page.status_code == 422
    assert words in page.text
    assert f'value="{filled["name"]}"' in page.text or not filled["name"]
    assert Company.objects.count() == 1


def test_who_is_of_two_companies_switches_between_them(plan, boss, signed_in):
    assert "Your companies" not in signed_in.get("/acme/cto/").text
    other = PlanFactory(company=CompanyFactory(name="Nova", slug="nova"))
    PlanFactory(company=CompanyFactory(name="Hidden", slug="hidden"))
    roles.put(boss, other.company, roles.READER)
    for address in ("/acme/cto/", "/", "/gates/", "/nova/", "/nowhere/at/all/"):
        page = signed_in.get(address).text
        assert "Your companies" in page
        assert '<li><a href="/nova/">Nova</a></li>' in page
        assert "Hidden" not in page
    assert "Your companies" not in Client().get("/login/").text


def test_who_is_not_signed_in_has_no_companies_to_switch_between(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert portfolios.switch(request)["own_companies"]() == []
