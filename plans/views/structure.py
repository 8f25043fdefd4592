"""The dialogs of a section and of a table, and what is done in them to the plan's layout."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from gates.actors import Actor
from gates.requests import SignedInRequest
from plans import catalogue, editing, forms
from plans.address import Address, Gone, changeable
from plans.document.additions import REMOVABLE
from plans.document.cells import ROW_KINDS, unescape
from plans.editing import GateClosed, Invalid
from plans.editing.groups import Group
from plans.enums import BlockKind, Position
from plans.models import Block, Plan, Row, Section
from plans.problems import status_of
from plans.views import rows
from plans.views.refusals import answered, shown

type Data = Mapping[str, Any]
type Write = Callable[[Address, int, Data, Actor], Group]


@dataclass(frozen=True, slots=True)
class Verb:
    """What can be done with a section or a block: what is asked for it, and how it is written."""

    form: type[forms.LayoutForm]
    write: Write


def additions(*, below: bool) -> dict[str, Verb]:
    """Give what can be added at the end of a section, or `below` a block."""
    return {
        "table": Verb(
            forms.TableForm,
            lambda at, key, data, by: editing.add_table(
                at,
                key,
                data["columns"],
                label=data["label"],
                rows=data["rows"],
                below=below,
                by=by,
            ),
        ),
        "list": Verb(
            forms.ListForm,
            lambda at, key, data, by: editing.add_items(
                at,
                key,
                BlockKind(data["kind"]),
                data["items"],
                label=data["label"],
                below=below,
                by=by,
            ),
        ),
        "text": Verb(
            forms.TextForm,
            lambda at, key, data, by: editing.add_prose(at, key, data["text"], below=below, by=by),
        ),
    }


SECTION = additions(below=False) | {
    "add": Verb(
        forms.SectionForm,
        lambda at, key, data, by: editing.add_section(
            at, key, data["heading"], inside=data["where"] == "inside", by=by
        ),
    ),
    "move": Verb(
        forms.MoveForm,
        lambda at, key, data, by: editing.move_section(at, key, down=data["way"] == "down", by=by),
    ),
    "nest": Verb(
        forms.NestForm,
        lambda at, key, data, by: editing.nest_section(at, key, deeper=data["way"] == "in", by=by),
    ),
    "delete": Verb(forms.DeleteForm, lambda at, key, _, by: editing.delete_section(at, key, by=by)),
}

BLOCK = additions(below=True) | {
    "add": Verb(
        forms.NewColumnForm,
        lambda at, key, data, by: editing.add_column(
            at, key, editing.MAX_COLUMNS, data["name"], by=by
        ),
    ),
    "rename": Verb(
        forms.RenameColumnForm,
        lambda at, key, data, by: editing.rename_column(
            at, key, data["column"], data["name"], by=by
        ),
    ),
    "move": Verb(
        forms.MoveColumnForm,
        lambda at, key, data, by: editing.move_column(
            at, key, data["column"], right=data["way"] == "right", by=by
        ),
    ),
    "drop": Verb(
        forms.ColumnForm,
        lambda at, key, data, by: editing.delete_column(at, key, data["column"], by=by),
    ),
    "delete": Verb(forms.DeleteForm, lambda at, key, _, by: editing.delete_block(at, key, by=by)),
}


type Dialog = dict[str, Any]

TEMPLATE = "plans/structure.html"


def locked[**P](
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[SignedInRequest, P], HttpResponse]:
    """Say in a toast that the gate is closed, and in a sentence what `answered` does."""

    @wraps(view)
    def wrapped(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except shown(request, (GateClosed,)) as refusal:
            context = {"message": str(refusal)}
            status = status_of(refusal)
            return render(request, "plans/answer.html#refusal", context, status=status)

    return answered(wrapped)


@require_safe
@locked
def section(
    request: SignedInRequest, company: str, position: Position, section: int
) -> HttpResponse:
    """Show what can be done with a section: the dialog."""
    plan = writable(request, Address(company, position))
    return render(request, f"{TEMPLATE}#section", section_dialog(plan, section))


@require_safe
@locked
def block(request: SignedInRequest, company: str, position: Position, block: int) -> HttpResponse:
    """Show what can be done with a table or a list: the dialog."""
    plan = writable(request, Address(company, position))
    return render(request, f"{TEMPLATE}#block", block_dialog(plan, block))


@require_POST
@locked
def lay_out_section(
    request: SignedInRequest, company: str, position: Position, section: int, verb: str
) -> HttpResponse:
    """Add a section, a table, a list or a text to a section (`verb`), move, nest or delete it."""
    address = Address(company, position)
    plan, form = writable(request, address), form_of(SECTION, verb, request)
    if group := written(request, address, SECTION[verb], section, form):
        return rows.answer(request, address, lambda: group)
    return again(request, "section", section_dialog(plan, section, verb, form))


@require_POST
@locked
def lay_out_block(
    request: SignedInRequest, company: str, position: Position, block: int, verb: str
) -> HttpResponse:
    """Add, rename, move or drop a column of a table (`verb`), add below the block, or delete it."""
    address = Address(company, position)
    plan, form = writable(request, address), form_of(BLOCK, verb, request)
    if group := written(request, address, BLOCK[verb], block, form):
        return rows.answer(request, address, lambda: group)
    return again(request, "block", block_dialog(plan, block, verb, form))


def writable(request: SignedInRequest, address: Address) -> Plan:
    """Give a plan whose layout this person may change now; Gone, PermissionDenied, GateClosed."""
    plan = changeable(address, request.actor)
    editing.check_gate(plan)
    return plan


def form_of(verbs: Mapping[str, Verb], verb: str, request: SignedInRequest) -> forms.LayoutForm:
    """Give the form of what is to be done, filled in; 404 for what cannot be done."""
    if verb not in verbs:
        raise Http404
    column = request.POST.get("column", "")
    return verbs[verb].form(request.POST, auto_id=f"{verb}-{column}%s" if column else f"{verb}-%s")


def written(
    request: SignedInRequest, address: Address, verb: Verb, key: int, form: forms.LayoutForm
) -> Group | None:
    """Write what a form says; None if it cannot be, which the form then says itself."""
    if form.is_valid():
        try:
            return verb.write(address, key, form.cleaned_data, request.actor)
        except Invalid as refusal:
            form.add_error(form.main or None, str(refusal))
    message = next(error for errors in form.errors.values() for error in errors)
    if not shown(request):
        raise Invalid(str(message))
    return None


def again(request: SignedInRequest, dialog: str, context: Dialog) -> HttpResponse:
    """Show a dialog with what was refused in it, in the place of the one that sent it."""
    headers = {"HX-Retarget": "#dialog", "HX-Reswap": "innerHTML"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    answer = render(request, f"{TEMPLATE}#{dialog}", context, status=status)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


# --- What the dialogs show


def section_dialog(
    plan: Plan, key: int, verb: str = "", form: forms.LayoutForm | None = None
) -> Dialog:
    """Give a section, how much would go with it, and the forms; two queries."""
    sections = list(Section.objects.filter(plan=plan))
    index = next((n for n, each in enumerate(sections) if each.pk == key and each.level), None)
    if index is None:
        raise Gone("This section is no longer there.")
    shown = sections[index]
    behind = sections[index + 1 :]
    end = next((n for n, each in enumerate(behind) if each.level <= shown.level), len(behind))
    under = behind[:end]
    return {
        "plan": plan,
        "section": shown,
        "address": f"{plan.url}sections/{shown.pk}/",
        "under": len(under),
        "rows": Row.objects.filter(
            block__section__in=[shown, *under], block__kind__in=ROW_KINDS
        ).count(),
        "forms": forms_of(SECTION, verb or "add", form),
        "open": verb or "add",
    }


def block_dialog(
    plan: Plan, key: int, verb: str = "", form: forms.LayoutForm | None = None
) -> Dialog:
    """Give a block with its columns and the forms; two queries."""
    block = Block.objects.select_related("section").filter(pk=key, section__plan=plan).first()
    if block is None:
        raise Gone("This part of the plan is no longer there.")
    if block.kind not in REMOVABLE:
        raise Gone("Nothing can be done with this part of the plan.")
    typed = form["column"].value() if form and "column" in form.fields else None
    return {
        "plan": plan,
        "block": block,
        "address": f"{plan.url}blocks/{block.pk}/",
        "register": catalogue.BY_KEY.get(block.register),
        "columns": [
            form.focused()
            if form and verb == "rename" and typed == str(index)
            else forms.RenameColumnForm(
                initial={"column": index, "name": unescape(BlockKind.TABLE, name)},
                auto_id=f"rename-{index}%s",
            )
            for index, name in enumerate(block.columns)
        ],
        "rows": Row.objects.filter(block=block).count(),
        "forms": forms_of(BLOCK, verb or "add", form),
        "open": verb,
    }


def forms_of(
    verbs: Mapping[str, Verb], verb: str, form: forms.LayoutForm | None
) -> dict[str, forms.LayoutForm]:
    """Give each thing's form, empty but for the one that was refused; the focus is on `verb`'s."""
    found = {name: each.form(auto_id=f"{name}-%s") for name, each in verbs.items()}
    found[verb] = (form or found[verb]).focused()
    return found
