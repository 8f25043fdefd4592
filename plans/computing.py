"""Exporting what is computed, in the cells that the document has for it, to whoever asks for it.

The document stays what people typed. In an export that is asked for it, a cell that is still a
placeholder says what is computed; in a table of which somebody chose so, a cell that is typed too.
"""

from datetime import datetime

from django.utils import timezone

from gates.actors import Actor
from gates.models import User
from plans import catalogue, printing
from plans.address import Address, Gone, changeable
from plans.catalogue import FIRST
from plans.document.live import Facts
from plans.figures.computed import COMPUTED
from plans.figures.lines import Around
from plans.figures.plans import around_of, line, samples_of
from plans.models import Block, Computed, Plan, Row

FORMS = {key: first for key, first in FIRST.items() if first in COMPUTED}
"""The first form of every form that has such columns, or may have."""


def text(plan: Plan, at: datetime, facts: Facts | None = None) -> str:
    """Print a plan with what is computed; eleven queries at most."""
    loaded, chosen = printing.load(plan), kept(plan)
    _, around = around_of([plan], at, samples_of(plan))[plan.pk]
    for block in loaded.all_blocks():
        if block.register in FORMS:
            for row in loaded.rows[block.pk]:
                fill(plan, block, row, around, is_kept=FORMS[block.register] in chosen)
    return printing.printed(plan, loaded, facts)


def fill(plan: Plan, block: Block, row: Row, around: Around, *, is_kept: bool) -> None:
    """Put what is computed into a row in hand, which nobody saves."""
    register, references = catalogue.BY_KEY[block.register], frozenset(plan.references)
    read = line(row, register, references)
    for index, (header, old) in enumerate(zip(register.headers, row.cells, strict=False)):
        compute = COMPUTED[FORMS[register.key]].get(header)
        if compute and (is_kept or catalogue.is_blank(register.kind, old, references)):
            row.cells[index] = compute(read, around) or old
            row.version += row.cells[index] != old


def kept(plan: Plan) -> frozenset[str]:
    """Give the registers of which somebody chose that what is computed is kept; a query."""
    return frozenset(Computed.objects.filter(plan=plan).values_list("register", flat=True))


def keep(address: Address, register: str, *, is_kept: bool, by: Actor) -> Plan:
    """Choose whether a register's tables are exported as computed, also where something is typed.

    The document stays as it is, so no gate is asked. Raises Gone or PermissionDenied.
    """
    plan = changeable(address, by)
    if register not in COMPUTED:
        raise Gone("Nothing of this table is computed.")
    of_register = {"plan": plan, "register": register}
    if is_kept:
        user: User = by.user  # type: ignore[assignment] # only who signed in chooses
        chosen = {"chosen_by": user, "chosen_at": timezone.now()}
        Computed.objects.get_or_create(**of_register, defaults=chosen)
    else:
        Computed.objects.filter(**of_register).delete()
    return plan
