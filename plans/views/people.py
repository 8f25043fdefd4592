"""The people of a company: who may do what, changed and shown."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from gates import access
from gates.models import User
from gates.names import Name
from gates.requests import SignedInRequest
from plans import matrix, roles
from plans import people as door
from plans.enums import Position
from plans.models import Company, PeopleRecord
from plans.people import Refused
from plans.views.imports import see_other
from plans.views.refusals import shown

RECORDS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: SignedInRequest, company: str) -> HttpResponse:
    """Who may do what in a company, to its administrators; a POST gives it another `name`."""
    found = managed_company(request, company)
    typed, error = found.name, ""
    if request.method == "POST":
        typed = request.POST.get("name", "")
        try:
            door.rename(found, typed, by=request.actor)
        except shown(request, (Refused,)) as refusal:
            error = str(refusal)
        else:
            messages.success(request, "The name is kept.")
            return see_other(request.path)
    holding, plans = roles.holding(found), matrix.plans_of(found)
    page = Paginator(PeopleRecord.objects.filter(company=found), RECORDS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "company": found,
        "plans": plans,
        "people": matrix.people(holding, plans),
        "waiting": matrix.waiting(found, holding),
        "page_obj": page,
        "lines": matrix.lines(page.object_list),
        "name": typed,
        "error": error,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "plans/people.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedInRequest, company: str, person: int) -> HttpResponse:
    """What somebody may do; a POST gives and takes `roles`, as against those `seen`."""
    found = managed_company(request, company)
    held, user = member_or_404(found, person)
    chosen, refusal = held, None
    if request.method == "POST":
        chosen, seen = ({*request.POST.getlist(name)} for name in ("roles", "seen"))
        try:
            door.change(found, user, chosen - seen, seen - chosen, by=request.actor)
        except shown(request, (Refused,)) as refused:
            refusal, held = refused, seen
        else:
            messages.success(request, f"The roles of {user.display_name} are kept.")
            return after(request, found)
    context = {
        "company": found,
        "person": user,
        "name": Name.of(user.display_name),
        "seen": sorted(held),
        "choices": matrix.choices(matrix.plans_of(found), chosen),
        "refusal": refusal,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "plans/person.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: SignedInRequest, company: str, person: int) -> HttpResponse:
    """What somebody leaves; a POST removes them, `heir-…` taking over what only they held."""
    found = managed_company(request, company)
    _, user = member_or_404(found, person)
    refusal = None
    if request.method == "POST":
        heirs = {each: request.POST.get(f"heir-{each}", "") for each in Position.values}
        try:
            door.remove(found, user, heirs, by=request.actor)
        except shown(request, (Refused,)) as refused:
            refusal = refused
        else:
            messages.success(request, f"{user.display_name} is removed.")
            return after(request, found)
    holding = roles.holding(found)
    context = {
        "company": found,
        "person": user,
        "name": Name.of(user.display_name),
        "held": [roles.words(role) for role in sorted(holding[user.pk])],
        "alone": [
            (position, f"heir-{position}", request.POST.get(f"heir-{position}", ""))
            for position in door.held_alone(holding, user)
        ],
        "heirs": [
            (str(each.pk), Name.of(each.display_name)) for each in door.successors(holding, user)
        ],
        "agents": [each.display_name for each in user.agents.filter(pk__in=holding)],
        "refusal": refusal,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "plans/remove_person.html", context, status=status)


def managed_company(request: SignedInRequest, slug: str) -> Company:
    """Give the company, to whoever administers it."""
    managed = access.visible_to(request.actor, "manage_company", Company.objects.all())
    return get_object_or_404(managed, slug=slug)


def member_or_404(company: Company, key: int) -> tuple[set[str], User]:
    """Give somebody of the company with the roles that they hold."""
    held = roles.holding(company).get(key)
    if held is None:
        raise Http404("There is no such person in this company.")
    return held, User.objects.get(pk=key)


def after(request: SignedInRequest, company: Company) -> HttpResponse:
    """Go on to the people, or to one's plans where one has just left the administration."""
    if access.can(request.actor, "manage_company", company):
        return see_other(f"{company.url}people/")
    return redirect("portfolio")
