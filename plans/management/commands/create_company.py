"""`manage.py create_company`: a company with its roles, ready for people and plans."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify

from plans import roles
from plans.models import Company


class Command(BaseCommand):
    """Create a company and the groups that its people are put in."""

    help = "Create a company with its roles; put people in its groups in the administration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name and, if it is not to be made of it, the slug."""
        parser.add_argument("name")
        parser.add_argument("--slug", help="first part of its plans' addresses")

    def handle(self, *args: Any, **options: Any) -> None:
        """Create both or neither; a slug that is taken or reserved is an error."""
        slug = options["slug"] or slugify(options["name"])
        company = Company(name=options["name"], slug=slug)
        try:
            company.full_clean()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        with transaction.atomic():
            company.save()
            roles.set_up(company)
        groups = ", ".join(roles.group(company, role).name for role in roles.all_roles())
        self.stdout.write(f"Created {company.name} at /{company.slug}/. Its groups: {groups}")
