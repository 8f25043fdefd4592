"""A sprint is closed through the one door: frozen, carried over, and taken back in one Undo."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from gates import decisions
from gates.actors import Actor
from plans import editing, history, kept, verification
from plans.address import Address, Gone
from plans.editing import GateClosed, Invalid, Outdated
from plans.models import Change, Section
from tests.plans.companies import (
    HALCYON,
    actor,
    block,
    changed_lines,
    client,
    load,
    plan,
    record,
    row,
    text,
)

pytestmark = pytest.mark.django_db
DAYS = date(2026, 11, 16), date(2026, 11, 27)
BACKFILL = "Backfill 2025 positions into weekly partitions"
SMOKE = "Replace the Selenium smoke suite with Playwright"
STORY = "Fix the reflected XSS in shipment search found by DAST"


@pytest.fixture
def cto(db) -> Actor:
    load("halcyon")
    return actor("halcyon-cto")


def close(by: Actor) -> editing.Group:
    return editing.close_sprint(HALCYON, seen=plan("halcyon").revision, by=by)


def counted() -> list:
    return list(Section.objects.order_by("pk").values_list("cells", "to_fill", "flagged"))


def write(register: str, first: str, column: int, words: str, by: Actor) -> None:
    target = row("halcyon", register, first)
    editing.set_cell(HALCYON, target.pk, column, words, seen=None, by=by)


def sprints() -> list:
    return [each.what for each in kept.of_plan(plan("halcyon")).sprints]


def problems() -> list[str]:
    return [each for checked in verification.check() for each in checked.problems]


def test_closing_freezes_carries_over_and_opens_the_next(cto):
    retry = "Retry webhooks with backoff and jitter"
    write("current-sprint", retry, 0, f"{retry} (debt)", cto)
    before = text("halcyon")
    done = close(cto)
    after = text("halcyon")
    (sprint,) = sprints()
    assert (sprint.name, sprint.committed, sprint.done, len(sprint.carried)) == (
        "Sprint 24",
        42,
        13,
        6,
    )
    debt = [f"{retry} (debt)", BACKFILL, SMOKE]
    assert [each.story for each in sprint.stories if each.is_debt] == debt
    assert len(sprint.goals) == 2
    assert done.said == "Sprint 24: 13 of 42 points done, 6 stories carried over."
    for gone in ("Retry webhooks", "Restart ETA consumers", "Quota headers"):
        before = "".join(line for line in before.splitlines(keepends=True) if gone not in line)
    assert changed_lines(before, after) == [
        ("**Sprint 24:** 2026-11-16 - 2026-11-27", "**Sprint 25:** 2026-11-30 - 2026-12-11"),
        (
            "1. Serve half of all tracking reads from the Tracking service with no rise in p99",
            "1. [Goal 1]",
        ),
        (
            "2. Close the failing DAST finding and re-run the scan by 2026-11-27",
            "2. [Goal 2]",
        ),
        (
            f"| Sprint 24 | {BACKFILL}, {SMOKE} | Planned |",
            f"| Sprint 24 | {BACKFILL}, {SMOKE} | Partial |",
        ),
    ]
    assert record(row("halcyon", "sprint")).number == 25
    assert problems() == []


def test_closing_is_taken_back_byte_for_byte_and_done_again(cto):
    before, counts = text("halcyon"), counted()
    group = close(cto).group
    after = text("halcyon")
    for _ in range(2):
        undone = editing.undo(HALCYON, by=cto)
        assert (text("halcyon"), counted(), sprints()) == (before, counts, [])
        assert undone.said == "Undone: 2.1 Current Sprint."
        assert editing.redo(HALCYON, by=cto).said == "Redone: 2.1 Current Sprint."
        assert (text("halcyon"), len(sprints())) == (after, 1)
    assert problems() == []
    editing.undo(HALCYON, group, by=cto)
    assert (text("halcyon"), sprints()) == (before, [])


def test_several_sprints_are_kept_in_order_and_taken_back_in_turn(cto):
    close(cto)
    write("current-sprint", STORY, 3, "Done", cto)
    close(cto)
    assert [(each.name, each.done) for each in sprints()] == [("Sprint 24", 13), ("Sprint 25", 3)]
    editing.undo(HALCYON, by=cto)
    assert [each.name for each in sprints()] == ["Sprint 24"]
    editing.undo(HALCYON, by=cto)
    editing.undo(HALCYON, by=cto)
    assert sprints() == []
    assert row("halcyon", "sprint").cells[0] == "Sprint 24"


def test_sprint_of_which_all_is_done_leaves_an_empty_table_that_comes_back(cto):
    before = text("halcyon")
    for each in block("halcyon", "current-sprint").rows.all():
        editing.set_cell(HALCYON, each.pk, 3, "Done", seen=None, by=cto)
    full = text("halcyon")
    close(cto)
    assert block("halcyon", "current-sprint").rows.count() == 0
    with pytest.raises(Invalid, match="Sprint 25 has no stories yet"):
        close(cto)
    editing.undo(HALCYON, by=cto)
    assert text("halcyon") == full != before


def test_what_somebody_said_of_the_debt_stays(cto):
    write("tech-debt-budget", "Sprint 24", 2, "Yes", cto)
    close(cto)
    assert row("halcyon", "tech-debt-budget", "Sprint 24").cells[2] == "Yes"


@pytest.mark.parametrize(("said", "outcome"), [("[Yes/No/Partial]", "Partial"), ("", "Partial")])
def test_placeholder_is_filled_with_what_came_of_the_debt(cto, said, outcome):
    write("current-sprint", "Quota headers on the Public API", 0, "Pay more debt", cto)
    write("tech-debt-budget", "Sprint 24", 2, said, cto)
    close(cto)
    assert row("halcyon", "tech-debt-budget", "Sprint 24").cells[2] == outcome


def test_who_may_not_and_while_the_gate_is_closed_nothing_is_closed(cto):
    head, seen = plan("halcyon").head_hash, plan("halcyon").revision
    with pytest.raises(PermissionDenied):
        close(actor("halcyon-reader"))
    load("meridian")
    with pytest.raises(Gone):
        close(actor("meridian-cto"))
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    with pytest.raises(GateClosed):
        editing.close_sprint(HALCYON, seen=seen, by=cto)
    assert plan("halcyon").head_hash == head


def test_undo_asks_the_gate_as_well(cto):
    close(cto)
    decisions.halt(plan("halcyon").gate, "Stop.", by=actor("halcyon-approver"))
    with pytest.raises(GateClosed):
        editing.undo(HALCYON, by=cto)
    assert len(sprints()) == 1


def test_sprint_that_was_changed_since_is_looked_at_again(cto):
    seen = plan("halcyon").revision
    write("technology-stack", "Backend", 1, "Rust", cto)
    write("current-sprint", STORY, 1, "5", Actor.operator("test"))
    with pytest.raises(Outdated, match="test changed this meanwhile"):
        editing.close_sprint(HALCYON, seen=seen, by=cto)
    with pytest.raises(Invalid, match="Look first"):
        editing.close_sprint(HALCYON, seen=None, by=cto)
    assert sprints() == []


def test_form_that_is_sent_twice_closes_one_sprint(cto):
    seen = plan("halcyon").revision
    write("technology-stack", "Backend", 1, "Rust", cto)
    editing.close_sprint(HALCYON, seen=seen, by=cto)
    with pytest.raises(Outdated):
        editing.close_sprint(HALCYON, seen=seen, by=cto)
    assert len(sprints()) == 1


def test_closing_stays_where_another_wrote_since(cto):
    group = close(cto).group
    write("sprint", "", 1, "2026-12-01 - 2026-12-11", Actor.operator("test"))
    after = text("halcyon")
    with pytest.raises(Outdated, match="changed the same cell since"):
        editing.undo(HALCYON, group, by=cto)
    assert (text("halcyon"), len(sprints())) == (after, 1)


def test_closing_stays_where_another_closed_the_next(cto):
    group = close(cto).group
    close(Actor.operator("test"))
    with pytest.raises(Outdated, match="test changed this since"):
        editing.undo(HALCYON, group, by=cto)


def test_sprint_that_another_changed_is_not_closed_again_as_it_was(cto):
    close(cto)
    editing.undo(HALCYON, by=cto)
    write("current-sprint", STORY, 1, "8", Actor.operator("test"))
    before = text("halcyon")
    with pytest.raises(Outdated, match="test changed this since"):
        editing.redo(HALCYON, by=cto)
    assert (text("halcyon"), sprints()) == (before, [])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("**Sprint [X]:** 2026-11-16 - 2026-11-27", "has no number yet"),
        ("**Sprint 24:** [Start Date] - [End Date]", "Sprint 24 has no days yet"),
        ("**Sprint 24:** 9999-12-13 - 9999-12-24", "No year is left"),
        ("Sprint 24 is over.", "The plan has no sprint"),
    ],
)
def test_sprint_that_cannot_be_closed_says_why(cto, line, words):
    document = text("halcyon").replace("**Sprint 24:** 2026-11-16 - 2026-11-27", line)
    editing.replace_document(HALCYON, document, by=cto)
    with pytest.raises(Invalid, match=words):
        close(cto)
    assert text("halcyon") == document


def test_sprint_without_goals_and_debt_is_closed_as_well(cto):
    document = text("halcyon")
    goals = document.index("**Sprint Goals:**"), document.index("### 2.2")
    budget = document.index("| Sprint | Debt Items"), document.index("### 5.3")
    cut = document[: goals[0]] + document[goals[1] : budget[0]] + document[budget[1] :]
    editing.replace_document(HALCYON, cut, by=cto)
    close(cto)
    assert len(sprints()) == 1
    editing.undo(HALCYON, by=cto)
    assert text("halcyon") == cut


def test_history_says_what_was_done(cto):
    close(cto)
    editing.undo(HALCYON, by=cto)
    editing.redo(HALCYON, by=cto)
    groups = history.groups(plan("halcyon"), history.changes(plan("halcyon"))[:1])
    assert groups[0].summary == "closed a sprint (9 changes)"
    html = client("halcyon-reader").get("/halcyon/cto/history/").text
    assert "opened a sprint again (9 changes)" in html
    assert "<ins>Sprint 24: 13 of 42 points done, 6 stories carried over</ins>" in html
    assert "<del>Sprint 24: 13 of 42 points done, 6 stories carried over</del>" in html
    assert Change.objects.filter(action="close").count() == 2


def test_debts_are_known_in_any_form_of_their_register_and_the_past_of_the_demo_is_taken_back():
    load("kestrel")
    by, address = actor("kestrel-cto"), Address("kestrel", "CTO")
    story = row("kestrel", "current-sprint")
    editing.set_cell(address, story.pk, 0, "Hand-made standby region", seen=None, by=by)
    closing = editing.preview_close(plan("kestrel"), by=by)
    assert closing.sprint.stories[0].is_debt
    newest = kept.of_plan(plan("kestrel")).sprints[-1]
    editing.undo(address, newest.group, by=by)
    assert [each.what.number for each in kept.of_plan(plan("kestrel")).sprints] == [26, 27, 28, 29]
    editing.redo(address, by=by)
    assert kept.of_plan(plan("kestrel")).sprints[-1].what == newest.what
