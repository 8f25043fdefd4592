"""The demo companies as tests use them: Halcyon's plan is open and filled, Meridian's gated."""

from functools import partial

from django.test import Client

from gates.actors import Actor
from gates.models import User
from plans import demo, editing, printing
from plans.address import Address
from plans.catalogue import BY_KEY
from plans.enums import Position
from plans.models import Block, Plan, Record, Row
from tests.plans.stencils import Stencils

BY = Actor.operator("test")
HALCYON, MERIDIAN = Address("halcyon", "CTO"), Address("meridian", "CTO")


STENCILS = Stencils(
    {company.slug: partial(demo.load, company, by=BY) for company in demo.COMPANIES}
)


def load(slug: str) -> Plan:
    """Load one demo company and give its CTO plan."""
    if not STENCILS.copy(slug):
        STENCILS.write[slug]()
    return plan(slug)


def plan(slug: str, position: str = Position.CTO) -> Plan:
    """One of the company's plans, fresh from the database."""
    plans = Plan.objects.select_related("company", "gate")
    return plans.get(company__slug=slug, position=position)


def actor(username: str) -> Actor:
    """A demo user, acting."""
    return Actor.of(User.objects.get(username=username))


def client(username: str, **options: bool) -> Client:
    """A browser in which a demo user is signed in."""
    signed_in = Client(**options)
    signed_in.force_login(User.objects.get(username=username))
    return signed_in


def row(slug: str, register: str, first: str = "", position: str = Position.CTO) -> Row:
    """The first row of a register, or the one whose first cell says `first`."""
    rows = Row.objects.filter(block=block(slug, register, position))
    rows = rows.select_related("block__section")
    return next(each for each in rows if not first or each.cells[0] == first)


def block(slug: str, register: str, position: str = Position.CTO) -> Block:
    """The block of a register."""
    return Block.objects.get(section__plan=plan(slug, position), register=register)


def record(of: Row) -> Record:
    """The typed record of a row, fresh from the database."""
    return BY_KEY[of.block.register].model.objects.get(pk=of.pk)


def measure_up(slug: str) -> None:
    """Have the company's one criterion that fails pass, as its CMO would."""
    cost = row(slug, "validation-gate-criteria", "Cost per Signup", Position.CMO)
    address = Address(slug, Position.CMO)
    editing.set_cell(address, cost.pk, 2, "$19", seen=None, by=actor(f"{slug}-cmo"))


def text(slug: str, position: str = Position.CTO) -> str:
    """The plan's document as people wrote it."""
    return printing.text(plan(slug, position))


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ between two texts of as many lines."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]
