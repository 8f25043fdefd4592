"""Many people at one plan at the same time: nobody's words are lost, and no conflict is unseen."""

import os
import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from gates.models import User
from plans import history
from plans.models import Change, Row
from tests.plans.companies import load, plan

pytestmark = [pytest.mark.postgres, pytest.mark.heavy, pytest.mark.django_db(transaction=True)]

PEOPLE = 32
SECONDS = float(os.environ.get("STORM_SECONDS", "6"))
"""How long they write; two minutes by hand."""


class Person:
    """Somebody who types into cells that they have seen, and looks again after a conflict."""

    def __init__(self, number: int, browser: Client, cells: dict[tuple[int, int], str]) -> None:
        self.number, self.browser = number, browser
        self.view = dict(cells)
        self.written: list[str] = []
        self.refused: list[str] = []

    def work(self, until: float) -> None:
        """Write one text after another, none of them twice."""
        dice = random.Random(self.number)
        try:
            while time.monotonic() < until:
                place = dice.choice(list(self.view))
                self.write(place, f"{self.number}:{len(self.written)}:{len(self.refused)}")
        finally:
            connections.close_all()

    def write(self, place: tuple[int, int], words: str) -> None:
        """Write into one cell; a conflict shows what the other wrote."""
        row, column = place
        answer = self.browser.post(
            f"/halcyon/cto/rows/{row}/cells/{column}/",
            {"text": words, "seen": self.view[place]},
            headers={"Accept": "application/json"} if self.number % 2 else {},
        )
        assert answer.status_code in {200, 409}
        if answer.status_code == 200:
            self.written.append(words)
            self.view[place] = words
            return
        self.refused.append(words)
        assert words in answer.text
        self.view[place] = Row.objects.get(pk=row).cells[column]


def test_thirty_two_people_lose_nothing(db):
    load("halcyon")
    rows = Row.objects.filter(block__register="technology-stack")
    cells = {(row.pk, column): row.cells[column] for row in rows for column in (1, 2, 3)}
    cto = User.objects.get(username="halcyon-cto")
    people = []
    for number in range(PEOPLE):
        user = User.objects.create_user(f"person-{number}")
        user.groups.set(cto.groups.all())
        browser = Client()
        browser.force_login(user)
        people.append(Person(number, browser, cells))
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(PEOPLE) as pool:
        for done in [pool.submit(person.work, until) for person in people]:
            done.result()

    changes = list(Change.objects.filter(plan=plan("halcyon"), action="set").order_by("revision"))
    written = Counter(change.after for change in changes)
    assert written == Counter(words for person in people for words in person.written)
    assert not set(written) & {words for person in people for words in person.refused}
    standing = dict(cells)
    for change in changes:
        assert standing[change.row, change.index] == change.before
        standing[change.row, change.index] = change.after
    stands = {row.pk: row.cells for row in rows.all()}
    assert {place: stands[place[0]][place[1]] for place in cells} == standing
    assert any(person.refused for person in people)
    assert history.verify(plan("halcyon")) is None
