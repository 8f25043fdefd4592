"""Recording a release: its checklist is frozen with who ticked what, and starts anew."""

from gates.actors import Actor
from plans import history, kept
from plans.address import Address
from plans.document.refusals import Unprintable, check_characters
from plans.editing.door import Invalid, check_gate, writing
from plans.editing.groups import Group
from plans.editing.keeping import check_seen, meanings, sheets_of, write_together
from plans.editing.sheet import Sheet
from plans.enums import Action
from plans.kept import CHECKLIST
from plans.models import Plan
from plans.releases import Check, Release
from plans.sprints import shown

MAX_NAME, MAX_REASON = 100, 500
"""Characters."""


def record_release(
    address: Address, name: str, *, reason: str = "", seen: int | None, by: Actor
) -> Group:
    """Freeze the checklist in the plan's history under a release's name and untick it; one group.

    What is not ticked takes a `reason`. `seen` is the revision at which the caller saw the list.
    Raises Gone, PermissionDenied, GateClosed, Outdated if anybody changed the list since, or
    Invalid.
    """
    with writing(address, by=by) as plan:
        check_gate(plan)
        check_seen(plan, [CHECKLIST], seen)
        sheet, since = checklist(plan, by), plan.revision
        release = Release(one_line(name, MAX_NAME), checks(sheet), one_line(reason, MAX_REASON))
        check_complete(plan, release)
        for row in sheet.rows:
            if row.cells[0].strip():
                sheet.set(row, 0, " ")
        place = sheet.block.section.heading
        frozen = history.Entry(
            Action.RELEASE, place=place, register=CHECKLIST, after=release.frozen()
        )
        group = write_together(plan, [sheet], [frozen], by=by)
        return Group(plan, since, group, f"{release.said}.", row=sheet.rows[0].pk)


def preview_release(plan: Plan, *, by: Actor) -> tuple[Check, ...]:
    """Give the checklist as it stands, and write nothing; three queries. Raises Invalid."""
    return checks(checklist(plan, by))


def checklist(plan: Plan, by: Actor) -> Sheet:
    """Load the deployment checklist; Invalid where the plan has none."""
    sheet = sheets_of(plan, [CHECKLIST], by).get(CHECKLIST)
    if sheet is None:
        raise Invalid("The plan has no deployment checklist.")
    return sheet


def checks(sheet: Sheet) -> tuple[Check, ...]:
    """Read the items, with who ticked them and when as far as that is on record; a query."""
    steps = kept.steps([sheet.plan], [row.pk for row in sheet.rows])
    found = []
    for row, values in zip(sheet.rows, meanings(sheet), strict=True):
        step, is_ticked = steps.get(row.pk), bool(values["done"])
        who = (step.by, step.at) if step and is_ticked else ()
        if values["item"]:
            found.append(Check(shown(values["item"]), is_ticked, *who))
    return tuple(found)


def check_complete(plan: Plan, release: Release) -> None:
    """Raise Invalid unless a release has a name of its own, items, and a reason where it needs one.

    A query.
    """
    if not release.name:
        raise Invalid("Name the release, for example 2.4.1.")
    if not release.checks:
        raise Invalid("The deployment checklist has no items.")
    names = {each.what.name.casefold() for each in kept.of_plan(plan).releases}
    if release.name.casefold() in names:
        raise Invalid(f"Release {release.name} is recorded already. Give this one another name.")
    if release.open and not release.reason:
        message = f"Say why it is released although not ticked: {', '.join(release.open)}."
        raise Invalid(message)


def one_line(text: str, most: int) -> str:
    """Give a text in one line; Invalid for too long a one, or one that cannot be kept."""
    text = " ".join(text.split())
    if len(text) > most:
        raise Invalid(f"At most {most} characters, please; these are {len(text)}.")
    try:
        check_characters([text], [], one_line=True)
    except Unprintable as refusal:
        raise Invalid(str(refusal)) from refusal
    return text
