"""A link holds once and for a week, for somebody else than who sent it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from gates.actors import Actor
from gates.models import User
from plans import invitations, people, roles
from plans.address import Gone
from plans.invitations import Expired, Unsent
from plans.models import Invitation, PeopleRecord, Plan
from plans.people import Refused
from tests.gates.factories import AgentFactory, UserFactory
from tests.plans.factories import PlanFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def boss(plan) -> Actor:
    return Actor.of(member(plan, roles.ADMINISTRATOR, first_name="Ada", last_name="Boss"))


def token() -> str:
    """The token of the link in the newest e-mail."""
    return re.search(r"/invitations/([\w-]+)/", mail.outbox[-1].body)[1]


def invite(plan: Plan, boss: Actor, *wanted: str, email: str = "eve@example.com") -> str:
    invitations.invite(plan.company, email, wanted or ["CFO"], by=boss)
    return token()


def held(plan: Plan, user: User) -> set[str]:
    return roles.holding(plan.company).get(user.pk, set())


def events() -> list[str]:
    return list(PeopleRecord.objects.order_by("pk").values_list("event", flat=True))


def test_e_mail_says_who_invites_to_what_and_until_when(plan, boss, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    link = invite(plan, boss, "CFO", "CTO approver")
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (
        ["eve@example.com"],
        f"Ada Boss invites you to the plans of {plan.company}",
    )
    assert "as owner of the CFO plan, approver of the CTO plan’s gate." in sent.body
    assert "until 8 March 2026, 12:00 UTC" in sent.body
    assert f"http://127.0.0.1:8000/invitations/{link}/" in sent.body
    invitation = Invitation.objects.get()
    assert link not in str(Invitation.objects.values())
    assert str(invitation) == f"eve@example.com into {plan.company}"


def test_somebody_with_an_account_accepts_once(plan, boss):
    link, user = invite(plan, boss, "CFO", "Approver"), UserFactory()
    assert invitations.accept(link, by=Actor.of(user)) == plan.company
    assert held(plan, user) == {"CFO", "Approver"}
    with pytest.raises(Gone):
        invitations.accept(link, by=Actor.of(UserFactory()))
    record = PeopleRecord.objects.first()
    assert (record.event, record.person, record.actor) == ("joined", user, user)
    assert (record.roles, record.note) == (
        ["CFO", "Approver"],
        "sent to eve@example.com by Ada Boss",
    )


def test_somebody_new_gets_an_account_with_the_invited_address(plan, boss):
    user = User(first_name="Eve", last_name="Moneypenny")
    user.set_password("correct horse")
    invitations.sign_up(invite(plan, boss), user)
    kept = User.objects.get(username="eve@example.com")
    assert (kept.email, kept.display_name, held(plan, kept)) == (
        "eve@example.com",
        "Eve Moneypenny",
        {"CFO"},
    )


@pytest.mark.parametrize("field", ["email", "username"])
def test_address_that_has_an_account_gets_no_second_one(plan, boss, field):
    link = invite(plan, boss)
    UserFactory(**{field: "Eve@Example.com"})
    with pytest.raises(Refused, match="sign in, then accept"):
        invitations.sign_up(link, User(first_name="Eve"))
    assert invitations.find(link).email == "eve@example.com"


def test_link_runs_out_after_a_week(plan, boss, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    link = invite(plan, boss)
    time_machine.shift(invitations.KEPT - timedelta(seconds=1))
    assert invitations.find(link)
    time_machine.shift(timedelta(seconds=1))
    for attempt in (
        lambda: invitations.find(link),
        lambda: invitations.accept(link, by=Actor.of(UserFactory())),
    ):
        with pytest.raises(Expired):
            attempt()


def test_link_that_is_sent_anew_ends_the_one_before(plan, boss, time_machine):
    time_machine.move_to("2026-03-01 12:00:00+00:00", tick=False)
    old, second = invite(plan, boss), Actor.of(member(plan, roles.ADMINISTRATOR))
    time_machine.shift(timedelta(days=8))
    invitations.send_anew(plan.company, Invitation.objects.get().pk, by=second)
    with pytest.raises(Gone):
        invitations.find(old)
    assert invitations.find(token()).invited_by == second.user
    assert events() == ["invited", "sent"]


def test_withdrawn_link_ends(plan, boss):
    link, key = invite(plan, boss), Invitation.objects.get().pk
    assert invitations.revoke(plan.company, key, by=boss).email == "eve@example.com"
    with pytest.raises(Gone):
        invitations.find(link)
    for act in (invitations.revoke, invitations.send_anew):
        with pytest.raises(Gone):
            act(plan.company, key, by=boss)
    assert events() == ["invited", "revoked"]


def test_link_of_whoever_administers_no_more_ends(plan, boss):
    link, second = invite(plan, boss, "Approver"), Actor.of(member(plan, roles.ADMINISTRATOR))
    people.remove(plan.company, boss.user, {}, by=second)
    with pytest.raises(Gone):
        invitations.accept(link, by=Actor.of(UserFactory()))
    invitations.send_anew(plan.company, Invitation.objects.get().pk, by=second)
    assert invitations.find(token())


def test_nobody_accepts_his_own_invitation_or_as_an_agent(plan, boss):
    link = invite(plan, boss, "Approver")
    with pytest.raises(Refused, match="somebody else has to accept it"):
        invitations.accept(link, by=boss)
    with pytest.raises(Refused, match="An agent accepts no invitation"):
        invitations.accept(link, by=Actor.of(AgentFactory()))
    with pytest.raises(Refused, match="An agent accepts no invitation"):
        invitations.accept(link, by=Actor.operator("tests"))
    assert held(plan, boss.user) == {"Administrator"}
    assert invitations.find(link)


def test_who_administers_nothing_invites_nobody(plan, boss):
    by = Actor.of(member(plan, "CEO"))
    link, key = invite(plan, boss), Invitation.objects.get().pk
    for attempt in (
        lambda: invitations.invite(plan.company, "x@example.com", ["CFO"], by=by),
        lambda: invitations.send_anew(plan.company, key, by=by),
        lambda: invitations.revoke(plan.company, key, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert invitations.find(link)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        (("eve@example.com", ["CFO"]), "email", "invited already"),
        (("old@example.com", ["CFO"]), "email", "Somebody of the company has this address"),
        (("new@example.com", []), "roles", "Choose at least one role"),
        (("new@example.com", ["Emperor"]), "roles", "There is no role “Emperor”"),
    ],
)
def test_invitation_that_cannot_be_is_refused(plan, boss, asked, field, words):
    invite(plan, boss)
    member(plan, "COO", email="Old@example.com")
    with pytest.raises(Refused, match=words) as refused:
        invitations.invite(plan.company, *asked, by=boss)
    assert refused.value.field == field
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 1)


def test_account_in_another_company_is_no_hint(plan, boss):
    UserFactory(email="eve@example.com")
    invite(plan, boss)


def test_invitation_stands_where_the_e_mail_did_not_go_out(plan, boss, settings):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    with pytest.raises(Unsent, match="to eve@example"):
        invitations.invite(plan.company, "eve@example.com", ["CFO"], by=boss)
    assert Invitation.objects.get().email == "eve@example.com"
