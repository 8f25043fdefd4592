"""How a database differs from what a manifest promises, said one by one."""

import pytest

from plans.backups.contents import migrations, schema_problems
from plans.backups.manifests import Contents
from plans.verification import Head, Kind

PLAN = Head(Kind.PLAN, 1, "Acme CTO", 3, "aa", "bb")
GATE = Head(Kind.GATE, 1, "Acme gate", 2, "cc")
PROMISED = Contents({"plans": "0006"}, {"plans_row": 5, "plans_plan": 1}, (PLAN, GATE))


def test_contents_are_summed_up():
    assert str(PROMISED) == "1 plans, 1 gates, 6 rows"


def test_same_contents_do_not_differ():
    assert [*PROMISED.differences(PROMISED)] == []


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Contents({"plans": "0007"}, PROMISED.rows, PROMISED.heads),
            "plans is at migration 0007; the manifest says: plans is at migration 0006",
        ),
        (
            Contents(PROMISED.migrations, {"plans_row": 4, "plans_plan": 1}, PROMISED.heads),
            "plans_row has 4 rows; the manifest says: plans_row has 5 rows",
        ),
        (
            Contents(PROMISED.migrations, {"plans_row": 5}, PROMISED.heads),
            "missing: plans_plan has 1 rows",
        ),
        (
            Contents(PROMISED.migrations, PROMISED.rows | {"cows": 2}, PROMISED.heads),
            "not in the manifest: cows has 2 rows",
        ),
        (
            Contents(PROMISED.migrations, PROMISED.rows, (PLAN,)),
            "missing: Acme gate: 2 decisions, head cc",
        ),
        (
            Contents(
                PROMISED.migrations,
                PROMISED.rows,
                (Head(Kind.PLAN, 1, "Acme CTO", 3, "aa", "bc"), GATE),
            ),
            (
                "Acme CTO: revision 3, head aa, text bc; "
                "the manifest says: Acme CTO: revision 3, head aa, text bb"
            ),
        ),
    ],
)
def test_difference_is_named(found, said):
    assert [*PROMISED.differences(found)] == [said]


@pytest.mark.django_db
def test_schema_of_this_release_is_ours():
    assert [*schema_problems(migrations())] == []


@pytest.mark.django_db
def test_schema_of_another_release_is_named():
    ours = migrations()
    strange = {"cows": "0001_initial"} | ours | {"gates": "9999_cows", "plans": "0001_initial"}
    del strange["auth"]
    assert [*schema_problems(strange)] == [
        "“cows” is no part of this Plangate",
        f"gates is at 9999_cows, which is newer than this Plangate (it ends at {ours['gates']})",
        f"auth is at nothing, and this Plangate is at {ours['auth']}",
        f"plans is at 0001_initial, and this Plangate is at {ours['plans']}",
    ]
