"""The administration of people, and a view of gates that changes nothing."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db.models import Model
from django.http import HttpRequest

from gates.models import Decision, Gate, User


@admin.register(User)
class PeopleAdmin(UserAdmin):  # type: ignore[type-arg]  # no parameter at run time
    """People are deactivated, not deleted: logs name them.

    Whose groups they are in is not edited here: roles are given on record, by `plans.people`.
    """

    list_display = ("username", "first_name", "last_name", "is_active", "is_agent", "is_staff")
    list_filter = ("is_agent", "is_active", "is_staff", "is_superuser", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Personal info", {"fields": ("first_name", "last_name", "email")}),
        (
            "Permissions",
            {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")},
        ),
        ("Important dates", {"fields": ("last_login", "date_joined")}),
        ("Agent", {"fields": ("is_agent", "owner")}),
    )
    filter_horizontal = ("user_permissions",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # the same
    """Shows, and writes nothing: whatever else would be a second door."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False


@admin.register(Gate)
class GateAdmin(ReadOnlyAdmin):
    """Every gate, of all companies."""

    list_display = ("title", "url", "created_at")
    search_fields = ("title", "url")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Every record of every gate's log."""

    list_display = ("gate", "sequence", "event", "outcome", "actor_name", "actor_kind", "at")
    list_filter = ("event", "actor_kind")
    list_select_related = ("gate",)
    date_hierarchy = "at"
