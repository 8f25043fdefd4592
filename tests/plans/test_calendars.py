"""The on-call rotation as iCalendar, read by another reader of it than wrote it: line by line."""

import pytest

from plans import calendars
from plans.models import Plan
from tests.plans.factories import PlanFactory

pytestmark = pytest.mark.django_db

TEXT = """# CTO - Technical Plan

### 3.5 On-Call Rotation

| Week | Primary | Secondary | Escalation |
|---|---|---|---|
| 2026-11-23 | Zoë, "Zed"; Lindqvist | Aoife | CTO |
| Next | [Name] | {long} | [Name] |
| 9999-12-31 | Last | Nobody | CTO |
"""


def unfolded(plan: Plan) -> list[str]:
    """The lines, of which long ones are folded at 75 octets."""
    data = calendars.on_call(plan)
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 for line in lines)
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_shifts_are_whole_days():
    plan = PlanFactory(text=TEXT.format(long="Marta " * 30))
    lines = unfolded(plan)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "VERSION:2.0" in lines
    named = f"On call\\, {plan.company.name}"
    assert {f"NAME:{named}", f"X-WR-CALNAME:{named}"} <= {*lines}
    assert lines.count("BEGIN:VEVENT") == 3
    first = lines[lines.index("BEGIN:VEVENT") :]
    row = plan.sections.last().blocks.last().rows.first()
    assert f"UID:on-call-{row.pk}@{plan.company.slug}.plangate" in first
    assert "DTSTART;VALUE=DATE:20261123" in first
    assert "DTEND;VALUE=DATE:20261130" in first
    assert 'SUMMARY:On call: Zoë\\, "Zed"\\; Lindqvist' in first
    assert "SUMMARY:On call: nobody" in lines
    assert "DTEND;VALUE=DATE:20261207" in lines
    assert sum(line.startswith("DTEND") for line in lines) == 2
    assert any(line.endswith("Escalation: nobody.") for line in lines)
    stamp = plan.updated_at.strftime("DTSTAMP:%Y%m%dT%H%M%SZ")
    assert lines.count(stamp) == 3


def test_it_is_the_same_as_long_as_the_plan_is():
    plan = PlanFactory(text=TEXT.format(long="Marta"))
    assert calendars.on_call(plan) == calendars.on_call(Plan.objects.get(pk=plan.pk))


def test_rotation_without_days_has_no_shift():
    plan = PlanFactory()
    assert "BEGIN:VEVENT" not in unfolded(plan)
