"""The document: plans, their registers, editing and history."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans and everything that reads, writes or prints them."""

    name = "plans"
    default_auto_field = "django.db.models.BigAutoField"
