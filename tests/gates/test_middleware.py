import pytest
from django.test import RequestFactory

from gates.actors import Actor
from gates.middleware import SignInMiddleware
from tests.gates.factories import AgentFactory, GateFactory, UserFactory, holder

pytestmark = pytest.mark.django_db


def test_stranger_is_sent_to_sign_in_and_back(client):
    url = GateFactory().get_absolute_url()

    response = client.get(url)

    assert (response.status_code, response.url) == (302, f"/login/?next={url}")


def test_stranger_behind_htmx_is_told_401(client):
    response = client.get(GateFactory().get_absolute_url(), headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == "You are signed out. Sign in again, then repeat this."


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_public_page_is_public(client, headers):
    assert client.get("/login/", headers=headers).status_code == 200


def test_somebody_deactivated_is_a_stranger(client):
    gate = GateFactory()
    user = holder(gate, "view")
    client.force_login(user)
    type(user).objects.update(is_active=False)

    assert client.get(gate.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("factory", [UserFactory, AgentFactory])
def test_request_names_its_actor(factory):
    request = RequestFactory().get("/")
    request.user = factory()

    assert SignInMiddleware(lambda _: None).process_view(request, lambda _: None, (), {}) is None
    assert request.actor == Actor.of(request.user)
