"""`manage.py create_company`: a company with its roles and plans, ready for people."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from gates.actors import Actor
from plans import founding, roles
from plans.enums import Position


class Command(BaseCommand):
    """Create a company, the groups of its roles, and its plans."""

    help = "Create a company with its plans; `give_role` makes its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name, the slug if it is not to be made of it, and which plans if not all."""
        parser.add_argument("name")
        parser.add_argument("--slug", help="first part of its plans' addresses")
        parser.add_argument(
            "--positions",
            nargs="*",
            type=str.upper,
            choices=Position.values,
            help="whose plans to create from their blueprints: all ten unless named, none for none",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create all or nothing; a slug that is taken or reserved is an error."""
        slug = options["slug"] or slugify(options["name"])
        by = Actor.operator("create_company")
        try:
            company = founding.found(options["name"], slug, options["positions"], by=by)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        plans = ", ".join(plan.position for plan in company.plans.all()) or "none"
        groups = ", ".join(group.name for group in roles.groups(company).values())
        self.stdout.write(
            f"Created {company.name} at /{company.slug}/. Its plans: {plans}. Its groups: {groups}"
        )
