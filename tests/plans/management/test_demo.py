"""`manage.py demo`: two companies that cannot see each other, one gated and one open."""

import pytest
from django.test import Client

from gates import state
from gates.actors import Actor
from gates.models import User
from plans import catalogue, demo, history, validation
from plans.address import Address, Gone, visible_plan
from plans.demo import COMPANIES, PASSWORD
from plans.models import Change, Company, Row, Section
from tests.plans.companies import block, load, plan
from tests.plans.management.running import said

pytestmark = pytest.mark.django_db
LOGINS = [(company, login) for company in COMPANIES for login in company.logins]


@pytest.fixture
def printed(db):
    return said("demo")


@pytest.fixture
def there(db):
    for company in COMPANIES:
        load(company.slug)


def test_demo_prints_every_login(printed):
    lines = [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed.splitlines()]
    assert [cells for cells in lines if cells] == [
        [company.name, login.role, login.name, login.username] for company, login in LOGINS
    ]
    assert PASSWORD in printed.splitlines()[0]


def test_demo_twice_is_demo_once(printed):
    before = (Company.objects.count(), User.objects.count(), Change.objects.count())
    assert said("demo") == printed
    assert (Company.objects.count(), User.objects.count(), Change.objects.count()) == before
    assert before[:2] == (3, 18)


def test_demo_that_fails_leaves_nothing_behind(db, monkeypatch):
    monkeypatch.setattr(demo, "FOLDER", demo.FOLDER / "nowhere")
    with pytest.raises(FileNotFoundError):
        said("demo")
    assert (Company.objects.count(), User.objects.count()) == (0, 0)


@pytest.mark.parametrize(("company", "login"), LOGINS, ids=[login.username for _, login in LOGINS])
def test_demo_login_works_and_sees_its_own_company_only(there, company, login):
    client = Client()
    assert client.login(username=login.username, password=PASSWORD)
    by = Actor.of(User.objects.get(username=login.username))
    assert by.name == login.name
    for other in COMPANIES:
        if other == company:
            assert visible_plan(Address(other.slug, "CTO"), by).company.slug == company.slug
        else:
            with pytest.raises(Gone):
                visible_plan(Address(other.slug, "CTO"), by)


def test_halcyon_is_open_and_filled_and_meridian_gated_and_blank(printed):
    states = {slug: state.current(plan(slug).gate) for slug in ("halcyon", "meridian")}
    assert {slug: str(each.gate) for slug, each in states.items()} == {
        "halcyon": "OPEN",
        "meridian": "GATED",
    }
    assert (states["halcyon"].validated_by, states["halcyon"].approved_by) == (
        "Mateo Ferrer",
        "Grace Whitfield",
    )
    sections = Section.objects.filter(plan__company__slug="halcyon")
    assert sum(section.to_fill for section in sections) == 0
    assert [section.heading for section in sections if section.flagged] == []


def test_every_register_of_the_demo_is_recognised(printed):
    for slug in ("halcyon", "meridian"):
        sections = Section.objects.filter(plan__company__slug=slug)
        found = {key for key in sections.values_list("blocks__register", flat=True) if key}
        expected = {register.key for register in catalogue.TECHNICAL_PLAN}
        assert expected | {"validation-gate-criteria", "key-metrics-dashboard-2"} <= found
        assert [history.verify(plan(slug, each)) for each in ("CMO", "CTO")] == [None, None]


@pytest.mark.parametrize(
    ("slug", "sentence", "failing"),
    [
        ("halcyon", "4 of 4 pass: PROCEED", []),
        ("meridian", "3 of 4 pass: ITERATE", ["Cost per Signup"]),
    ],
)
def test_criteria_of_the_demo_are_measured_and_come_to_what_their_plan_says(
    printed, slug, sentence, failing
):
    evidence = validation.evidence(plan(slug).company_id)
    assert evidence.sentence == sentence
    assert [each.metric for each in evidence.criteria if each.verdict == "FAIL"] == failing
    assert all("2026-11-01" < each.as_of < "2026-11-20" for each in evidence.criteria)
    assert all(each.source for each in evidence.criteria)
    rows = Row.objects.filter(block=block(slug, "validation-gate-criteria", "CMO"))
    assert [row.cells[-1] for row in rows] == [each.verdict for each in evidence.criteria]
    assert evidence.url == f"/{slug}/cmo/#31-validation-gate-criteria"
