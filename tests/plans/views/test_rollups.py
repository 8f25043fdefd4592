"""The pages of roll-ups: what is sent to whom, and what a copy is answered with."""

import json
import re

import pytest
from django.core.cache import cache
from django.test import Client

from gates import decisions
from gates.models import User
from plans import editing, printing, roles
from plans.enums import Position
from plans.models import Plan
from tests.plans import corporate
from tests.plans.factories import PlanFactory, address, member, reader
from tests.plans.trees import BY

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
PAGE, ROLLUPS = "/acme/corp/", "/acme/corp/rollups/"


@pytest.fixture
def plan(db, time_machine) -> Plan:
    cache.clear()
    time_machine.move_to(f"{corporate.TODAY}T12:00Z")
    return corporate.company()


def of(user: User, **options: bool) -> Client:
    """The browser of somebody."""
    signed_in = Client(**options)
    signed_in.force_login(user)
    return signed_in


def owner(plan: Plan) -> User:
    return member(plan, Position.CORP)


def test_page_has_a_light_place_for_each_rollup_and_costs_what_others_do(
    plan, django_assert_num_queries
):
    browser = of(reader(plan))
    for number in (7, 5):  # one less than a plan with a gate, cold and warm
        with django_assert_num_queries(number):
            html = browser.get(PAGE).text
    assert len(re.findall(r'<div id="rollup-[a-z-]+" class="rollup"><a ', html)) == 6
    assert html.count(f'hx-get="{ROLLUPS}"') == 1
    assert "Pitch deck" not in html


def test_pages_of_other_plans_have_none(plan):
    html = of(reader(plan)).get("/acme/coo/").text
    assert "rollup" not in html.casefold().replace("roll-up", "rollup")


def test_panels_come_together_out_of_band_in_eight_queries(plan, django_assert_num_queries):
    PlanFactory(company=plan.company, position=Position.CTO)
    browser = of(reader(plan))
    with django_assert_num_queries(8):  # two for who asks, one for the plan
        answer = browser.get(ROLLUPS, headers=HTMX)
    keys = re.findall(r'<section id="rollup-([a-z-]+)" [^>]*hx-swap-oob="true"', answer.text)
    assert keys == [
        *("milestones", "initiatives", "open-positions", "compliance", "reviews", "plan-index"),
    ]
    assert "Copy into the plan" not in answer.text
    assert "HX-Request" in answer.headers["Vary"]
    key = corporate.row(Position.CFO, "Pitch deck").pk
    assert f'<a id="milestones-1" href="/acme/cfo/#r-{key}">Pitch deck</a>' in answer.text


def test_panels_without_a_place_do_not_come(plan):
    editing.replace_document(address(plan), "# It\n\n## 1. Plan Index\n", by=BY)
    answer = of(reader(plan)).get(ROLLUPS, headers=HTMX)
    assert re.findall(r'<section id="(rollup-[a-z-]+)"', answer.text) == ["rollup-plan-index"]


def test_rollups_are_a_page_of_their_own_with_all_of_them(plan):
    editing.replace_document(address(plan), "# It\n", by=BY)
    html = of(owner(plan)).get(ROLLUPS).text
    assert "<title>Roll-ups, Acme · Plangate</title>" in html
    assert html.count("<section id=") == 6
    assert "hx-swap-oob" not in html
    assert "Copy into the plan" not in html


def test_what_there_is_nothing_of_is_said_so(plan):
    user = reader(plan)
    for position in corporate.TEXTS:
        found = Plan.objects.select_related("company").get(position=position)
        editing.replace_document(address(found), "# It\n", by=BY)
    html = of(user).get(ROLLUPS).text
    for words in ("No milestone is at risk or late.", "No position is open.", "No review is due."):
        assert words in html


def test_who_may_not_see_a_plan_gets_nothing_of_it(plan):
    user = User.objects.create_user("eve")
    roles.put(user, plan.company, "CORP editor")
    roles.put(user, plan.company, "COO reader")
    browser = of(user)
    for headers in ({}, HTMX):
        html = browser.get(ROLLUPS, headers=headers).text
        assert "Dispatcher" in html
        for words in ("CFO", "Pitch deck", "Payroll", "CLO", "GDPR", "Financial Plan"):
            assert words not in html
    browser.post(f"{ROLLUPS}plan-index/", headers=HTMX)
    assert "Financial Plan](" not in printing.text(plan)
    assert browser.post(f"{ROLLUPS}milestones/", headers=HTMX).status_code == 422


@pytest.mark.parametrize("position", ["cto", "coo", "ceo"])
def test_other_plans_have_no_rollups(plan, position):
    browser = of(owner(plan))
    assert browser.get(f"/acme/{position}/rollups/").status_code == 404
    assert browser.post(f"/acme/{position}/rollups/plan-index/").status_code == 404


def test_copy_says_so_and_has_the_page_ask_for_news(plan):
    browser = of(owner(plan))
    before = browser.get(f"{PAGE}export.md").text
    answer = browser.post(f"{ROLLUPS}initiatives/", headers=HTMX)
    assert answer.status_code == 200
    assert "3.1 Active Initiatives: table added." in answer.text
    assert 'data-do="undo"' in answer.text
    assert json.loads(answer.headers["HX-Trigger"]) == {"now": {"target": "#news"}}
    after = browser.get(f"{PAGE}export.md").text
    line = r"| [Night \| day shifts](COO/README.md#44-continuous-improvement) | COO | 🔴 Blocked |"
    assert line not in before
    assert line in after
    news = browser.get(f"{PAGE}news/?seen=1&gate=0", headers=HTMX).text
    assert news.count('class="rollup"') == 6
    assert f'hx-get="{ROLLUPS}"' in news
    browser.post(f"{PAGE}undo/")
    assert browser.get(f"{PAGE}export.md").text == before


def test_copy_without_a_script_leads_back_to_the_plan(plan):
    browser = of(owner(plan))
    answer = browser.post(f"{ROLLUPS}initiatives/")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    html = browser.get(PAGE).text
    assert "3.1 Active Initiatives: table added." in html
    assert '<a href="../coo/#44-continuous-improvement">Night | day shifts</a>' in html


def test_copy_that_is_refused_says_why(plan):
    browser = of(owner(plan))
    editing.replace_document(address(plan), "# It\n", by=BY)
    answer = browser.post(f"{ROLLUPS}initiatives/")
    assert answer.status_code == 422
    assert "The plan has no section “Active Initiatives”" in answer.text
    answer = browser.post(f"{ROLLUPS}initiatives/", headers=HTMX)
    assert answer.status_code == 422
    assert 'hx-swap-oob="beforeend:#toasts"' in answer.text
    machine = browser.post(f"{ROLLUPS}initiatives/", headers={"Accept": "application/json"})
    assert machine.json()["code"] == "plan.invalid"


def test_copy_is_for_who_may_write_the_plan(plan):
    before, browser = printing.text(plan), of(reader(plan))
    assert browser.post(f"{ROLLUPS}initiatives/").status_code == 403
    assert browser.post(f"{ROLLUPS}nothing/").status_code == 403
    assert of(owner(plan)).post(f"{ROLLUPS}nothing/").status_code == 404
    assert of(User.objects.create_user("eve")).post(f"{ROLLUPS}initiatives/").status_code == 404
    assert printing.text(plan) == before


def test_copy_takes_a_csrf_token(plan):
    browser = of(owner(plan), enforce_csrf_checks=True)
    assert browser.post(f"{ROLLUPS}initiatives/").status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', browser.get(ROLLUPS).text)[1]
    sent = browser.post(f"{ROLLUPS}initiatives/", {"csrfmiddlewaretoken": token})
    assert sent.status_code == 303


def test_copy_behind_a_closed_gate_is_refused_with_its_reasons(plan):
    user, before = owner(plan), printing.text(plan)
    gate = decisions.create_gate(title="Acme · CORP", url=plan.url, by=BY)
    with editing.door.open_door():
        Plan.objects.filter(pk=plan.pk).update(gate=gate)
    for headers in ({}, HTMX):
        answer = of(user).post(f"{ROLLUPS}initiatives/", headers=headers)
        assert answer.status_code == 423
        assert "the CMO has to record PROCEED" in answer.text
    assert printing.text(Plan.objects.get(pk=plan.pk)) == before


def test_looking_leaves_the_export_as_it_is(plan):
    browser = of(owner(plan))
    before = browser.get(f"{PAGE}export.md").content
    for address_ in (PAGE, ROLLUPS):
        browser.get(address_)
        browser.get(address_, headers=HTMX)
    assert browser.get(f"{PAGE}export.md").content == before
