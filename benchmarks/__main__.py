"""`python -m benchmarks`: CPU time of reading, editing and exporting, as multiples of a floor.

The floor is measured in the same run, on the same plan: a view that selects the plan's rows in
one query and prints them with a plain template; a bare UPDATE with its commit; one query to
Markdown. Ratios hold on other machines, milliseconds do not. Then what real and large documents
cost (see `benchmarks.documents`). Runs on the database server of
DATABASE_URL (SQLite without it), in a test database of its own.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from benchmarks import documents
from plans.models import Plan, Row
from tests.plans.companies import client, load, plan, row

ROUNDS = 60
URL = "/halcyon/cto/"
PLAN = {
    "block__section__plan__company__slug": "halcyon",
    "block__section__plan__position": "CTO",
}
TABLE = engines["django"].from_string(
    "<table>{% for row in rows %}<tr id='r-{{ row.pk }}'>"
    "{% for cell in row.cells %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds of one call, and the bytes it gave."""

    cpu: float
    size: int


def cost(call: Callable[[], HttpResponse]) -> Cost:
    """Measure the median call of several rounds."""
    call()
    response = call()
    if response.status_code != HTTPStatus.OK:
        raise SystemExit(f"the answer was {response.status_code}: {response.content[:200]!r}")
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return Cost(sorted(times)[ROUNDS // 2] * 1000, len(response.content))


def floor_read() -> HttpResponse:
    """Select every row in one query and print it."""
    return HttpResponse(TABLE.render({"rows": Row.objects.filter(**PLAN)}, HttpRequest()))


def floor_export() -> HttpResponse:
    """Select every row's source in one query and join it."""
    rows = Row.objects.filter(**PLAN)
    return HttpResponse("".join(rows.values_list("source", flat=True)))


def floor_edit() -> HttpResponse:
    """Write one row and commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_row SET version = version WHERE id = %s", [backend().pk])
    return HttpResponse()


def backend() -> Row:
    """The row that is written."""
    return ROWS.setdefault("backend", row("halcyon", "technology-stack", "Backend"))


ROWS: dict[str, Row] = {}


def cold(browser: Client) -> HttpResponse:
    """Read the plan with nothing cached."""
    cache.clear()
    return browser.get(URL)


def edit(browser: Client) -> HttpResponse:
    """Change one cell, to something else each time."""
    ROWS.setdefault("turn", backend()).version += 1
    text = f"Go 1.{ROWS['turn'].version}"
    return browser.post(f"{URL}rows/{backend().pk}/cells/1/", {"text": text})


def main() -> None:
    """Measure, and print the table."""
    settings.ALLOWED_HOSTS.append("testserver")
    connection.settings_dict["CONN_MAX_AGE"] = None  # as in production; the tests have it otherwise
    load("halcyon")
    reader, cto = client("halcyon-reader"), client("halcyon-cto")
    read, written, text = cost(floor_read), cost(floor_edit), cost(floor_export)
    rows, plans = Row.objects.filter(**PLAN).count(), Plan.objects.count()
    print(f"{connection.vendor}: a plan of {rows} rows, one of {plans} plans")
    print("| what | CPU ms | of the floor | goal | bytes |\n|---|---|---|---|---|")
    for name, call, floor, goal in (
        ("page, nothing cached", lambda: cold(reader), read, "1.2"),
        ("page, fragments warm", lambda: reader.get(URL), read, "0.5"),
        ("export", lambda: reader.get(f"{URL}export.md"), text, "2.5"),
        ("edit of a cell", lambda: edit(cto), written, "6"),
    ):
        found = cost(call)
        ratio = found.cpu / floor.cpu
        print(
            f"| {name} | {found.cpu:.1f} | {ratio:.2f} × {floor.cpu:.2f} ms | ≤ {goal} × "
            f"| {found.size:,} |"
        )
    print("\n| what | found | goal |\n|---|---|---|")
    for line in documents.lines(plan("halcyon").company):
        print(f"| {' | '.join(line)} |")


if __name__ == "__main__":
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        main()
    finally:
        teardown_databases(databases, verbosity=0)
