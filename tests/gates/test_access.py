import pytest
from django.contrib.auth.models import Group, Permission

from gates import access
from gates.access import UnknownAction
from gates.actors import Actor
from gates.models import Gate, User
from tests.gates.factories import GateFactory, GroupFactory, UserFactory, actor, holder, join

ACTIONS = ("view", "validate", "approve", "halt")
OPERATOR = Actor.operator("demo")

pytestmark = pytest.mark.django_db


def asked_every_way(by, gate, action):
    """The answers of `can`, `held`, `visible_to` and `with_permissions`, which must agree."""
    annotated = access.with_permissions(Gate.objects.all(), by, action).get(pk=gate.pk)
    return {
        access.can(by, action, gate),
        access.codename(action, Gate) in access.held(by, gate),
        access.visible_to(by, action, Gate.objects.all()).filter(pk=gate.pk).exists(),
        getattr(annotated, f"may_{action}"),
    }


@pytest.mark.parametrize("granted", ACTIONS)
@pytest.mark.parametrize("asked", ACTIONS)
def test_a_grant_is_for_one_action(granted, asked):
    gate = GateFactory()

    assert asked_every_way(actor(gate, granted), gate, asked) == {granted == asked}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_grant_is_for_one_gate(action):
    by = actor(GateFactory(), *ACTIONS)

    assert asked_every_way(by, GateFactory(), action) == {False}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    "fields", [{"is_active": False}, {"is_active": False, "is_superuser": True}]
)
def test_somebody_inactive_may_nothing(action, fields):
    gate = GateFactory()

    assert asked_every_way(actor(gate, *ACTIONS, **fields), gate, action) == {False}


def test_somebody_deactivated_since_they_were_loaded_may_nothing():
    gate = GateFactory()
    by = actor(gate, *ACTIONS)
    User.objects.update(is_active=False)

    assert asked_every_way(by, gate, "view") == {False}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_superuser_is_not_exempt(action):
    by = Actor.of(UserFactory(is_superuser=True, is_staff=True))

    assert asked_every_way(by, GateFactory(), action) == {False}


@pytest.mark.parametrize("action", ACTIONS)
def test_an_operator_sees_a_gate_and_decides_nothing(action):
    assert asked_every_way(OPERATOR, GateFactory(), action) == {action == "view"}


@pytest.mark.parametrize("action", ["vue", "delete", "change", "validate_gates", ""])
@pytest.mark.parametrize("by", [OPERATOR, None])
def test_a_misspelt_action_is_an_error(action, by):
    gate = GateFactory()
    by = by or actor(gate, *ACTIONS)
    for ask in (
        lambda: access.can(by, action, gate),
        lambda: access.visible_to(by, action, Gate.objects.all()),
        lambda: access.with_permissions(Gate.objects.all(), by, action),
        lambda: access.grant(Group(), [action], gate),
    ):
        with pytest.raises(UnknownAction, match=r"gates\.Gate has no permission"):
            ask()


def test_a_model_without_grants_is_an_error():
    with pytest.raises(UnknownAction, match=r"gates\.User takes no grants"):
        access.can(Actor.of(UserFactory()), "view", UserFactory())


def test_a_whole_code_name_is_an_action():
    gate = GateFactory()

    assert access.can(actor(gate, "halt_gate"), "halt_gate", gate)


def test_permissions_through_a_foreign_key_are_those_on_its_target():
    gate = GateFactory()
    by = actor(gate, "validate")
    records = access.with_permissions(
        gate.decisions.all(), by, "validate", "approve", through="gate"
    )

    assert [(record.may_validate_gate, record.may_approve_gate) for record in records] == [
        (True, False)
    ]


def test_a_user_in_two_groups_appears_once():
    gate = GateFactory()
    user = holder(gate, "view")
    join(user, gate, "view", "halt")

    assert list(access.visible_to(Actor.of(user), "view", Gate.objects.all())) == [gate]
    assert access.held(Actor.of(user), gate) == {"view_gate", "halt_gate"}


def test_granting_twice_is_granting_once():
    gate = GateFactory()
    group = join(UserFactory(), gate, "view")
    access.grant(group, ["view"], gate)

    assert access.holders(gate) == {"view_gate": [group.name]}


def test_holders_are_sorted_by_name():
    gate = GateFactory()
    groups = [join(UserFactory(), gate, "approve") for _ in range(2)]

    assert access.holders(gate) == {"approve_gate": sorted(group.name for group in groups)}


def test_questions_cost_one_query_each(django_assert_num_queries):
    gate = GateFactory()
    by = actor(gate, *ACTIONS)

    with django_assert_num_queries(1):
        access.can(by, "view", gate)
    with django_assert_num_queries(1):
        access.held(by, gate)
    with django_assert_num_queries(1):
        access.holders(gate)
    with django_assert_num_queries(1):
        visible = access.visible_to(by, "view", Gate.objects.all())
        list(access.with_permissions(visible, by, *ACTIONS))
    with django_assert_num_queries(0):
        access.can(OPERATOR, "view", gate)


def test_operators_are_in_no_group():
    user = UserFactory()
    group = GroupFactory()
    user.groups.add(group)

    assert access.group_names(Actor.of(user)) == {group.name}
    assert access.group_names(Actor.operator("x")) == frozenset()


def test_permission_on_nothing_in_particular_is_given_to_users_and_held_by_superusers(db):
    plain, root, gone = UserFactory(), UserFactory(is_superuser=True), UserFactory(is_active=False)
    given = UserFactory()
    given.user_permissions.add(Permission.objects.get(codename="add_group"))
    gone.user_permissions.add(Permission.objects.get(codename="add_group"))
    by = [Actor.of(each) for each in (plain, root, gone, given)] + [Actor.operator("tests")]
    assert [access.holds(each, "auth.add_group") for each in by] == [
        *(False, True, False, True, False)
    ]
