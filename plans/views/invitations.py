"""Asking people into a company, and their answer."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gates.models import User
from gates.names import Name
from gates.requests import SignedInRequest
from plans import forms, invitations, matrix, roles
from plans.address import Gone
from plans.invitations import Expired, Unsent
from plans.models import Company, Invitation
from plans.people import Refused
from plans.views.imports import see_other
from plans.views.people import managed_company
from plans.views.refusals import shown


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SignedInRequest, company: str) -> HttpResponse:
    """The form that asks somebody in; a POST keeps the invitation and sends it."""
    found = managed_company(request, company)
    form = forms.InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return invited(request, found, form.cleaned_data["email"])
        except shown(request, (Refused,)) as refusal:
            is_of_address = getattr(refusal, "field", "") == "email"
            form.add_error("email" if is_of_address else None, str(refusal))
    chosen = {*request.POST.getlist("roles")}
    context = {
        "company": found,
        "form": form.focused(),
        "choices": matrix.choices(matrix.plans_of(found), chosen),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "plans/invite.html", context, status=status)


def invited(request: SignedInRequest, company: Company, email: str) -> HttpResponse:
    """Invite, say whether the e-mail went out, and go on to the people."""
    wanted = list(dict.fromkeys(request.POST.getlist("roles")))
    try:
        invitations.invite(company, email, wanted, by=request.actor)
    except Unsent as problem:
        messages.error(request, f"{problem}. The invitation is kept: send it anew.")
    else:
        messages.success(request, f"{email} is invited.")
    return see_other(f"{company.url}people/")


@require_POST
def invitation(request: SignedInRequest, company: str, invitation: int, verb: str) -> HttpResponse:
    """Send an invitation anew, with another link, or withdraw it (`verb`)."""
    found = managed_company(request, company)
    done = {"send": "has another link now.", "withdraw": "is not invited any more."}
    act = {"send": invitations.send_anew, "withdraw": invitations.revoke}.get(verb)
    if act is None:
        raise Http404("There is nothing of this name to be done.")
    try:
        who = act(found, invitation, by=request.actor).email
        messages.success(request, f"{who} {done[verb]}")
    except Unsent as problem:
        messages.error(request, f"{problem}. The invitation is kept: send it anew.")
    except Gone as gone:
        messages.error(request, str(gone))
    return see_other(f"{found.url}people/")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """What a link invites to, to whoever has it; a POST accepts, as somebody new or signed in."""
    try:
        return answer(request, token, invitations.find(token))
    except Gone:
        return render(request, "plans/no_invitation.html", status=HTTPStatus.NOT_FOUND)
    except Expired:
        context = {"is_late": True}
        return render(request, "plans/no_invitation.html", context, status=HTTPStatus.GONE)


def answer(request: HttpRequest, token: str, invitation: Invitation) -> HttpResponse:
    """Show the invitation, or take the answer."""
    has_account = invitations.account_of(invitation) is not None
    typed = request.POST if request.method == "POST" else None
    form = forms.SignUpForm(User(email=invitation.email), typed)
    error = ""
    if request.method == "POST":
        try:
            if request.user.is_authenticated:
                by = cast("SignedInRequest", request).actor
                return welcome(request, invitations.accept(token, by=by))
            if not has_account and form.is_valid():
                company = invitations.sign_up(token, form.user)
                login(request, form.user)
                return welcome(request, company)
        except shown(request, (Refused,)) as refusal:
            error = str(refusal)
    context = {
        "invitation": invitation,
        "sender": Name.of(invitation.invited_by.display_name),
        "roles": list(map(roles.words, invitation.roles)),
        "ends": invitations.ends(invitation),
        "has_account": has_account,
        "form": form.focused(),
        "error": error,
    }
    is_refused = error or (request.method == "POST")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "plans/invitation.html", context, status=status)


def welcome(request: HttpRequest, company: Company) -> HttpResponse:
    """Go on to the company."""
    messages.success(request, f"Welcome to {company}.")
    return see_other(company.url)
