"""`manage.py agent`: give one of the agents' commands, in words or as data."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from gates.actors import Actor
from gates.lock import GateClosed
from plans.address import Gone
from plans.agents import commands
from plans.agents.commands import COMMANDS, Answer, Ungated
from plans.management import actors
from plans.problems import problem_of

REFUSALS = (Gone, GateClosed, Ungated)


class Command(BaseCommand):
    """Answer as the declared command does; a refusal is in the gate's words, and exit code 1."""

    help = "Answer an agent's command about a company's plan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the command, the company, who acts, and how to answer."""
        offered = "; ".join(f"{command.name}: {command.printed}" for command in COMMANDS)
        parser.add_argument("name", metavar="COMMAND", help=offered)
        parser.add_argument("--company", required=True, metavar="SLUG")
        parser.add_argument("--as", dest="user", metavar="USER", help="act as this user")
        parser.add_argument("--json", action="store_true", help="answer, or refuse, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer; refused, say why and exit with 1."""
        asked, at = {name: options[name] for name in ("name", "company")}, timezone.now()
        try:
            answer = commands.answer(**asked, by=actor(options["user"]), at=at)
        except REFUSALS as refusal:
            if not options["json"]:
                raise CommandError(str(refusal)) from refusal
            self.print(problem_of(refusal))
            sys.exit(1)
        if options["json"]:
            self.print({"command": options["name"], "at": at} | asdict(answer))
        else:
            self.say(answer)

    def say(self, answer: Answer) -> None:
        """Print an answer in words."""
        for line in answer.lines():
            self.stdout.write(line)

    def print(self, data: object) -> None:
        """Print data."""
        self.stdout.write(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))


def actor(username: str | None) -> Actor:
    """Give the user named by --as, or else the operator."""
    return Actor.operator("agent") if username is None else Actor.of(actors.user(username))
