"""`manage.py export_plan`: the plan's bytes, with its live facts."""

import pytest

from plans import blueprints
from plans.enums import Position
from tests.plans.factories import CompanyFactory, PlanFactory, open_gate
from tests.plans.management.running import refused, said, typed

pytestmark = pytest.mark.django_db


def export(plan, **options):
    return said("export_plan", company=plan.company.slug, position=plan.position, **options)


def differences(text):
    """The lines in which a text differs from the blueprint, by their number from 1."""
    lines = zip(blueprints.text(Position.CTO).split("\n"), text.split("\n"), strict=True)
    return {number: new for number, (old, new) in enumerate(lines, start=1) if old != new}


def test_new_plan_differs_from_the_blueprint_in_the_live_facts_only(time_machine):
    time_machine.move_to("2026-11-23T10:00Z")
    plan = PlanFactory(company=CompanyFactory(name="Acme | Sons"))
    assert differences(export(plan)) == {
        31: "> **Acme | Sons** - Technical Architecture, Implementation, and Development Strategy",
        33: "**Last Updated:** 2026-11-23",
        39: "> **GATE STATUS: GATED**",
        46: "> - CMO Validation: PENDING",
        47: "> - Human Approval: PENDING",
    }


def test_open_plan_says_that_it_is_open(time_machine):
    time_machine.move_to("2026-11-23T10:00Z")
    plan = open_gate(PlanFactory(company=CompanyFactory(name="Acme")))
    assert [*differences(export(plan)).values()][2:] == [
        "> **GATE STATUS: OPEN**",
        "> - CMO Validation: PROCEED",
        "> - Human Approval: APPROVED",
    ]


def test_blueprint_is_the_seed(shared):
    seed = (shared / "seed/cto-technical-plan.md").read_bytes()
    assert blueprints.text(Position.CTO).encode() == seed


def test_export_writes_bytes_to_standard_output_and_to_a_file(capsysbinary, tmp_path):
    text = "\ufeff# Plan\r\n\r\nCafé  \r\n| a |\r\n\r\n"
    plan = PlanFactory(position=Position.CFO, text=text)
    export(plan, output=tmp_path / "plan.md")
    assert (tmp_path / "plan.md").read_bytes() == text.encode()
    typed("export_plan", company=plan.company.slug, position="cfo")
    assert capsysbinary.readouterr().out == text.encode()


def test_export_of_a_missing_plan_is_refused():
    company = CompanyFactory()
    for slug in (company.slug, "nowhere"):
        assert refused("export_plan", company=slug, position="CTO") == "There is no such plan."


def test_export_to_where_nothing_can_be_written_is_refused(tmp_path):
    plan = PlanFactory()
    options = {"company": plan.company.slug, "position": "CTO", "output": tmp_path}
    assert "Is a directory" in refused("export_plan", **options)


def test_positions_are_taken_in_either_case_and_no_others():
    plan = PlanFactory()
    options = {"company": plan.company.slug, "position": "cto"}
    assert said("export_plan", **options) == export(plan)
    assert "invalid choice: 'XYZ'" in refused("export_plan", **options | {"position": "xyz"})
