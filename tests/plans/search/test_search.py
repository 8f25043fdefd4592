"""What is found, by whom, in which order, and how it is shown."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gates import access
from gates.actors import Actor
from gates.models import User
from plans import editing, roles
from plans import search as searching
from plans.enums import Position
from plans.models import Section
from plans.models.plan import PlanGroupObjectPermission
from plans.roles import put
from plans.search import Hit, Kind, in_plans, scope, search, visible_plans
from tests.plans.companies import BY, actor, load, plan, row
from tests.plans.factories import CompanyFactory, PlanFactory, address, member, reader

pytestmark = [pytest.mark.engine, pytest.mark.django_db]

TEXT = """\
# Runway

Our **runway** is short, see [the model](https://example.com/sheet).

## Money

| Item | Note |
|---|---|
| Runway | 14 months |
| Cash | The runway of Zürich |
| Burn | rate |

## Runways compared
"""


def plain(hits: list[Hit]) -> list[str]:
    """What is found: its kind, name and place."""
    return [f"{hit.kind} {hit.title} @ {hit.where}" for hit in hits]


def marked(hit: Hit) -> list[str]:
    return [piece.text for piece in [*hit.name, *hit.snippet] if piece.is_marked]


def test_best_comes_first(db):
    made = PlanFactory(position=Position.CFO, text=TEXT, company__name="Acme")
    by = Actor.of(reader(made))
    assert plain(search("runway", by=by).hits) == [
        "sections Runway @ Acme · Financial Plan",
        "rows Our runway is short, see the model. @ Acme · Financial Plan · Runway",
        "rows Runway @ Acme · Financial Plan · Money · Item",
        "rows The runway of Zürich @ Acme · Financial Plan · Money · Cash · Note",
        "sections Runways compared @ Acme · Financial Plan",
    ]


def test_all_words_in_one_cell_come_before_scattered_ones(db):
    text = "# A\n\n| A | B | C |\n|---|---|---|\n| x | red | blue |\n| y | z | red blue |\n"
    by = Actor.of(reader(PlanFactory(position=Position.CFO, text=text)))
    together, apart = search("blue red", by=by).hits
    assert (together.title, apart.title) == ("red blue", "red")
    assert marked(together) == ["red", "blue"]
    assert [piece.text for piece in apart.snippet] == ["blue"]
    assert apart.where.endswith("A · x · B")


def test_words_that_name_a_plan_narrow(db):
    company = CompanyFactory(name="Acme")
    PlanFactory(company=company, position=Position.CFO, text=TEXT)
    text = f"{TEXT}\nAsk the CFO: runway.\n"
    made = PlanFactory(company=company, position=Position.COO, text=text)
    by = Actor.of(reader(made))
    found = search("cfo runway", by=by).hits
    assert [hit.title for hit in found if "Operations" in hit.where] == ["Ask the CFO: runway."]
    assert len([hit for hit in found if "Financial" in hit.where]) == 5
    assert plain(search("financ acme", by=by).hits) == ["plans Financial Plan @ Acme · CFO"]
    assert plain(search("zurich acme opera", by=by).hits) == [
        "rows The runway of Zürich @ Acme · Operations Plan · Money · Cash · Note"
    ]


def test_plan_is_found_by_its_position_title_and_company(db):
    made = PlanFactory(position=Position.CFO, text="Nothing\n", company__name="Café Nord")
    by = Actor.of(reader(made))
    for words in ("cfo", "financial plan", "nord", "cafe FIN", "CAFÉ cfo"):
        (hit,) = search(words, by=by).hits
        assert (hit.kind, hit.title, hit.url) == (Kind.PLAN, "Financial Plan", made.url)
    assert search("cfo technical", by=by).hits == []


def test_only_what_one_may_read_is_found(db):
    own = PlanFactory(position=Position.CFO, text=TEXT)
    other = PlanFactory(position=Position.CFO, text=TEXT)
    sister = PlanFactory(company=own.company, position=Position.COO, text=TEXT)
    one = User.objects.create_user("one", first_name="Runway")
    put(one, own.company, "CFO reader")
    for words in ("runway", "zurich", own.company.name, other.company.name, "plan", "r"):
        hits = search(words, by=Actor.of(one)).hits
        assert all(hit.url.startswith(own.url) for hit in hits)
    assert search("runway", by=Actor.of(User.objects.create_user("nobody"))).hits == []
    assert search("runway", by=Actor.of(User.objects.create_superuser("root"))).hits == []
    assert {hit.url.split("#")[0] for hit in search("runway", by=BY).hits} >= {
        own.url,
        other.url,
        sister.url,
    }


@pytest.mark.parametrize("words", ["", "  ", "?!", "“”"])
def test_nothing_is_asked_for_by_no_word(words, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = search(words, by=BY)
    assert (found.question, found.hits, found.cut) == ((), [], [])


def test_decisions_are_those_of_the_gate_and_the_records_of_architecture(db):
    load("halcyon")
    load("meridian")
    cto = actor("halcyon-cto")
    hits = search("autumn campaign", by=cto).hits
    first = next(hit for hit in hits if hit.kind == Kind.DECISION)
    assert (first.kind, first.url) == (Kind.DECISION, f"/gates/{plan('halcyon').gate_id}/#d-2")
    assert first.where == "Halcyon Freight · CTO Technical Plan · Decision recorded by Mateo Ferrer"
    assert marked(first) == ["autumn", "campaign"]
    by_name = [hit for hit in search("mateo", by=cto).hits if hit.kind == Kind.DECISION]
    assert by_name
    assert all("Mateo" in hit.title for hit in by_name)
    record = row("halcyon", "architecture-decision-records-adrs")
    found = search(" ".join(record.cells[:2]), by=cto).hits[0]
    assert (found.kind, found.url) == (Kind.DECISION, f"/halcyon/cto/#r-{record.pk}")
    hits = search("autumn campaign", by=actor("meridian-cto")).hits
    assert all(hit.kind != Kind.DECISION for hit in hits)


def test_gate_without_its_plan_is_found_by_who_may_see_the_gate(db):
    load("halcyon")
    one = User.objects.create_user("one")
    group = roles.group(plan("halcyon").company, "CTO reader")
    put(one, plan("halcyon").company, "CTO reader")
    PlanGroupObjectPermission.objects.filter(group=group).delete()
    (hit,) = search("autumn", by=Actor.of(one)).hits
    assert hit.kind == Kind.DECISION


def people(words: str, by: Actor) -> list[tuple[str, str, str]]:
    return [
        (hit.title, hit.where, hit.url)
        for hit in search(words, by=by).hits
        if hit.kind == Kind.PERSON
    ]


def test_administrator_finds_everybody_of_the_company(db):
    company = load("halcyon").company
    load("meridian")
    admin, tom = actor("halcyon-admin"), actor("halcyon-reader").user
    page = f"/halcyon/people/{tom.pk}/"
    where = "Halcyon Freight · reader of every plan"
    assert people("tom", admin) == [("Tom Baines", where, page)]
    assert people("halcyon bain tom", admin) == [("Tom Baines", where, page)]
    assert people("halcyon-reader", admin) == [("Tom Baines", where, page)]
    assert people("halcyon", admin) == [
        each for each in people("halcyon", admin) if each[1].startswith("Halcyon")
    ]
    assert people("priya", admin) == []
    put(tom, company, "CTO editor")
    assert people("tom", admin)[0][1] == (
        "Halcyon Freight · editor of the CTO plan · reader of every plan"
    )
    User.objects.filter(pk=tom.pk).update(is_active=False)
    assert people("tom", admin) == []


def test_others_find_the_owners_of_the_plans_that_they_see(db):
    company = load("halcyon").company
    load("meridian")
    tom = actor("halcyon-reader")
    where = "Halcyon Freight · owner of the CTO plan"
    assert people("ingrid", tom) == [("Ingrid Solheim", where, "/halcyon/cto/")]
    assert people("jonas", tom) == people("grace", tom) == people("priya", tom) == []
    one = User.objects.create_user("one", first_name="Ingrid", last_name="Second")
    put(one, company, "CMO editor")
    board = Group.objects.create(name="Board")  # no role, as operators may make them
    access.grant(board, ["change_plan"], plan("halcyon"))
    one.groups.add(board)
    assert people("ingrid", Actor.of(one)) == []
    assert people("mateo", Actor.of(one)) == [
        ("Mateo Ferrer", "Halcyon Freight · owner of the CMO plan", "/halcyon/cmo/")
    ]
    assert people("ingrid", tom) == [("Ingrid Solheim", where, "/halcyon/cto/")]


def test_queries_are_the_same_with_one_plan_and_with_thirty(db):
    first = PlanFactory(position=Position.CTO, text=TEXT)
    one = member(first, roles.ADMINISTRATOR, first_name="Runway")
    counts = []
    for others in (0, 2):
        for _ in range(others):
            company = CompanyFactory()
            for position in Position:
                made = PlanFactory(company=company, position=position, text=TEXT)
            one.groups.add(roles.group(made.company, roles.ADMINISTRATOR))
        for words in ("runway", "cto runway"):
            with CaptureQueriesContext(connection) as seen:
                found = search(words, by=Actor.of(one))
            counts.append(len(seen.captured_queries))
        assert len(found.hits) >= 5
    assert counts == [7, 7, 7, 7]


def test_more_than_is_ranked_is_said(db, monkeypatch):
    made = PlanFactory(position=Position.CFO, text=TEXT)
    for module in (scope, searching):
        monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(scope.newest, "__defaults__", (2,))
    monkeypatch.setattr(searching.Library.of.__func__, "__defaults__", (None, 2))
    found = search("runway", by=Actor.of(reader(made)))
    assert found.cut == [Kind.ROW]
    assert found.counts == {Kind.SECTION: 2, Kind.ROW: 2}


def test_nearest_plans_come_first(db):
    own = PlanFactory(position=Position.CTO, text="Plover\n", company__name="Z")
    sister = PlanFactory(position=Position.COO, text="Plover\n", company=own.company)
    other = PlanFactory(position=Position.CMO, text="Plover\n", company__name="A")
    shelf = visible_plans(BY)
    hits = in_plans("plover", shelf, near=shelf.plans[own.pk])
    assert [hit.url.split("#")[0] for hit in hits] == [own.url, sister.url, other.url]
    assert in_plans("?", shelf, near=shelf.plans[own.pk]) == []
    hits = in_plans("plover", shelf.without(own), near=shelf.plans[own.pk])
    assert len(hits) == 2


def test_names_are_without_markdown_and_snippets_show_the_rest(db):
    made = PlanFactory(position=Position.CFO, text=TEXT)
    by = Actor.of(reader(made))
    (hit,) = search("sheet", by=by).hits
    assert hit.title == "Our runway is short, see the model."
    assert marked(hit) == ["sheet"]
    long = "word " * 60 + "**needle** <b>&</b> " + "more " * 60
    editing.replace_document(address(made), f"# Long\n\n{long}\n", by=BY)
    (hit,) = search("needle", by=by).hits
    assert hit.title.endswith("word…")
    shown = "".join(piece.text for piece in hit.snippet)
    assert shown.startswith("…word")
    assert "needle <b>&</b> more" in shown
    assert shown.endswith("more…")


def test_checklists_items_are_named_by_their_text(db):
    made = PlanFactory(position=Position.CFO, text="# A\n\n- [x] Books *closed*\n- [ ] \\| x\n")
    hit = search("closed", by=Actor.of(reader(made))).hits[0]
    assert plain([hit])[0].startswith("rows Books closed @ ")
    assert hit.where.endswith("· A · Item")


def test_sections_lead_to_their_headings(db):
    made = PlanFactory(position=Position.CFO, text=TEXT)
    hit = search("money", by=Actor.of(reader(made))).hits[0]
    assert hit.url == f"{made.url}#s-{Section.objects.get(heading='Money').pk}"


def test_drawings_are_shown_without_their_lines_and_rows_named_without_marks(db):
    drawing = "# A\n\n```\n┌──────────┐\n│ Envoy hub │\n└──────────┘\n```\n"
    table = "\n| Item | Note |\n|---|---|\n| **Stage** | Staging hub |\n"
    made = PlanFactory(position=Position.CFO, text=drawing + table)
    found = plain(search("hub", by=Actor.of(reader(made))).hits)
    assert any(each.startswith("rows Envoy hub @ ") for each in found)
    assert any(each.endswith(" · A · Stage · Note") for each in found)
