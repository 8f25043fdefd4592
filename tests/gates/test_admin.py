import pytest
from django.contrib import admin
from django.urls import reverse

from gates.models import Decision, Gate, User
from tests.gates.factories import UserFactory, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client):
    """The browser of a superuser, who may do all that the administration allows."""
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


@pytest.mark.parametrize("model", ["gate", "decision", "user"])
def test_lists_are_shown(root, model):
    opened()

    assert root.get(reverse(f"admin:gates_{model}_changelist")).status_code == 200


@pytest.mark.parametrize("model", [Gate, Decision])
def test_gates_and_their_logs_are_read_only(root, model):
    opened()
    name, before = f"admin:gates_{model._meta.model_name}", list(Decision.objects.values())
    record = model.objects.first()
    change, delete = (reverse(f"{name}_{what}", args=[record.pk]) for what in ("change", "delete"))

    assert root.get(change).status_code == 200
    assert root.post(change, {"title": "x", "reason": "x"}).status_code == 403
    assert root.post(delete, {"post": "yes"}).status_code == 403
    assert root.get(reverse(f"{name}_add")).status_code == 403
    assert "delete_selected" not in root.get(reverse(f"{name}_changelist")).text
    assert list(Decision.objects.values()) == before


def test_people_are_marked_as_agents_and_not_deleted(root):
    user = UserFactory()
    page = root.get(reverse("admin:gates_user_change", args=[user.pk]))

    assert 'name="is_agent"' in page.text
    assert 'name="groups"' not in page.text
    assert (
        root.post(reverse("admin:gates_user_delete", args=[user.pk]), {"post": "yes"}).status_code
        == 403
    )


def test_a_person_is_added(root):
    filled = {"username": "ada", "password1": "correct horse", "password2": "correct horse"}
    response = root.post(reverse("admin:gates_user_add"), {**filled, "usable_password": "true"})

    assert response.status_code == 302
    assert not User.objects.get(username="ada").is_agent


def test_nothing_else_of_gates_is_administered():
    registered = {model for model in admin.site._registry if model._meta.app_label == "gates"}

    assert registered == {User, Gate, Decision}
