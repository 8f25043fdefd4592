"""`manage.py export_company`: a tree to be committed, in which only what changed is touched."""

import pytest

from plans import editing, trees
from plans.enums import Position
from plans.models import Company
from tests.plans.companies import load
from tests.plans.factories import CompanyFactory, PlanFactory
from tests.plans.management.running import refused, said
from tests.plans.trees import BY, CEO, company_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(time_machine):
    time_machine.move_to("2026-11-23T10:00Z")
    return company_of(slug="acme", name="Acme")


def contents(folder):
    """Every file under a folder, by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def times(folder):
    """When each file of a tree was written."""
    return {path: (folder / path).stat().st_mtime_ns for path in contents(folder)}


def test_export_writes_the_tree_and_says_so(acme, tmp_path):
    tree = tmp_path / "plans" / "acme"
    assert said("export_company", "acme", tree).splitlines() == [
        "README.md: written",
        "CEO/README.md: written",
        "CTO/README.md: written",
    ]
    assert contents(tree) == trees.files(acme, BY)


def test_export_again_touches_nothing(acme, tmp_path):
    said("export_company", "acme", tmp_path)
    before = times(tmp_path)
    assert said("export_company", "acme", tmp_path).splitlines() == [
        "README.md: unchanged",
        "CEO/README.md: unchanged",
        "CTO/README.md: unchanged",
    ]
    assert times(tmp_path) == before


def test_two_exports_are_the_same_bytes(acme, tmp_path, time_machine):
    said("export_company", "acme", tmp_path / "one")
    time_machine.move_to("2027-03-01T10:00Z")
    said("export_company", "acme", tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_export_writes_what_changed_and_nothing_else(acme, tmp_path):
    said("export_company", "acme", tmp_path)
    (tmp_path / "CEO/README.md").chmod(0o640)
    (tmp_path / "CFO").mkdir()
    (tmp_path / "CFO/README.md").write_text("Mine.\n")
    before = times(tmp_path)
    new = CEO.replace("on time", "at once")
    editing.replace_document(editing.Address("acme", "CEO"), new, by=BY)
    assert "CEO/README.md: written\nCTO/README.md: unchanged" in (
        said("export_company", "acme", tmp_path)
    )
    after = times(tmp_path)
    assert [path for path in after if after[path] != before[path]] == ["CEO/README.md"]
    assert b"Acme ships at once." in (tmp_path / "CEO/README.md").read_bytes()
    assert (tmp_path / "CEO/README.md").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "CFO/README.md").read_text() == "Mine.\n"


def test_real_documents_lie_in_the_tree_as_they_came(shared, tmp_path):
    company = CompanyFactory()
    sources = {
        Position.CORP: "plans/corporate.md",
        Position.CEO: "plans/ceo.md",
        Position.CMO: "plans/cmo.md",
        Position.CTO: "seed/cto-technical-plan.md",
    }
    for position, file in sources.items():
        PlanFactory(company=company, position=position, text=(shared / file).read_bytes().decode())
    said("export_company", company.slug, tmp_path)
    for position, file in sources.items():
        before, after = (
            data.decode().splitlines()
            for data in ((shared / file).read_bytes(), contents(tmp_path)[trees.path(position)])
        )
        told = [new for old, new in zip(before, after, strict=True) if old != new]
        assert len(told) <= 5  # the live facts
    assert "Nothing was written" not in said("import_company", company.slug, tmp_path)


def test_demo_is_exported_as_its_page_exports_it(tmp_path):
    load("halcyon")
    said("export_company", "halcyon", tmp_path)
    assert contents(tmp_path) == {
        f"{position}/README.md": said("export_plan", company="halcyon", position=position).encode()
        for position in ("CMO", "CTO")
    }


@pytest.mark.parametrize(
    ("directory", "message"),
    [
        ("taken", "taken is a file, not a directory."),
        ("taken/within", "Not a directory"),
        ("blocked", "Is a directory"),
    ],
)
def test_export_to_where_nothing_can_be_written_is_refused(acme, tmp_path, directory, message):
    (tmp_path / "taken").write_text("")
    (tmp_path / "blocked/README.md").mkdir(parents=True)
    assert message in refused("export_company", "acme", tmp_path / directory)
    assert contents(tmp_path) == {"taken": b""}


def test_what_stands_in_the_way_is_refused_before_anything_is_written(acme, tmp_path):
    (tmp_path / "file/CTO").parent.mkdir()
    (tmp_path / "file/CTO").write_text("mine")
    assert "Not a directory" in refused("export_company", "acme", tmp_path / "file")
    (tmp_path / "folder/CTO/README.md").mkdir(parents=True)
    assert "Is a directory" in refused("export_company", "acme", tmp_path / "folder")
    assert contents(tmp_path) == {"file/CTO": b"mine"}


def test_write_that_fails_leaves_no_part_of_a_file(acme, tmp_path, monkeypatch):
    (tmp_path / "README.md").write_text("Old.\n")
    monkeypatch.setattr("pathlib.Path.replace", full)
    assert "No space left" in refused("export_company", "acme", tmp_path)
    assert contents(tmp_path) == {"README.md": b"Old.\n"}


def full(path, target):
    """A disk without room."""
    raise OSError(28, "No space left on device")


def test_export_of_what_is_not_there_is_refused(tmp_path):
    assert refused("export_company", "nowhere", tmp_path) == "There is no company “nowhere”."
    CompanyFactory(slug="acme", name="Acme")
    assert refused("export_company", "acme", tmp_path / "new") == "Acme has no plans yet."
    assert (contents(tmp_path), Company.objects.count()) == ({}, 1)
