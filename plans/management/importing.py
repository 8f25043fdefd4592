"""Reading a file into a company's plan from the command line: by whom, and in which encoding."""

from argparse import ArgumentParser

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError

from gates.actors import Actor, ActorKind
from gates.lock import GateClosed
from plans import editing
from plans.address import Address, Gone
from plans.document.decode import Unreadable, decode, encode
from plans.editing import Imported, Invalid
from plans.enums import Encoding, Position
from plans.management import actors
from plans.management.encodings import add_encoding
from plans.models import Company, Plan

REFUSALS = (Unreadable, Invalid, Gone, GateClosed, PermissionDenied, OSError)
"""What may be wrong with one file, so that nothing is written."""


def add_options(parser: ArgumentParser) -> None:
    """Take who acts, how to read, and how to report."""
    add_encoding(parser, None, "UTF-8, or what the plan is written in already")
    parser.add_argument("--as", dest="user", metavar="USER", help="act as this user")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--json", action="store_true", help="report as JSON")


def actor(username: str | None, command: str) -> Actor:
    """Give the user named by --as, acting by import, or else the operator."""
    if username is None:
        return Actor.operator(command)
    try:
        user = actors.user(username)
    except Gone as gone:
        raise CommandError(str(gone)) from gone
    return Actor(user, ActorKind.IMPORT, user.display_name)


def company(slug: str) -> Company:
    """Give a company; raises Gone."""
    found = Company.objects.filter(slug=slug).first()
    if found is None:
        message = f"There is no company “{slug}”."
        raise Gone(message)
    return found


def read_in(
    company: Company, position: Position, data: bytes, *, encoding: str | None, by: Actor
) -> Imported:
    """Create a plan from a file, or make it say what the file says; raises one of REFUSALS.

    A file that changes nothing takes the right to see the plan only: whoever brings a whole tree
    has not written all of it.
    """
    plans = Plan.objects.filter(company=company, position=position)
    standing = plans.values_list("encoding", flat=True).first()
    text, encoding = decoded(data, encoding, standing or Encoding.UTF_8)
    if not standing:
        return editing.create_plan(company, position, text, encoding=encoding, by=by)
    address = Address(company.slug, position)
    try:
        return editing.replace_document(address, text, encoding=encoding, by=by)
    except PermissionDenied:
        would = editing.preview_document(address, text, encoding=encoding, by=by)
        if not would.is_same:
            raise
        return would


def decoded(data: bytes, encoding: str | None, standing: str) -> tuple[str, str]:
    """Give a file's text and encoding: UTF-8 if none is named, or what its plan is written in.

    Nothing is guessed: somebody said of that plan's file what it is, and what the plan is exported
    as is read as the plan has it.
    """
    if encoding:
        return decode(data, encoding), encoding
    try:
        text = decode(data)
    except Unreadable as error:
        if error.encoding != standing:
            raise
        return decode(data, standing), standing
    return text, standing if encode(text, standing) == data else Encoding.UTF_8
