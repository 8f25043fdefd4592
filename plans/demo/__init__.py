"""Companies that cannot see each other, to try Plangate on: gated, open, and full of figures."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from gates import decisions, state
from gates.actors import Actor
from gates.models import Gate, User
from plans import editing, roles
from plans.demo import past
from plans.enums import Position
from plans.models import Company, Plan

FOLDER = Path(__file__).parent
PASSWORD = "plangate-demo"  # noqa: S105 (printed by the command; for trying only)


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody of a demo company: user name, printed name, and role."""

    username: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo company: its plans, in the order of loading, are files named by slug and position."""

    slug: str
    name: str
    logins: tuple[Login, ...]
    opened: bool
    has_past: bool = False
    positions: tuple[Position, ...] = (Position.CMO, Position.CTO)


COMPANIES = (
    Demo(
        "meridian",
        "Meridian Labs",
        (
            Login("meridian-admin", "Sofia Marchetti", roles.ADMINISTRATOR),
            Login("meridian-ceo", "Noor Haddad", Position.CEO),
            Login("meridian-cto", "Priya Raman", Position.CTO),
            Login("meridian-cmo", "Felix Brandt", Position.CMO),
            Login("meridian-approver", "Amara Okafor", roles.APPROVER),
            Login("meridian-reader", "Lee Park", roles.READER),
        ),
        opened=False,
    ),
    Demo(
        "halcyon",
        "Halcyon Freight",
        (
            Login("halcyon-admin", "Jonas Keller", roles.ADMINISTRATOR),
            Login("halcyon-ceo", "Oskar Lindqvist", Position.CEO),
            Login("halcyon-cto", "Ingrid Solheim", Position.CTO),
            Login("halcyon-cmo", "Mateo Ferrer", Position.CMO),
            Login("halcyon-approver", "Grace Whitfield", roles.APPROVER),
            Login("halcyon-reader", "Tom Baines", roles.READER),
        ),
        opened=True,
    ),
    Demo(
        "kestrel",
        "Kestrel Energy",
        (
            Login("kestrel-admin", "Ines Moreau", roles.ADMINISTRATOR),
            Login("kestrel-ceo", "Viktor Sandberg", Position.CEO),
            Login("kestrel-cto", "Amelie Roth", Position.CTO),
            Login("kestrel-cmo", "Hanna Vogel", Position.CMO),
            Login("kestrel-approver", "Daniel Mensah", roles.APPROVER),
            Login("kestrel-reader", "Rosa Ibarra", roles.READER),
        ),
        opened=True,
        has_past=True,
    ),
)


@transaction.atomic
def load(demo: Demo, *, by: Actor) -> bool:
    """Create a demo company with everything in it, or nothing; False if it is there already."""
    company, created = Company.objects.get_or_create(slug=demo.slug, defaults={"name": demo.name})
    if not created:
        return False
    roles.set_up(company)
    password = make_password(PASSWORD)  # once: it is slow on purpose, and no secret
    people = {
        login.role: sign_up(login, roles.group(company, login.role), password)
        for login in demo.logins
    }
    plans = {position: create(demo, company, position, by) for position in demo.positions}
    plan = plans[Position.CTO]
    if demo.opened and plan.gate:
        open_gate(plan.gate, people)
    if demo.has_past:
        past.tell(plan, by=Actor.of(people[Position.CTO]))
    return True


def open_gate(gate: Gate, people: dict[str, User]) -> None:
    """Open a demo gate as it is opened in life: by three people, one after the other."""
    by = {role: Actor.of(person) for role, person in people.items()}
    reason = "All four validation criteria passed in the autumn campaign."
    decisions.decide(gate, "PROCEED", reason, by=by[Position.CMO])
    seen = state.current(gate).digest
    decisions.request(gate, "The first sprint is planned.", seen=seen, by=by[Position.CTO])
    comment = "Evidence read; the engineering budget is agreed with the CFO."
    decisions.approve(gate, comment, seen=seen, password=PASSWORD, by=by[roles.APPROVER])


def create(demo: Demo, company: Company, position: Position, by: Actor) -> Plan:
    """Create a plan of a demo company from its file."""
    text = (FOLDER / f"{demo.slug}-{position.lower()}.md").read_bytes().decode()
    return editing.create_plan(company, position, text, by=by).plan


def sign_up(login: Login, group: Group, password: str = "") -> User:
    """Create a demo user in a group; a password that is given is hashed already."""
    first, last = login.name.split(" ", 1)
    user = User.objects.create(
        username=login.username,
        password=password or make_password(PASSWORD),
        first_name=first,
        last_name=last,
    )
    user.groups.add(group)
    return user
