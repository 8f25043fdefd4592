"""The lock: it knows people, gates and decisions, and nothing of plans."""

from django.apps import AppConfig


class GatesConfig(AppConfig):
    """Gates, their decisions, and who may take them."""

    name = "gates"
    default_auto_field = "django.db.models.BigAutoField"
