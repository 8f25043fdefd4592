"""What 300 companies of ten plans cost: searching them, and the portfolio over all of them.

To who may read all plans, or ten. A search's floor is one query by the index for the same words,
without permissions, names and ranks; the portfolio's goal is 300 ms. Run by itself, `python -m
benchmarks.companies`, with the plans of its own test database.
"""

import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)

from gates import access, decisions, words
from gates.actors import Actor
from gates.models import User
from gates.word_index import Matches
from plans import editing, finding, founding, roles
from plans.address import Address, visible_plan
from plans.models import Company, Plan, Row
from plans.models.guard import open_door
from plans.search import search

COMPANIES = 300
APART = 100_000
"""Keys of one company's copy after those of the one before."""
ROUNDS = 9
BY = Actor.operator("benchmark")
QUESTIONS = {
    "a rare word": "zyzzyva",
    "a common word": "plan",
    "one letter": "s",
    "two words": "infrastructure costs",
    "two words, one names a plan": "cfo runway",
    "a word that is nowhere": "qqqqq",
}
COPIED = {
    "plans_plan": {"company_id": 1, "gate_id": None},
    "plans_section": {"plan_id": 1},
    "plans_block": {"section_id": 1},
    "plans_row": {"block_id": 1},
}


def main() -> None:
    """Copy a company's plans, search and list them, and print what it cost."""
    settings.ALLOWED_HOSTS.append("testserver")
    connection.settings_dict["CONN_MAX_AGE"] = None  # as in production; the tests have it otherwise
    prepare()
    print(f"{connection.vendor}: {Plan.objects.count():,} plans, {Row.objects.count():,} rows")
    print("| who | what | ms | of the floor | queries | found |\n|---|---|---|---|---|---|")
    for who in ("everything", "ten plans"):
        actor = Actor.of(User.objects.get(username=who))
        for what, asked in QUESTIONS.items():
            print(f"| {who} | {what} | {' | '.join(cells(asked, actor))} |")
    plan = visible_plan(Address("company-7", "CFO"), actor)
    holding = Actor.of(User.objects.get(username="everything"))
    for asked in ("r", "runway", "cost"):
        cost = median(lambda asked=asked: finding.find(plan, asked, by=holding))
        print(f"| everything | the palette: {asked} | {cost:.0f} | | | |")
    print("\n| who | what | ms | queries | kB |\n|---|---|---|---|---|")
    for who in ("everything", "ten plans"):
        print(f"| {who} | the portfolio | {' | '.join(portfolio(who))} |")


def cells(asked: str, actor: Actor) -> Iterator[str]:
    """Measure a question."""
    question = words.wanted(asked)
    floor = median(lambda: list(Row.objects.filter(Matches(Row.words, [question]))[:1_000]))
    with CaptureQueriesContext(connection) as seen:
        found = search(asked, by=actor)
    cost = median(lambda: search(asked, by=actor))
    yield from (f"{cost:.0f}", f"{cost / floor:.1f} × {floor:.1f} ms")
    yield from (str(len(seen)), f"{len(found.hits):,}{' and more' if found.cut else ''}")


def portfolio(who: str) -> Iterator[str]:
    """Measure the first page of somebody's portfolio."""
    browser = Client()
    browser.force_login(User.objects.get(username=who))
    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *more: object) -> object:
        asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        page = browser.get("/")
    yield f"{median(lambda: browser.get('/')):.0f}"
    yield from (str(len(asked)), f"{len(page.content) / 1000:.0f}")


def median(call: Callable[[], object]) -> float:
    """Give the milliseconds by the clock of the median call."""
    call()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return sorted(times)[ROUNDS // 2] * 1000


def prepare() -> None:
    """Found a company with its ten plans, and copy it with all keys moved on."""
    first = founding.found("Company 0", "company-0", by=BY)
    Company.objects.bulk_create(
        Company(pk=first.pk + n * APART, name=f"Company {n}", slug=f"company-{n}")
        for n in range(1, COMPANIES)
    )
    for table, moved in COPIED.items():
        copy(table, moved)
    plan = Plan.objects.get(company__slug="company-150", position="CFO")
    rare = Row.objects.filter(block__kind="prose", block__section__plan=plan)[0]
    address = Address("company-150", "CFO")
    editing.set_cell(address, rare.pk, 0, "Zyzzyva, the weevil", seen=None, by=BY)
    everything, some = (User.objects.create_user(name) for name in ("everything", "ten plans"))
    boss = User.objects.create_user("boss")
    for company in Company.objects.all():
        decide(company, boss)
        reader = Group.objects.get_or_create(name=f"{company.slug}: {roles.READER}")[0]
        for plan in company.plans.all():
            access.grant(reader, ["view_plan"], plan)
        access.grant(reader, ["view_company"], company)
        everything.groups.add(reader)
        if company.slug == "company-7":
            some.groups.add(reader)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def decide(company: Company, boss: User) -> None:
    """Give a copied company's technical plan a gate, and every gate a log of nine records."""
    plan = company.plans.get(position="CTO")
    if plan.gate is None:
        plan.gate = decisions.create_gate(f"{company} CTO", plan.url, by=BY)
        with open_door():
            plan.save()
    ceo = Group.objects.get_or_create(name=f"{company.slug}: CEO")[0]
    access.grant(ceo, ["halt", "view"], plan.gate)
    boss.groups.add(ceo)
    for _ in range(4):
        decisions.halt(plan.gate, "Stop.", by=Actor.of(boss))
        decisions.resume(plan.gate, "Go on.", by=Actor.of(boss))


def copy(table: str, moved: dict[str, int | None]) -> None:
    """Copy the first company's rows of a table for each of the other companies."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")
        described = connection.introspection.get_table_description(cursor, table)
        columns = [each.name for each in described]
        given = ", ".join(
            "NULL"
            if moved.get(name, 0) is None
            else f"{name} + n * {APART}"
            if name == "id" or name in moved
            else f'"{name}"'
            for name in columns
        )
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f"INSERT INTO {table} ({names}) WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL "  # noqa: S608
            f"SELECT n + 1 FROM numbers WHERE n < {COMPANIES - 1}) "
            f"SELECT {given} FROM {table}, numbers WHERE id < {APART}"
        )


if __name__ == "__main__":
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        main()
    finally:
        teardown_databases(databases, verbosity=0)
