"""The weekly e-mail: to whom, when, once; what it says; and how it is turned off."""

from datetime import date, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans import weekly
from plans.enums import Position
from plans.models import WeeklyMail
from plans.weekly import write_weekly
from tests.plans.companies import client
from tests.plans.factories import PlanFactory, cto, member, reader

pytestmark = pytest.mark.django_db

TEXT = """# CTO - Technical Plan

### 2.4 Technical Milestones

| Milestone | Target Date | Criteria | Status |
|---|---|---|---|
| Late | 2026-11-20 | x | On Track |
"""
MONDAY = "2026-11-30T07:00:00Z"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


def owner(plan, **names):
    names = {"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com"} | names
    return cto(plan, **names)


@pytest.mark.parametrize(
    ("at", "zone", "week"),
    [
        ("2026-11-30T07:00Z", "UTC", date(2026, 11, 30)),
        ("2026-11-30T06:59Z", "UTC", date(2026, 11, 23)),
        ("2026-12-06T23:59Z", "UTC", date(2026, 11, 30)),
        ("2026-11-30T06:00Z", "Europe/Berlin", date(2026, 11, 30)),
        ("2026-11-30T05:59Z", "Europe/Berlin", date(2026, 11, 23)),
        # the Monday after summer time has ended, and after it has begun
        ("2026-10-26T06:00Z", "Europe/Berlin", date(2026, 10, 26)),
        ("2026-03-30T05:00Z", "Europe/Berlin", date(2026, 3, 30)),
        ("2026-03-30T04:59Z", "Europe/Berlin", date(2026, 3, 23)),
    ],
)
def test_week_begins_on_monday_at_seven_here(at, zone, week):
    with timezone.override(zone):
        assert weekly.week_of(datetime.fromisoformat(at)) == week


def test_owner_is_written_to_once_a_week(clock, mailoutbox):
    plan = PlanFactory(text=TEXT)
    owner(plan)
    reader(plan).email = "reader@example.com"
    assert write_weekly.call() == {"written": 1, "failed": 0}
    (sent,) = mailoutbox
    assert sent.to == ["ada@example.com"]
    assert sent.subject == "This week in your plans: 1 thing to look at now"
    assert str(WeeklyMail.objects.get()).endswith(", 2026-11-30")
    row = plan.sections.get(heading="2.4 Technical Milestones").blocks.last().rows.first()
    assert "Now: Late: 10 days late\n" in sent.body
    said = f"{plan.company}, Technical Plan, 2.4 Technical Milestones (Ada Byron)\n"
    assert f"{said}http://127.0.0.1:8000{plan.url}#r-{row.pk}" in sent.body
    assert "To turn it off: http://127.0.0.1:8000/weekly/" in sent.body
    assert write_weekly.call() == {"written": 0, "failed": 0}
    clock.move_to("2026-12-07T06:59:00Z", tick=False)
    assert write_weekly.call()["written"] == 0
    clock.move_to("2026-12-07T09:00:00Z", tick=False)
    assert write_weekly.call()["written"] == 1


def test_nobody_is_written_to_without_an_address_a_need_or_a_wish(clock, mailoutbox):
    late = PlanFactory(text=TEXT)
    owner(late, email="")
    agent = owner(late, email="agent@example.com")
    agent.is_agent = True
    agent.save()
    gone = owner(late, email="gone@example.com")
    gone.is_active = False
    gone.save()
    fine = PlanFactory(text="# CTO - Technical Plan\n")
    owner(fine, email="fine@example.com")
    off = owner(late, email="off@example.com")
    weekly.choose(off, wanted=False)
    assert write_weekly.call() == {"written": 0, "failed": 0}
    assert mailoutbox == []


def test_who_turns_it_off_while_it_is_written_gets_none(clock, mailoutbox):
    user = owner(PlanFactory(text=TEXT))
    ((_, found),) = weekly.waiting(date(2026, 11, 30), timezone.now())
    weekly.choose(user, wanted=False)
    assert weekly.write(user, found, date(2026, 11, 30)) is False
    WeeklyMail.objects.update(is_wanted=True, week=date(2026, 11, 30))
    assert weekly.write(user, found, date(2026, 11, 30)) is False
    assert mailoutbox == []


def test_one_e_mail_has_the_plans_of_all_companies_and_ends_somewhere(clock, mailoutbox):
    many = TEXT + "".join(f"| Far {n} | 2026-12-01 | x | At Risk |\n" for n in range(45))
    first = PlanFactory(text=many)
    user = owner(first)
    second = PlanFactory(
        position=Position.CFO,
        text="# CFO\n\n### 2.4 Milestones\n\n| Milestone | Target Date | Status |\n|---|---|---|\n"
        "| Books | 2026-11-01 | On Track |\n",
    )
    member(second, "CFO", email="x@example.com").groups.first().user_set.add(user)
    write_weekly.call()
    (body,) = (sent.body for sent in mailoutbox if sent.to == ["ada@example.com"])
    assert body.index("Books") < body.index("Soon: Far 0")
    assert f"{second.company}, Financial Plan" in body
    assert "And 7 more." in body


def test_subject_says_what_is_near_where_nothing_is_so_now(clock, mailoutbox):
    text = TEXT.replace("2026-11-20 | x | On Track", "2026-12-20 | x | At Risk")
    owner(PlanFactory(text=text))
    write_weekly.call()
    assert [sent.subject for sent in mailoutbox] == [
        "This week in your plans: 1 thing to look at soon"
    ]


def test_failure_keeps_nobody_else_from_theirs(clock, mailoutbox, monkeypatch, caplog):
    plan = PlanFactory(text=TEXT)
    owner(plan, email="first@example.com")
    owner(plan, email="second@example.com")
    send = weekly.send_mail

    def failing(subject, body, sender, to):
        if to == ["first@example.com"]:
            raise OSError("no mail host")
        send(subject, body, sender, to)

    monkeypatch.setattr(weekly, "send_mail", failing)
    with caplog.at_level("CRITICAL"):
        assert write_weekly.call() == {"written": 1, "failed": 1}
    monkeypatch.setattr(weekly, "send_mail", send)
    assert write_weekly.call() == {"written": 1, "failed": 0}
    assert [sent.to for sent in mailoutbox] == [["second@example.com"], ["first@example.com"]]


def test_it_costs_the_same_for_many_people_and_plans_of_a_company(clock):
    plan = PlanFactory(text=TEXT)
    owner(plan)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            weekly.waiting(date(2026, 11, 30), timezone.now())
        return len(captured)

    before = asked()
    for position in (Position.CFO, Position.COO):
        other = PlanFactory(company=plan.company, position=position, text=TEXT)
        member(other, position, email=f"{position}@example.com")
    assert asked() == before


@pytest.mark.django_db(transaction=True)
def test_command_writes_it(clock, mailoutbox, capsys):
    owner(PlanFactory(text=TEXT))
    call_command("tend", work=True)
    assert capsys.readouterr().out.strip().endswith(", 1 weekly, 0 weekly failed")
    assert len(mailoutbox) == 1


def test_page_shows_it_and_turns_it_off_and_on(clock):
    user = owner(PlanFactory(text=TEXT))
    signed_in = client(user.username)
    page = signed_in.get("/weekly/").text
    assert "Late: 10 days late" in page
    assert "to ada@example.com" in page
    page = signed_in.post("/weekly/", {"wanted": "no"}, follow=True).text
    assert "It is <b>off</b>" in page
    assert not weekly.is_wanted(user)
    assert "It is <b>on</b>" in signed_in.post("/weekly/", {"wanted": "yes"}, follow=True).text


def test_page_of_somebody_who_owns_nothing_or_has_no_address_says_so(clock):
    plan = PlanFactory(text=TEXT)
    page = client(reader(plan, email="").username).get("/weekly/").text
    assert "You own no plan" in page
    assert "has no e-mail address" in page
    assert "As it would be now" not in page


def test_portfolio_and_company_list_what_ones_own_plans_need(clock):
    plan = PlanFactory(text=TEXT + "| Later | 2026-12-01 | x | At Risk |\n" * 6)
    signed_in, other = client(owner(plan).username), client(reader(plan).username)
    for address in ("/", plan.company.url):
        page = signed_in.get(address).text
        assert 'Needs attention in what you own <span class="count">7</span>' in page
        assert "10 days late" in page
        assert "The first 5 are shown" in page
        assert "Needs attention in what you own" not in other.get(address).text
