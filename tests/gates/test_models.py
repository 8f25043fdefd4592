import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from gates import chain
from gates.actors import Actor, ActorKind
from gates.models import Decision, storable
from tests.gates.factories import (
    AgentFactory,
    GateFactory,
    UserFactory,
    actor,
    approved,
    decided,
    opened,
    requested,
)


def test_display_name_is_the_full_name():
    user = UserFactory.build(first_name="Ada", last_name="Byron")

    assert user.display_name == "Ada Byron"


def test_display_name_without_a_full_name_is_the_user_name():
    assert UserFactory.build(username="ada", first_name="", last_name="").display_name == "ada"


def test_actor_of_a_person_is_human():
    by = Actor.of(UserFactory.build())

    assert (by.kind, by.is_human) == (ActorKind.PERSON, True)


def test_actor_of_an_agent_is_not_human():
    agent = AgentFactory.build()

    assert (Actor.of(agent).kind, Actor.of(agent).is_human) == (ActorKind.AGENT, False)
    assert not Actor(agent, ActorKind.PERSON, "disguised").is_human


def test_operator_names_the_command():
    by = Actor.operator("import_plan")

    assert (by.user, by.name, by.is_human) == (None, "manage.py import_plan", False)


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "\udfff"])
def test_text_that_a_database_refuses_is_not_storable(text):
    with pytest.raises(ValidationError):
        storable(text)


@pytest.mark.parametrize("text", ["", "naïve 🚀\n", "\ue000"])
def test_other_text_is_storable(text):
    storable(text)


@pytest.mark.django_db
def test_gate_and_record_say_what_they_are():
    gate = GateFactory(title="CTO plan")

    assert str(gate) == "CTO plan"
    assert str(gate.decisions.get()) == f"{gate.pk}/1 Created"
    assert gate.get_absolute_url() == f"/gates/{gate.pk}/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"sequence": 1},
        {"sequence": 0},
        {"event": "decided", "outcome": ""},
        {"event": "decided", "outcome": "PENDING"},
        {"event": "approved", "outcome": "PROCEED"},
        {"actor": None},
        {"actor": None, "actor_kind": "agent"},
    ],
    ids=str,
)
def test_database_refuses_a_record_that_cannot_be(change):
    record = Decision.objects.get(gate=GateFactory())
    values = {
        field.attname: getattr(record, field.attname)
        for field in Decision._meta.concrete_fields
        if not field.primary_key
    }
    change = {"sequence": 2, **change}
    if "actor" in change:
        change["actor_id"] = change.pop("actor")

    with pytest.raises(IntegrityError), transaction.atomic():
        Decision(**values | change).save()


@pytest.mark.django_db
def test_whoever_is_in_a_log_cannot_be_deleted():
    gate = GateFactory()
    by = actor(gate, "validate")
    decided(gate, by=by)

    with pytest.raises(ProtectedError):
        by.user.delete()
    with pytest.raises(ProtectedError):
        gate.delete()


@pytest.mark.django_db
def test_log_read_back_is_an_unbroken_chain():
    gate = opened()
    decided(gate)
    requested(gate)
    approved(gate)

    assert chain.verify(record.link() for record in gate.decisions.all()) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", "forged"),
        ("outcome", "PIVOT"),
        ("actor_id", 10**6),
        ("actor_kind", "system"),
        ("actor_name", "Somebody Else"),
        ("meaning", "I meant nothing"),
        ("digest", "0" * 64),
        ("baseline", "0" * 64),
        ("facts", {"computed": "PIVOT"}),
        ("event", "approved"),
        ("gate_id", 10**6),
        ("hash", "0" * 64),
        ("previous_hash", "0" * 64),
        ("sequence", 7),
        ("at", None),
    ],
)
def test_chain_finds_a_change_of_any_field(field, value):
    gate = opened()
    log = list(gate.decisions.all())
    setattr(log[1], field, value)

    assert chain.verify(record.link() for record in log).sequence in {2, 7}
