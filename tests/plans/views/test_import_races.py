"""Two clicks on an import at once, each on a connection of its own: PostgreSQL's row locks."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from gates.chain import verify
from plans import printing, roles
from plans.models import Change, Company, Plan, StagedImport
from tests.plans.companies import actor, client, load
from tests.plans.views.sending import said, send, staged

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FILES = {"CTO": "# CTO\n\nAll new.\n", "COO": "# COO\n\nA new plan.\n"}
APPLY, DISCARD = {"do": "apply", "seen": "1"}, {"do": "discard"}
SECONDS = 20


@pytest.fixture
def company(transactional_db):
    company = load("halcyon").company
    roles.group(company, "COO").user_set.add(actor("halcyon-cto").user)
    return company


def in_line(rows, *clicks):
    """Lock the rows, let each click come to wait behind the one before, let go; give the answers.

    So each click has found the import as it was, and they are written in the order given.
    """
    with ThreadPoolExecutor(len(clicks)) as pool:
        with transaction.atomic():
            assert list(rows.select_for_update())
            answers = []
            for number, click in enumerate(clicks, 1):
                answers.append(pool.submit(on_a_connection_of_its_own, click))
                wait_until_waiting(number)
        return [answer.result() for answer in answers]


def on_a_connection_of_its_own(click):
    try:
        return click()
    finally:
        connection.close()


def wait_until_waiting(count):
    """Come back when so many connections wait for a lock."""
    until = time.monotonic() + SECONDS
    while waiting() != count:
        assert time.monotonic() < until, f"{waiting()} instead of {count} wait"
        time.sleep(0.01)


def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def clicks(address, *forms):
    """Send each form from a browser of its own."""
    browsers = [client("halcyon-cto") for _ in forms]
    return [
        lambda browser=browser, form=form: browser.post(address, form)
        for browser, form in zip(browsers, forms, strict=True)
    ]


def where(answer):
    return answer.status_code, answer.headers.get("Location")


def links(position):
    changes = Change.objects.filter(plan__position=position).order_by("revision")
    return [change.link() for change in changes]


@pytest.mark.parametrize("position", FILES)
def test_double_click_on_apply_applies_once(company, position):
    browser = client("halcyon-cto")
    address, _ = staged(browser, FILES[position].encode())
    key = StagedImport.objects.get().key

    answers = in_line(StagedImport.objects.all(), *clicks(address, APPLY, APPLY))

    assert [where(answer) for answer in answers] == [(303, address), (303, address)]
    assert "Applied" in said(browser.get(address))
    plan = Plan.objects.get(position=position)
    assert printing.text(plan) == FILES[position]
    groups = Change.objects.filter(plan=plan, revision__gt=1 if position == "CTO" else 0)
    assert set(groups.values_list("group", flat=True)) == {key}
    assert groups.filter(action="import").count() == 1
    assert len(links(position)) == plan.revision
    assert verify(links(position)) is None


def test_discard_behind_apply_comes_too_late_and_does_not_say_otherwise(company):
    browser = client("halcyon-cto")
    address, _ = staged(browser, FILES["CTO"].encode())

    answers = in_line(StagedImport.objects.all(), *clicks(address, APPLY, DISCARD))

    assert [where(answer) for answer in answers] == [(303, address), (303, address)]
    assert "Applied" in said(browser.get(address))
    assert printing.text(Plan.objects.get(position="CTO")) == FILES["CTO"]


def test_apply_behind_discard_changes_nothing(company):
    browser = client("halcyon-cto")
    address, _ = staged(browser, FILES["CTO"].encode())

    answers = in_line(StagedImport.objects.all(), *clicks(address, DISCARD, APPLY))

    assert [where(answer) for answer in answers] == [(303, "/halcyon/cto/"), (303, address)]
    assert browser.get(address).status_code == 404
    assert Plan.objects.get(position="CTO").revision == 1


def test_double_click_on_sending_keeps_the_last(company):
    """The first waits for the company at its end, with its file inserted; the second behind it.

    Without the lock on the person, the second has nothing to delete, and is told of a file that
    it does not see by the constraint only.
    """
    first, last = (client("halcyon-cto") for _ in range(2))

    answers = in_line(
        Company.objects.filter(pk=company.pk),
        lambda: send(first, b"# CTO\n\nFirst.\n"),
        lambda: send(last, b"# CTO\n\nLast.\n"),
    )

    assert [each.status_code for each in answers] == [303, 303]
    assert bytes(StagedImport.objects.get().data) == b"# CTO\n\nLast.\n"
    gone, kept = (last.get(each.headers["Location"]) for each in answers)
    assert (gone.status_code, kept.status_code) == (404, 200)
