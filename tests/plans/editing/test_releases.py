"""A release keeps its checklist with who ticked what and when, and the list starts anew."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from gates import decisions
from gates.actors import Actor
from plans import editing, history, kept, releases, verification
from plans.editing import GateClosed, Invalid, Outdated
from plans.releases import Check, Release
from tests.plans.companies import HALCYON, actor, block, client, load, plan, text
from tests.plans.factories import PlanFactory, address

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
OPEN = ["Security scan clear", "Documentation updated"]


@pytest.fixture
def cto(db, time_machine) -> Actor:
    load("halcyon")
    time_machine.move_to(NOON, tick=False)
    return actor("halcyon-cto")


def record(name: str, by: Actor, reason: str = "") -> editing.Group:
    seen = plan("halcyon").revision
    return editing.record_release(HALCYON, name, reason=reason, seen=seen, by=by)


def tick(by: Actor, *places: int, mark: str = "x") -> None:
    rows = block("halcyon", "deployment-checklist").rows.all()
    for place in places:
        editing.set_cell(HALCYON, rows[place].pk, 0, mark, seen=None, by=by)


def boxes() -> list[str]:
    return [each.cells[0] for each in block("halcyon", "deployment-checklist").rows.all()]


def recorded() -> list[Release]:
    return [each.what for each in kept.of_plan(plan("halcyon")).releases]


def test_release_keeps_the_list_and_starts_it_anew(cto):
    tick(cto, 2)
    tick(Actor.operator("scanner"), 3)
    before = text("halcyon")
    assert record("2.4.1", cto).said == "Release 2.4.1: 7 of 7 ticked."
    (release,) = recorded()
    assert release.checks[1:4] == (
        Check("Code review approved", is_ticked=True),
        Check("Security scan clear", is_ticked=True, by="Ingrid Solheim", at=NOON),
        Check("Documentation updated", is_ticked=True, by="manage.py scanner", at=NOON),
    )
    assert text("halcyon") == before.replace("- [x]", "- [ ]")
    assert [each for checked in verification.check() for each in checked.problems] == []


def test_recording_is_taken_back_byte_for_byte_and_done_again(cto):
    tick(cto, 2, 3, mark="X")
    before = text("halcyon")
    record("2.4.1", cto)
    after = text("halcyon")
    editing.undo(HALCYON, by=cto)
    assert (text("halcyon"), recorded()) == (before, [])
    editing.redo(HALCYON, by=cto)
    assert (text("halcyon"), len(recorded())) == (after, 1)
    assert history.verify(plan("halcyon")) is None


def test_what_is_not_ticked_takes_a_reason(cto):
    words = "although not ticked: Security scan clear, Documentation updated"
    with pytest.raises(Invalid, match=words):
        record("2.4.1", cto, reason="  ")
    done = record("2.4.1", cto, reason="A hotfix,\nurgent")
    assert done.said == "Release 2.4.1: 5 of 7 ticked, released although: A hotfix, urgent."
    assert recorded()[0].open == OPEN


def test_list_of_which_nothing_is_ticked_is_recorded_and_taken_back(cto):
    record("1", cto, reason="None of it applies")
    first = text("halcyon")
    record("2", cto, reason="Nor now")
    assert [each.name for each in recorded()] == ["1", "2"]
    undone = editing.undo(HALCYON, by=cto)
    assert (undone.row, [each.name for each in recorded()]) == (None, ["1"])
    editing.redo(HALCYON, by=cto)
    assert [each.name for each in recorded()] == ["1", "2"]
    assert text("halcyon") == first
    assert "took back a release" in client("halcyon-reader").get("/halcyon/cto/history/").text


def test_item_that_was_ticked_before_anybody_kept_it_names_nobody(cto):
    tick(cto, 0, mark=" ")
    tick(cto, 0)
    tick(cto, 1, mark=" ")
    _, first, second, *_ = (None, *editing.preview_release(plan("halcyon"), by=cto))
    assert (first.by, second.by, second.is_ticked) == ("Ingrid Solheim", "", False)


@pytest.mark.parametrize(
    ("name", "reason", "words"),
    [
        (" ", "x", "Name the release"),
        ("2.4.0 rc", "x", "2.4.0 rc is recorded already"),
        ("2" * 101, "x", "At most 100 characters"),
        ("2.4\0", "x", "control character"),
        ("3", "x" * 501, "At most 500 characters"),
    ],
)
def test_release_that_cannot_be_recorded_says_why(cto, name, reason, words):
    record("2.4.0  RC", cto, reason="x")
    with pytest.raises(Invalid, match=words):
        record(name, cto, reason=reason)
    assert len(recorded()) == 1


def test_plan_without_a_list_or_with_an_empty_one_records_nothing(cto):
    document = text("halcyon")
    start, end = document.index("**Deployment Checklist"), document.index("### 3.4")
    items = "**Deployment Checklist:**\n- [ ] [Item]\n\n"
    for part, words in ((items, "no items"), ("", "no deployment checklist")):
        editing.replace_document(HALCYON, document[:start] + part + document[end:], by=cto)
        with pytest.raises(Invalid, match=words):
            record("2.4.1", cto)


def test_who_may_not_and_while_the_gate_is_closed_nothing_is_recorded(cto):
    with pytest.raises(PermissionDenied):
        record("2.4.1", actor("halcyon-reader"), reason="x")
    gated = PlanFactory()
    with pytest.raises(GateClosed):
        editing.record_release(address(gated), "1", reason="x", seen=1, by=Actor.operator("test"))
    group = record("2.4.1", cto, reason="x").group
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    with pytest.raises(GateClosed):
        editing.undo(HALCYON, group, by=cto)
    assert len(recorded()) == 1


def test_list_that_was_changed_since_is_looked_at_again(cto):
    seen = plan("halcyon").revision
    tick(cto, 2)
    with pytest.raises(Outdated, match="Ingrid Solheim changed this meanwhile"):
        editing.record_release(HALCYON, "1", reason="x", seen=seen, by=cto)
    assert boxes() == ["x", "x", "x", " ", "x", "x", "x"]


def test_release_stays_where_another_recorded_the_next(cto):
    group = record("1", cto, reason="x").group
    record("2", Actor.operator("test"), reason="x")
    with pytest.raises(Outdated, match="changed this since"):
        editing.undo(HALCYON, group, by=cto)


def test_what_is_frozen_is_read_again():
    checks = (Check("A", is_ticked=True, by="Jo", at=NOON), Check("B", is_ticked=False))
    release = Release("2.4.1", checks, "Urgent")
    assert releases.thawed(release.frozen()) == release
