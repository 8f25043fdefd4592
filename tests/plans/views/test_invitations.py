"""The link of an invitation: what it shows, to whom, and what it leads to."""

import re

import pytest
from django.core import mail
from django.test import Client

from gates.actors import Actor
from gates.models import User
from plans import invitations, roles
from plans.models import Invitation, Plan
from tests.gates.factories import PASSWORD, AgentFactory, UserFactory
from tests.plans.factories import CompanyFactory, PlanFactory, member

pytestmark = pytest.mark.django_db

FILLED = {"first_name": "Eve", "last_name": "Ay", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(company=CompanyFactory(name="Acme", slug="acme"))


@pytest.fixture
def boss(plan) -> User:
    return member(plan, roles.ADMINISTRATOR, first_name="Ada", last_name="Boss")


@pytest.fixture
def link(plan, boss) -> str:
    invitations.invite(plan.company, "eve@example.com", ["CFO"], by=Actor.of(boss))
    return re.search(r"/invitations/[\w-]+/", mail.outbox[-1].body)[0]


def as_(user: User) -> Client:
    signed_in = Client()
    signed_in.force_login(user)
    return signed_in


def test_somebody_new_gives_a_name_and_a_password_and_is_in(plan, link):
    stranger = Client()
    page = stranger.get(link).text
    assert re.search(r"<bdi>Ada Boss</bdi>\s+invites you to the plans of Acme", page)
    assert "<li>owner of the CFO plan</li>" in page
    done = stranger.post(link, FILLED, follow=True)
    assert done.redirect_chain == [("/acme/", 303)]
    assert "Welcome to Acme." in done.text
    assert stranger.get("/acme/cto/").status_code == 200
    assert Client().login(username="eve@example.com", password=PASSWORD)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"first_name": ""}, "First name: write this first."),
        ({"password1": ""}, "Password: write this first."),
        ({"password2": "other"}, "The two password fields didn’t match."),
        ({"password1": "password", "password2": "password"}, "This password is too common."),
        (dict.fromkeys(["password1", "password2"], "eve@example"), "too similar to the email"),
    ],
)
def test_refused_sign_up_comes_back_and_the_link_still_holds(plan, link, changed, words):
    page = Client().post(link, FILLED | changed)
    assert page.status_code == 422
    assert words in page.text
    assert 'value="Ay"' in page.text
    assert PASSWORD not in page.text
    assert not User.objects.filter(username="eve@example.com").exists()
    assert Client().get(link).status_code == 200


def test_who_is_signed_in_just_accepts(plan, link):
    user = UserFactory()
    signed_in = as_(user)
    page = signed_in.get(link).text
    assert f"Accept as {user.display_name}" in page
    assert "password1" not in page
    assert signed_in.post(link).headers["Location"] == "/acme/"
    assert roles.holding(plan.company)[user.pk] == {"CFO"}


def test_who_has_an_account_signs_in_first(plan, link):
    UserFactory(username="eve", email="Eve@example.com")
    stranger = Client()
    assert f'href="/login/?next={link}"' in stranger.get(link).text
    assert stranger.post(link, FILLED).status_code == 422
    assert not User.objects.filter(username="eve@example.com").exists()
    filled = {"username": "eve", "password": PASSWORD, "next": link}
    assert stranger.post("/login/", filled).headers["Location"] == link
    assert stranger.post(link).headers["Location"] == "/acme/"


def test_own_invitation_and_agents_are_refused_on_the_page(plan, boss, link):
    for user, words in ((boss, "You sent this invitation"), (AgentFactory(), "An agent accepts")):
        page = as_(user).post(link)
        assert (page.status_code, words in page.text) == (422, True)
    answer = as_(boss).post(link, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "people.refused")


@pytest.mark.parametrize("ask", ["get", "post"])
@pytest.mark.parametrize("who", ["stranger", "boss"])
def test_link_that_leads_nowhere_says_what_to_do_and_nothing_of_the_company(
    plan, boss, link, who, ask
):
    browser_of = Client() if who == "stranger" else as_(boss)
    used = as_(UserFactory())
    used.post(link)
    for address in (link, "/invitations/nonsense/"):
        page = getattr(browser_of, ask)(address)
        assert page.status_code == 404
        assert "ask whoever invited you to send it anew" in page.text
        assert "Ada Boss" not in page.text or who == "boss"
        assert "CFO" not in page.text
        assert "Acme" not in page.text


def test_link_that_has_run_out_says_so_and_nothing_of_the_company(plan, link, time_machine):
    sent = Invitation.objects.get().sent_at
    time_machine.move_to(sent + invitations.KEPT)
    page = Client().get(link)
    assert page.status_code == 410
    assert "This invitation has run out" in page.text
    assert "Acme" not in page.text
    assert Client().post(link, FILLED).status_code == 410


def test_link_is_kept_by_no_cache(link):
    assert "no-store" in Client().get(link).headers["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_link_takes_no_other_method(link, method):
    assert getattr(Client(), method)(link).status_code == 405


def test_answer_takes_a_csrf_token(link):
    assert Client(enforce_csrf_checks=True).post(link, FILLED).status_code == 403
