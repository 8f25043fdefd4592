"""The weekly e-mail: what needs attention in the plans that one owns, on Monday mornings."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone

from gates.models import User
from plans import roles
from plans.attention import Need, needs
from plans.enums import Position
from plans.figures.lines import counted
from plans.models import Company, Plan, WeeklyMail

FROM = time(7)
"""When a week's e-mail is due on its Monday, here."""
MOST = 40
"""Lines of an e-mail."""

logger = logging.getLogger(__name__)


@task
def write_weekly() -> dict[str, int]:
    """Write to everybody whose e-mail of the week is due; safe to repeat, and late after a pause.

    Somebody whose e-mail cannot be sent does not keep others from theirs.
    """
    now, done = timezone.now(), {"written": 0, "failed": 0}
    week = week_of(now)
    for user, found in waiting(week, now):
        try:
            done["written"] += write(user, found, week)
        except Exception:
            logger.exception("The weekly e-mail to user %s could not be sent.", user.pk)
            done["failed"] += 1
    return done


def week_of(at: datetime) -> date:
    """Give the Monday of the last week whose e-mail is due."""
    here = timezone.localtime(at)
    monday = here.date() - timedelta(days=here.weekday())
    return monday if here.date() > monday or here.time() >= FROM else monday - timedelta(days=7)


def waiting(week: date, at: datetime) -> list[tuple[User, list[Need]]]:
    """Give who is to be written to, with what; queries for each company, not for each plan."""
    done = WeeklyMail.objects.filter(Q(is_wanted=False) | Q(week__gte=week))
    owed = User.objects.filter(is_active=True, is_agent=False).exclude(email="")
    owed = owed.exclude(pk__in=done.values("user")).prefetch_related("groups").order_by("pk")
    by_group: dict[str, list[User]] = defaultdict(list)
    for user in owed:
        for group in user.groups.all():
            by_group[group.name].append(user)
    found: dict[User, list[Need]] = defaultdict(list)
    for company in Company.objects.all():
        owners = {
            position: by_group.get(roles.group_name(company, position), [])
            for position in Position.values
        }
        asked = [position for position, users in owners.items() if users]
        for need in needs(plans_of(company, asked), at) if asked else ():
            for user in owners[need.position]:
                found[user].append(need)
    return list(found.items())


def plans_of(company: Company, positions: Iterable[str]) -> list[Plan]:
    """Give plans of a company; a query."""
    plans = Plan.objects.filter(company=company, position__in=positions)
    return list(plans.select_related("company", "gate"))


def write(user: User, found: list[Need], week: date) -> bool:
    """Write to one person, unless another worker has; noted and sent, or neither."""
    with transaction.atomic():
        WeeklyMail.objects.get_or_create(user=user)
        mail = WeeklyMail.objects.select_for_update().get(user=user)
        if not mail.is_wanted or (mail.week and mail.week >= week):
            return False
        mail.week = week
        mail.save(update_fields=["week"])
        send_mail(subject(found), body(found), settings.DEFAULT_FROM_EMAIL, [user.email])
    return True


def subject(found: list[Need]) -> str:
    """Say how much there is."""
    now = sum(need.is_now for need in found)
    if not now:
        return f"This week in your plans: {counted(len(found), 'thing')} to look at soon"
    return f"This week in your plans: {counted(now, 'thing')} to look at now"


def body(found: list[Need]) -> str:
    """Say what needs attention, each with where to go, and where to turn this off."""
    lines = ["What needs attention in the plans that you own:"]
    for need in sorted(found, key=lambda need: not need.is_now)[:MOST]:
        when = "Now" if need.is_now else "Soon"
        owner = f" ({', '.join(need.owners)})" if need.owners else ""
        where = f"{need.company}, {need.plan}, {need.rule}{owner}"
        lines.append(f"{when}: {need.label}: {need.words}\n{where}\n{link(need.url)}")
    if len(found) > MOST:
        lines.append(f"And {len(found) - MOST} more.")
    lines.append(f"You get this every Monday. To turn it off: {link('/weekly/')}")
    return "\n\n".join(lines) + "\n"


def link(address: str) -> str:
    """Give an address of the site as an e-mail needs it."""
    return urljoin(settings.BASE_URL, address)


def is_wanted(user: User) -> bool:
    """Tell whether somebody wants to be written to; who never said so does."""
    return not WeeklyMail.objects.filter(user=user, is_wanted=False).exists()


def choose(user: User, *, wanted: bool) -> None:
    """Turn the weekly e-mail on or off."""
    WeeklyMail.objects.update_or_create(user=user, defaults={"is_wanted": wanted})
