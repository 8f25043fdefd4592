"""What a decision's record says, in the history: written there, and taken back from there."""

import json
from typing import Any

from plans import history
from plans.catalogue import BY_KEY
from plans.decisions import records
from plans.editing.door import Invalid, Outdated, check_gate
from plans.editing.settled import check_undo
from plans.enums import Action
from plans.models import Change, DecisionRecord, Plan

MAX_RECORD = 50_000
"""Characters of a record; one of ten printed pages has about 20,000."""


def check_length(text: str) -> None:
    """Raise Invalid for a text that no record can be."""
    if len(text) > MAX_RECORD:
        message = f"A record holds at most {MAX_RECORD:,} characters"
        raise Invalid(f"{message}; this one has {len(text):,}. Shorten it, or link to the rest.")
    if "\0" in text:
        raise Invalid("There is a NUL character in it, which no text contains. Take it out.")


def entry_of(record: DecisionRecord, before: str) -> history.Entry:
    """Describe a record that says something else than before."""
    return history.Entry(
        Action.RECORD,
        place=str(record),
        register=records.KEY,
        column="Record",
        before=before,
        after=record.said,
    )


NOTHING: dict[str, Any] = {"text": "", "supersedes": [], "depends_on": []}


def take_back(plan: Plan, change: Change, last: int) -> history.Entry:
    """Have a record say again what it said; `last` is the group's last revision.

    Raises GateClosed, Outdated where somebody has changed it since, and Invalid where its decision
    was settled since.
    """
    check_gate(plan)
    number = json.loads(change.before or change.after)["number"]
    record = DecisionRecord.objects.filter(plan=plan, number=number).first()
    record = record or DecisionRecord(plan=plan, number=number)
    standing = record.said
    if standing != change.after:
        raise Outdated(f"The record of {record} was changed since. It stays as it is.")
    said = json.loads(change.before) if change.before else NOTHING
    decision = records.of_plan(plan).get(number)
    if said["text"] != record.text and decision and decision.row:
        check_undo(plan, BY_KEY[records.KEY], decision.row, decision.settled, last)
    record.text, record.supersedes, record.depends_on = (said[name] for name in NOTHING)
    record.save()
    return entry_of(record, standing)
