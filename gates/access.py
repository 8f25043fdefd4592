"""Who may do what: the one module that asks guardian, for gates, plans and companies alike.

A permission is granted to a group on one object, in that model's own table of grants. A user
who is not active has none; a superuser has those of their groups. An operator at the command
line may do everything but decide on a gate. An action is a permission's first word (`view`) or
its whole code name (`create_plan`); one that the model does not have raises `UnknownAction`.
"""

from collections.abc import Iterable
from functools import cache
from typing import cast

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Exists, Model, OuterRef, Q, QuerySet, Value
from guardian.models import GroupObjectPermission, GroupObjectPermissionBase
from guardian.utils import get_direct_obj_perms_models

from gates.actors import Actor
from gates.models import Gate, User


class UnknownAction(LookupError):
    """The model has no such permission, or takes no grants: a mistake in the code, not a no."""


def can(actor: Actor, action: str, obj: Model) -> bool:
    """Whether `actor` may; one query, none for an operator."""
    return codename(action, type(obj)) in held(actor, obj)


def holds(actor: Actor, permission: str) -> bool:
    """Whether a user holds a permission on nothing in particular, as operators give it.

    Superusers hold all of these, and by that none on any object.
    """
    return actor.user is not None and actor.user.has_perm(permission)


def held(actor: Actor, obj: Model) -> frozenset[str]:
    """The code names of everything that `actor` may do to `obj`; one query, none for operators."""
    if actor.user is None:
        return frozenset(name for name in codenames(type(obj)) if _operator_may(name, type(obj)))
    grants = _grants(actor, type(obj), obj.pk)
    return frozenset(grants.values_list("permission__codename", flat=True))


def held_on(actor: Actor, model: type[Model]) -> dict[int, frozenset[str]]:
    """The code names of what `actor` may do to each object of a model, by primary key; one query.

    Objects that are not there grant nothing; operators, who hold no grants, have none here.
    """
    found: dict[int, set[str]] = {}
    if actor.user is not None:
        grants = grants_of(model).objects.filter(
            group__user=actor.user, group__user__is_active=True
        )
        for key, name in grants.values_list("content_object_id", "permission__codename"):
            found.setdefault(key, set()).add(name)
    return {key: frozenset(names) for key, names in found.items()}


def visible_to[M: Model](actor: Actor, action: str, queryset: QuerySet[M]) -> QuerySet[M]:
    """The objects of `queryset` on which `actor` may; adds no query."""
    name = codename(action, queryset.model)
    if actor.user is None:
        return queryset if _operator_may(name, queryset.model) else queryset.none()
    return queryset.filter(Exists(_granted(actor, name, queryset.model, "pk")))


def with_permissions[M: Model](
    queryset: QuerySet[M], actor: Actor, *actions: str, through: str = ""
) -> QuerySet[M]:
    """Annotates each object with `may_<action>`; adds no query.

    With `through`, the name of a foreign key, the permissions are those on the object that it
    points to, as `may_<code name>`: `through="gate"` and `validate` make `may_validate_gate`.
    """
    target, key = _target(queryset.model, through), through or "pk"
    flags = {
        f"may_{codename(action, target) if through else action}": _may(actor, action, target, key)
        for action in actions
    }
    annotated: QuerySet[M] = queryset.annotate(**flags)
    return annotated


def grant(group: Group, actions: Iterable[str], obj: Model) -> None:
    """Let the members of `group` do `actions` to `obj`; granting twice is granting once."""
    grant_each([(group, actions)], obj)


def grant_each(given: Iterable[tuple[Group, Iterable[str]]], obj: Model) -> None:
    """Let the members of each group do its actions to `obj`; granting twice is granting once.

    Two queries, whatever the number of groups and actions.
    """
    grants = grants_of(type(obj))
    names = [
        (group, {codename(action, type(obj)) for action in actions}) for group, actions in given
    ]
    of_model = ContentType.objects.get_for_model(obj)
    permissions = Permission.objects.filter(content_type=of_model)
    new = [
        grants(group=group, permission=each, content_object_id=obj.pk)  # type: ignore[misc]
        for each in permissions  # (each concrete table of grants has its own content_object)
        for group, held in names
        if each.codename in held
    ]
    grants.objects.bulk_create(new, ignore_conflicts=True)


def holders(obj: Model) -> dict[str, list[str]]:
    """The names of the groups that hold each permission on `obj`, by code name; one query."""
    grants = grants_of(type(obj)).objects.filter(content_object=obj.pk).order_by("group__name")
    found: dict[str, list[str]] = {}
    for name, group in grants.values_list("permission__codename", "group__name"):
        found.setdefault(name, []).append(group)
    return found


def group_names(actor: Actor) -> frozenset[str]:
    """The names of the groups that `actor` is in, none for an operator; one query."""
    if actor.user is None:
        return frozenset()
    groups = Group.objects.filter(user=actor.user, user__is_active=True)
    return frozenset(groups.values_list("name", flat=True))


def people(obj: Model, *actions: str) -> QuerySet[User]:
    """Every active user who may do one of `actions` to `obj`; one query."""
    names = [codename(action, type(obj)) for action in actions]
    grants = grants_of(type(obj)).objects.filter(
        content_object=obj.pk, permission__codename__in=names
    )
    found = User.objects.filter(is_active=True, groups__in=grants.values("group")).distinct()
    return found.order_by("pk")


def codename(action: str, model: type[Model]) -> str:
    """The permission's code name; raises `UnknownAction` where the model has no such one."""
    for name in (action, f"{action}_{model._meta.model_name}"):
        if name in codenames(model):
            return name
    raise UnknownAction(f"{model._meta.label} has no permission {action!r}")


def codenames(model: type[Model]) -> frozenset[str]:
    """Every permission that the model declares."""
    options = model._meta
    defaults = (f"{action}_{options.model_name}" for action in options.default_permissions)
    return frozenset([*defaults, *(name for name, _ in options.permissions)])


@cache
def grants_of(model: type[Model]) -> type[GroupObjectPermissionBase]:
    """The model whose rows are the grants on `model`."""
    for table in get_direct_obj_perms_models(GroupObjectPermissionBase, GroupObjectPermission):
        if table._meta.get_field("content_object").related_model is model:
            return cast("type[GroupObjectPermissionBase]", table)
    raise UnknownAction(f"{model._meta.label} takes no grants")


def _target(model: type[Model], through: str) -> type[Model]:
    if not through:
        return model
    return cast("type[Model]", model._meta.get_field(through).related_model)


def _grants(actor: Actor, model: type[Model], key: object) -> QuerySet[GroupObjectPermissionBase]:
    # The database says who is active: the user in hand may have been loaded before they left.
    return grants_of(model).objects.filter(
        Q(content_object=key), group__user=actor.user, group__user__is_active=True
    )


def _granted(
    actor: Actor, name: str, model: type[Model], key: str
) -> QuerySet[GroupObjectPermissionBase]:
    return _grants(actor, model, OuterRef(key)).filter(permission__codename=name)


def _may(actor: Actor, action: str, model: type[Model], key: str) -> Exists | Value:
    name = codename(action, model)
    if actor.user is None:
        return Value(_operator_may(name, model), output_field=BooleanField())
    return Exists(_granted(actor, name, model, key))


def _operator_may(name: str, model: type[Model]) -> bool:
    return model is not Gate or name == "view_gate"
