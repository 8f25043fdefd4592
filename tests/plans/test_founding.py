"""A new company: its ten plans, and every link between them, on the pages and in the tree."""

import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from gates.actors import Actor
from plans import editing, founding, roles, trees
from plans.address import Address
from plans.document import contents
from plans.document.parse import parse
from plans.enums import Position
from plans.models import Company, PeopleRecord, Plan, Row
from tests.gates.factories import AgentFactory, UserFactory
from tests.plans.factories import reader
from tests.plans.trees import BY

pytestmark = pytest.mark.django_db

AROUND = {
    "../README.md",
    "../System/ARCHITECTURE.md",
    "../.mission/agent-governance.md",
    "CEO/ethics/ethics.md",
    *(f"{position}/.ethics/ethics.md" for position in Position),
}
"""What lies around the tree in the repository that it is put into, and has no page."""


class Page(HTMLParser):
    """What a page leads to, and what can be led to on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and ids."""
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            if (tag, name) == ("a", "href"):
                self.hrefs.append(value or "")


def test_company_is_founded_with_all_ten_plans_and_one_gate():
    company = founding.found("Acme", "acme", by=BY)
    plans = Plan.objects.filter(company=company)
    assert {plan.position for plan in plans} == set(Position)
    assert [plan.position for plan in plans if plan.gate] == [Position.CTO]


@pytest.mark.parametrize("positions", [[], [Position.CTO], [Position.CMO, Position.CTO]])
def test_company_may_be_founded_with_some_plans_only(positions):
    company = founding.found("Acme", "acme", positions, by=BY)
    assert sorted(plan.position for plan in company.plans.all()) == positions


def test_who_founds_a_company_administers_it():
    by = Actor.of(UserFactory(is_superuser=True))
    company = founding.found("  Acme \n Freight", "acme", by=by)
    assert (company.name, company.plans.count()) == ("Acme Freight", 10)
    assert roles.holding(company) == {by.user.pk: {roles.ADMINISTRATOR}}
    records = PeopleRecord.objects.order_by("pk").values_list("event", "roles")
    assert list(records) == [("founded", []), ("given", ["Administrator"])]


def test_who_may_not_found_a_company_founds_none():
    agent = AgentFactory(is_superuser=True)
    for user in (UserFactory(), agent):
        with pytest.raises(PermissionDenied):
            founding.found("Acme", "acme", [], by=Actor.of(user))
    assert not Company.objects.exists()
    trusted = UserFactory()
    trusted.user_permissions.add(Permission.objects.get(codename="add_company"))
    assert founding.may_found(Actor.of(trusted))


def test_company_that_cannot_be_is_not_founded():
    with pytest.raises(ValidationError):
        founding.found("Acme", "admin", by=BY)
    assert (Company.objects.count(), Plan.objects.count()) == (0, 0)


def test_ten_plans_are_written_by_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(500):
        founding.found("Acme", "acme", by=BY)
    assert Row.objects.count() > 1_500


@pytest.mark.heavy
def test_every_link_on_the_pages_of_a_new_company_leads_somewhere():
    company = founding.found("Acme", "acme", by=BY)
    browser = Client()
    browser.force_login(reader(company.plans.first()))
    pages: dict[str, Page] = {}
    wanted = [company.url, *(plan.url for plan in company.plans.select_related("company"))]
    broken = []
    for address in wanted:
        page = seen(browser, address, pages)
        for href in page.hrefs:
            target = urlsplit(urljoin(address, href))
            led = seen(browser, f"{target.path}?{target.query}", pages)
            if target.fragment and target.fragment not in led.ids:
                broken.append((address, href))
    assert broken == []
    assert {*wanted} <= {address.removesuffix("?") for address in pages}


def seen(browser: Client, address: str, pages: dict[str, Page]) -> Page:
    """Open an address, once; it has to be there."""
    address = address.removesuffix("?")
    if address not in pages:
        response = browser.get(address, follow=True)
        assert (address, response.status_code) == (address, 200)
        is_page = response.headers["Content-Type"].startswith("text/html")
        pages[address] = Page(response.text if is_page else "")
    return pages[address]


def test_pages_of_a_new_company_lead_to_each_other():
    company = founding.found("Acme", "acme", by=BY)
    browser = Client()
    browser.force_login(reader(company.plans.first()))
    addresses = {plan.url for plan in company.plans.select_related("company")}
    for address in addresses:
        hrefs = Page(browser.get(address).text).hrefs
        assert {urljoin(address, href) for href in hrefs} >= addresses - {address}


@pytest.mark.heavy
def test_every_link_in_the_tree_of_a_new_company_leads_somewhere():
    files = {
        path: data.decode()
        for path, data in trees.files(founding.found("Acme", "acme", by=BY), BY).items()
    }
    assert files.keys() == trees.PATHS.keys()
    links = [(path, link) for path, text in files.items() for link in links_of(text)]
    assert len(links) > 200
    assert [(path, link) for path, link in links if not leads(files, path, link)] == []


def links_of(text: str) -> list[str]:
    """The targets of a document's links."""
    return re.findall(r"\]\(([^()\s]+)\)", text)


def leads(files: dict[str, str], path: str, link: str) -> bool:
    """Whether a link leads to a file of the tree and a heading of that, or to what is around."""
    name, _, anchor = link.partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
    if target not in files:
        return target in AROUND
    headings = [section.heading for section in parse(files[target]).sections]
    return not anchor or anchor in contents.anchors(headings)


@pytest.mark.heavy
def test_new_companys_tree_can_be_read_again_and_changes_nothing():
    company = founding.found("Acme", "acme", by=BY)
    for path, data in trees.files(company, BY).items():
        address = Address(company.slug, trees.PATHS[path])
        assert editing.replace_document(address, data.decode(), by=BY).is_same
