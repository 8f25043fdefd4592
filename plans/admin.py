"""The administration's view of plans, which changes nothing, and of companies."""

from django.contrib import admin

from gates.admin import ReadOnlyAdmin
from plans.models import Change, Company, Plan


@admin.register(Company)
class CompanyAdmin(ReadOnlyAdmin):
    """Every company; `manage.py create_company` makes one, with its roles."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    """Every plan, of all companies; plans are written through their own page."""

    list_display = ("company", "position", "title", "revision", "updated_at")
    list_filter = ("position",)
    list_select_related = ("company",)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """Every record of every plan's history."""

    list_display = ("plan", "revision", "action", "place", "column", "actor_name", "at")
    list_filter = ("action", "actor_kind")
    list_select_related = ("plan", "plan__company")
    date_hierarchy = "at"
