"""What a search costs among three thousand plans, to who may read all of them or ten.

The floor is one query by the index for the same words, without permissions, names and ranks.
Run by itself, `python -m benchmarks.searching`, with the plans of its own test database.
"""

import os
import time
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402 (Django has to be set up first)
from django.db import connection  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)

from gates import access, words  # noqa: E402
from gates.actors import Actor  # noqa: E402
from gates.models import User  # noqa: E402
from gates.word_index import Matches  # noqa: E402
from plans import editing, finding, founding, roles  # noqa: E402
from plans.address import Address, visible_plan  # noqa: E402
from plans.models import Company, Plan, Row  # noqa: E402
from plans.search import search  # noqa: E402

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
    """Copy a company's plans, search them, and print what it cost."""
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


def cells(asked: str, actor: Actor) -> Iterator[str]:
    """Measure a question."""
    question = words.wanted(asked)
    floor = median(lambda: list(Row.objects.filter(Matches(Row.words, [question]))[:1_000]))
    with CaptureQueriesContext(connection) as seen:
        found = search(asked, by=actor)
    cost = median(lambda: search(asked, by=actor))
    yield from (f"{cost:.0f}", f"{cost / floor:.1f} × {floor:.1f} ms")
    yield from (str(len(seen)), f"{len(found.hits):,}{' and more' if found.cut else ''}")


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
    for company in Company.objects.all():
        reader = Group.objects.get_or_create(name=f"{company.slug}: {roles.READER}")[0]
        for plan in company.plans.all():
            access.grant(reader, ["view_plan"], plan)
        everything.groups.add(reader)
        if company.slug == "company-7":
            some.groups.add(reader)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


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
