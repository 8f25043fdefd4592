"""The page of the search: what it says, its kinds and pages, and that it escapes all."""

import pytest
from django.test import Client

from plans import editing
from plans.enums import Position
from tests.plans.companies import BY, client, load
from tests.plans.factories import PlanFactory, address, reader

pytestmark = pytest.mark.django_db

MANY = "".join(f"| <b>heron</b> {number} | egret |\n" for number in range(60))


@pytest.fixture
def made(db):
    text = f"# Herons & egrets\n\n| A | B |\n|---|---|\n{MANY}"
    return PlanFactory(position=Position.CFO, text=text, company__name="Acme")


def asked(made, **query: str) -> str:
    signed_in = Client()
    signed_in.force_login(reader(made))
    answer = signed_in.get("/search/", query)
    assert answer.status_code == 200
    return answer.text


def test_words_are_marked_and_everything_is_escaped(made):
    page = asked(made, q="heron <script>")
    assert "Nothing that you may read has all these words." in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page.partition("<main")[2]
    page = asked(made, q="heron 7")
    assert "&lt;b&gt;<mark>heron</mark>&lt;/b&gt; <mark>7</mark>" in page
    assert "Acme · Financial Plan · Herons &amp; egrets · A" in page
    assert '<meta name="robots" content="noindex">' in page


def test_kinds_are_counted_and_seen_alone(made):
    page = asked(made, q="heron")
    assert "61 found." in page
    assert ">All 61</a>" in page
    assert ">Sections 1</a>" in page
    assert ">Rows 60</a>" in page
    assert "People" not in page
    page = asked(made, q="heron", kind="sections")
    assert "1 of 61 found." in page
    assert 'aria-current="true">Sections 1</a>' in page
    assert page.count('class="hit"') == 1
    assert asked(made, q="heron", kind="nonsense").count('class="hit"') == 0


def test_results_come_in_pages(made):
    page = asked(made, q="heron")
    assert page.count('class="hit"') == 50
    assert 'rel="next" href="?q=heron&amp;kind=&amp;page=2"' in page
    page = asked(made, q="heron", page="2")
    assert page.count('class="hit"') == 11
    assert '<ol class="hits" start="51">' in page
    assert 'rel="prev"' in page


def test_page_says_what_it_does_where_nothing_is_asked(made):
    assert "The start of a word is enough." in asked(made)
    assert "There is no word in this." in asked(made, q="?!")
    assert 'value="a" maxlength="200"' in asked(made, q="a")
    assert f'value="{"y" * 200}"' in asked(made, q="y" * 300)


def test_more_than_is_ranked_is_said(made, monkeypatch):
    monkeypatch.setattr("plans.search.MOST", 20)
    page = asked(made, q="heron")
    assert "21 found. There are more rows than the 20 newest that are ranked" in page


def test_page_costs_nine_queries(made, django_assert_num_queries):
    signed_in = Client()
    signed_in.force_login(reader(made))
    with django_assert_num_queries(9):
        signed_in.get("/search/", {"q": "heron"})


def test_every_page_leads_to_the_search(db):
    load("halcyon")
    for address_ in ("/", "/halcyon/", "/halcyon/cto/", "/gates/", "/search/"):
        assert '<a href="/search/">Search</a>' in client("halcyon-cto").get(address_).text
    assert "/search/" not in Client().get("/login/").text


def test_what_is_written_is_found_at_once(made):
    table = made.sections.get().blocks.get(kind="table")
    editing.add_row(address(made), table.pk, cells=["Stork", ""], by=BY)
    assert ">All 1</a>" in asked(made, q="stork")
