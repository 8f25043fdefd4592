"""Every address × everybody × every method, in one's own company and in the other one.

The matrix is walked from the URL configuration, so a new address fails until it stands here.
"""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from gates.models import User
from plans import editing, tokens
from plans.address import Address
from plans.enums import Position, TokenScope
from plans.models import AccessToken, Company, Invitation, StagedImport
from plans.models.plan import RESERVED
from plans.roles import ON_ONE_PLAN, put
from tests.plans.companies import BY, actor, block, client, load, plan, row

pytestmark = [pytest.mark.heavy, pytest.mark.django_db]

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
PLAN = "/{company}/cto/"

ADDRESSES = {
    "portfolio": "/",
    "company": "/{company}/",
    "weekly": "/weekly/",
    "import": "/{company}/import/",
    "staged-import": "/{company}/import/{file}/",
    "attention": "/{company}/attention/",
    "export-company": "/{company}/export.zip",
    "rollups": "/{company}/corp/rollups/",
    "take-over": "/{company}/corp/rollups/plan-index/",
    "plan": PLAN,
    "export": PLAN + "export.md",
    "history": PLAN + "history/",
    "undo-import": PLAN + "history/{file}/undo/",
    "cell": PLAN + "rows/{row}/cells/1/",
    "delete-rows": PLAN + "rows/delete/",
    "set-cells": PLAN + "rows/set/",
    "move-row": PLAN + "rows/{row}/move/",
    "add-row": PLAN + "blocks/{block}/rows/",
    "paste": PLAN + "blocks/{block}/paste/",
    "undo": PLAN + "undo/",
    "redo": PLAN + "redo/",
    "news": PLAN + "news/",
    "preview": PLAN + "preview/",
    "find": PLAN + "find/",
    "figures": PLAN + "figures/",
    "sprints": PLAN + "sprints/",
    "releases": PLAN + "releases/",
    "decisions": PLAN + "decisions/",
    "decision": PLAN + "decisions/2/",
    "decide": PLAN + "decisions/2/status/",
    "import-decision": PLAN + "decisions/import/",
    "export-decision": PLAN + "decisions/2/adr.md",
    "export-decisions": PLAN + "decisions.zip",
    "shortcuts": PLAN + "shortcuts/",
    "samples": PLAN + "samples/",
    "on-call": PLAN + "on-call.ics",
    "tokens": PLAN + "tokens/",
    "revoke-token": PLAN + "tokens/{token}/revoke/",
    "keep-computed": PLAN + "figures/code-quality-metrics/",
    "section": PLAN + "sections/{section}/",
    "block": PLAN + "blocks/{block}/",
    "lay-out-section": PLAN + "sections/{section}/add/",
    "lay-out-block": PLAN + "blocks/{block}/add/",
    "search": "/search/",
    "found-company": "/companies/",
    "people": "/{company}/people/",
    "person": "/{company}/people/{person}/",
    "remove-person": "/{company}/people/{person}/remove/",
    "invite": "/{company}/people/invite/",
    "invitation": "/{company}/people/invitations/{invitation}/send/",
    "gates:inbox": "/gates/",
    "gates:gate": "/gates/{gate}/",
    "gates:record": "/gates/{gate}/halted/",
}
PASSWORDS = {
    *("password_reset", "password_reset_done"),
    *("password_reset_confirm", "password_reset_complete", "password_change"),
}
OPEN = {"login", "logout", "accept", *PASSWORDS}
"""Signing in and out take nobody's permission, an invitation the link that was sent, and another
password that link or the old one: see their tests. The administration has Django's own."""

ROLES = ["admin", "cto", "cmo", "approver", "reader", *ON_ONE_PLAN]
"""Those who sign in to the demo, and a stranger to it with a role on the CTO plan alone."""

CREATORS = {"admin", "cto", "cmo"}
"""Who may create a plan that is missing, and so read a file into it."""

OF_NO_COMPANY = {"portfolio", "search", "weekly", "gates:inbox", "found-company"}
"""Each shows what is one's own, and nothing of another company."""

PEOPLE = {"people", "person", "remove-person", "invite", "invitation"}
"""Nobody but an administrator is told that they are there."""

WRITERS = {"cto", "editor"}

WRITES = {"cell", "move-row", "add-row", "undo"}
"""In this order: there is a row added to be taken back."""

KEEPING = {"sprints", "releases"}
"""Pages of what is kept, with a form that says what one saw."""

FORMS = {
    *("delete-rows", "set-cells", "paste", "redo", "lay-out-section", "lay-out-block"),
    *KEEPING,
    *("decide", "import-decision"),
}
"""Writes that refuse a form without rows, a text or a name, and to redo what nobody took back."""

BY_TOKEN = {("samples", "post"), ("on-call", "get"), ("on-call", "head")}
"""What takes a token instead of a sign-in, and tells whoever has none just that."""

SETTINGS = {"tokens", "revoke-token", "keep-computed"}
"""What is beside the document, for whoever may change the plan."""

IMPORTS = {"import", "staged-import", "undo-import"}
READS = {
    "gates:inbox",
    "portfolio",
    "search",
    "weekly",
    "plan",
    "news",
    "find",
    "figures",
    "decisions",
    "decision",
    "export-decision",
    "export-decisions",
    "shortcuts",
    "export",
    "export-company",
    "attention",
    "history",
    *KEEPING,
    "samples",
}


def names(patterns: list, prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def test_every_address_stands_in_the_matrix():
    assert set(names(get_resolver().url_patterns)) == ADDRESSES.keys() | OPEN


@pytest.fixture
def both(db):
    for name in ("halcyon", "meridian"):
        company = load(name).company
        editing.create_plan(company, Position.CORP, "# Corporate Plan\n", by=BY)


def addresses(company: str) -> dict[str, str]:
    """Where everything of the company is, by the names of the matrix."""
    part = block(company, "tech-debt-register")
    keys = {
        "company": company,
        "row": row(company, "tech-debt-register").pk,
        "block": part.pk,
        "section": part.section_id,
        "gate": plan(company).gate_id,
        "file": staged(company),
        "person": actor(f"{company}-reader").user.pk,
        "invitation": invited(company),
        "token": token(company),
    }
    return {name: where.format(**keys) for name, where in sorted(ADDRESSES.items())}


def refused(name: str, method: str) -> set[int]:
    """The statuses that tell somebody from elsewhere nothing."""
    return {401} if (name, method) in BY_TOKEN else {404, 405}


def of_the_company(company: str) -> dict[str, str]:
    """The addresses that somebody from elsewhere finds nothing at."""
    found = addresses(company)
    return {name: found[name] for name in found if name not in OF_NO_COMPANY}


def invited(company: str) -> int:
    """The key of an invitation that the company's administrator has sent."""
    fields = {"company": Company.objects.get(slug=company), "email": "eve@example.com"}
    sent = {"invited_by": actor(f"{company}-admin").user, "sent_at": timezone.now()}
    defaults = {"roles": ["CFO"], "digest": company, **sent}
    return Invitation.objects.get_or_create(defaults=defaults, **fields)[0].pk


def token(company: str) -> int:
    """The key of a token that the company's CTO has made."""
    by, address = actor(f"{company}-cto"), Address(company, Position.CTO)
    made = AccessToken.objects.filter(plan=plan(company)).first()
    return (made or tokens.make(address, "CI", TokenScope.SAMPLES, 30, by=by)[0]).pk


def signed_in(company: str, role: str) -> Client:
    """Somebody who holds this role, in the company's demo or on its CTO plan alone."""
    if role not in ON_ONE_PLAN:
        return client(f"{company}-{role}")
    user = User.objects.create_user(f"{company}-{role}-alone")
    put(user, Company.objects.get(slug=company), f"CTO {role}")
    return client(user.username)


def staged(company: str) -> UUID:
    """The address of a file that the company's CTO has sent."""
    owner = Company.objects.get(slug=company), Position.CTO, actor(f"{company}-cto").user
    fields = dict(zip(("company", "position", "user"), owner, strict=True))
    defaults = {"data": b"# CTO\n", "staged_at": timezone.now()}
    return StagedImport.objects.get_or_create(defaults=defaults, **fields)[0].pk


def may(name: str, method: str, role: str) -> int:
    """The status in one's own company, whose plan is open; the forms are left empty.

    422: a form without a position, a file or a choice, a decision without a reason, and to undo
    what is no import. 303: to the gate's own page, or back to the people. A file that was sent is
    its sender's alone.
    """
    reading, writing = method in ("get", "head"), method == "post"
    read = {"gates:record": 303} | dict.fromkeys(READS | {"company", "gates:gate"}, 200)
    halts = role not in {"admin", "reader", "editor"}
    write = {"company": 422, "gates:record": 422 if halts else 403}
    write |= dict.fromkeys(WRITES, 200 if role in WRITERS else 403)
    write |= {"preview": 200, "weekly": 303, "decision": 303 if role in WRITERS else 403}
    write |= dict.fromkeys(FORMS, 422 if role in WRITERS else 403)
    read |= dict.fromkeys(("section", "block"), 200 if role in WRITERS else 403)
    read |= {"import": 200 if role in CREATORS | WRITERS else 403}
    read |= {"staged-import": 200 if role == "cto" else 404}
    write |= {"import": 422 if role in CREATORS | WRITERS else 403}
    write |= {"staged-import": 422 if role == "cto" else 404}
    write |= {"undo-import": 422 if role in WRITERS else 403}
    read |= dict.fromkeys(PEOPLE, 200 if role == "admin" else 404)
    write |= dict.fromkeys(PEOPLE, 422 if role == "admin" else 404)
    if role == "admin":
        write |= dict.fromkeys(("person", "remove-person", "invitation"), 303)
    read |= {"tokens": 200 if role in WRITERS else 403, "on-call": 401}
    write |= dict.fromkeys(SETTINGS, 303 if role in WRITERS else 403)
    write |= {"tokens": 422 if role in WRITERS else 403, "samples": 401}
    read |= {"rollups": 404 if role in ON_ONE_PLAN else 200}
    write |= {"take-over": 404 if role in ON_ONE_PLAN else 403}
    read.pop("invitation")
    for asked in (read, write):
        asked["found-company"] = 404
    allowed = read if reading else write if writing else {}
    return allowed.get(name, 405)


@pytest.mark.parametrize("is_post", [False, True])
@pytest.mark.parametrize("role", ROLES)
def test_own_company(both, role, is_post):
    browser = signed_in("halcyon", role)
    methods = [method for method in METHODS if (method == "post") == is_post]
    for name, asked in addresses("halcyon").items():
        for method in methods:
            status = getattr(browser, method)(asked).status_code
            assert (name, method, status) == (name, method, may(name, method, role))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("htmx", [False, True])
def test_other_company_is_not_there(both, role, htmx):
    browser = signed_in("meridian", role)
    headers = {"HX-Request": "true"} if htmx else {}
    for name, asked in of_the_company("halcyon").items():
        for method in METHODS:
            response = getattr(browser, method)(asked, headers=headers)
            assert response.status_code in refused(name, method), (name, method)
            assert "Halcyon" not in response.text


@pytest.mark.parametrize("role", ON_ONE_PLAN)
def test_other_plan_of_the_company_is_not_there(both, role):
    browser = signed_in("halcyon", role)
    of_plan = {name for name, where in ADDRESSES.items() if where.startswith(PLAN)}
    for name, asked in addresses("halcyon").items():
        for method in METHODS if name in of_plan else ():
            status = getattr(browser, method)(asked.replace("/cto/", "/cmo/")).status_code
            assert status in refused(name, method), (name, method)
    assert "/halcyon/cmo/" not in browser.get("/halcyon/").text


def test_addresses_of_the_site_are_no_companies():
    first = {where.split("/")[1] for where in ADDRESSES.values()} - {"", "{company}"}
    assert first | {"login", "logout", "password", "invitations", "admin", "static"} == RESERVED


def test_portfolio_shows_ones_own_company_only(both):
    page = client("meridian-reader").get("/").text
    assert "Meridian Labs" in page
    assert "Halcyon" not in page


@pytest.mark.parametrize("kind", ["superuser", "inactive", "nobody"])
def test_who_holds_no_role_finds_nothing(both, kind):
    user = User.objects.create_user("stranger", is_superuser=kind == "superuser")
    browser = Client()
    browser.force_login(user)
    if kind == "inactive":
        user.groups.set(User.objects.get(username="halcyon-cto").groups.all())
        User.objects.filter(pk=user.pk).update(is_active=False)
    for name, asked in of_the_company("halcyon").items():
        for method in METHODS:
            response = getattr(browser, method)(asked)
            is_sent = kind == "inactive" and (name, method) not in BY_TOKEN
            told = {302} if is_sent else refused(name, method)
            assert response.status_code in told, (name, method)
            assert "Halcyon" not in response.text


@pytest.mark.parametrize("method", METHODS)
def test_strangers_are_sent_to_sign_in(both, method):
    for name, asked in addresses("halcyon").items():
        response = getattr(Client(), method)(asked)
        if (name, method) in BY_TOKEN:
            assert (name, response.status_code) == (name, 401)
            continue
        assert (name, response.status_code) == (name, 302)
        assert response.headers["Location"] == f"/login/?next={asked}"
        htmx = getattr(Client(), method)(asked, headers={"HX-Request": "true"})
        assert (name, htmx.status_code) == (name, 401)
        machine = getattr(Client(), method)(asked, headers={"Accept": "application/json"})
        assert (name, machine.status_code) == (name, 401)


def test_writes_take_a_csrf_token(both):
    browser = client("halcyon-cto", enforce_csrf_checks=True)
    writes = (
        WRITES
        | FORMS
        | PEOPLE
        | SETTINGS
        | {"preview", "decision", "take-over", "company", "gates:record", "found-company"}
    )
    asked = addresses("halcyon")
    for name in sorted(writes | IMPORTS):
        assert browser.post(asked[name]).status_code == 403
    assert plan("halcyon").revision == 1
