"""The dialogs of the layout, and what is done in them."""

import pytest

from plans.models import Block, Section
from tests.plans.companies import block, client, load, plan, text

pytestmark = pytest.mark.django_db
PLAN = "/halcyon/cto/"


@pytest.fixture
def signed_in(db):
    load("halcyon")
    return client("halcyon-cto")


def section(heading: str) -> str:
    return f"{PLAN}sections/{Section.objects.get(plan=plan('halcyon'), heading=heading).pk}/"


def own_table(signed_in) -> str:
    signed_in.post(section("2.4 Technical Milestones") + "table/", {"columns": "A, B", "rows": "1"})
    return f"{PLAN}blocks/{Block.objects.get(columns=['A', 'B']).pk}/"


def test_dialog_of_a_section_counts_what_goes_with_it(signed_in, django_assert_max_num_queries):
    page = signed_in.get(section("2. Implementation Plan")).text
    assert "4 sections under it and" in page
    assert "Delete “2. Implementation Plan”" in page
    title = signed_in.get(section("Technical Plan")).text
    assert "Add section" in title
    assert "Move up" not in title
    with django_assert_max_num_queries(8):
        signed_in.get(section("2. Implementation Plan"))


def test_dialog_of_a_table_has_its_columns_or_says_that_they_are_fixed(signed_in):
    page = signed_in.get(own_table(signed_in)).text
    assert 'value="A"' in page
    assert "Delete the table with 1 row<" in page
    fixed = signed_in.get(f"{PLAN}blocks/{block('halcyon', 'tech-debt-register').pk}/").text
    assert "columns of “Tech Debt Register” are fixed" in fixed
    assert "Rename" not in fixed


def test_what_is_not_there_has_no_dialog(signed_in):
    heading = Block.objects.filter(section__plan=plan("halcyon"), kind="heading")[0].pk
    for path in ("sections/0/", "blocks/0/", f"blocks/{heading}/"):
        assert signed_in.get(PLAN + path).status_code == 404
    for path in ("sections/1/fly/", "blocks/1/fly/"):
        assert signed_in.post(PLAN + path).status_code == 404


SECTION = "2.4 Technical Milestones"


@pytest.mark.parametrize(
    ("verb", "data", "expected"),
    [
        ("add", {"heading": "Risks", "where": "below"}, "\n### 2.5 Risks\n"),
        ("add", {"heading": "Risks", "where": "inside"}, "\n#### 2.4.1 Risks\n"),
        (
            "table",
            {"columns": "Risk\r\nOwner, or who\r\n", "rows": "1", "label": "Open"},
            "\n**Open:**\n| Risk | Owner, or who |\n|------|---------------|\n|  |  |\n",
        ),
        ("list", {"items": "one\r\n\r\n two", "kind": "checklist"}, "\n- [ ] one\n- [ ] two\n"),
        ("text", {"text": "Some words."}, "\nSome words.\n"),
        ("move", {"way": "up"}, "\n### 2.3 Technical Milestones\n"),
        ("nest", {"way": "in"}, "\n#### 2.3.1 Technical Milestones\n"),
        ("nest", {"way": "out"}, "\n## 3. Technical Milestones\n"),
    ],
)
def test_section_is_laid_out(signed_in, verb, data, expected):
    answer = signed_in.post(section(SECTION) + f"{verb}/", data)
    assert answer.status_code in (200, 204)
    assert expected in text("halcyon")


@pytest.mark.parametrize(
    ("verb", "data", "expected"),
    [
        ("table", {"columns": "C", "rows": "1"}, "| A | B |\n|---|---|\n|  |  |\n\n| C |\n"),
        ("list", {"items": "one", "kind": "list"}, "|  |  |\n\n- one\n"),
        ("text", {"text": "Some words."}, "|  |  |\n\nSome words.\n"),
    ],
)
def test_block_gets_another_below(signed_in, verb, data, expected):
    address = own_table(signed_in)
    signed_in.post(section(SECTION) + "text/", {"text": "The end."})
    page = signed_in.get(address).text
    assert f'hx-post="{address}{verb}/"' in page
    assert signed_in.post(f"{address}{verb}/", data).status_code in (200, 204)
    assert expected in text("halcyon")
    assert "\n\nThe end.\n" in text("halcyon")
    refused = signed_in.post(f"{address}{verb}/", {}).text
    assert "write this first." in refused
    assert refused.count("<details open>") == 1


def test_section_is_deleted(signed_in):
    assert signed_in.post(section(SECTION) + "delete/").status_code in (200, 204)
    assert "Milestones" not in text("halcyon")


def test_table_is_laid_out(signed_in):
    address, before = own_table(signed_in), text("halcyon")
    for verb, data in (
        ("add", {"name": "C"}),
        ("rename", {"column": "2", "name": "D"}),
        ("move", {"column": "2", "way": "left"}),
    ):
        assert signed_in.post(f"{address}{verb}/", data).status_code in (200, 204)
    assert "| A | D | B |" in text("halcyon")
    signed_in.post(f"{address}drop/", {"column": "1"})
    assert text("halcyon") == before
    signed_in.post(f"{address}delete/")
    assert "| A | B |" not in text("halcyon")


@pytest.mark.parametrize(
    ("verb", "data", "message"),
    [
        ("add", {"where": "below"}, "Heading: write this first."),
        ("add", {"heading": "\x7f", "where": "below"}, "control character"),
        ("table", {"columns": ",", "rows": "1"}, "at least one column"),
        ("table", {"columns": "A,A", "rows": "1"}, "the same name"),
        ("table", {"columns": ",".join(map(str, range(51))), "rows": "1"}, "at most 50"),
        ("move", {"way": "down"}, "is the last of its part already"),
        ("nest", {"way": "up"}, "up is not one of the available choices"),
    ],
)
def test_what_is_refused_is_said_at_its_field(signed_in, verb, data, message):
    before = text("halcyon")
    answer = signed_in.post(section(SECTION) + f"{verb}/", data)
    assert answer.status_code == 422
    assert message in answer.text
    assert answer.headers["HX-Retarget"] == "#dialog"
    assert text("halcyon") == before
    machine = signed_in.post(
        section(SECTION) + f"{verb}/", data, headers={"Accept": "application/json"}
    )
    assert message in machine.json()["detail"]


def test_what_is_refused_of_a_column_is_said_there(signed_in):
    address = own_table(signed_in)
    answer = signed_in.post(f"{address}rename/", {"column": "1", "name": "A"})
    assert answer.status_code == 422
    assert "There is a column “A” already." in answer.text
    assert 'id="rename-1name"' in answer.text
    assert ">Column 2</label>" in answer.text
    assert signed_in.post(f"{address}rename/", {"column": "x", "name": "A"}).status_code == 422
    signed_in.post(f"{address}drop/", {"column": "1"})
    answer = signed_in.post(f"{address}drop/", {"column": "0"})
    assert "only column" in answer.text
