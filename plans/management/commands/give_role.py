"""`manage.py give_role`: somebody's first role in a company, such as its first administrator's."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gates.actors import Actor
from plans import people, roles
from plans.address import Gone
from plans.management import actors
from plans.models import Company


class Command(BaseCommand):
    """Give a user a role, as the operator; everything else is done on the company's people page."""

    help = "Give a user a role in a company, and record it; run again it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the company, the user and the role."""
        parser.add_argument("company", help="the company's slug")
        parser.add_argument("username")
        parser.add_argument(
            "role", help=f"a position, {', '.join(roles.OTHERS)}, “CTO editor” and the like"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Give it; what is not there is an error, and then nothing is changed."""
        company = Company.objects.filter(slug=options["company"]).first()
        if company is None:
            raise CommandError(f"There is no company “{options['company']}”.")
        role, by = options["role"], Actor.operator("give_role")
        try:
            user = actors.user(options["username"])
            is_new = people.change(company, user, [role], [], by=by)
        except (Gone, people.Refused) as refusal:
            raise CommandError(str(refusal)) from refusal
        now = "is now" if is_new else "is already"
        self.stdout.write(f"{user.display_name} {now} {roles.words(role)} ({company}).")
