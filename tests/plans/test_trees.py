"""The tree of a company's documents: every byte of it, to whoever may see it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from gates.actors import Actor
from gates.models import User
from plans import editing, trees
from plans.address import Address
from plans.enums import Position
from plans.models import Plan, Row
from plans.models.plan import PlanGroupObjectPermission
from tests.plans.factories import CompanyFactory, reader
from tests.plans.management.running import said
from tests.plans.trees import BY, CORP, company_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(time_machine):
    time_machine.move_to("2026-11-23T10:00Z")
    return company_of(slug="acme", name="Acme")


def browser(company):
    """A browser of somebody who reads the company's plans."""
    signed_in = Client()
    signed_in.force_login(reader(Plan.objects.filter(company=company)[0]))
    return signed_in


def hide(plan, user):
    """Take from a reader the right to see one plan."""
    grants = PlanGroupObjectPermission.objects.filter(content_object=plan)
    grants.filter(group__user=user).delete()


def test_every_position_has_a_path_of_its_own():
    assert list(trees.PATHS)[:3] == ["README.md", "CEO/README.md", "CFO/README.md"]
    assert {trees.path(position) for position in Position} == trees.PATHS.keys()
    assert trees.PATHS["README.md"] == Position.CORP


def test_tree_is_in_the_order_of_the_positions_and_tells_live_facts(acme):
    files = trees.files(acme, BY)
    assert list(files) == ["README.md", "CEO/README.md", "CTO/README.md"]
    assert files["README.md"].decode() == CORP.replace("[DATE]", "2026-11-23")
    assert "\nAcme ships on time.\n" in files["CEO/README.md"].decode()
    assert files["CTO/README.md"].decode().splitlines()[2:5] == [
        "> **GATE STATUS: GATED**",
        ">",
        "> - Human Approval: PENDING",
    ]


@pytest.mark.parametrize("positions", [[Position.CTO], []], ids=["one plan", "three plans"])
def test_tree_costs_five_queries_whatever_the_plans(positions, django_assert_num_queries):
    company = company_of(*positions)
    with django_assert_num_queries(5):
        assert len(trees.files(company, BY)) == (len(positions) or 3)


def test_each_file_is_what_its_plans_export_is(acme):
    for path, data in trees.files(acme, BY).items():
        position = trees.PATHS[path].lower()
        assert browser(acme).get(f"/acme/{position}/export.md").content == data
        exported = said("export_plan", company="acme", position=position)
        assert exported.encode() == data


def test_file_is_in_its_plans_encoding():
    company = CompanyFactory(name="Acme → Sons")
    texts = {Position.CFO: "Café\n", Position.CIO: "Café [COMPANY NAME]\n"}
    for position, text in texts.items():
        editing.create_plan(company, position, text, encoding="windows-1252", by=BY)
    assert trees.files(company, BY) == {
        "CFO/README.md": b"Caf\xe9\n",
        "CIO/README.md": "Café Acme → Sons\n".encode(),
    }


def test_only_what_one_may_see_is_in_the_tree_and_in_the_zip(acme):
    plan = Plan.objects.get(company=acme, position="CEO")
    user = reader(plan)
    hide(plan, user)
    assert list(trees.files(acme, Actor.of(user))) == ["README.md", "CTO/README.md"]
    client = Client()
    client.force_login(user)
    assert names(client.get("/acme/export.zip")) == ["README.md", "CTO/README.md"]


def names(response):
    return ZipFile(BytesIO(response.content)).namelist()


def test_zip_holds_the_tree(acme):
    response = browser(acme).get("/acme/export.zip")
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="acme-plans.zip"'
    archive = ZipFile(BytesIO(response.content))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == trees.files(acme, BY)
    assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_zip_is_the_same_bytes_whenever_it_is_made(acme, time_machine):
    before = browser(acme).get("/acme/export.zip").content
    time_machine.move_to("2027-03-01T10:00Z")
    assert browser(acme).get("/acme/export.zip").content == before
    assert trees.zipped(trees.files(acme, BY)) == before


def test_zip_of_nothing_is_a_zip():
    assert ZipFile(BytesIO(trees.zipped({}))).namelist() == []


def test_zip_is_not_there_for_who_may_not_see_the_company(acme):
    other = company_of(Position.CEO)
    assert browser(other).get("/acme/export.zip").status_code == 404
    stranger = Client()
    stranger.force_login(User.objects.create_superuser("root"))
    assert stranger.get("/acme/export.zip").status_code == 404


@pytest.mark.parametrize("positions", [[Position.CTO], []], ids=["one plan", "three plans"])
def test_zip_costs_eight_queries_whatever_the_plans(positions, django_assert_num_queries):
    company = company_of(*positions)
    somebody = browser(company)
    with django_assert_num_queries(8):
        somebody.get(f"/{company.slug}/export.zip")


def test_company_page_offers_the_zip_where_there_is_a_plan(acme):
    link = 'href="/acme/export.zip" download>Export all (ZIP)</a>'
    assert link in browser(acme).get("/acme/").text
    nothing = Client()
    user = reader(Plan.objects.get(company=acme, position="CEO"))
    for plan in Plan.objects.filter(company=acme):
        hide(plan, user)
    nothing.force_login(user)
    assert "export.zip" not in nothing.get("/acme/").text


def test_links_are_live_on_the_page_and_text_in_the_file(acme):
    page, file = browser(acme).get("/acme/ceo/").text, trees.files(acme, BY)["CEO/README.md"]
    assert '<a href="../cfo/">CFO/README.md</a>' in page
    assert '<a href="../corp/">../README.md</a>' in page
    assert b"| Financial Plan | [CFO/README.md](../CFO/README.md) |\n" in file
    page, file = browser(acme).get("/acme/corp/").text, trees.files(acme, BY)["README.md"]
    assert 'See <a href="../ceo/">CEO/README.md</a>' in page
    assert "<a>System</a>" in page
    assert b"- See [CEO/README.md](CEO/README.md)\n" in file


def test_edit_beside_a_link_leaves_the_link(acme):
    row = next(
        row
        for row in Row.objects.filter(block__section__plan__company=acme)
        if row.cells[0] == "Financial Plan"
    )
    editing.set_cell(Address("acme", "CEO"), row.pk, 0, "Finances", seen=None, by=BY)
    assert (
        b"| Finances | [CFO/README.md](../CFO/README.md) |\n"
        in (trees.files(acme, BY)["CEO/README.md"])
    )
