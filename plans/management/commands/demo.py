"""`manage.py demo`: load the demo companies and print their logins."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table

from gates.actors import Actor
from plans.demo import COMPANIES, PASSWORD, load


class Command(BaseCommand):
    """Load the demo companies; what is there already stays as it is."""

    help = "Load three demo companies (idempotent) and print their logins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then print."""
        table = Table(title=f"Demo logins; the password of all of them is {PASSWORD}")
        for header in ("Company", "Role", "Name", "Login"):
            table.add_column(header)
        for demo in COMPANIES:
            load(demo, by=Actor.operator("demo"))
            for login in demo.logins:
                table.add_row(demo.name, login.role, login.name, login.username)
        console = Console(width=100)
        with console.capture() as capture:
            console.print(table)
        self.stdout.write(capture.get())
