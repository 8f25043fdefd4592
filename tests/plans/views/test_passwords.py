"""Another password: by the link that an e-mail brings, or by the old one."""

import re

import pytest
from django.core import mail
from django.test import Client

from gates.models import User
from tests.gates.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "a quite different one"
TYPED = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def user() -> User:
    return UserFactory(username="eve@example.com", email="eve@example.com")


def ask(email: str, **headers: str) -> str:
    """Ask for a link; give the page that follows, without what is another on every page."""
    page = Client().post("/password/", {"email": email}, follow=True, headers=headers)
    return re.sub('nonce="[^"]+"', "", page.text)


def link() -> str:
    return re.search(r"http://127\.0\.0\.1:8000(/password/\S+/\S+/)", mail.outbox[-1].body)[1]


def test_forgotten_password_is_set_by_the_link(user):
    assert 'href="/password/"' in Client().get("/login/").text
    assert "Look into your mail" in ask("Eve@example.com")
    (sent,) = mail.outbox
    assert sent.to == ["eve@example.com"]
    assert "Your user name is eve@example.com." in sent.body
    stranger = Client()
    page = stranger.get(link(), follow=True)
    assert page.redirect_chain[-1][0].endswith("/set-password/")  # the token leaves the address
    assert "<bdi>eve@example.com</bdi>" in page.text
    done = stranger.post(page.redirect_chain[-1][0], TYPED, follow=True)
    assert "The password is set" in done.text
    assert Client().login(username=user.username, password=NEW)
    assert not Client().login(username=user.username, password=PASSWORD)
    assert "does not hold any more" in Client().get(link(), follow=True).text


@pytest.mark.parametrize("email", ["nobody@example.com", "gone@example.com"])
def test_nothing_tells_whether_there_is_an_account(user, email):
    UserFactory(email="gone@example.com", is_active=False)
    assert ask(email) == ask("eve@example.com")
    assert [sent.to for sent in mail.outbox] == [["eve@example.com"]]


def test_link_leads_to_the_site_whatever_host_was_asked(user, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask("eve@example.com", host="evil.example")
    assert "evil" not in mail.outbox[-1].body


def test_password_that_is_too_simple_is_refused_at_its_field(user):
    ask("eve@example.com")
    stranger = Client()
    address = stranger.get(link(), follow=True).redirect_chain[-1][0]
    refused = stranger.post(address, {"new_password1": "12345678", "new_password2": "12345678"})
    assert "This password is too common." in refused.text
    assert not Client().login(username=user.username, password="12345678")


def test_whoever_is_signed_in_changes_their_own_by_the_old_one(user):
    assert Client().get("/password/change/").status_code == 302
    client = Client()
    client.force_login(user)
    assert 'href="/password/change/"' in client.get("/").text
    refused = client.post("/password/change/", {"old_password": "wrong", **TYPED})
    assert "Your old password was entered incorrectly" in refused.text
    done = client.post("/password/change/", {"old_password": PASSWORD, **TYPED}, follow=True)
    assert "The password is set" in done.text
    assert client.get("/").status_code == 200  # still signed in
    assert Client().login(username=user.username, password=NEW)
