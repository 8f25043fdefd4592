"""Reading a file into a plan: send it, look at what it would do, apply or discard it."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gates import access, lock
from gates.requests import SignedInRequest
from plans import comparison, history, printing, staging
from plans.address import Gone
from plans.document.decode import MAX_BYTES, Unreadable
from plans.editing import Invalid
from plans.editing.reading import MAX_ROWS
from plans.enums import Encoding, Position
from plans.models import Company, StagedImport
from plans.problems import status_of
from plans.staging import AlreadyDone, File
from plans.views.plans import revision
from plans.views.refusals import shown

PASTED = "Pasted text"
SAMPLES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedInRequest, company: str) -> HttpResponse:
    """The page where a file is sent; a POST keeps it and goes on to its preview."""
    found = visible_company(request, company)
    positions = staging.offered(found, request.actor)
    if not positions:
        message = f"You may not write any plan of {found}."
        raise PermissionDenied(message)
    error = ""
    if request.method == "POST":
        try:
            return see_other(address_of(stage(request, found)))
        except shown(request, (Unreadable, Invalid)) as refusal:
            error = str(refusal)
    context = {
        "company": found,
        "positions": positions,
        "chosen": request.POST.get("position") or request.GET.get("position", "").upper(),
        "pasted": request.POST.get("text", ""),
        "error": error,
        "most": f"{MAX_BYTES // 10**6} MB and {MAX_ROWS:,} rows",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "plans/import.html", context, status=status)


def stage(request: SignedInRequest, company: Company) -> StagedImport:
    """Keep what the form has sent; raises Invalid for nothing at all."""
    position = request.POST.get("position", "")
    return staging.stage(company, position, sent(request), by=request.actor)


def sent(request: SignedInRequest) -> File:
    """Give the file, no more of it than is needed to refuse it, or else the pasted text."""
    if upload := request.FILES.get("file"):
        if not upload.size:
            raise Invalid("The file is empty.")
        return File(upload.name or "file", upload.read(MAX_BYTES + 1))
    text = request.POST.get("text", "")
    if not text:
        raise Invalid("Choose a file, or paste a text.")
    return File(PASTED, text.encode(), is_pasted=True)


@require_http_methods(["GET", "HEAD", "POST"])
def staged(request: SignedInRequest, company: str, key: UUID) -> HttpResponse:
    """What a file would do, to who sent it; a POST applies or discards it, once."""
    found = visible_company(request, company)
    file = staging.staged(found, key, request.actor)
    if file is None:
        return applied(request, found, key)
    if request.method != "POST":
        return preview(request, file)
    if request.POST.get("do") == "discard":
        return discard(request, file)
    return apply(request, file)


def apply(request: SignedInRequest, file: StagedImport) -> HttpResponse:
    """Read the file in; refused, the preview comes back with the reason."""
    try:
        check_chosen(request)
        staging.apply(file, seen=revision(request.POST.get("seen", "")), by=request.actor)
    except shown(request) as refusal:
        return preview(request, file, str(refusal), status_of(refusal))
    except AlreadyDone:
        pass
    return see_other(address_of(file))


def check_chosen(request: SignedInRequest) -> None:
    """Raise Invalid for a form that says neither."""
    if request.POST.get("do") != "apply":
        raise Invalid("Apply or discard it.")


def discard(request: SignedInRequest, file: StagedImport) -> HttpResponse:
    """Forget the file; where it was applied meanwhile, its page says so."""
    if not staging.discard(file):
        return see_other(address_of(file))
    messages.info(request, f"{file.file_name} was discarded. Nothing was changed.")
    return see_other(back(file))


def preview(
    request: SignedInRequest,
    file: StagedImport,
    error: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Show what was recognised and what would differ."""
    try:
        imported = staging.preview(file, by=request.actor)
    except Gone as gone:
        raise Http404(str(gone)) from gone
    state = printing.gate_state(imported.plan) if imported.difference else None
    context = {
        "file": file,
        "company": file.company,
        "plan": imported.plan,
        "position": Position(file.position),
        "reading": imported.reading,
        "difference": imported.difference and comparison.comparison(imported.difference),
        "is_same": imported.is_same,
        "reasons": lock.reasons(state) if state and not imported.is_same else [],
        "doubts": doubts(file),
        "error": error,
    }
    return render(request, "plans/staged.html", context, status=status)


def doubts(file: StagedImport) -> dict[str, object]:
    """Say why a file was not read as UTF-8, with lines by which a person can judge."""
    refusal = staging.doubt(bytes(file.data))
    if refusal is None:
        return {}
    lines = staging.text(file).splitlines()
    samples = [line.strip() for line in lines if not line.isascii()][:SAMPLES]
    return {"problem": refusal.problem, "encoding": Encoding(file.encoding), "samples": samples}


def applied(request: SignedInRequest, company: Company, key: UUID) -> HttpResponse:
    """The page of a file that was applied: applying it again is no mistake, and does nothing."""
    change = staging.applied(company, key, request.actor)
    if change is None:
        raise Http404("There is no such file.")
    if request.method == "POST":
        return see_other(request.path)
    context = {
        "company": company,
        "plan": change.plan,
        "position": Position(change.plan.position),
        "change": change,
        "undoable": access.can(request.actor, "change_plan", change.plan)
        and history.undoable(change.plan) == change.group,
    }
    return render(request, "plans/applied.html", context)


def visible_company(request: SignedInRequest, slug: str) -> Company:
    """Give the company, to whoever may see it."""
    visible = access.visible_to(request.actor, "view_company", Company.objects.all())
    return get_object_or_404(visible, slug=slug)


def address_of(file: StagedImport) -> str:
    """Give the address of a file's preview."""
    return reverse("staged-import", args=[file.company.slug, file.key])


def back(file: StagedImport) -> str:
    """Give the page from which the file was sent."""
    plan = staging.exists(file)
    return f"/{file.company.slug}/{file.position.lower()}/" if plan else file.company.url


def see_other(url: str) -> HttpResponseRedirect:
    """Go on to a page by GET."""
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)
