"""Samples over HTTP: what a machine sends and is told, what people see, and the tokens for it."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gates.models import User
from plans import roles, tokens
from plans.enums import TokenScope
from plans.models import AccessToken, Sample
from plans.tokens import NoToken, OtherToken
from tests.plans.companies import HALCYON, MERIDIAN, actor, client, load, plan, row

pytestmark = pytest.mark.django_db

URL = "/halcyon/cto/samples/"
TOKENS = "/halcyon/cto/tokens/"
SAMPLE = {
    "register": "performance-budgets",
    "name": "API Response (p99)",
    "value": "480ms",
    "at": "2026-11-27T12:01:00Z",
    "key": "ci-8123-p99",
}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-27T12:00:00Z", tick=False)


@pytest.fixture
def secret(db):
    load("halcyon")
    return made()


def made(scope=TokenScope.SAMPLES, by="halcyon-cto", address=HALCYON):
    return tokens.make(address, "CI", scope, 365, by=actor(by))[1]


def post(secret, *samples, url=URL, browser=None, **more):
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    sent = {"data": json.dumps({"samples": samples}), "content_type": "application/json"} | more
    return (browser or Client(enforce_csrf_checks=True)).post(url, headers=headers, **sent)


def test_machine_records_samples_and_again_they_are_known(secret):
    first, again = post(secret, SAMPLE), post(secret, SAMPLE)
    assert (first.status_code, first.json()) == (200, {"recorded": 1, "known": 0, "cells": 1})
    assert again.json() == {"recorded": 0, "known": 1, "cells": 0}
    assert row("halcyon", "performance-budgets", "API Response (p99)").cells[2] == "480ms"
    sample = Sample.objects.get(key="ci-8123-p99")
    assert (sample.source, sample.actor_kind) == ("http", "import")
    assert sample.actor_name == "Ingrid Solheim by token CI"


def test_what_is_wrong_is_told_as_a_problem_document_whatever_is_accepted(secret):
    answer = post(secret, SAMPLE | {"value": "fast"}, SAMPLE | {"at": "noon", "key": "2"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "samples.rejected")
    told = [(each["index"], each["field"]) for each in problem["errors"]]
    assert told == [(0, "value"), (1, "at")]
    assert "Write it as 2026-11-27T09:00:00Z." in problem["errors"][1]["detail"]


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"content_type": "text/plain"}, 415, "samples.not_json"),
        ({"data": b" " * 1_000_001}, 413, "samples.too_large"),
        ({"data": b"\xff"}, 422, "samples.unreadable"),
        ({"data": b"[" * 100_000}, 422, "samples.unreadable"),
        ({"data": b"[]"}, 422, "samples.unreadable"),
        ({"data": b'{"samples": [1]}'}, 422, "samples.unreadable"),
        ({"data": b'{"samples": []}'}, 422, "samples.rejected"),
    ],
)
def test_body_that_is_not_what_is_asked_for(secret, more, status, code):
    answer = post(secret, **more)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_without_a_good_token_nothing_is_let_in(secret):
    for wrong in ("", "plangate_nonsense", secret[:-1], secret.upper(), "\ud83d"):
        answer = post(wrong, SAMPLE)
        assert (answer.status_code, answer.json()["code"]) == (401, "token.missing")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Plangate"'
    basic = {"Authorization": f"Basic {secret}", "Content-Type": "application/json"}
    assert Client().post(URL, headers=basic).status_code == 401
    assert post("", SAMPLE, browser=client("halcyon-cto")).status_code == 401
    assert not Sample.objects.filter(key=SAMPLE["key"]).exists()


def test_token_is_good_for_one_plan_and_one_purpose(secret):
    load("meridian")
    for url in ("/meridian/cto/samples/", "/halcyon/cmo/samples/", "/nowhere/cto/samples/"):
        answer = post(secret, SAMPLE, url=url)
        assert (answer.status_code, answer.json()["code"]) == (403, "token.other")
    assert post(made(TokenScope.CALENDAR), SAMPLE).status_code == 403
    with pytest.raises(OtherToken):
        tokens.actor(secret, MERIDIAN, TokenScope.SAMPLES)


def test_calendar_is_read_with_its_token_in_the_address_and_no_other(secret):
    typed = {"name": "Phone", "scope": "calendar", "days": "365"}
    html = client("halcyon-cto").post(TOKENS, typed).text
    (address,) = re.findall(
        r"<code>http://testserver(/halcyon/cto/on-call.ics\?token=.*?)</code>", html
    )
    answer = Client().get(address)
    assert (answer.status_code, answer.text[:15]) == (200, "BEGIN:VCALENDAR")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    where = address.partition("?")[0]
    for query, status in (("", 401), ("?token=x", 401), (f"?token={secret}", 403)):
        assert Client().get(where + query).status_code == status
    assert client("halcyon-cto").get(where).status_code == 401
    assert Client().get(address.replace("/cto/", "/cmo/")).status_code == 403


def test_token_ends_when_it_is_revoked_or_its_time_is_over(secret, time_machine):
    token = AccessToken.objects.get()
    time_machine.move_to(timezone.now() + timedelta(days=365) - timedelta(seconds=1), tick=False)
    assert post(secret, SAMPLE).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(seconds=1), tick=False)
    assert post(secret, SAMPLE).status_code == 401
    time_machine.move_to(timezone.now() - timedelta(days=9), tick=False)
    assert client("halcyon-cto").post(f"{TOKENS}{token.pk}/revoke/").status_code == 303
    assert post(secret, SAMPLE).status_code == 401
    token.refresh_from_db()
    assert (token.revoked_by.username, token.revoked_at) == ("halcyon-cto", timezone.now())
    tokens.revoke(HALCYON, token.pk, by=actor("halcyon-cto"))
    assert client("halcyon-cto").post(f"{TOKENS}0/revoke/").status_code == 404
    load("meridian")
    assert client("meridian-cto").get(TOKENS).status_code == 404


@pytest.mark.parametrize("loses", ["the right", "the account"])
def test_token_ends_with_the_rights_of_whoever_made_it(secret, loses):
    user = User.objects.get(username="halcyon-cto")
    if loses == "the right":
        user.groups.clear()
        roles.put(user, plan("halcyon").company, "Reader")
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert post(secret, SAMPLE).status_code == 401


def test_use_is_noted_at_most_once_an_hour_and_costs_two_queries(secret, time_machine):
    counts = []
    for minutes in (0, 59, 1):
        time_machine.shift(timedelta(minutes=minutes))
        with CaptureQueriesContext(connection) as captured:
            tokens.actor(secret, HALCYON, TokenScope.SAMPLES)
        counts.append(len(captured))
    assert counts == [3, 2, 3]


def test_secret_is_kept_nowhere_and_shown_once(secret, caplog):
    browser = client("halcyon-cto")
    answer = browser.post(TOKENS, {"name": "Grafana", "scope": "samples", "days": "30"})
    (shown,) = re.findall(r"<code>(plangate_[\w-]{43})</code>", answer.text)
    assert (answer.status_code, "no-store" in answer.headers["Cache-Control"]) == (201, True)
    assert post(shown, SAMPLE).status_code == 200
    page = browser.get(TOKENS).text
    assert "Grafana" in page
    assert shown not in page
    token = AccessToken.objects.get(name="Grafana")
    kept = [str(getattr(token, field.attname)) for field in AccessToken._meta.concrete_fields]
    assert shown not in " ".join(kept)
    assert shown[9:] not in caplog.text
    assert token.expires_at - token.created_at == timedelta(days=30)
    assert str(token) == f"Grafana ({shown[:15]}…)"


def test_page_of_tokens_says_how_each_stands(secret):
    for _ in range(2):
        made()
    used, revoked, expired = AccessToken.objects.order_by("pk")
    tokens.actor(secret, HALCYON, TokenScope.SAMPLES)
    tokens.revoke(HALCYON, revoked.pk, by=actor("halcyon-cto"))
    AccessToken.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    html = client("halcyon-cto").get(TOKENS).text
    assert html.count("never") == 2
    assert html.count("/revoke/") == 1
    assert f"{TOKENS}{used.pk}/revoke/" in html
    assert "revoked <time" in html
    assert "expired 27 Nov 2026" in html


def test_form_of_a_token_refuses_what_is_missing(secret):
    for typed in ({}, {"name": "A", "scope": "all", "days": "30"}, {"name": "\0"}):
        answer = client("halcyon-cto").post(TOKENS, typed)
        assert (answer.status_code, AccessToken.objects.count()) == (422, 1)


def test_agents_make_no_tokens(secret):
    User.objects.filter(username="halcyon-cto").update(is_agent=True)
    typed = {"name": "Mine", "scope": "samples", "days": "30"}
    assert client("halcyon-cto").post(TOKENS, typed).status_code == 403
    assert AccessToken.objects.count() == 1
    with pytest.raises(NoToken):
        tokens.actor("", HALCYON, TokenScope.SAMPLES)


def test_people_see_what_was_measured_page_by_page(secret):
    samples = [SAMPLE | {"key": str(n), "value": f"{n + 1}ms"} for n in range(250)]
    assert post(secret, *samples).json()["recorded"] == 250
    browser = client("halcyon-reader")
    p99 = row("halcyon", "performance-budgets", "API Response (p99)")
    found = []
    for query in ("", "?page=2", f"?row={p99.pk}", f"?row={p99.pk}&page=3", "?row=1"):
        with CaptureQueriesContext(connection) as captured:
            html = browser.get(URL + query).text
        found.append((html.count('data-label="When"'), len(captured)))
    assert found == [(100, 6), (100, 6), (100, 6), (51, 6), (0, 5)]
    html = browser.get(f"{URL}?row={p99.pk}&page=2").text
    assert "Samples of API Response (p99)" in html
    assert f'href="?row={p99.pk}&amp;page=3"' in html
    assert "Access tokens" not in html
    assert "Access tokens" in client("halcyon-cto").get(URL).text
