"""A file on its way into a plan: sent, looked at, then applied or discarded by who sent it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from gates import access
from gates.actors import Actor
from gates.models import User
from plans import editing
from plans.address import Address
from plans.document.decode import Unreadable, decode
from plans.document.tree import Document
from plans.editing import Imported, Invalid
from plans.enums import Action, Encoding, Position
from plans.models import Change, Company, Plan, StagedImport

KEPT = timedelta(days=7)
"""How long a file waits that nobody came back for."""

LONGEST_NAME = 255


class AlreadyDone(Exception):
    """The file was applied or discarded meanwhile, in another tab or by a second click."""


@dataclass(frozen=True, slots=True)
class File:
    """What somebody sent: a file's bytes, or a text that was pasted.

    A browser sends CRLF whatever was pasted, so there the plan's own line ending is meant.
    """

    name: str
    data: bytes
    is_pasted: bool = False


def offered(company: Company, by: Actor) -> list[Position]:
    """Give the positions whose plan the actor may write or, where it is missing, create."""
    plans = access.visible_to(by, "view_plan", Plan.objects.filter(company=company))
    found = access.with_permissions(plans, by, "change_plan")
    writable = {plan.position for plan in found if plan.may_change_plan}  # type: ignore[attr-defined]
    if access.can(by, "create_plan", company):
        there = Plan.objects.filter(company=company).values_list("position", flat=True)
        writable |= set(Position.values) - set(there)
    return [position for position in Position if position.value in writable]


def stage(company: Company, position: str, file: File, *, by: Actor) -> StagedImport:
    """Keep a file to be looked at; one for a person and plan, the newest.

    A file that is not UTF-8 but can be Windows-1252 is kept as that, for a person to judge.
    Raises Unreadable for one that cannot be read at all, Invalid where no plan is named, and
    PermissionDenied where the actor may not write the plan.
    """
    encoding = encoding_of(file.data)
    text = decode(file.data, encoding)
    found = chosen(position, editing.read(text).document)
    if found not in offered(company, by):
        message = f"You may not write the {found} plan of {company}."
        raise PermissionDenied(message)
    data = file.data
    if file.is_pasted:
        data = text.replace("\r\n", newline(company, found)).encode()
    user: User = by.user  # type: ignore[assignment] # only who signed in sends files
    staged = StagedImport(company=company, position=found, user=user, data=data, encoding=encoding)
    staged.file_name = file.name[:LONGEST_NAME]
    return keep(staged)


def keep(file: StagedImport) -> StagedImport:
    """Put a file in the place of the one that its sender had there; forget what nobody came for."""
    file.staged_at = timezone.now()
    mine = StagedImport.objects.filter(company=file.company, position=file.position, user=file.user)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=file.user.pk)  # a second click waits
        StagedImport.objects.filter(staged_at__lt=file.staged_at - KEPT).delete()
        mine.delete()
        file.save(force_insert=True)
    return file


def newline(company: Company, position: Position) -> str:
    """Give what the lines of a plan end with, or would; a query."""
    plans = Plan.objects.filter(company=company, position=position)
    return plans.values_list("newline", flat=True).first() or "\n"


def encoding_of(data: bytes) -> Encoding:
    """Give what a file can be read as; raises Unreadable where it cannot."""
    refusal = doubt(data)
    if refusal is None:
        return Encoding.UTF_8
    if refusal.encoding is None:
        raise refusal
    return refusal.encoding


def doubt(data: bytes) -> Unreadable | None:
    """Give why a file is not UTF-8, or nothing for one that is."""
    try:
        decode(data)
    except Unreadable as refusal:
        return refusal
    return None


def chosen(position: str, document: Document) -> Position:
    """Give the plan that was chosen or, if none was, the one that the document's title names."""
    if position in Position.values:
        return Position(position)
    titles = [section.heading for section in document.sections if section.level]
    found = Position.titled(titles[0]) if titles and not position else None
    if found is None:
        message = "Choose the plan: the document's title names none."
        raise Invalid(message)
    return found


def staged(company: Company, key: UUID, by: Actor) -> StagedImport | None:
    """Give what this person sent and has neither applied nor discarded; a query."""
    found = StagedImport.objects.select_related("company")
    return found.filter(company=company, user=by.user, key=key).first()


def applied(company: Company, key: UUID, by: Actor) -> Change | None:
    """Give the record of a file that was applied, to whoever may see the plan; a query."""
    plans = access.visible_to(by, "view_plan", Plan.objects.filter(company=company))
    changes = Change.objects.filter(group=key, plan__in=plans, action=Action.IMPORT)
    return changes.select_related("plan__company").defer("before", "after").first()


def text(file: StagedImport) -> str:
    """Give the file's text."""
    return decode(bytes(file.data), file.encoding)


def exists(file: StagedImport) -> bool:
    """Tell whether the file's plan is there already; a query."""
    return Plan.objects.filter(company=file.company, position=file.position).exists()


def address(file: StagedImport) -> Address:
    """Give the plan that the file is for."""
    return Address(file.company.slug, file.position)


def preview(file: StagedImport, *, by: Actor) -> Imported:
    """Say what applying the file would do."""
    if exists(file):
        return editing.preview_document(address(file), text(file), encoding=file.encoding, by=by)
    return editing.preview_plan(file.company, Position(file.position), text(file))


def apply(file: StagedImport, *, seen: int, by: Actor) -> Imported:
    """Read the file into its plan, and forget it; `seen` is the revision looked at, 0 for none.

    Raises what `editing` raises, or AlreadyDone, and then nothing is written.
    """
    with transaction.atomic():
        if not StagedImport.objects.select_for_update().filter(pk=file.pk).exists():
            raise AlreadyDone
        imported = write(file, seen, by)
        discard(file)
        return imported


def write(file: StagedImport, seen: int, by: Actor) -> Imported:
    """Create the plan, or make it say what the file says."""
    content, encoding, group = text(file), file.encoding, file.key
    if exists(file):
        return editing.replace_document(
            address(file), content, encoding=encoding, seen=seen, group=group, by=by
        )
    return editing.create_plan(
        file.company, Position(file.position), content, encoding=encoding, group=group, by=by
    )


def discard(file: StagedImport) -> bool:
    """Forget the file; tell whether it was still there."""
    deleted, _ = StagedImport.objects.filter(pk=file.pk).delete()
    return bool(deleted)
