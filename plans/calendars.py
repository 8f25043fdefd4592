"""The on-call rotation as a calendar that others subscribe to, as iCalendar (RFC 5545)."""

from datetime import date, timedelta

from icalendar import Calendar, Event, vText

from plans.figures.oncall import Shift, shifts
from plans.figures.plans import tables_of
from plans.models import Plan

PRODUCT = "-//Plangate//On-Call Rotation//EN"
REGISTER = "on-call-rotation"


def on_call(plan: Plan) -> bytes:
    """Give the shifts of a plan, of which its company is loaded, that have days; a query."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(f"On call, {plan.company.name}"))
    tables = [table for table in tables_of([plan])[plan.pk] if table.key == REGISTER]
    for each in shifts([line for table in tables for line in table.lines]):
        calendar.add_component(event(each, plan))
    return bytes(calendar.to_ical())


def event(shift: Shift, plan: Plan) -> Event:
    """Give a shift as whole days; its end is the first day after, as the standard has it.

    One that ends with all calendars has none, and so is its first day.
    """
    found = Event()
    found.add("uid", f"on-call-{shift.row}@{plan.company.slug}.plangate")
    found.add("dtstamp", plan.updated_at)
    found.add("dtstart", shift.first)
    if shift.last < date.max:
        found.add("dtend", shift.last + timedelta(days=1))
    found.add("summary", f"On call: {shift.primary or 'nobody'}")
    escalation = f"Escalation: {shift.escalation or 'nobody'}."
    found.add("description", f"On call: {shift.people}. {escalation}")
    found.add("transp", "TRANSPARENT")
    return found
